"""Addresses of trade shows."""

from django.urls import path

from ecosystem.tradeshows.views import attending, following, public, team

app_name = "tradeshows"
urlpatterns = [
    path("salons/", public.tradeshow_list, name="list"),
    path("salons/calendrier.ics", public.calendar, name="calendar"),
    path("salons/<slug:slug>/", public.tradeshow_detail, name="detail"),
    path("salons/<slug:slug>/calendrier.ics", public.calendar_of_one, name="calendar_of_one"),
    path("salons/<slug:slug>/presence/", attending.join, name="join"),
    path("salons/<slug:slug>/suivre/", following.follow, name="follow"),
    path("espace/fiche/<row:pk>/salons/", attending.attending, name="attending"),
    path("espace/fiche/<row:pk>/salons/<row:said>/retrait/", attending.withdraw, name="withdraw"),
    path("espace/fiche/<row:pk>/salons/retour/", attending.bring_back, name="bring_back"),
    path("equipe/salons/<row:pk>/presences/", team.presences, name="presences"),
    path("equipe/salons/<row:pk>/presences/<row:said>/retrait/", team.remove, name="presence_remove"),
    path("equipe/salons/<row:pk>/presences/retour/", team.bring_back, name="presence_back"),
]

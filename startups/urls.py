"""Addresses of startups and of their needs."""

from django.urls import path

from startups.views import needs, public, space

app_name = "startups"
urlpatterns = [
    path("startups/", public.startup_list, name="list"),
    path("startups/<slug:slug>/", public.startup_detail, name="detail"),
    path("espace/fiche/", space.own, name="own"),
    path("espace/fiche/nouvelle/", space.create, name="create"),
    path("espace/fiche/<row:pk>/", space.edit, name="edit"),
    path("espace/fiche/<row:pk>/logo/", space.logo, name="logo"),
    path("espace/fiche/<row:pk>/envoi/", space.submit, name="submit"),
    path("espace/fiche/<row:pk>/masquer/", space.hide, name="hide"),
    path("espace/fiche/<row:pk>/equipe/", space.team, name="team"),
    path("espace/fiche/<row:pk>/equipe/<row:member>/retrait/", space.member_remove, name="member_remove"),
    path("espace/fiche/<row:pk>/liens/", space.ties, name="ties"),
    path("espace/besoins/", needs.need_list, name="needs"),
    path("espace/besoins/nouveau/", needs.need_create, name="need_create"),
    path("espace/besoins/<row:pk>/", needs.need_detail, name="need"),
    path("espace/besoins/<row:pk>/modifier/", needs.need_edit, name="need_edit"),
    path("espace/besoins/<row:pk>/ouverture/", needs.need_open, name="need_open"),
    path("espace/besoins/<row:pk>/cloture/", needs.need_close, name="need_close"),
]

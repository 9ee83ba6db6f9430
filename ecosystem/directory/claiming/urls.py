"""Addresses of claims and invitations."""

from django.urls import path

from ecosystem.directory.claiming.views import desk, public

app_name = "claims"
urlpatterns = [
    path("reprendre/lien/<str:token>/", public.claim_link, name="claim_link"),
    path("reprendre/demandes/<row:pk>/annulation/", public.cancel, name="cancel"),
    path("reprendre/<slug:kind>/<slug:slug>/", public.claim, name="claim"),
    path("reprendre/<slug:kind>/<slug:slug>/lien/", public.send_link, name="send_link"),
    path("invitation/<str:token>/", public.invitation, name="invitation"),
    path("equipe/reprises/", desk.claims, name="desk"),
    path("equipe/reprises/<row:pk>/decision/", desk.decide, name="decide"),
    path("equipe/reprises/sans-auteur/", desk.orphans, name="orphans"),
    path("equipe/reprises/sans-auteur/envoi/", desk.chase, name="chase"),
    path("equipe/reprises/sans-auteur/<row:pk>/arret/", desk.stop, name="stop"),
    path("equipe/invitations/", desk.invitations, name="invitations"),
    path("equipe/invitations/<row:pk>/", desk.invitation, name="invitation_act"),
]

"""Addresses of funders."""

from django.urls import path

from funders.views import public, space, welcome

app_name = "funders"
urlpatterns = [
    path("financeurs/", public.funder_list, name="list"),
    path("financeurs/<slug:slug>/", public.funder_detail, name="detail"),
    path("espace/financeur/conflit/", space.conflict, name="conflict"),
    path("espace/financeur/accueil/", welcome.welcome, name="welcome"),
    path("espace/financeur/accueil/termine/", welcome.done, name="welcome_done"),
    path("espace/financeur/accueil/<slug:step>/", welcome.step, name="welcome_step"),
    path("financeur/these/", space.thesis, name="thesis"),
    path("financeur/these/logo/", space.logo, name="logo"),
    path("financeur/these/envoi/", space.submit, name="submit"),
    path("financeur/these/attente/retrait/", space.withdraw, name="withdraw"),
    path("financeur/these/masquer/", space.hide, name="hide"),
    path("financeur/liens/", space.ties, name="ties"),
    path("financeur/dossiers/", space.availability, name="availability"),
]

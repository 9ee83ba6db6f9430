"""Addresses of funders."""

from django.urls import path

from funders.views import public, space

app_name = "funders"
urlpatterns = [
    path("financeurs/", public.funder_list, name="list"),
    path("financeurs/<slug:slug>/", public.funder_detail, name="detail"),
    path("financeur/these/", space.thesis, name="thesis"),
    path("financeur/these/logo/", space.logo, name="logo"),
    path("financeur/these/envoi/", space.submit, name="submit"),
    path("financeur/these/masquer/", space.hide, name="hide"),
    path("financeur/liens/", space.ties, name="ties"),
    path("financeur/dossiers/", space.availability, name="availability"),
]

"""Addresses of funders."""

from django.urls import path

from funders.views import public

app_name = "funders"
urlpatterns = [
    path("financeurs/", public.funder_list, name="list"),
    path("financeurs/<slug:slug>/", public.funder_detail, name="detail"),
]

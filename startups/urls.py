"""Addresses of startups and of their needs."""

from django.urls import path

from startups.views import public

app_name = "startups"
urlpatterns = [
    path("startups/", public.startup_list, name="list"),
    path("startups/<slug:slug>/", public.startup_detail, name="detail"),
]

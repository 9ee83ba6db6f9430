"""Addresses of the social cards, in both languages."""

from django.urls import path

from ecosystem.directory import sharing_views

app_name = "sharing"

urlpatterns = [
    path("partage/carte.png", sharing_views.card_of_site, name="site"),
    path("partage/<slug:kind>/<slug:slug>.png", sharing_views.listing_card, name="listing"),
]

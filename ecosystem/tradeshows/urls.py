"""Addresses of trade shows."""

from django.urls import path

from ecosystem.tradeshows import views

app_name = "tradeshows"
urlpatterns = [
    path("salons/", views.tradeshow_list, name="list"),
    path("salons/calendrier.ics", views.calendar, name="calendar"),
    path("salons/<slug:slug>/", views.tradeshow_detail, name="detail"),
]

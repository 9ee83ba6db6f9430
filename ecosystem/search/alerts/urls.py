"""Addresses of alerts."""

from django.urls import path

from ecosystem.search.alerts import views

app_name = "search"
urlpatterns = [
    path("alertes/", views.alerts, name="alerts"),
    path("alertes/nouvelle/", views.alert_new, name="alert_new"),
    path("alertes/envoyee/", views.alert_sent, name="alert_sent"),
    path("alertes/<str:token>/", views.alert, name="alert"),
    path("alertes/<str:token>/arret/", views.alert_stop, name="alert_stop"),
]

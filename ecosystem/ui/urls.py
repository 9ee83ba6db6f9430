from django.urls import path

from ecosystem.ui import offline, views

app_name = "ui"

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("hors-ligne.js", offline.worker, name="worker"),
    path("hors-ligne/<slug:language>/", offline.offline, name="offline"),
    path("composants/", views.components, name="components"),
]

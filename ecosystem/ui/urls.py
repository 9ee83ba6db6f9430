from django.urls import path

from ecosystem.ui import views

app_name = "ui"

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("composants/", views.components, name="components"),
]

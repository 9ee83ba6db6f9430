"""Pages about a listing that anybody opens, in both languages."""

from django.urls import path

from ecosystem.directory import telling_views

app_name = "telling"

urlpatterns = [
    path("fiches/<row:pk>/corriger/", telling_views.correct, name="correct"),
    path("fiches/<row:pk>/signaler/", telling_views.report_listing, name="report"),
]

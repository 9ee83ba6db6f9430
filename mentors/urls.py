"""Addresses of mentors."""

from django.urls import path

from mentors.views import public

app_name = "mentors"
urlpatterns = [
    path("mentors/", public.mentor_list, name="list"),
    path("mentors/<slug:slug>/", public.mentor_detail, name="detail"),
]

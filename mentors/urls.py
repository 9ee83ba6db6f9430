"""Addresses of mentors."""

from django.urls import path

from mentors.views import public, space, welcome

app_name = "mentors"
urlpatterns = [
    path("mentors/", public.mentor_list, name="list"),
    path("mentors/<slug:slug>/", public.mentor_detail, name="detail"),
    path("espace/mentor/accueil/", welcome.welcome, name="welcome"),
    path("espace/mentor/accueil/termine/", welcome.done, name="welcome_done"),
    path("espace/mentor/accueil/<slug:step>/", welcome.step, name="welcome_step"),
    path("mentor/profil/", space.profile, name="profile"),
    path("mentor/profil/image/", space.logo, name="logo"),
    path("mentor/profil/envoi/", space.submit, name="submit"),
    path("mentor/profil/attente/retrait/", space.withdraw, name="withdraw"),
    path("mentor/profil/masquer/", space.hide, name="hide"),
    path("mentor/liens/", space.ties, name="ties"),
    path("mentor/places/", space.availability, name="availability"),
]

"""The pages of an account: allauth's views, at French addresses."""

from allauth.account import views
from django.urls import include, path, re_path

from ecosystem.accounts.views import old_confirmation

urlpatterns = [
    path("connexion/", views.login, name="account_login"),
    path("connexion/code/", views.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", views.confirm_login_code, name="account_confirm_login_code"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("compte/inscription/", views.signup, name="account_signup"),
    path("compte/inactif/", views.account_inactive, name="account_inactive"),
    path("compte/verification/", views.reauthenticate, name="account_reauthenticate"),
    path("compte/adresses/", views.email, name="account_email"),
    path("compte/adresses/confirmation/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^compte/adresses/confirmation/(?P<key>[-:\w]+)/$", old_confirmation, name="account_confirm_email"),
    path("compte/mot-de-passe/", views.password_change, name="account_change_password"),
    path("compte/mot-de-passe/creation/", views.password_set, name="account_set_password"),
    path("mot-de-passe-oublie/", views.password_reset, name="account_reset_password"),
    path("mot-de-passe-oublie/envoi/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe-oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe-oublie/termine/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("compte/double-authentification/", include("allauth.mfa.urls")),
]

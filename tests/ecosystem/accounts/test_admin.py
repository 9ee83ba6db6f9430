"""The back office has no way in of its own: it is the site's, with its second factor and its limits."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from ecosystem.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
OFFICE, OFFICE_LOGIN, LOGIN = "/admin/accounts/user/", "/admin/login/", "/connexion/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def administrator() -> Any:
    user = UserFactory(admin=True)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_the_password_alone_does_not_open_it_to_who_has_a_second_factor(client: Client, administrator: User) -> None:
    TOTP.activate(administrator, SECRET)
    client.post(OFFICE_LOGIN, {"username": administrator.email, "password": PASSWORD, "next": OFFICE})
    assert client.get(OFFICE).status_code == 302
    way = client.get(OFFICE, follow=True).redirect_chain[-1][0]
    assert way == f"{LOGIN}?next=%2Fadmin%2Faccounts%2Fuser%2F"
    asked = client.post(way, {"login": administrator.email, "password": PASSWORD})["Location"]
    assert asked.startswith(reverse("mfa_authenticate"))
    assert client.get(OFFICE).status_code == 302
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert client.post(asked, {"code": code})["Location"] == OFFICE
    assert client.get(OFFICE).status_code == 200


def test_who_is_signed_in_without_the_right_is_told_so_and_not_sent_in_circles(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(OFFICE, follow=True).status_code == 403


def test_the_first_administrator_confirms_her_address_then_comes_in(client: Client) -> None:
    """`createsuperuser` makes an account whose address nobody confirmed."""
    user = User.objects.create_superuser("premiere@exemple.test", PASSWORD)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    (message,) = mail.outbox
    code = next(word for word in message.body.split() if re.fullmatch(r"[A-Z0-9-]{6,}", word))
    client.post("/compte/adresses/confirmation/", {"code": code})
    assert client.get(OFFICE).status_code == 200

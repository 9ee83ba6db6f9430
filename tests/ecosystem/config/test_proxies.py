"""Where a visitor's address comes from: the proxies that we trust, and nothing that a visitor may write."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from ecosystem.api.throttling import VisitorRate
from tests.factories import PASSWORD, UserFactory
from tests.processes import python

pytestmark = pytest.mark.django_db
LISTINGS = "/api/v1/startups/"


def behind(settings: Any, proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}


@pytest.fixture
def behind_nginx(settings: Any) -> Client:
    """nginx speaks through a unix socket: no address but the one that it writes."""
    behind(settings, 1)
    return Client(REMOTE_ADDR="", headers={"X-Forwarded-For": "203.0.113.7"})


@pytest.fixture
def strict_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VisitorRate, "THROTTLE_RATES", {"visitor": "2/min"})


def test_people_sign_in_behind_a_socket(behind_nginx: Client) -> None:
    user = UserFactory(email="ines@exemple.test")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    response = behind_nginx.post("/connexion/", {"login": user.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/espace/")


@pytest.mark.parametrize("address", ["/connexion/code/", "/mot-de-passe-oublie/", "/compte/inscription/"])
def test_codes_passwords_and_accounts_are_asked_for_behind_a_socket(behind_nginx: Client, address: str) -> None:
    data = {
        "email": "nora@exemple.test",
        "first_name": "Nora",
        "last_name": "Neuve",
        "door": "founder",
        "privacy": "on",
    }
    assert behind_nginx.post(address, data).status_code == 302
    assert len(mail.outbox) == 1


def test_the_proxy_s_word_counts_and_a_visitor_s_addition_does_not(settings: Any, strict_rate: None) -> None:
    behind(settings, 1)
    statuses = [
        Client(REMOTE_ADDR="").get(LISTINGS, headers={"X-Forwarded-For": f"192.0.2.{n}, 203.0.113.7"}).status_code
        for n in range(3)
    ]
    assert statuses == [200, 200, 429]
    other = Client(REMOTE_ADDR="").get(LISTINGS, headers={"X-Forwarded-For": "203.0.113.8"})
    assert other.status_code == 200


def test_without_a_proxy_a_made_up_header_does_not_avoid_the_limit(client: Client, strict_rate: None) -> None:
    statuses = [client.get(LISTINGS, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(3)]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    ("environment", "proxies"),
    [
        ({"SITE_URL": "https://escale.example"}, 1),
        ({"SITE_URL": "http://127.0.0.1:8000"}, 0),
        ({"SITE_URL": "https://escale.example", "TRUSTED_PROXIES": "2"}, 2),
    ],
    ids=["https", "http", "said"],
)
def test_the_number_of_proxies_is_one_behind_https_unless_it_is_said(
    tmp_path: Any, environment: dict[str, str], proxies: int
) -> None:
    code = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps([s.ALLAUTH_TRUSTED_PROXY_COUNT, s.REST_FRAMEWORK['NUM_PROXIES']]))"
    )
    assert json.loads(python(tmp_path, code, **environment)) == [proxies, proxies]

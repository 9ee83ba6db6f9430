"""A listing that is shown to whom it meets exists for nobody else, by whatever way one looks for it."""

import pytest
from django.test import Client
from django.urls import reverse

from mentors.models import Mentor
from tests.factories import MentorFactory, RedirectFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def discreet() -> Mentor:
    return MentorFactory(published=True, is_discreet=True, name="Zoé Cachée")


@pytest.fixture
def ways(discreet: Mentor) -> list[str]:
    RedirectFactory(kind="mentor", slug="ancienne-adresse", listing=discreet)
    return [
        reverse("telling:correct", args=[discreet.pk]),
        reverse("telling:report", args=[discreet.pk]),
        reverse("claims:claim", args=["mentor", discreet.slug]),
        "/mentors/ancienne-adresse/",
        "/api/mentors/ancienne-adresse/",
        "/mentors/zoe-cache/",
    ]


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_way_leads_a_stranger_to_it(client: Client, discreet: Mentor, ways: list[str], signed_in: bool) -> None:
    if signed_in:
        client.force_login(UserFactory())
    for way in ways:
        answer = client.get(way)
        assert (answer.status_code, "Cachée" in answer.content.decode()) == (404, False), way
    assert client.post(reverse("claims:send_link", args=["mentor", discreet.slug])).status_code == 404


def test_its_own_person_and_the_team_find_it(client: Client, discreet: Mentor, ways: list[str]) -> None:
    correct, _report, claim, former, *_rest = ways
    for user in (discreet.user, UserFactory(curator=True)):
        client.force_login(user)
        assert [client.get(way).status_code for way in (correct, claim, former)] == [200, 200, 301]


def test_what_a_mentor_keeps_back_stands_in_no_form_of_visitors(client: Client) -> None:
    mentor = MentorFactory(
        published=True,
        company="Maison Secrète",
        website="https://cachee.example/",
        employer_siren="732829320",
        availability_note="Le mardi à neuf heures",
        hidden_parts=["company", "link", "hours"],
    )
    page = client.get(reverse("telling:correct", args=[mentor.pk])).content.decode()
    kept_back = ("Maison Secrète", "cachee.example", "732829320", "mardi")
    assert [words for words in kept_back if words in page] == []

"""What a startup reads on its need's page of those who were asked: how many, and the names of those who said yes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecosystem.matching.models import Proposal
from startups.models import Need
from tests.factories import MemberFactory, NeedFactory, ProposalFactory, StartupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def need() -> Need:
    startup = StartupFactory(published=True)
    MemberFactory(startup=startup)
    return NeedFactory(startup=startup, opened=True)


def page(client: Client, need: Need) -> str:
    client.force_login(need.startup.members.get().user)
    text = client.get(need.get_absolute_url()).content.decode()
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_nobody_asked_is_no_panel(client: Client, need: Need) -> None:
    ProposalFactory(need=need)
    ProposalFactory(need=need, state=Proposal.State.WITHDRAWN)
    assert "Qui a été sollicité" not in page(client, need)


def test_those_who_have_not_said_yes_are_counted_and_not_named(client: Client, need: Need) -> None:
    silent = ProposalFactory(need=need, sent=True)
    declined = ProposalFactory(need=need, sent=True, state=Proposal.State.DECLINED, person_answer="no")
    shown = page(client, need)
    assert "2 personnes sollicitées · 1 réponse attendue" in shown
    assert silent.person.name not in shown
    assert declined.person.name not in shown


def test_a_yes_is_named_with_what_it_waits_for(client: Client, need: Need) -> None:
    promised = ProposalFactory(need=need, promised=True)
    shown = page(client, need)
    assert "1 personne sollicitée" in shown
    assert promised.person.name in shown
    assert f"/propositions/{promised.pk}/" in shown
    assert "À vous de répondre" in shown


def test_the_panel_costs_the_same_for_two_and_four(client: Client, need: Need) -> None:
    counts = []
    for _more in range(2):
        ProposalFactory(need=need, promised=True)
        ProposalFactory(need=need, sent=True)
        page(client, need)
        with CaptureQueriesContext(connection) as queries:
            client.get(need.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_needs_says_how_many_were_asked_and_what_waits(client: Client, need: Need) -> None:
    client.force_login(need.startup.members.get().user)
    assert "Personne n’a encore été sollicité" in client.get("/espace/besoins/").content.decode()
    ProposalFactory(need=need, sent=True)
    ProposalFactory(need=need, promised=True)
    shown = client.get("/espace/besoins/").content.decode()
    assert "2 personnes sollicitées · 1 réponse attendue · À vous de répondre" in shown


def test_the_list_of_needs_asks_the_same_questions_for_one_or_three(client: Client, need: Need) -> None:
    client.force_login(need.startup.members.get().user)
    ProposalFactory(need=need, sent=True)
    with CaptureQueriesContext(connection) as one:
        client.get("/espace/besoins/")
    for _ in range(2):
        ProposalFactory(need=NeedFactory(startup=need.startup, opened=True), sent=True)
    with CaptureQueriesContext(connection) as three:
        client.get("/espace/besoins/")
    assert len(three) == len(one)

"""Scenarios side by side: what each comes to, by name, and the one that is kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ecosystem.matching.actions.scenarios import adopt_scenario
from ecosystem.matching.actions.wishes import impose_pair
from ecosystem.matching.models import Proposal, Round
from tests.factories import NeedFactory, StartupFactory, UnservedNeedFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db

POLLED = {"HX-Request": "true", "HX-Target": "scenarios"}


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def a_need(name):
    return NeedFactory(opened=True, startup=StartupFactory(published=True, name=name))


def pair(round_, need, score, **more):
    return ProposalFactory(round=round_, need=need, score=score * 100, points_sector=score * 100 - 1_500, **more)


@pytest.fixture
def family():
    """September serves Kermès and Ondine; its scenario drops Ondine, serves Hélios and helps Kermès."""
    base = RoundFactory(ready=True, title="Septembre", facts_digest="a" * 64, objective=10_400, dual_bound=10_400)
    other = RoundFactory(
        ready=True, title="Export d’abord", source=base, facts_digest="a" * 64, objective=12_700, dual_bound=12_700,
        rule_stage=True, weight_expertise=30, weight_sector=20,
    )  # fmt: skip
    kermes, ondine, helios, same = (a_need(name) for name in ("Kermès", "Ondine Fluides", "Hélios Grid", "Rade Audio"))
    kept = pair(base, same, 55)
    pair(base, kermes, 42)
    pair(base, ondine, 62)
    UnservedNeedFactory(round=base, need=helios)
    pair(other, same, 58, mentor=kept.mentor)
    pair(other, kermes, 61)
    pair(other, helios, 66)
    UnservedNeedFactory(round=other, need=ondine)
    return base, other


def page(client, base, *beside, **query):
    return client.get(at("compare", base.pk), {"avec": [one.pk for one in beside], **query})


def plain(response):
    """The page without the tokens of its forms, which no two answers share."""
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def card(response, round_):
    return next(card for card in response.context["cards"] if card.round.pk == round_.pk)


def test_each_column_says_what_its_round_comes_to(client, curator, family):
    base, other = family
    found = page(client, base, other)
    first, second = card(found, base), card(found, other)
    assert (first.column.served, first.column.without, first.column.answer.total) == (3, 1, 159)
    assert (first.worst_name, first.column.worst, second.worst_name, second.column.worst) == (
        "Kermès",
        42,
        "Rade Audio",
        58,
    )
    assert (second.column.answer.total, second.column.median, second.column.people) == (185, 61, 3)
    assert first.column.dominated
    assert not second.column.dominated
    assertContains(found, "Deux façons de servir les mêmes besoins")
    assertContains(found, "optimum certifié")


def test_gains_and_losses_are_told_by_name_against_the_base(client, curator, family):
    base, other = family
    found = page(client, base, other)
    told = {change["need"].startup.name: change for change in card(found, other).changes}
    assert list(told) == ["Hélios Grid", "Kermès", "Ondine Fluides"]
    assert [(one["before"], one["after"], one["tone"]) for one in told.values()] == [
        ("—", "66", "up"), ("42", "61", "up"), ("62", "—", "down"),
    ]  # fmt: skip
    assert card(found, other).column.changed_pairs == 3
    assert told["Ondine Fluides"]["left"] == base.proposals.get(need=told["Ondine Fluides"]["need"]).mentor.name


def test_the_table_shows_who_changes_and_everyone_when_asked(client, curator, family):
    base, other = family
    changing = page(client, base, other).context["rows"]
    assert [line.need.startup.name for line in changing] == ["Hélios Grid", "Kermès", "Ondine Fluides"]
    assert [cell["said"] for line in changing for cell in line.cells] == ["", "servie", "", "+19", "", "perdue"]
    everyone = page(client, base, other, qui="tous")
    assert len(everyone.context["rows"]) == 4
    assertContains(everyone, "Rade Audio")


def test_settings_that_differ_are_said_and_those_that_do_not_are_left_out(client, curator, family):
    found = page(client, *family)
    assert card(found, family[0]).column.differs == ["Sans la règle «\u00a0Stade accepté par la personne\u00a0»"]
    assert card(found, family[1]).column.differs == ["Règle «\u00a0Stade accepté par la personne\u00a0»"]


def test_terms_and_limits_that_differ_are_said_too(client, curator, family):
    Round.objects.filter(pk=family[1].pk).update(rule_stage=False, fairness_memory=False, min_score=55)
    differs = card(page(client, *family), family[1]).column.differs
    assert differs == ["Mémoire d’équité\u00a0: non", "Score minimal\u00a0: 55"]


def test_rounds_that_read_other_facts_say_so(client, curator, family):
    Round.objects.filter(pk=family[1].pk).update(facts_digest="b" * 64)
    found = page(client, *family)
    assertContains(found, "n’ont pas lu les mêmes fiches")
    assertNotContains(found, "façons de servir les mêmes besoins")


def test_without_an_address_a_round_is_compared_with_its_family(client, curator, family):
    base, other = family
    RoundFactory(ready=True, title="Ailleurs")
    assert [card.round for card in client.get(at("compare", base.pk)).context["cards"]] == [base, other]
    assert [card.round for card in client.get(at("compare", other.pk)).context["cards"]] == [other, base]


def test_at_most_three_are_compared(client, curator, family):
    others = RoundFactory.create_batch(3, ready=True)
    found = page(client, family[0], *others)
    assert [one.round for one in found.context["cards"]] == [family[0], *others[:2]]
    assertContains(found, "les autres non")


def test_a_round_alone_gives_one_way_out(client, curator):
    round_ = RoundFactory(ready=True)
    found = client.get(at("compare", round_.pk))
    assertContains(found, "Il n’y a encore qu’un réglage")
    assertContains(found, at("clone", round_.pk))


def test_rounds_for_other_people_are_refused_in_words(client, curator, family):
    funders = RoundFactory(ready=True, funders=True, title="Financeurs, automne")
    found = page(client, family[0], funders)
    assertContains(found, "Financeurs, automne")
    assertContains(found, "ne se comparent pas")
    assert [one.round for one in found.context["cards"]] == [family[0]]


def test_a_round_that_does_not_exist_is_not_found(client, curator, family):
    assert client.get(at("compare", family[0].pk), {"avec": [family[1].pk, 10**9]}).status_code == 404
    assert client.get(at("compare", family[0].pk), {"avec": "abc"}).status_code == 200


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "n’est pas encore calculé"), ("computing", "Suivre le calcul"), ("failed", "Le disque est plein."),
     ("cancelled", "Le calcul n’est pas allé au bout")],
)  # fmt: skip
def test_a_scenario_without_result_says_where_it_stands(client, curator, family, state, words):
    waiting = RoundFactory(state=state, source=family[0], failure="Le disque est plein.", step="assignment")
    found = page(client, family[0], waiting)
    assertContains(found, words)
    assertNotContains(found, "Qui gagne, qui perd")


def test_columns_that_compute_are_asked_again_and_end_with_the_whole_page(client, curator, family):
    waiting = RoundFactory(computing=True, source=family[0], step="assignment")
    whole = page(client, family[0], family[1], waiting)
    part = client.get(
        at("compare", family[0].pk),
        {"avec": [family[1].pk, waiting.pk]},
        headers=POLLED,
    )
    assert plain(part).strip() in plain(whole)
    Round.objects.filter(pk=waiting.pk).update(state="ready")
    done = client.get(at("compare", family[0].pk), {"avec": [waiting.pk]}, headers=POLLED)
    assert done.headers["HX-Refresh"] == "true"


def test_a_floor_and_choices_by_hand_that_differ_are_told(client, curator, family):
    Round.objects.filter(pk=family[1].pk).update(floor_percent=70)
    proposal = Proposal.objects.filter(round=family[0]).first()
    Round.objects.filter(pk=family[1].pk).update(rule_stage=False)
    impose_pair(family[1], proposal.need, proposal.mentor, by=None, reason="Ils se connaissent.")
    found = page(client, *family)
    assert card(found, family[1]).column.differs == ["Plancher, en\u00a0%\u00a0: 70", "1 choix à la main"]
    assert card(found, family[0]).column.differs == ["Plancher, en\u00a0%\u00a0: 0", "Sans choix à la main"]


def test_the_same_choices_by_hand_are_not_told(client, curator, family):
    Round.objects.filter(pk=family[1].pk).update(rule_stage=False)
    proposal = Proposal.objects.filter(round=family[0]).first()
    for round_ in family:
        impose_pair(round_, proposal.need, proposal.mentor, by=None, reason="Ils se connaissent.")
    assert card(page(client, *family), family[1]).column.differs == []


def test_the_page_asks_as_many_queries_for_1_and_3_needs(client, curator, django_assert_num_queries):
    base = RoundFactory(ready=True)
    other = RoundFactory(ready=True, source=base)

    def one_more(name):
        need = a_need(name)
        pair(base, need, 50)
        pair(other, need, 60)

    one_more("Un")
    page(client, base, other)
    with CaptureQueriesContext(connection) as one:
        page(client, base, other)
    one_more("Deux")
    one_more("Trois")
    with django_assert_num_queries(len(one)):
        page(client, base, other)


def test_the_frontier_marks_what_is_beaten_and_gives_its_table(client, curator, family):
    found = page(client, *family)
    drawing = found.context["drawing"]
    assert [(mark.point.total, mark.point.worst, mark.point.dominated) for mark in drawing.marks] == [
        (159, 42, True), (185, 58, False),
    ]  # fmt: skip
    assertContains(found, "dominé")
    assertContains(found, "Voir en tableau")


def test_keeping_a_scenario_shows_it_and_lets_it_go(client, curator, family):
    base, other = family
    response = client.post(at("adopt", other.pk) + f"?base={base.pk}&avec={other.pk}")
    assertRedirects(response, at("compare", base.pk) + f"?avec={other.pk}")
    found = page(client, base, other)
    assertContains(found, "Retenu")
    assert [card(found, one).can_be_kept for one in family] == [True, False]


def test_a_scenario_that_computes_cannot_be_kept(client, curator, family):
    waiting = RoundFactory(computing=True, source=family[0])
    response = client.post(at("adopt", waiting.pk))
    assert response.status_code == 302
    assert not Round.objects.filter(adopted=True).exists()


def test_the_list_shows_scenarios_under_their_round(client, curator, family):
    _base, other = family
    RoundFactory(title="Plus récente")
    adopt_scenario(other, by=curator)
    found = client.get(at("rounds"))
    assert [row.round.title for row in found.context["rows"]] == ["Plus récente", "Septembre", "Export d’abord"]
    assert found.context["top"].round == other
    assertContains(found, "under")
    assertContains(found, at("compare", other.pk))


def test_the_list_asks_as_many_queries_for_1_and_3_scenarios(client, curator, django_assert_num_queries):
    base = RoundFactory(ready=True)
    RoundFactory(ready=True, source=base)
    with CaptureQueriesContext(connection) as one:
        client.get(at("rounds"))
    RoundFactory.create_batch(2, ready=True, source=base)
    with django_assert_num_queries(len(one)):
        client.get(at("rounds"))


def test_the_form_copies_the_chosen_setting_under_its_title(client, curator, family):
    base, other = family
    assertContains(client.get(at("clone", base.pk)), "Réglage à copier")
    client.post(at("clone", base.pk), {"source": other.pk, "title": "Égalité d’accès"})
    copied = Round.objects.get(title="Égalité d’accès")
    assert (copied.source, copied.weights, copied.rule_stage, copied.state) == (base, other.weights, True, "draft")


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(client, curator, family):
    found = client.post(at("clone", family[0].pk), {"source": family[1].pk, "title": ""})
    assertContains(found, "Indiquez un titre.")
    found = client.post(at("clone", family[0].pk), {"source": 10**9, "title": "Gardé"})
    assertContains(found, "Gardé")
    assert Round.objects.count() == 2

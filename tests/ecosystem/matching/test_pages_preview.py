"""The settings page says what a setting would give, saves nothing by it, and loses nothing typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.matching.actions.rounds import create_round
from ecosystem.matching.actions.wishes import add_balance_rule
from ecosystem.matching.models import Proposal, Round
from tests.ecosystem.matching.season import computed, fresh, season
from tests.ecosystem.matching.test_forms import typed
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def at(round_):
    return reverse("matching:settings", args=[round_.pk])


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def made():
    return season(needs=6, mentors=5)


@pytest.fixture
def round_(made):
    return create_round(title="Décembre", kind="mentors", by=None, min_score=20)


def test_a_draft_opens_at_once_and_asks_for_its_preview(client, curator, round_):
    page = client.get(at(round_))
    assertContains(page, "Ce que ce réglage donnerait")
    assertContains(page, 'hx-trigger="load')
    assert "preview" not in page.context


def test_the_part_that_is_swapped_is_the_one_of_the_whole_page(client, curator, round_):
    part = client.post(at(round_), typed(then="preview"), **HTMX)
    page = client.post(at(round_), typed(then="preview"))
    for text in ("Meilleur score par besoin", "Charge des mentors", "Ce que ce réglage change", "Sans proposition"):
        assertContains(part, text)
        assertContains(page, text)
    assertNotContains(part, "<html")
    assertContains(page, "<html")
    assert part.context["preview"].strip == page.context["preview"].strip


def test_a_preview_saves_nothing_and_keeps_what_was_typed(client, curator, round_):
    before = Round.objects.filter(pk=round_.pk).values().get()
    page = client.post(at(round_), typed(then="preview", title="Essai", weight_expertise="30", weight_sector="20"))
    assertContains(page, 'value="Essai"')
    assert Round.objects.filter(pk=round_.pk).values().get() == before
    assert not Proposal.objects.exists()


def test_figures_are_told_with_their_distance_from_the_last_sent_round(client, curator, made, round_):
    last = RoundFactory(published=True, title="Septembre", min_score=90)
    page = client.post(at(round_), typed(then="preview", min_score="20"))
    told = page.context["preview"]
    served = told.strip[0]
    assert told.against == "Septembre"
    assert int(served["value"]) == 6
    assert served["delta"].startswith("+")
    assert served["tone"] == "up"
    assert told.strip[3]["tone"] == "up"
    assertContains(page, "Écarts face au réglage «\u00a0Septembre\u00a0»")
    assertContains(page, f"Était {last.weight_sector}.")
    assert sum(bar["value"] for bar in told.scores) == 6
    assert sum(bar["mark"] for bar in told.scores) < 6


def test_without_any_sent_round_a_changed_setting_is_read_against_the_saved_one(client, curator, round_):
    unchanged = {name: str(value) for name, value in initial(round_).items() if value is not False}
    same = client.post(at(round_), unchanged | {"then": "preview"})
    assert same.context["preview"].against == ""
    moved = client.post(at(round_), unchanged | {"then": "preview", "min_score": "95"})
    assert moved.context["preview"].against == "réglage enregistré"
    assertContains(moved, "sans proposition")


def initial(round_):
    names = [field.name for field in Round._meta.get_fields() if field.name.startswith(("weight_", "rule_"))]
    kept = ("title", "alternates_count", "min_score", "answer_days", "floor_percent", "over_acceptance_risk", "seed")
    told = {name: getattr(round_, name) for name in (*names, *kept, "fairness_memory", "expected_acceptance")}
    return told | {"as_of": round_.as_of.isoformat()}


def test_pairs_that_change_are_named_and_counted(client, curator, made, round_):
    for mentor in made.mentors:
        type(mentor).objects.filter(pk=mentor.pk).update(capacity=1)
    settings = {"weight_expertise": "0", "weight_sector": "50", "rule_expertise": ""}
    page = client.post(at(round_), typed(then="preview", min_score="20", **settings))
    told = page.context["preview"]
    pairs = lambda found: {(need, person) for need, got in found.served.items() for person in got.people}  # noqa: E731
    gone = pairs(told.found.base) - pairs(told.found.answer)
    assert bool(gone) == bool(told.changed)
    for line in told.changed:
        assertContains(page, line["need"].startup.name)


def test_a_need_without_anyone_is_named_with_its_reason_and_a_way_to_it(client, curator, made, round_):
    page = client.post(at(round_), typed(then="preview", min_score="99"))
    (first, *_rest) = page.context["preview"].without
    assertContains(page, first.need.get_absolute_url())
    assertContains(page, "reste sous le minimum de 99")


def test_the_facts_of_the_first_preview_serve_the_next_ones(client, curator, made, round_):
    first = client.post(at(round_), typed(then="preview"), **HTMX)
    facts = first.context["preview"].found.facts
    assertContains(first, f'name="faits" value="{facts}"')
    type(made.mentors[0]).objects.update(capacity=0)
    second = client.post(at(round_), typed(then="preview", faits=facts), **HTMX)
    assert second.context["preview"].found.answer == first.context["preview"].found.answer
    third = client.post(at(round_), typed(then="preview"), **HTMX)
    assert third.context["preview"].found.answer.pairs == 0


def test_weights_that_miss_100_wait_for_the_correction(client, curator, round_):
    part = client.post(at(round_), typed(then="preview", weight_expertise="41"), **HTMX)
    assertContains(part, "L’aperçu attend un réglage complet")
    page = client.post(at(round_), typed(then="preview", weight_expertise="41"))
    assertContains(page, "Retirez 6 pour revenir à 100")


def test_choices_by_hand_that_cannot_be_kept_are_named(client, curator, made, round_):
    add_balance_rule(round_, name="Neuf pour Anne", least=9, of_each_need=False, people=[made.mentors[0]])
    assertContains(client.post(at(round_), typed(then="preview"), **HTMX), "Neuf pour Anne")


def test_typed_weights_are_spread_to_100_around_the_locked_ones_and_nothing_is_saved(client, curator, round_):
    sent = typed(then="spread", weight_expertise="50", weight_sector="40", lock_weight_expertise="on", title="Essai")
    page = client.post(at(round_), sent)
    form = page.context["form"]
    assert form.total == 100
    assert form["weight_expertise"].value() == 50
    assert form["title"].value() == "Essai"
    assertContains(page, 'name="lock_weight_expertise" id="id_weight_expertise_lock" checked')
    assert "preview" in page.context
    assert fresh(round_).weight_expertise == 35


@pytest.mark.parametrize("odd", ["", "x", "-4", "4.5", "9999999"])
def test_what_is_no_weight_counts_for_nothing_when_weights_are_spread(client, curator, round_, odd):
    page = client.post(at(round_), typed(then="spread", weight_expertise=odd))
    assert page.context["form"].total == 100


def test_a_round_that_was_computed_meanwhile_leads_to_its_page(client, curator, made):
    ready = computed()
    assert client.post(at(ready), typed(then="preview")).status_code == 302
    assert client.post(at(ready), typed(then="preview"), **HTMX)["HX-Redirect"] == ready.get_absolute_url()


def test_the_preview_costs_the_same_queries_whatever_the_size(client, curator, round_):
    RoundFactory(published=True, title="Septembre", weight_expertise=5, weight_sector=45)
    with CaptureQueriesContext(connection) as few:
        facts = client.post(at(round_), typed(then="preview"), **HTMX).context["preview"].found.facts
    with CaptureQueriesContext(connection) as warm:
        client.post(at(round_), typed(then="preview", faits=facts), **HTMX)
    season(needs=3, mentors=4)
    with CaptureQueriesContext(connection) as more:
        client.post(at(round_), typed(then="preview"), **HTMX)
    assert len(more) <= len(few)
    assert len(warm) <= 9


def test_funders_are_previewed_too(client, curator):
    season(needs=3, funders=4)
    round_ = create_round(title="Fonds", kind="funders", by=None, min_score=5)
    sent = {name: str(value) for name, value in initial(round_).items() if value is not False}
    page = client.post(at(round_), sent | {"then": "preview"})
    assertContains(page, "Charge des financeurs")
    assertContains(page, "financeurs sollicités")


def test_scenarios_of_the_family_are_one_click_apart(client, curator, round_):
    assertNotContains(client.get(at(round_)), "Scénarios de cette tournée")
    other = RoundFactory(source=round_, title="Export d’abord")
    page = client.get(at(round_))
    assertContains(page, "Scénarios de cette tournée")
    assertContains(page, other.get_absolute_url())


def test_a_draft_scenario_is_deleted_once_somebody_has_said_so_and_twice_is_harmless(client, curator, round_):
    scenario = RoundFactory(source=round_, title="Export d’abord")
    here = reverse("matching:delete", args=[scenario.pk])
    assertContains(client.get(at(scenario)), here)
    assertNotContains(client.get(at(round_)), reverse("matching:delete", args=[round_.pk]))
    assertContains(client.get(here), "Supprimer ce réglage")
    assert Round.objects.filter(pk=scenario.pk).exists()
    assertContains(client.post(here, follow=True), "est supprimé.")
    assert client.post(here).status_code == 404


def test_a_round_that_others_come_from_is_kept_and_says_why(client, curator, round_):
    RoundFactory(source=round_)
    page = client.post(reverse("matching:delete", args=[round_.pk]), follow=True)
    assertContains(page, "D’autres scénarios viennent de ce réglage.")
    assert Round.objects.filter(pk=round_.pk).exists()

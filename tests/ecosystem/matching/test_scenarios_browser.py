"""Scenarios, bars and the what-if desk in a real Chromium."""

from urllib.parse import urlencode

import pytest

from ecosystem.matching.actions.scenarios import adopt_scenario
from ecosystem.matching.models import Proposal, Round, default_weights
from tests.browser import DESKTOP, NARROW, PHONE, assert_fits, axe
from tests.ecosystem.matching.season import computed, season
from tests.factories import UserFactory
from tests.factories.matching import RoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def family():
    """A round, a scenario of it that is kept, and one that computes."""
    season(needs=5, mentors=4)
    base = computed()
    other = computed(weight_expertise=10, weight_sector=40, rule_language=False, min_score=0)
    Round.objects.filter(pk=other.pk).update(source=base, title="Le secteur d’abord, quoi qu’il en coûte aux autres")
    adopt_scenario(other, by=None)
    waiting = RoundFactory(computing=True, source=base, step="rules_and_scores", done_count=1, total_count=2, lease="x")
    return base, other, waiting


def test_a_scenario_is_copied_on_a_phone_and_kept_on_the_page(page_at, family):
    base, other, waiting = family
    Round.objects.filter(pk=waiting.pk).update(state="failed", failure="Le disque est plein.")
    page = page_at(*PHONE, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{base.pk}/comparer/?avec={other.pk}")
    page.get_by_role("button", name="Retenir ce scénario").click()
    page.get_by_text("pourra être envoyé").wait_for()
    assert Round.objects.get(adopted=True) == base
    page.get_by_role("link", name="Dupliquer").click()
    page.get_by_role("dialog").get_by_label("Titre du scénario").fill("Une idée")
    page.get_by_role("button", name="Copier et régler").click()
    page.get_by_role("heading", name="Une idée").wait_for()
    assert Round.objects.get(title="Une idée").source == base


def test_a_column_that_computes_fills_by_itself(page_at, family):
    base, _other, waiting = family
    page = page_at(*DESKTOP, user=UserFactory(curator=True))
    page.goto(f"/equipe/tournees/{base.pk}/comparer/?avec={waiting.pk}")
    page.locator(".skeleton").first.wait_for()
    Round.objects.filter(pk=waiting.pk).update(state="failed", failure="Le disque est plein.")
    page.get_by_text("Le disque est plein.").wait_for()


def test_a_bar_opens_its_list_without_any_script(page_at, family):
    page = page_at(*DESKTOP, user=UserFactory(curator=True), scripts=False)
    page.goto(f"/equipe/tournees/{family[0].pk}/propositions/")
    page.locator(".histogram a").first.click()
    page.get_by_role("group", name="Filtres actifs").wait_for()
    assert "score_min=" in page.url


@pytest.mark.looks
@pytest.mark.parametrize(
    ("size", "dark"), [(DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True), (NARROW, False)], ids=str
)
def test_every_page_by_which_the_team_chooses_fits_and_is_accessible(page_at, family, size, dark):
    base, other, waiting = family
    mentor = Proposal.objects.filter(round=base, rank=0).first().mentor_id
    weights = urlencode(default_weights("mentors") | {"weight_expertise": 10, "weight_sector": 40})
    page = page_at(*size, dark=dark, user=UserFactory(curator=True))
    here = f"/equipe/tournees/{base.pk}"
    for address in (
        "/equipe/tournees/",
        f"{here}/comparer/?avec={other.pk}&avec={waiting.pk}",
        f"{here}/comparer/?avec={other.pk}&qui=tous",
        f"{here}/copie/",
        f"{here}/essai/",
        f"{here}/essai/?{weights}&ferme={mentor}",
        f"{here}/essai/?{weights}9&ferme={mentor}&place={mentor}&changements=-1",
        f"{here}/propositions/?score_min=0&score_max=100&charge=1",
        f"{here}/envoi/",
    ):
        page.goto(address)
        assert_fits(page)
        axe(page)

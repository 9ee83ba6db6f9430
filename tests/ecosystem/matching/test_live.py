"""The count beside the form of a need is the engine's own: the same people, rule by rule, and every gain is true."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from ecosystem.directory.models import SpokenLanguage
from ecosystem.home.demo.listings import create_listings
from ecosystem.home.demo.needs import create_needs, open_wave
from ecosystem.home.demo.people import create_accounts
from ecosystem.matching.engine.candidates import candidates
from ecosystem.matching.engine.run import prepare, sieve_of
from ecosystem.matching.fitting import fitting
from ecosystem.matching.models import Round
from ecosystem.matching.snapshot import take_snapshot
from ecosystem.matching.snapshot.live import Live, round_of_today
from startups.models import Need
from tests.ecosystem.matching.season import season
from tests.factories import (
    EngagementFactory,
    MentorFactory,
    NeedFactory,
    NeverAgainFactory,
    RoundFactory,
    SkillFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
FIT = "/espace/besoins/correspondances/"


def eligible(kind: str) -> dict[int, tuple[int, ...]]:
    """By need, the people whom a round of today would take as candidates."""
    imagined = round_of_today(kind)
    round_ = RoundFactory(kind=kind, as_of=timezone.localdate(), min_score=imagined.min_score, **weights(imagined))
    for name in ("language", "conflict", "refused_before", "stage", "refused_sector", "expertise", "thesis"):
        setattr(round_, f"rule_{name}", getattr(imagined, f"rule_{name}"))
    snapshot = take_snapshot(round_)
    found = candidates(prepare(snapshot.problem), sieve_of(snapshot.problem)).instance
    round_.delete()
    return {
        need: tuple(snapshot.person_ids[person] for person in found.indices[start:stop].tolist())
        for need, start, stop in zip(snapshot.need_ids, found.indptr[:-1], found.indptr[1:], strict=True)
    }


def weights(round_: Round) -> dict[str, int]:
    return {f"weight_{part}": weight for part, weight in round_.weights.items()}


def live(need: Need, kind: str) -> Live:
    found = Need.objects.select_related("startup").get(pk=need.pk)
    return Live(found, list(found.sectors.values_list("pk", flat=True)), kind)


def test_on_the_sample_data_the_count_is_the_engine_s_for_every_need() -> None:
    call_command("load_vocabulary", verbosity=0)
    users = create_accounts()
    create_listings(users)
    create_needs()
    open_wave(1)
    open_wave(2)
    compared = 0
    for kind in Round.Kind.values:
        for pk, people in eligible(kind).items():
            assert live(Need.objects.get(pk=pk), kind).fit().people == people
            compared += 1
    assert compared >= 20


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_each_line_says_what_one_rule_takes_away(kind: str) -> None:
    made = season(2, mentors=6 * (kind == "mentors"), funders=6 * (kind == "funders"))
    fit = live(made.needs[0], kind).fit()
    assert fit.total == 6
    assert fit.total - sum(step.removed for step in fit.steps) == fit.count
    assert all(step.removed > 0 for step in fit.steps)


def test_pauses_full_people_conflicts_and_refused_pairs_are_each_told() -> None:
    family = SkillFactory(root=True)
    need = NeedFactory(opened=True, topic=SkillFactory(parent=family))
    people = MentorFactory.create_batch(4, published=True, languages=["fr"])
    type(people[0]).objects.filter(pk=people[0].pk).update(paused_until=timezone.localdate())
    type(people[1]).objects.filter(pk=people[1].pk).update(capacity=0)
    NeverAgainFactory(listing=need.startup.listing, other=people[2].listing)
    EngagementFactory(need=NeedFactory(startup=need.startup, opened=True), mentor=people[3])
    told = {step.rule: step.removed for step in live(need, "mentors").fit().steps}
    assert {told.get(rule) for rule in ("paused", "full", "conflict", "already_together")} == {1}


def test_a_gain_is_what_the_changed_need_would_find() -> None:
    made = season(1, mentors=4)
    need = made.needs[0]
    Need.objects.filter(pk=need.pk).update(languages=[SpokenLanguage.DE])
    need.refresh_from_db()
    found = fitting(Need.objects.select_related("startup").get(pk=need.pk), [])
    best = found.gains[0]
    assert best.mentors > 0
    assert "français" in best.label
    Need.objects.filter(pk=need.pk).update(languages=[SpokenLanguage.DE, SpokenLanguage.FR])
    assert live(need, "mentors").fit().count == found.mentors + best.mentors


def test_the_other_needs_of_a_round_weigh_words_as_they_do_in_it() -> None:
    made = season(3, mentors=5)
    Need.objects.filter(pk=made.needs[1].pk).update(details="Hambourg, chantiers navals, première vente")
    for pk, people in eligible("mentors").items():
        assert live(Need.objects.get(pk=pk), "mentors").fit().people == people


# --- the panel --------------------------------------------------------------------------------------------------


@pytest.fixture
def founder(client: Client) -> Client:
    startup = StartupFactory(published=True, admin=UserFactory())
    person = startup.members.get().user
    assert person is not None
    client.force_login(person)
    return client


def test_the_panel_counts_what_is_typed_and_saves_nothing(founder: Client) -> None:
    season(1, mentors=3)
    said = {"title": "Essayer", "topic": SkillFactory().pk, "mentors_wanted": "1", "funders_wanted": "1", "amount": "9"}
    before = Need.objects.count()
    page = founder.post(FIT, said).content.decode()
    assert "mentors publiés" in page
    assert "financeurs publiés" in page
    assert 'id="fit"' in page
    assert Need.objects.count() == before


@pytest.mark.parametrize(
    "wrong", [{"topic": "abc"}, {"amount": "-3", "mentors_wanted": "x"}, {"countries": ["ZZ"]}, {}]
)
def test_what_is_wrong_so_far_is_left_out_of_the_count(founder: Client, wrong: dict[str, Any]) -> None:
    response = founder.post(FIT, {"title": "", **wrong})
    assert response.status_code == 200
    assert 'class="error"' not in response.content.decode()


def test_nobody_counts_for_somebody_else(founder: Client) -> None:
    assert founder.post(FIT, {"startup": StartupFactory(published=True).pk}).status_code == 404
    assert founder.post(FIT, {"need": NeedFactory(opened=True).pk}).status_code == 404
    assert founder.get(FIT).status_code == 405


def test_the_form_shows_the_panel_without_scripts(founder: Client) -> None:
    season(1, mentors=2)
    page = founder.get("/espace/besoins/nouveau/").content.decode()
    assert 'id="fit"' in page
    assert "Choisissez votre sujet" in page


def test_no_name_of_a_person_is_on_the_panel(founder: Client) -> None:
    made = season(1, mentors=3)
    page = founder.post(FIT, {"topic": made.needs[0].topic_id, "mentors_wanted": "1"}).content.decode()
    assert not any(mentor.name in page for mentor in made.mentors)

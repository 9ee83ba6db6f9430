"""The certificate's page: its states, its figures, the copy that is handed out, the replay."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.core.errors import Refused
from ecosystem.matching import certificates, tasks
from ecosystem.matching.actions import certifying, replays
from ecosystem.matching.actions.replaying import Replay
from ecosystem.matching.certificate_words import hands
from ecosystem.matching.engine.checker import verify
from ecosystem.matching.figures import figures
from ecosystem.matching.models import Proposal, Round, RoundCertificate
from ecosystem.matching.templatetags.matching import by_four
from tests.ecosystem.matching.season import computed, fresh, season
from tests.factories import RoundFactory, UserFactory

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


def at(name: str, round_: Round) -> str:
    return reverse(f"matching:{name}", args=[round_.pk])


@pytest.fixture
def curator(client: Any) -> Any:
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def said(page: Any) -> str:
    """The words of a page, one space between them."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode().replace("&#x27;", "’").replace("&#39;", "’"))
    return re.sub(r"\s+", " ", text)


@KINDS
def test_a_round_just_computed_is_sealed(client, curator, kind):
    season(needs=4, **{kind: 5})
    round_ = computed(kind)
    page = client.get(at("certificate", round_))
    text = said(page)
    assert "Aucune répartition ne fait mieux" in text
    assert "9 vérifications 8 sur 9" in text
    for label in ("Aucune paire interdite 0 sur 4", "Scores recomptés 4 sur 4", "Couverture maximale 4 sur 4"):
        assert label in text
    assert "Primal égal au dual écart 0" in text
    assert "Rejeu identique à faire" in text
    assert "Choix à la main conservés aucun" in text
    assert by_four(round_.input_digest) in text
    assertContains(page, round_.certificate.content_hash)
    assertNotContains(page, 'class="ko"')


def test_its_figures_are_those_of_the_proposals(client, curator):
    season(needs=5, mentors=4)
    round_ = computed()
    panel, served = certificates.panel(round_, round_.certificate), certificates.served(round_)
    shown = figures(round_)
    assert served is not None
    assert (panel.covered, panel.pairs) == (shown.served, shown.chosen)
    assert panel.hundredths == round_.objective == round_.dual_bound
    assert len(served.best) == shown.served
    assert served.median == certificates.number(shown.median)
    assert sum(served.best) == sum(pair.score for pair in round_.proposals.chosen())
    proposals = client.get(at("proposals", round_))
    served_there, median_there, *_rest = proposals.context["strip"]
    assert (served_there["value"], median_there["value"]) == (str(panel.covered), served.median)
    assert proposals.context["objective"] * 100 == panel.hundredths
    assertContains(proposals, at("certificate", round_))


def test_a_pair_set_aside_is_told_beside_the_seal(client, curator):
    season(needs=3, mentors=4)
    round_ = computed()
    pair = round_.proposals.chosen().order_by("pk")[0]
    pair.withdraw()
    pair.save()
    text = said(client.get(at("certificate", round_)))
    assert "Le certificat est celui du calcul : 1 paire a été écartée depuis." in text
    assert "Aucune répartition ne fait mieux" in text


def test_the_worst_served_are_named_the_lowest_first(client, curator):
    made = season(needs=5, mentors=6)
    round_ = computed()
    served = certificates.served(round_)
    assert served is not None
    assert served.best == sorted(served.best)
    assert [bar.is_low for bar in served.bars] == [True] * 3 + [False] * 2
    assert [item["score"] for item in served.worst] == [certificates.number(score / 100) for score in served.best[:3]]
    names = {need.startup.name for need in made.needs}
    assert {item["need"].startup.name for item in served.worst} <= names
    assertContains(client.get(at("certificate", round_)), served.worst[0]["need"].startup.name)


def test_a_large_round_is_drawn_with_as_many_bars_as_fit():
    scores = sorted(range(100, 5_100))
    bars = certificates._bars(scores)
    assert len(bars) == certificates.MOST_BARS
    assert float(bars[0].height) < float(bars[-1].height)
    assert float(bars[-1].x) + float(bars[-1].width) <= 400
    assert len(certificates._bars([7_000])) == 1


# --- states -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["draft", "computing", "failed", "cancelled"])
def test_before_the_computation_the_page_says_that_there_is_nothing_yet(client, curator, state):
    page = client.get(at("certificate", RoundFactory(state=state)))
    assertContains(page, "Pas encore de certificat")
    assertNotContains(page, "Aucune répartition ne fait mieux")


def test_a_round_from_before_the_certificates_says_so(client, curator):
    assertContains(client.get(at("certificate", RoundFactory(ready=True))), "Cette tournée n’a pas de certificat")


def broken_finding(round_: Round, check: str, **changes: Any) -> None:
    kept = round_.certificate
    kept.findings = [{**one, **changes} if one["check"] == check else one for one in kept.findings]
    kept.save()


def test_any_red_verification_turns_the_seal_red(client, curator):
    season(needs=2, mentors=2)
    round_ = computed()
    pair = round_.proposals.chosen().first()
    facts = {"need": pair.need_id, "person": pair.mentor_id, "why": "paused", "pairs": []}
    broken_finding(round_, "rules", ok=False, code="rules_broken", facts=facts, figures={"bad": 1, "of": 2})
    text = said(client.get(at("certificate", round_)))
    assert "Ce certificat ne tient pas" in text
    assert "Aucune répartition ne fait mieux" not in text
    assert f"{pair.need.startup.name} ({pair.need.title}) et {pair.mentor.name} : en pause." in text
    assert "Aucune paire interdite 1 sur 2" in text


def test_a_round_that_nothing_proves_says_what_it_could_come_to_at_most(client, curator):
    season(needs=2, mentors=2)
    round_ = computed()
    total = round_.objective
    figures = {"proofs": 1, "gap": 250, "told": total, "most": total + 250}
    facts = {"bound": total + 250, "primal": total}
    broken_finding(round_, "proof", ok=False, code="gap", facts=facts, figures=figures)
    text = said(client.get(at("certificate", round_)))
    assert "Rien ne prouve qu’on ne puisse faire mieux" in text
    assert f"ne pourrait dépasser {certificates.number((total + 250) / 100, 2)}" in text
    assert "Primal égal au dual écart 2,5" in text


def test_a_stored_pair_that_was_changed_by_hand_breaks_the_seal(client, curator):
    season(needs=2, mentors=2)
    round_ = computed()
    pair = round_.proposals.chosen().first()
    Proposal.objects.filter(pk=pair.pk).update(score=pair.score - 1, points_stage=pair.points_stage - 1)
    text = said(client.get(at("certificate", round_)))
    assert "Ce certificat ne tient pas" in text
    assert f"{pair.mentor.name} : cette paire a changé depuis le calcul." in text


@pytest.mark.parametrize("change", ["digest", "seed", "document", "hash", "pair"])
def test_whatever_is_changed_in_the_database_afterwards_is_found(change):
    season(needs=2, mentors=2)
    round_ = computed()
    assert certificates.drift(round_, round_.certificate) == []
    kept = round_.certificate
    if change == "digest":
        round_.input_digest = "0" * 64
    elif change == "seed":
        round_.seed += 1
    elif change == "document":
        kept.document = bytes(kept.document)[:-3]
    elif change == "hash":
        kept.content_hash = "0" * 64
    else:
        round_.proposals.chosen().first().delete()
    (found,) = certificates.drift(round_, kept)
    assert (found["check"], found["ok"]) == ("stored", False)


def test_a_person_who_was_erased_breaks_no_seal(client, curator):
    made = season(needs=2, mentors=2)
    round_ = computed()
    made.mentors[0].delete()
    assert certificates.drift(round_, round_.certificate) == []
    page = client.get(at("certificate", round_))
    assert "Aucune répartition ne fait mieux" in said(page)
    names = json.loads(client.get(at("certificate_file", round_)).content)["names"]["people"]
    assert made.mentors[0].name not in names


def test_the_price_of_choices_made_by_hand_is_shown_when_it_is_known():
    line = hands({"total_without_hand": 670_000}, {"kept": 4, "of": 4}, 668_900)
    assert (line.label, line.figure) == ("4 choix à la main conservés", "−11")
    assert "6 700" in line.detail.replace("\u00a0", " ").replace("\u202f", " ")
    assert hands({}, {"kept": 1, "of": 1}, 5).label == "1 choix à la main conservé"


def test_more_needs_ask_no_more_queries(client, curator, django_assert_num_queries):
    season(needs=3, mentors=3)
    small = computed()
    client.get(at("certificate", small))
    with CaptureQueriesContext(connection) as few:
        client.get(at("certificate", small))
    season(needs=6, mentors=8)
    large = computed()
    with django_assert_num_queries(len(few)):
        client.get(at("certificate", large))


# --- the copy -----------------------------------------------------------------------------------------------------


@KINDS
def test_the_copy_holds_the_names_and_passes_the_checker(client, curator, kind):
    made = season(needs=2, **{kind: 3})
    round_ = computed(kind)
    answer = client.get(at("certificate_file", round_))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="tournee-{round_.pk}-certificat.json"'
    document = json.loads(answer.content)
    assert all(one.ok for one in verify(document, content=round_.certificate.content_hash))
    people = made.mentors if kind == "mentors" else made.funders
    assert set(document["names"]["people"]) == {person.name for person in people}
    assert "@" not in answer.content.decode()


# --- the replay ---------------------------------------------------------------------------------------------------


def test_a_replay_is_asked_for_once_done_and_told(client, curator, monkeypatch):
    season(needs=2, mentors=2)
    round_ = computed()
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr("ecosystem.matching.views.certificate.enqueue", lambda *given: asked.append(given))
    page = client.post(at("certificate_replay", round_), follow=True)
    assert asked == [("ecosystem.matching.tasks.replay_round", round_.pk)]
    assert "Rejeu identique en cours" in said(page)
    client.post(at("certificate_replay", round_))
    assert len(asked) == 1, "it is under way"
    assert tasks.replay_round(round_.pk) is True
    page = client.get(at("certificate", round_))
    assert "Rejeu identique octet pour octet" in said(page)
    assert "9 sur 9" in said(page)


def test_a_replay_that_comes_out_otherwise_turns_the_seal_red(client, curator, monkeypatch):
    season(needs=2, mentors=2)
    round_ = computed()
    monkeypatch.setattr(certifying, "replay_round", lambda _round: Replay(False, ["Un score diffère."], ""))
    assert tasks.replay_round(round_.pk) is False
    text = said(client.get(at("certificate", round_)))
    assert "Ce certificat ne tient pas" in text
    assert "Un score diffère." in text


def test_a_replay_that_cannot_be_done_says_why_and_keeps_the_seal(client, curator, monkeypatch):
    season(needs=2, mentors=2)
    round_ = computed()

    def lost(_round: Round) -> Replay:
        raise Refused("Les données de cette tournée ne sont plus gardées.")

    monkeypatch.setattr(certifying, "replay_round", lost)
    replays.ask_replay(round_)
    assert tasks.replay_round(round_.pk) is None
    text = said(client.get(at("certificate", round_)))
    assert "Rejeu identique à faire Les données de cette tournée ne sont plus gardées." in text
    assert "Aucune répartition ne fait mieux" in text


def test_a_replay_whose_worker_was_lost_can_be_asked_for_again():
    season(needs=1, mentors=1)
    round_ = computed()
    assert replays.ask_replay(round_)
    assert not replays.ask_replay(round_)
    RoundCertificate.objects.update(replay_asked_at=timezone.now() - timedelta(hours=1))
    assert replays.ask_replay(round_)


def test_a_replay_of_a_round_without_certificate_does_nothing():
    assert tasks.replay_round(RoundFactory(ready=True).pk) is None


def test_the_page_is_told_by_the_tabs_of_its_round(client, curator):
    round_ = fresh(RoundFactory(ready=True))
    page = client.get(at("certificate", round_))
    assertContains(page, f'<a href="{at("certificate", round_)}" aria-current="page">Certificat</a>', html=True)

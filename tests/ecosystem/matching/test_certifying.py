"""A computed round keeps the certificate that the checker accepted, and its rules are read again on the data."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ecosystem.matching.actions import certifying
from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.actions.rounds import reopen_round, start_round
from ecosystem.matching.engine.certificate_file import content_hash
from ecosystem.matching.engine.checker import verify_file
from ecosystem.matching.models import Proposal, Round, RoundCertificate
from ecosystem.matching.verifying import verify_on_data
from tests.ecosystem.matching.season import computed, fresh, season, started
from tests.factories import (
    EngagementFactory,
    MemberFactory,
    NeedFactory,
    ProposalFactory,
    RoundCertificateFactory,
    RoundFactory,
    UserFactory,
)
from tests.factories.outcomes import EMPTY

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
KINDS = pytest.mark.parametrize("kind", Round.Kind.values)


def told(round_: Round, check: str) -> dict[str, Any]:
    found = round_.certificate.found(check)
    assert found is not None
    return found


@KINDS
def test_every_check_holds_for_a_round_just_computed(kind):
    season(needs=4, **{kind: 5})
    round_ = computed(kind)
    kept = round_.certificate
    assert [one["check"] for one in kept.findings if not one["ok"]] == []
    assert {"rules", "evidence", "proof", "seal"} <= {one["check"] for one in kept.findings}
    assert verify_file(bytes(kept.document), content=kept.content_hash, digest=round_.input_digest)
    assert json.loads(kept.file)["content"] == kept.content_hash
    assert kept.size == len(kept.file)


@KINDS
def test_the_document_says_what_the_proposals_say(kind):
    season(needs=4, **{kind: 5})
    round_ = computed(kind)
    made = json.loads(round_.certificate.file)
    column = "mentor_id" if kind == "mentors" else "funder_id"
    stored = {(pair.need_id, getattr(pair, column), pair.score) for pair in round_.proposals.chosen()}
    chosen = made["chosen"]
    ids = [made["needs"]["id"][row] for row in chosen["need"]], [made["people"]["id"][row] for row in chosen["person"]]
    assert set(zip(*ids, chosen["score"], strict=True)) == stored
    assert made["result"]["total"] == round_.objective == round_.dual_bound
    assert made["result"]["covered"] == round_.stats["covered"]
    assert made["round"] == {
        "id": round_.pk, "title": round_.title, "as_of": round_.as_of.isoformat(), "kind": kind,
        "seed": round_.seed, "digest": round_.input_digest,
    }  # fmt: skip


def test_the_document_names_nobody():
    made = season(needs=2, mentors=3)
    text = computed().certificate.file.decode()
    for word in [*(mentor.name for mentor in made.mentors), *(need.startup.name for need in made.needs), "@"]:
        assert word not in text


def test_the_same_round_gives_the_same_bytes():
    season(needs=3, mentors=4)
    first = computed()
    before = bytes(first.certificate.document)
    reopen_round(first, by=None)
    assert not RoundCertificate.objects.exists()
    start_round(fresh(first), by=None)
    assert compute_round(first.pk, "another worker")
    assert bytes(fresh(first).certificate.document) == before


def test_what_the_checker_refuses_fails_the_round_out_loud(monkeypatch):
    season(needs=2, mentors=2)
    round_ = started()
    honest = certifying.document

    def dishonest(*given: Any) -> dict[str, Any]:
        made = honest(*given)
        made["result"]["total"] += 1
        return {**made, "content": content_hash(made)}

    monkeypatch.setattr(certifying, "document", dishonest)
    assert not compute_round(round_.pk, "worker")
    failed = fresh(round_)
    assert failed.state == Round.State.FAILED
    assert "annoncés" in failed.failure
    assert not failed.proposals.exists()
    assert not RoundCertificate.objects.exists()


def test_a_round_that_the_engine_itself_does_not_prove_is_kept_and_says_so(monkeypatch):
    season(needs=2, mentors=2)
    round_ = started()
    honest = certifying.document

    def unproven(problem: Any, result: Any, *given: Any) -> dict[str, Any]:
        made = honest(problem, result, *given)
        object.__setattr__(result.certificate, "gap", 1)
        made["proofs"] = []
        return {**made, "content": content_hash(made)}

    monkeypatch.setattr(certifying, "document", unproven)
    assert compute_round(round_.pk, "worker")
    refused = {one["check"] for one in fresh(round_).certificate.findings if not one["ok"]}
    assert refused == {"proof", "coverage", "total"}


# --- the rules, read again on the data ----------------------------------------------------------------------------


def one_pair(kind: str = "mentors", **settings: Any) -> tuple[Round, Proposal]:
    season(needs=1, **{kind: 1})
    round_ = computed(kind, **{"min_score": 0, **settings})
    pair = round_.proposals.chosen().get()
    assert found(round_, "rules") == (True, {"bad": 0, "of": 1}, "")
    return round_, pair


def found(round_: Round, check: str) -> tuple[bool, dict[str, int], str]:
    one = next(one for one in verify_on_data(fresh(round_)) if one["check"] == check)
    return one["ok"], one["figures"], one["facts"].get("why", "")


def refuse_before(pair: Proposal) -> None:
    other = NeedFactory(startup=pair.need.startup, opened=True)
    ProposalFactory(need=other, mentor=pair.mentor, declined=True)


def ask_elsewhere(pair: Proposal) -> None:
    ProposalFactory(need=NeedFactory(startup=pair.need.startup, opened=True), mentor=pair.mentor, sent=True)


def join_the_team(pair: Proposal) -> None:
    pair.mentor.user = UserFactory()
    pair.mentor.save()
    MemberFactory(startup=pair.need.startup, user=pair.mentor.user)


def speak_otherwise(pair: Proposal) -> None:
    type(pair.mentor).objects.filter(pk=pair.mentor_id).update(languages=["de"])
    type(pair.need).objects.filter(pk=pair.need_id).update(languages=["fr"])


def change(**facts: Any) -> Callable[[Proposal], None]:
    return lambda pair: type(pair.mentor).objects.filter(pk=pair.mentor_id).update(**facts) and None


def pause(pair: Proposal) -> None:
    change(paused_until=timezone.localdate() + timedelta(days=3))(pair)


BROKEN = {
    "conflict": lambda pair: pair.mentor.conflicts.add(pair.need.startup),
    "own company": join_the_team,
    "refused_before": refuse_before,
    "already_together": lambda pair: EngagementFactory(need=pair.need, mentor=pair.mentor),
    "asked elsewhere": ask_elsewhere,
    "paused": pause,
    "full": lambda pair: change(taken_count=pair.mentor.capacity)(pair),
    "no_common_language": speak_otherwise,
    "stage_not_accepted": change(stages=["series_b"]),
    "refused_sector": lambda pair: pair.mentor.refused_sectors.add(pair.need.startup.sectors.first()),
}
NAMES = {"own company": "conflict", "asked elsewhere": "already_together"}


@pytest.mark.parametrize("name", BROKEN)
def test_a_pair_that_the_data_bar_is_found_and_named(name):
    round_, pair = one_pair(rule_stage=True)
    BROKEN[name](pair)
    assert found(round_, "rules") == (False, {"bad": 1, "of": 1}, NAMES.get(name, name))
    (facts,) = [one["facts"] for one in verify_on_data(fresh(round_)) if one["check"] == "rules"]
    assert (facts["need"], facts["person"]) == (pair.need_id, pair.mentor_id)


@pytest.mark.parametrize("name", ["conflict", "refused_before", "no_common_language", "refused_sector"])
def test_a_rule_that_the_round_switches_off_bars_nobody(name):
    round_, pair = one_pair(**{"rule_language" if name == "no_common_language" else f"rule_{name}": False})
    BROKEN[name](pair)
    assert found(round_, "rules")[0]


def test_a_pause_that_ended_before_the_round_bars_nobody():
    round_, pair = one_pair()
    change(paused_until=round_.as_of - timedelta(days=1))(pair)
    assert found(round_, "rules")[0]


def test_a_funders_pair_is_read_again_too():
    round_, pair = one_pair("funders")
    assert pair.funder is not None
    pair.funder.conflicts.add(pair.need.startup)
    assert found(round_, "rules")[2] == "conflict"
    type(pair.funder).objects.filter(pk=pair.funder_id).update(files_per_month=0)
    pair.funder.conflicts.clear()
    assert found(round_, "rules")[2] == "full"


# --- what the scores cite -----------------------------------------------------------------------------------------


def test_a_sentence_that_the_profile_no_longer_says_is_found():
    round_, pair = one_pair()
    assert found(round_, "evidence") == (True, {"right": 1, "of": 1}, "")
    pair.mentor.skills.update(proof="Autre chose.")
    assert found(round_, "evidence") == (False, {"right": 0, "of": 1}, "expertise")


@pytest.mark.parametrize(
    ("name", "forget"),
    [
        ("expertise", lambda pair: pair.mentor.skills.all().delete()),
        ("sector", lambda pair: pair.mentor.sectors.clear()),
        ("stage", change(stages=["series_b"])),
        ("market", change(countries=["JP"])),
    ],
)
def test_a_fact_that_is_cited_and_does_not_exist_is_found(name, forget):
    round_, pair = one_pair()
    evidence = {part: {**told, "quote": ""} for part, told in pair.evidence.items()}
    Proposal.objects.filter(pk=pair.pk).update(evidence=evidence)
    forget(pair)
    assert found(round_, "evidence")[2] == name


def test_a_deal_that_is_cited_and_does_not_exist_is_found():
    round_, pair = one_pair("funders")
    assert pair.funder is not None
    assert found(round_, "evidence")[0]
    pair.funder.deals.all().delete()
    assert not found(round_, "evidence")[0]


def test_points_above_their_weight_are_found():
    round_, pair = one_pair()
    weight = round_.weight_stage * 100
    more = {"points_stage": weight + 1, "score": pair.score - pair.points_stage + weight + 1}
    Proposal.objects.filter(pk=pair.pk).update(**more)
    assert found(round_, "evidence")[2] == "stage"


def test_the_data_are_read_in_a_number_of_queries_that_does_not_depend_on_the_round(django_assert_max_num_queries):
    season(needs=2, mentors=3)
    small = computed()
    with CaptureQueriesContext(connection) as few:
        verify_on_data(small)
    season(needs=5, mentors=6)
    large = computed()
    with django_assert_max_num_queries(len(few)):
        verify_on_data(large)


def test_a_certificate_is_named_after_its_round_and_its_seal():
    assert str(RoundCertificateFactory(round=RoundFactory(title="Décembre"))) == f"Décembre : {EMPTY['content'][:12]}"

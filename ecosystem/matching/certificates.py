"""The certificate of a round as its page tells it: the seal, each verification, the worst served, the copy given."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Case, F, IntegerField, When
from django.utils.translation import gettext as _

from ecosystem.directory.addresses import destinations
from ecosystem.matching.certificate_words import Line, Who, hands, lines, replay
from ecosystem.matching.engine.certificate_file import Malformed, content_hash, read
from ecosystem.matching.engine.certificate_sheet import Sheet, sheet
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

MOST_BARS = 96
WORST = 3
WIDTH, HEIGHT, LEFT, TOP = 400, 128, 32, 12
UNPROVEN = {"gap", "unproven"}
"""Every rule is kept, and no proof shows that nothing does better: balance rules may leave it open."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Panel:
    """Everything that the page says of a certificate; `hundredths` is the total, `bound` what it could be at most."""

    lines: list[Line]
    covered: int
    pairs: int
    hundredths: int
    bound: int
    is_proven: bool
    is_only_unproven: bool

    @property
    def most(self) -> str:
        """What the proof leaves possible at most."""
        return number(self.bound / 100, 2)

    @property
    def is_sealed(self) -> bool:
        """No verification is red."""
        return not any(line.tone == "ko" for line in self.lines)

    @property
    def done(self) -> int:
        return sum(line.tone == "" for line in self.lines)

    @property
    def total(self) -> str:
        return number(self.hundredths / 100, 2)


def panel(round_: Round, kept: RoundCertificate) -> Panel:
    """The verifications as they were found, and whether the stored round still is what the document seals."""
    found = [*kept.findings, *drift(round_, kept)]
    figures: Mapping[str, Any] = {one["check"]: one.get("figures", {}) for one in found}
    told = lines(found, Who.of(round_.kind, found))
    total = int(figures.get("total", {}).get("total", 0))
    refused = {one["code"] for one in found if not one["ok"]}
    return Panel(
        lines=[*told, hands(round_.stats, figures.get("locks", {}), total), replay(kept)],
        covered=int(figures.get("coverage", {}).get("covered", 0)),
        pairs=int(figures.get("pairs", {}).get("of", 0)),
        hundredths=total,
        bound=int(figures.get("proof", {}).get("most", total)),
        is_proven=any(one["check"] == "proof" and one["ok"] for one in found),
        is_only_unproven=refused <= UNPROVEN and kept.replay_identical is not False,
    )


def drift(round_: Round, kept: RoundCertificate) -> list[dict[str, Any]]:
    """Nothing, unless the document, a stored pair, its score, the digest or the seed was changed since."""
    try:
        document = read(bytes(kept.document))
        found, seal = sheet(document), content_hash(document)
    except Malformed:
        return [_changed("document_changed")]
    inputs = (found.digest, found.seed) == (round_.input_digest, round_.seed)
    if not inputs or not seal == document["content"] == kept.content_hash:
        return [_changed("document_changed")]
    sealed, stored = scores_of(found), _stored(round_)
    other = {pair for pair in {*stored, *sealed} if stored.get(pair) != sealed.get(pair)}
    other -= _erased(round_, other - set(stored))
    other -= _chosen_since(round_, other - set(sealed))
    other -= _merged_since(sealed, stored, other)
    if not other:
        return []
    need, person = min(other)
    return [_changed("pair_changed", need=need, person=person)]


def scores_of(found: Sheet) -> dict[Pair, int]:
    """The score of each chosen pair of a document, by the ids of its need and person."""
    chosen = zip(found.chosen.pairs.need, found.chosen.pairs.person, found.chosen.score, strict=True)
    return {(found.need_id[need], found.person_id[person]): score for need, person, score in chosen}


def copy_with_names(round_: Round, kept: RoundCertificate) -> dict[str, Any]:
    """The document for people to read: the names of needs and people are added, outside of what is sealed.

    Raises Malformed when what is stored is no document any more.
    """
    document = read(bytes(kept.document))
    found = sheet(document)
    who = Who.named(round_.kind, set(found.need_id), set(found.person_id))
    needs = [who.need(need) for need in found.need_id]
    return {**document, "names": {"needs": needs, "people": [who.person(person) for person in found.person_id]}}


def file_name(round_: Round) -> str:
    """What the copy that is handed out is called."""
    return f"tournee-{round_.pk}-certificat.json"


def commands_of(round_: Round, kept: RoundCertificate) -> tuple[str, str]:
    """How to replay the round on the site's machine, and to verify its certificate on any other."""
    checker = f"python -m ecosystem.matching.engine.checker {file_name(round_)} --content {kept.content_hash}"
    return f"manage.py replay_round {round_.pk}", checker


def _changed(code: str, **facts: int) -> dict[str, Any]:
    return {"check": "stored", "ok": False, "figures": {}, "code": code, "facts": facts}


def _erased(round_: Round, missing: set[Pair]) -> set[Pair]:
    """Of the sealed pairs that are no longer stored, those whose need or person was erased: that is no tampering."""
    model: type[Mentor | Funder] = Mentor if round_.kind == Round.Kind.MENTORS else Funder
    needs = set(Need.objects.filter(pk__in={need for need, _ in missing}).values_list("pk", flat=True))
    people = set(model.objects.filter(pk__in={person for _, person in missing}).values_list("pk", flat=True))
    return {(need, person) for need, person in missing if need not in needs or person not in people}


def _chosen_since(round_: Round, more: set[Pair]) -> set[Pair]:
    """Of the stored pairs that are not sealed, those that the team chose in review, signed: that is no tampering."""
    signed = round_.pairs.imposed().filter(made_at__gt=round_.computed_at) if more and round_.computed_at else ()
    return more & {(pair.need_id, pair.person_id) for pair in signed}


def _merged_since(sealed: dict[Pair, int], stored: dict[Pair, int], other: set[Pair]) -> set[Pair]:
    """Pairs whose person was merged into another since: sealed under the former, stored under the present one."""
    led = destinations(person for _need, person in other if (_need, person) in sealed)
    found = {(need, person): (need, led[person]) for need, person in other if person in led}
    same = {pair: moved for pair, moved in found.items() if sealed.get(pair) == stored.get(moved)}
    return {*same, *same.values()}


def _stored(round_: Round) -> dict[Pair, int]:
    rows = round_.proposals.chosen().values_list("need_id", "mentor_id", "funder_id", "score")
    return {(need, int(mentor or funder or 0)): score for need, mentor, funder, score in rows}


@dataclass(frozen=True)
class Bar:
    """One need in the drawing of the best scores."""

    x: str
    y: str
    width: str
    height: str
    is_low: bool


@dataclass(frozen=True)
class Served:
    """The best score of each need that the computation served, the worst first."""

    best: list[int]
    bars: list[Bar]
    worst: list[dict[str, Any]]

    @property
    def median(self) -> str:
        return number(median(self.best) / 100)

    @property
    def lowest(self) -> str:
        return ", ".join(number(score / 100) for score in self.best[:WORST])

    @property
    def highest(self) -> str:
        return number(self.best[-1] / 100)

    @property
    def sentence(self) -> str:
        """What the drawing shows, for those who do not see it."""
        said = {"total": number(len(self.best)), "low": number(self.best[0] / 100)}
        return _(
            "Meilleur score de chacun des %(total)s besoins servis, du plus faible, %(low)s, au plus fort, %(high)s. "
            "Médiane %(median)s."
        ) % {**said, "high": self.highest, "median": self.median}


def served(round_: Round) -> Served | None:
    """Three queries: the chosen pairs, then the three needs that are served worst and their people."""
    person = Case(When(mentor__isnull=False, then=F("mentor_id")), default=F("funder_id"), output_field=IntegerField())
    best: dict[int, tuple[int, int]] = {}
    rows = round_.proposals.chosen().annotate(who=person).values_list("need_id", "score", "who")
    for need, score, who in rows:
        best[need] = max((score, who), best.get(need, (0, 0)))
    if not best:
        return None
    order = sorted((score, need, who) for need, (score, who) in best.items())
    scores = [score for score, _need, _who in order]
    return Served(scores, _bars(scores), _named(round_, order[:WORST]))


def _named(round_: Round, rows: list[tuple[int, int, int]]) -> list[dict[str, Any]]:
    needs = Need.objects.select_related("startup", "topic").in_bulk([need for _score, need, _who in rows])
    model: type[Mentor | Funder] = Mentor if round_.kind == Round.Kind.MENTORS else Funder
    people = dict(model.objects.filter(pk__in=[who for *_rest, who in rows]).values_list("pk", "name"))
    return [
        {"need": needs[need], "person": people.get(who, ""), "score": number(score / 100)} for score, need, who in rows
    ]


def _bars(scores: list[int]) -> list[Bar]:
    """One bar a need, or as many as fit, evenly spread over the ranks; the three lowest are marked."""
    count = min(len(scores), MOST_BARS)
    ranks = [round(step * (len(scores) - 1) / max(1, count - 1)) for step in range(count)]
    slot = (WIDTH - LEFT) / count
    drawn = []
    for step, rank in enumerate(ranks):
        height = HEIGHT * scores[rank] / 10_000
        x, y = LEFT + (step + 0.12) * slot, TOP + HEIGHT - height
        drawn.append(Bar(f"{x:.1f}", f"{y:.1f}", f"{min(24.0, slot * 0.76):.1f}", f"{height:.1f}", rank < WORST))
    return drawn

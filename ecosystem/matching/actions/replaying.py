"""A round computed again from its stored inputs and compared, byte for byte, with what was stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.actions.inputs import inputs_of
from ecosystem.matching.engine.arrays import Ints, Points
from ecosystem.matching.engine.digest import ENGINE_VERSION
from ecosystem.matching.engine.errors import DamagedInputs
from ecosystem.matching.engine.problem import Result
from ecosystem.matching.engine.run import compute
from ecosystem.matching.models import Round, RoundInputs
from ecosystem.matching.snapshot import Snapshot

MOST_TOLD = 20


@dataclass(frozen=True)
class Replay:
    """What came out: identical, or the differences in words (the first ones); digest of the inputs, as computed now."""

    identical: bool
    differences: list[str]
    digest: str


@dataclass(frozen=True)
class Line:
    """One proposal as the computation made it, with what a person's answer never changes."""

    need: int
    person: int
    rank: int
    score: int
    points: tuple[int, ...]
    priority: int
    chance: int | None


def replay_round(round_: Round) -> Replay:
    """Compute the round from its stored inputs: pairs, scores, parts, alternates, order and digest must agree.

    The verdict is kept beside the inputs. Raises InputsNotKept.
    """
    try:
        snapshot = inputs_of(round_)
    except DamagedInputs as error:
        replay = Replay(False, [_("Les données conservées sont abîmées : %(error)s.") % {"error": error}], "")
    else:
        result = compute(snapshot.problem)
        told = [*_figures(round_, result), *_lines(round_, snapshot, result)]
        replay = Replay(not told, _shortened(told), result.digest)
    RoundInputs.objects.filter(round=round_).update(
        replayed_at=timezone.now(), replay_identical=replay.identical, replay_differences=replay.differences
    )
    return replay


def _figures(round_: Round, result: Result) -> Iterator[str]:
    version = RoundInputs.objects.values_list("engine_version", flat=True).get(round=round_)
    if version != ENGINE_VERSION:
        yield _("Le moteur a changé depuis : version %(then)d, aujourd’hui %(now)d.") % {
            "then": version,
            "now": ENGINE_VERSION,
        }
    if result.digest != round_.input_digest:
        yield _("L’empreinte des données est %(now)s, et non %(then)s.") % {
            "now": result.digest[:16],
            "then": round_.input_digest[:16],
        }
    stored = (round_.objective, round_.dual_bound)
    if stored != (result.stats.objective, result.stats.score_bound):
        yield _("Le total et la borne recalculés sont %(now)s, et non %(then)s.") % {
            "now": f"{result.stats.objective}, {result.stats.score_bound}",
            "then": ", ".join(map(str, stored)),
        }


def _lines(round_: Round, snapshot: Snapshot, result: Result) -> Iterator[str]:
    """What differs, pair by pair; the order only when every pair is the same."""
    stored, computed = _stored(round_), _computed(snapshot, result)
    if stored == computed:
        return
    before = {(line.need, line.person): line for line in stored}
    after = {(line.need, line.person): line for line in computed}
    for key in sorted(before.keys() | after.keys()):
        pair = {"need": key[0], "person": key[1]}
        if key not in before:
            yield _("Besoin %(need)d, personne %(person)d : recalculée, mais pas enregistrée.") % pair
        elif key not in after:
            yield _("Besoin %(need)d, personne %(person)d : enregistrée, mais pas recalculée.") % pair
        elif before[key] != after[key]:
            told = {**pair, "now": _said(after[key]), "then": _said(before[key])}
            yield _("Besoin %(need)d, personne %(person)d : %(now)s, et non %(then)s.") % told
    if before == after:
        yield _("Les propositions sont les mêmes, dans un autre ordre.")


def _said(line: Line) -> str:
    told = {"rank": line.rank, "score": line.score, "points": " + ".join(map(str, line.points))}
    told |= {"priority": line.priority, "chance": "-" if line.chance is None else line.chance}
    return _("rang %(rank)d, score %(score)d (%(points)s), priorité %(priority)d, chance %(chance)s") % told


def _stored(round_: Round) -> list[Line]:
    columns = [f"points_{part}" for part in round_.parts]
    person = "mentor_id" if round_.kind == Round.Kind.MENTORS else "funder_id"
    facts = ["need_id", person, "rank", "score", "priority", "chance"]
    rows = round_.proposals.order_by("pk").values_list(*facts, *columns)
    return [
        Line(need, who, rank, score, tuple(points), priority, chance)
        for need, who, rank, score, priority, chance, *points in rows
    ]


def _computed(snapshot: Snapshot, result: Result) -> list[Line]:
    priorities, chances = snapshot.problem.priority, snapshot.problem.chance

    def lines(needs: Ints, people: Ints, ranks: Ints, scores: Ints, parts: Points) -> Iterator[Line]:
        rows = zip(needs.tolist(), people.tolist(), ranks.tolist(), scores.tolist(), parts.tolist(), strict=True)
        for need, person, rank, score, points in rows:
            priority = 0 if priorities is None else int(priorities[need])
            chance = None if chances is None else int(chances[person])
            ids = snapshot.need_ids[need], snapshot.person_ids[person]
            yield Line(*ids, rank, score, tuple(points), priority, chance)

    others = result.alternates
    return [
        *lines(result.need, result.person, result.need * 0, result.score, result.parts),
        *lines(others.need, others.person, others.rank, result.alternate_score, result.alternate_parts),
    ]


def _shortened(told: list[str]) -> list[str]:
    rest = len(told) - MOST_TOLD
    if rest <= 0:
        return told
    more = ngettext("Et %(count)d autre différence.", "Et %(count)d autres différences.", rest) % {"count": rest}
    return [*told[:MOST_TOLD], more]

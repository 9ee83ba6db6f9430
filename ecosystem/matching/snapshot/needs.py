"""Open needs as rows: what they ask, and what their startup says where they ask nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.facts import FunderNeeds, MentorNeeds
from ecosystem.matching.engine.importance import NEUTRAL
from ecosystem.matching.engine.parts import PARTS, Kind
from ecosystem.matching.models import Round
from ecosystem.matching.money import in_euros
from ecosystem.matching.rules import people_of
from ecosystem.matching.snapshot.texts import counted, joined, stems
from ecosystem.matching.snapshot.vocabulary import (
    FORMATS,
    LANGUAGES,
    Positions,
    Terms,
    codes,
    formats,
    listed,
    number,
    place,
    stage,
)
from startups.models import Choice, Need, Startup
from startups.questions import answers_as_text

COLUMNS = (
    "pk", "startup_id", "topic_id", "countries", "languages", "formats", "mentors_wanted", "funders_wanted",
    "amount", "currency", "startup__stage", "startup__languages", "startup__latitude", "startup__longitude",
    "startup__country", "startup__region", "startup__city", "startup__language", "title", "details",
    "answers", "importance",
)  # fmt: skip


@dataclass(frozen=True)
class NeedRows:
    """The needs of a round in the order of their ids, with their sectors as columns.

    sectors: those that the need targets, or its startup's where it targets none; all_sectors: both, for refusals.
    """

    rows: list[dict[str, Any]]
    sectors: list[list[int]]
    all_sectors: list[list[int]]
    wanted: np.ndarray

    @property
    def ids(self) -> list[int]:
        return [row["pk"] for row in self.rows]

    @property
    def startups(self) -> list[int]:
        return [row["startup_id"] for row in self.rows]

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


def read_needs(round_: Round, sectors: Terms) -> NeedRows:
    """Six queries: the needs, their sectors and their startups', their answers, and who already serves them.

    A need that has, or has been promised, everyone it wants is left out.
    """
    needs = round_.open_needs().order_by("pk")
    served = people_of(needs, round_.kind)
    asked = "mentors_wanted" if round_.kind == Round.Kind.MENTORS else "funders_wanted"
    rows = [row for row in needs.values(*COLUMNS) if row[asked] > served[row["pk"]]]
    read_answers(rows)
    ids = needs.values("pk")
    own = _columns(Need.sectors.through.objects.filter(need__in=ids).values_list("need_id", "sector_id"), sectors)
    of_startup = _columns(
        Startup.sectors.through.objects.filter(listing__startup__needs__in=ids).values_list("listing_id", "sector_id"),
        sectors,
    )
    both = [(own.get(row["pk"], []), of_startup.get(row["startup_id"], [])) for row in rows]
    return NeedRows(
        rows,
        [targeted or inherited for targeted, inherited in both],
        [targeted + inherited for targeted, inherited in both],
        np.array([row[asked] - served[row["pk"]] for row in rows], dtype=np.int64),
    )


def read_answers(rows: Sequence[dict[str, Any]]) -> None:
    """Write under `said` what each need chose among the answers of its subject, in its startup's words; one query."""
    labels: dict[str, dict[tuple[str, str], str]] = {"fr": {}, "en": {}}
    for question, slug, french, english in Choice.objects.values_list("question__slug", "slug", "label_fr", "label_en"):
        labels["fr"][question, slug] = french or english
        labels["en"][question, slug] = english or french
    for row in rows:
        row["said"] = answers_as_text(row["answers"], labels["en" if row["startup__language"] == "en" else "fr"])


def mentor_needs(needs: NeedRows, sectors: Terms, skills: Terms, countries: Positions, words: Positions) -> MentorNeeds:
    """The rows as the engine wants them for a mentors' round."""
    rows = needs.rows
    markets = [[countries.of(code) for code in codes(row["countries"])] for row in rows]
    chosen = [codes(row["languages"]) or codes(row["startup__languages"]) for row in rows]
    spoken = [[LANGUAGES.index(code) for code in languages if code in LANGUAGES] for languages in chosen]
    return MentorNeeds(
        topic=np.array([skills.ids.get(row["topic_id"], -1) for row in rows], dtype=np.int64),
        stage=_stages(needs),
        lat=_numbers(needs, "startup__latitude"),
        lon=_numbers(needs, "startup__longitude"),
        wanted=needs.wanted,
        sectors=listed(needs.sectors, len(sectors.slugs)),
        all_sectors=listed(needs.all_sectors, len(sectors.slugs)),
        countries=listed(markets, len(countries.keys)),
        languages=listed(spoken, len(LANGUAGES)),
        words=counted(
            [stems(joined((row["title"], row["details"], row["said"])), row["startup__language"]) for row in rows],
            words,
            grow=True,
        ),
        formats=listed([formats(row["formats"]) for row in rows], len(FORMATS)),
        sector_parent=sectors.group,
        skill_family=skills.group,
        format_on_site=np.array([True, False]),
    )


def funder_needs(needs: NeedRows, sectors: Terms, countries: Positions, regions: Positions) -> FunderNeeds:
    """The rows as the engine wants them for a funders' round."""
    rows = needs.rows
    amounts = np.array([in_euros(row["amount"], row["currency"]) for row in rows], dtype=np.float64)
    amounts[amounts <= 0] = np.nan
    home = [regions.of(place(row["startup__region"] or row["startup__city"])) for row in rows]
    return FunderNeeds(
        amount=amounts,
        stage=_stages(needs),
        country=np.array([countries.of(str(row["startup__country"] or "")) for row in rows], dtype=np.int64),
        region=np.array(home, dtype=np.int64),
        city=np.array([regions.of(place(row["startup__city"])) for row in rows], dtype=np.int64),
        lat=_numbers(needs, "startup__latitude"),
        lon=_numbers(needs, "startup__longitude"),
        wanted=needs.wanted,
        sectors=listed(needs.sectors, len(sectors.slugs)),
        all_sectors=listed(needs.all_sectors, len(sectors.slugs)),
        sector_parent=sectors.group,
    )


def importance_of(needs: NeedRows, kind: Kind) -> Ints | None:
    """What each need says of each part, 1..5 in the engine's order, (needs, parts); None when none says anything."""
    parts = PARTS[kind]
    said = [[row["importance"].get(part, NEUTRAL) for part in parts] for row in needs.rows]
    steps: Ints = np.array(said, dtype=np.int64).reshape(-1, len(parts))
    return steps if (steps != NEUTRAL).any() else None


def _columns(pairs: Any, terms: Terms) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for owner, term in pairs:
        found.setdefault(owner, []).append(terms.ids[term])
    return found


def _stages(needs: NeedRows) -> np.ndarray:
    return np.array([stage(value) for value in needs.column("startup__stage")], dtype=np.int64)


def _numbers(needs: NeedRows, name: str) -> np.ndarray:
    return np.array([number(value) for value in needs.column(name)], dtype=np.float64)

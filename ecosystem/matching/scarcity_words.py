"""The recruitment list of a round in words: what a recruit or a place would change, for whom, and what is lacking.

Written from `ScarcityReport.content`: covered and total now; prices, each with topic, sector, country or person, the
needs more served and the hundredths gained; together, the same for recruits one on top of the other; unsolved needs;
gaps by topic or sector.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_countries import countries

from ecosystem.directory.models import Sector, Skill
from ecosystem.matching.models import Round, ScarcityReport
from ecosystem.matching.shortfalls import Explained, explain
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

GAPS_SHOWN = 8
NAMES_SHOWN = 6
ROWS_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    serves: bool
    worth: str
    unit: str
    title: str
    detail: str
    needs: list[Need]
    more: int
    result: str
    url: str
    act: str


@dataclass(frozen=True)
class Bar:
    """Needs served today, then with each recruit more."""

    label: str
    value: int


@dataclass(frozen=True)
class GapRow:
    """What is asked of one subject and what is there."""

    label: str
    wanted: int
    places: int
    advice: str
    is_short: bool


@dataclass(frozen=True)
class Listed:
    """The whole page."""

    rows: list[Row]
    together: list[Bar]
    needs: int
    unsolved: list[Explained]
    gaps: list[GapRow]
    top: int
    is_fresh: bool

    @property
    def together_title(self) -> str:
        """« 2 recrues, 5 besoins servis de plus »."""
        recruits = len(self.together) - 1
        gained = self.together[-1].value - self.together[0].value
        served = ngettext("un besoin servi de plus", "%(count)d besoins servis de plus", gained) % {"count": gained}
        people = ngettext("Une recrue", "%(count)d recrues", recruits) % {"count": recruits}
        return f"{people}, {served}"


def listed(round_: Round, report: ScarcityReport) -> Listed:
    """A handful of queries, whatever the size of the list."""
    return _Words(round_, report.content).listed()


def csv_rows(round_: Round, report: ScarcityReport) -> Iterator[list[str]]:
    """The list as a table: header, then a line a recruit or a place."""
    words = _Words(round_, report.content)
    yield [
        _("Recrue ou place"), _("Besoins servis en plus"), _("Points en plus"), _("Places qui suffisent"),
        _("Besoins servis"), _("Total"), _("Startups mieux servies"),
    ]  # fmt: skip
    for price in report.content.get("prices", ()):
        names = [need.startup.name for need in words.better(price)]
        figures = (price["served"], price["gain"] / 100, price["enough"], price["covered"], price["total"] / 100)
        yield [plain(words.title(price)), *map(str, figures), plain(", ".join(names))]


def plain(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; « +1 mentor » is ours and keeps its sign behind a quote."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


class _Words:
    """The words of one list, with every name that it needs."""

    def __init__(self, round_: Round, content: Mapping[str, Any]) -> None:
        self.round, self.content = round_, content
        self.is_mentors = round_.kind == Round.Kind.MENTORS
        prices = [*content.get("prices", ()), *content.get("together", ())]
        gaps = content.get("gaps", ())
        subjects = {one["subject"] for one in gaps}
        topics = {price["topic"] for price in prices} | (subjects if self.is_mentors else set())
        sectors = {price["sector"] for price in prices} | (set() if self.is_mentors else subjects)
        self.topics = {skill.slug: skill.name for skill in Skill.objects.filter(slug__in=topics)}
        self.sectors = {sector.slug: sector.name for sector in Sector.objects.filter(slug__in=sectors)}
        people: type[Mentor | Funder] = Mentor if self.is_mentors else Funder
        self.people = people.objects.in_bulk({price["person"] for price in prices} - {None})
        moved = {move["need"] for price in prices for move in price["moves"]}
        self.needs = Need.objects.select_related("startup").in_bulk(moved)
        self.gaps = {one["subject"]: one for one in gaps}

    def listed(self) -> Listed:
        content = self.content
        prices = [price for price in content.get("prices", ()) if self._is_known(price)]
        unsolved = self.round.unserved.filter(need__in=content.get("unsolved", ())).select_related("need__startup")
        gaps = [self._gap(one) for one in content.get("gaps", ())[:GAPS_SHOWN]]
        return Listed(
            rows=[self._row(price) for price in prices[:ROWS_SHOWN]],
            together=self._together(),
            needs=int(content.get("needs", 0)),
            unsolved=explain(self.round, unsolved),
            gaps=gaps,
            top=max([1, *(max(gap.wanted, gap.places) for gap in gaps)]),
            is_fresh=bool(content.get("is_fresh")),
        )

    def title(self, price: Mapping[str, Any]) -> str:
        """« +1 mentor en export, pour Allemagne », or « +1 place chez Nadia Belkacem »."""
        if price["person"] is not None:
            person = self.people.get(price["person"])
            return _("+1 place chez %(person)s") % {"person": person.name if person else _("une personne effacée")}
        return f"+1 {self._recruit(price)}"

    def better(self, price: Mapping[str, Any]) -> list[Need]:
        """The needs that win, those newly served first."""
        winners = [move for move in price["moves"] if move["gain"] > 0]
        winners.sort(key=lambda move: (not move["newly"], -move["gain"]))
        return [self.needs[move["need"]] for move in winners if move["need"] in self.needs]

    def _is_known(self, price: Mapping[str, Any]) -> bool:
        return price["person"] is None or price["person"] in self.people

    def _recruit(self, price: Mapping[str, Any]) -> str:
        if not self.is_mentors:
            return _("financeur en %(sector)s") % {"sector": self.sectors.get(price["sector"], price["sector"])}
        said = {"topic": self.topics.get(price["topic"], price["topic"]), "country": countries.name(price["country"])}
        if price["country"]:
            return _("mentor en %(topic)s qui connaît ce pays : %(country)s") % said
        return _("mentor en %(topic)s") % said

    def _row(self, price: Mapping[str, Any]) -> Row:
        needs = self.better(price)
        serves = price["served"] > 0
        unit = ngettext("besoin servi", "besoins servis", price["served"]) if serves else _("points")
        url, act = self._act(price)
        return Row(
            serves=serves,
            worth="+" + (number(price["served"]) if serves else number(price["gain"] / 100, 1)),
            unit=unit,
            title=self.title(price),
            detail=self._detail(price, len(needs)),
            needs=needs[:NAMES_SHOWN],
            more=max(0, len(needs) - NAMES_SHOWN),
            result=self._result(price),
            url=url,
            act=act,
        )

    def _detail(self, price: Mapping[str, Any], better: int) -> str:
        said = []
        if price["served"] <= 0:
            said.append(
                ngettext(
                    "Personne de plus n’est servi, un besoin l’est mieux.",
                    "Personne de plus n’est servi, %(count)d besoins le sont mieux.",
                    better,
                ) % {"count": better}
            )  # fmt: skip
        if price["person"] is not None:
            taken = price["places"] - 1
            said.append(
                ngettext("Sa place est prise.", "Ses %(count)d places sont prises.", taken) % {"count": taken}
                if taken
                else _("Aucune place libre avant la tournée.")
            )
            return " ".join(said)
        enough = ngettext("Une place suffit.", "%(count)d places suffisent.", price["enough"])
        return " ".join([*said, enough % {"count": price["enough"]}, self._supply(price)]).strip()

    def _supply(self, price: Mapping[str, Any]) -> str:
        """Who knows it today."""
        gap = self.gaps.get(price["topic"] or price["sector"])
        if gap is None:
            return ""
        if not gap["knowing"]:
            return _("Personne ne le déclare.")
        who = ngettext("Une personne le déclare", "%(count)s personnes le déclarent", gap["knowing"])
        room = ngettext(
            "%(count)s place libre avant la tournée.", "%(count)s places libres avant la tournée.", gap["places"]
        )
        return f"{who % {'count': number(gap['knowing'])}}, {room % {'count': number(gap['places'])}}"

    def _result(self, price: Mapping[str, Any]) -> str:
        said = {"old": number(self.content["total"] / 100, 2), "new": number(price["total"] / 100, 2)}
        return _("Total %(old)s → %(new)s") % said

    def _act(self, price: Mapping[str, Any]) -> tuple[str, str]:
        """Only what can be done today: read who declares it, or open the person's page."""
        if price["person"] is not None:
            return self.people[price["person"]].get_absolute_url(), _("Ouvrir sa fiche")
        kind, key, value = ("mentors", "sujet", price["topic"]) if self.is_mentors else (
            "funders", "secteur", price["sector"])  # fmt: skip
        return f"{reverse(f'{kind}:list')}?{urlencode({key: value})}", _("Voir qui le déclare")

    def _together(self) -> list[Bar]:
        steps: Iterable[Mapping[str, Any]] = takewhile(lambda step: step["served"] > 0, self.content["together"])
        bars = [Bar(_("Aujourd’hui"), int(self.content.get("covered", 0)))]
        bars += [Bar(f"+ {self._recruit(step)}", int(step["covered"])) for step in steps]
        return bars if len(bars) > 1 else []

    def _gap(self, gap: Mapping[str, Any]) -> GapRow:
        names = self.topics if self.is_mentors else self.sectors
        short = gap["lacking"] > 0
        advice = ngettext(
            "Une personne à recruter, à %(places)s places.",
            "%(count)d personnes à recruter, à %(places)s places chacune.",
            gap["recruits"],
        ) % {"count": gap["recruits"], "places": self.content.get("places", "")}
        label = names.get(gap["subject"], gap["subject"])
        return GapRow(label, gap["wanted"], gap["places"], advice if short else "", short)

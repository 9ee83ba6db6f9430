"""The rows of the four kinds and of past deals: one typed record and one reader for each."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from ecosystem.core.text import fold
from ecosystem.curation import values
from ecosystem.curation.mapping import ColumnMap
from ecosystem.curation.rows.cells import Cells, RowRefused
from ecosystem.curation.rows.listings import ListingRow, check_order, dates_reason, read_listing, ticket_reason

_YEAR_AT_THE_END = re.compile(r"^(.+?)[\s,:–—-]*(?:\((20\d\d)\)|\b(20\d\d))$")


@dataclass(slots=True, kw_only=True)
class NeedRow:
    """The raise that a startup announces; its stage chooses the subject."""

    stage: str
    amount: int | None
    currency: str
    raising_on: date | None


@dataclass(slots=True, kw_only=True)
class StartupRow(ListingRow):
    stage: str | None = None
    founded_on: date | None = None
    headcount: int | None = None
    raised_eur: int | None = None
    women_led: bool | None = None
    first_time_founders: bool | None = None
    languages: list[str] | None = None
    countries: list[str] | None = None
    need: NeedRow | None = None


@dataclass(slots=True, kw_only=True)
class MentorRow(ListingRow):
    job_title: str | None = None
    company: str | None = None
    languages: list[str] | None = None
    countries: list[str] | None = None
    stages: list[str] | None = None
    formats: list[str] | None = None
    capacity: int | None = None
    hours_per_month: int | None = None
    paused_until: date | None = None
    sector_note: str | None = None
    stage_note: str | None = None
    availability_note: str | None = None
    skills: list[int] | None = None


@dataclass(slots=True, kw_only=True)
class FunderRow(ListingRow):
    funder_type: str | None = None
    thesis: str | None = None
    ticket_min_eur: int | None = None
    ticket_max_eur: int | None = None
    stages: list[str] | None = None
    exception_stages: list[str] | None = None
    lead: str | None = None
    lead_time_days: int | None = None
    countries: list[str] | None = None
    languages: list[str] | None = None
    instruments: list[str] | None = None
    files_per_month: int | None = None
    paused_until: date | None = None


@dataclass(slots=True, kw_only=True)
class EditionRow:
    """One year of a show: where and when."""

    year: int
    month: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    dates_confirmed: bool | None = None
    city: str | None = None
    country: str | None = None
    venue: str | None = None
    is_online: bool | None = None
    stand_cost_eur: int | None = None
    website: str | None = None


@dataclass(slots=True, kw_only=True)
class TradeShowRow(ListingRow):
    edition: EditionRow
    organiser: str | None = None


@dataclass(slots=True, kw_only=True)
class DealRow:
    line: int
    funder_ref: str
    company: str
    warnings: list[str] = field(default_factory=list)
    sector: int | None = None
    city: str = ""
    region: str = ""
    country: str = ""
    stage: str = ""
    amount: int | None = None
    currency: str = "EUR"
    announced_on: date | None = None


AnyRow = ListingRow | DealRow


def wants_needs(columns: ColumnMap) -> bool:
    """A file that says what each startup seeks is a file of needs as well."""
    amount = columns.columns.get("amount")
    is_sought = amount is not None and any(word in fold(amount.title) for word in ("sought", "recherche"))
    return columns.has("stage_sought") or is_sought


def says_needs(columns: ColumnMap) -> bool:
    """Whether there is anything to write a need from."""
    return columns.has("stage", "stage_sought", "amount", "raising_on")


def read_startup(cells: Cells) -> StartupRow:
    sought = cells.choice("stage_sought", "stages")
    stage = cells.choice("stage", "stages") or sought
    money = cells.money("amount")
    need = NeedRow(
        stage=sought or stage or "",
        amount=money[0] if money else None,
        currency=money[1] if money else cells.currency("amount"),
        raising_on=cells.day("raising_on"),
    )
    return StartupRow(
        **read_listing(cells),
        stage=stage,
        founded_on=cells.day("founded_on"),
        headcount=cells.whole("headcount", 1, 100_000),
        raised_eur=cells.euros("raised_eur"),
        women_led=cells.yes_or_no("women_led"),
        first_time_founders=cells.yes_or_no("first_time_founders"),
        languages=cells.choices("languages", "languages"),
        countries=cells.countries("countries"),
        need=need,
        warnings=cells.warnings,
    )


def read_mentor(cells: Cells) -> MentorRow:
    return MentorRow(
        **read_listing(cells),
        job_title=cells.text("job_title", 120),
        company=cells.text("company", 120),
        languages=cells.choices("languages", "languages"),
        countries=cells.countries("countries"),
        stages=cells.choices("stages", "stages"),
        formats=cells.choices("formats", "formats"),
        capacity=cells.whole("capacity", 0, 20),
        hours_per_month=cells.whole("hours_per_month", 1, 80),
        paused_until=cells.day("paused_until"),
        sector_note=cells.text("sector_note", 200),
        stage_note=cells.text("stage_note", 200),
        availability_note=cells.text("availability_note", 200),
        skills=cells.skills("skills"),
        warnings=cells.warnings,
    )


def read_funder(cells: Cells) -> FunderRow:
    low, high = cells.euros("ticket_min_eur"), cells.euros("ticket_max_eur")
    check_order(low, high, ticket_reason())
    return FunderRow(
        **read_listing(cells),
        funder_type=cells.choice("funder_type", "funder_types"),
        thesis=cells.long_text("thesis", 3000),
        ticket_min_eur=low,
        ticket_max_eur=high,
        stages=cells.choices("stages", "stages"),
        exception_stages=cells.choices("exception_stages", "stages"),
        lead=cells.choice("lead", "leads"),
        lead_time_days=cells.whole("lead_time_days", 1, 1000),
        countries=cells.countries("countries"),
        languages=cells.choices("languages", "languages"),
        instruments=cells.choices("instruments", "instruments"),
        files_per_month=cells.whole("files_per_month", 0, 200),
        paused_until=cells.day("paused_until"),
        warnings=cells.warnings,
    )


def read_tradeshow(cells: Cells) -> TradeShowRow:
    """A row is one edition; the year at the end of its name belongs to the edition, not to the show."""
    listing = read_listing(cells)
    named = _YEAR_AT_THE_END.match(listing["name"])
    if named:
        listing["name"] = named[1]
    starts_on, ends_on = cells.day("starts_on"), cells.day("ends_on")
    check_order(starts_on, ends_on, dates_reason())
    year = _year(cells, starts_on or ends_on) or (int(named[2] or named[3]) if named else None)
    if year is None:
        raise RowRefused(_("L’année est inconnue : il faut une date de début ou une année."))
    said_month = cells.raw("month")
    month = values.read_month(said_month)
    if said_month and month is None:
        cells.leave("month", said_month)
    edition = EditionRow(
        year=year,
        month=starts_on.month if starts_on else month,
        starts_on=starts_on,
        ends_on=ends_on,
        dates_confirmed=True if starts_on and ends_on else None,
        city=listing["city"],
        country=listing["country"],
        venue=cells.text("venue", 160),
        is_online=cells.yes_or_no("is_online"),
        stand_cost_eur=cells.whole("stand_cost_eur"),
        website=listing["website"],
    )
    return TradeShowRow(**listing, edition=edition, organiser=cells.text("organiser", 160), warnings=cells.warnings)


def _year(cells: Cells, day: date | None) -> int | None:
    year = day.year if day else cells.whole("year", 2000, 2100)
    if year is not None and not 2000 <= year <= 2100:
        raise RowRefused(_("L’année %(year)d est hors du calendrier des salons.") % {"year": year})
    return year


def read_deal(cells: Cells) -> DealRow:
    funder = cells.reference("funder_ref")
    if not funder:
        raise RowRefused(_("L’identifiant du financeur est vide."))
    sectors = cells.sectors("sector")
    money = cells.money("amount")
    return DealRow(
        line=cells.line,
        funder_ref=funder,
        company=cells.name("company", 200),
        sector=sectors[0] if sectors else None,
        city=cells.text("city", 100) or "",
        region=cells.text("region", 100) or cells.text("state", 100) or "",
        country=cells.country("country") or "",
        stage=cells.choice("stage", "stages") or "",
        amount=money[0] if money else None,
        currency=money[1] if money else cells.currency("amount"),
        announced_on=cells.day("announced_on"),
        warnings=cells.warnings,
    )


READERS: dict[str, Callable[[Cells], AnyRow]] = {
    "startup": read_startup,
    "mentor": read_mentor,
    "funder": read_funder,
    "tradeshow": read_tradeshow,
    "deal": read_deal,
}

"""Lists answered by the search index and by the database: the same rows, in the same order, and the same counts."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from ecosystem.accounts.models import Consent
from ecosystem.directory.documents import rebuild
from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.models import FinancingInstrument, Listing, MeetingFormat, Skill, SpokenLanguage, Stage
from ecosystem.directory.paging import place_in
from ecosystem.directory.sources import DatabaseSource, IndexSource
from ecosystem.tradeshows.filters import TradeShowFilterSet
from ecosystem.tradeshows.models import TradeShow
from funders.filters import FunderFilterSet
from funders.models import Funder
from mentors.filters import MentorFilterSet
from mentors.models import Mentor
from startups.filters import StartupFilterSet
from startups.models import Startup
from tests import factories

pytestmark = pytest.mark.django_db
CITIES = ("Marseille", "Aix-en-Provence", "L’Isle-sur-la-Sorgue", "")
WORDS = ("robot", "solaire", "océan", "santé")
EACH = 15
Make = Callable[[str], ListingFilterSet]


def startups(query: str) -> ListingFilterSet:
    return StartupFilterSet(QueryDict(query), Startup.objects.listed())


def mentors(query: str) -> ListingFilterSet:
    return MentorFilterSet(QueryDict(query), Mentor.objects.listed())


def funders(query: str) -> ListingFilterSet:
    return FunderFilterSet(QueryDict(query), Funder.objects.listed())


def shows(query: str) -> ListingFilterSet:
    return TradeShowFilterSet(QueryDict(query), TradeShow.objects.listed())


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> None:
    """Some listings of each kind, indexed."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    roots = [factories.SectorFactory(root=True, slug=f"filiere-{n}") for n in range(3)]
    sectors = [factories.SectorFactory(parent=roots[n % 3]) for n in range(5)] + roots[:1]
    topics = [factories.SkillFactory(root=True, slug=f"sujet-{n}") for n in range(2)]
    skills = [factories.SkillFactory(parent=topics[n % 2]) for n in range(3)]
    for n in range(EACH):
        where = {"city": CITIES[n % 4], "sectors": sectors[n % 6 : n % 6 + 2], "name": f"{WORDS[n % 4]} {n % 7}"}
        make_startup(n, where, skills)
        make_mentor(n, where, skills)
        factories.FunderFactory(
            **where,
            published=n % 7 != 0,
            is_discreet=n % 9 == 1,
            funder_type=Funder.Type.values[n % 4],
            stages=Stage.values[n % 3 :: 2],
            instruments=FinancingInstrument.values[: n % 3],
            ticket_min_eur=n * 10_000 if n % 3 else None,
            ticket_max_eur=n * 20_000 if n % 4 else None,
        )
        show = factories.TradeShowFactory(published=n % 6 != 0, name=where["name"], sectors=where["sectors"])
        for year in range(2026, 2026 + n % 3):
            factories.EditionFactory(tradeshow=show, year=year, country=("FR", "DE", "")[n % 3])
    old = timezone.now() - timedelta(days=9)
    for place, pk in enumerate(Listing.objects.order_by("pk").values_list("pk", flat=True)):
        Listing.objects.filter(pk=pk).update(updated_at=old + timedelta(seconds=place % 11))
    rebuild()


def make_startup(n: int, where: dict[str, Any], skills: list[Skill]) -> None:
    startup = factories.StartupFactory(
        **where, published=n % 5 != 0, stage=Stage.values[n % 4], headcount=n if n % 3 else None
    )
    if n % 2:
        state = {"is_public": n % 3 != 0, "review": "returned" if n % 7 == 0 else ""}
        factories.NeedFactory(startup=startup, opened=n % 5 != 1, topic=skills[n % 3], **state)


def make_mentor(n: int, where: dict[str, Any], skills: list[Skill]) -> None:
    today = timezone.localdate()
    mentor = factories.MentorFactory(
        **where,
        published=n % 6 != 0,
        is_discreet=n % 8 == 1,
        stages=Stage.values[n % 3 :],
        languages=SpokenLanguage.values[: 1 + n % 3],
        formats=MeetingFormat.values[n % 2 :],
        capacity=n % 4,
        taken_count=n % 4 // 2,
        paused_until=(None, today, today - timedelta(days=1), None)[n % 4],
        user=factories.UserFactory() if n % 3 == 0 else None,
    )
    factories.MentorSkillFactory(mentor=mentor, skill=skills[n % 3])
    for given_ in (n % 2 == 0, n % 4 == 0) if mentor.user else ():
        Consent.objects.create(user=mentor.user, purpose="matching", given=given_, at=timezone.now())


def every_page(filters: ListingFilterSet, per_page: int) -> list[int]:
    """The keys of all the pages, by the links that lead from one to the next."""
    found: list[int] = []
    place: dict[str, str] = {}
    for _turn in range(EACH):
        page = filters.page(place_in(place), per_page)
        found += [row.pk for row in page]
        if not (place := dict(page.following)):
            break
    return found


def compared(make: Make, query: str, settings: Any) -> None:
    """The same list asked both ways."""
    told = []
    folder = settings.SEARCH_INDEX_DIR
    for where, source in ((folder, IndexSource), (Path("/nowhere"), DatabaseSource)):
        settings.SEARCH_INDEX_DIR = where
        filters = make(query)
        counts = {name: {key: n for key, n in sorted(of.items()) if n} for name, of in filters.counts.items()}
        loosened = {one.query: one.count for one in filters.loosenings}
        alone = {one.query: one.count for one in filters.alone}
        told.append((filters.found, filters.total, counts, every_page(filters, 3), loosened, alone))
        assert isinstance(filters._source, source), query
    settings.SEARCH_INDEX_DIR = folder
    assert told[0] == told[1], query
    assert len(told[0][3]) == told[0][0]


def some(name: str, values: list[str] | tuple[str, ...]) -> st.SearchStrategy[str]:
    """A part of a query string with none to two of the values."""
    chosen = st.lists(st.sampled_from(values), max_size=2, unique=True)
    return chosen.map(lambda found: "".join(f"&{name}={value}" for value in found))


def number(name: str, most: int) -> st.SearchStrategy[str]:
    return st.none().map(lambda _none: "") | st.integers(0, most).map(lambda value: f"&{name}={value}")


PLACES = [some("secteur", ["filiere-0", "filiere-1", "filiere-2"]), some("territoire", CITIES[:3])]
SORTED = st.sampled_from(["", "&tri=nom", "&tri=fraicheur"])
TEXT = st.sampled_from(["", "", *(f"&tri=nom&q={word}" for word in WORDS), "&q=introuvable&tri=nom"])
QUERIES: dict[str, tuple[Make, st.SearchStrategy[tuple[str, ...]]]] = {
    "startups": (
        startups,
        st.tuples(
            *PLACES,
            some("stade", Stage.values[:4]),
            some("cherche", ["sujet-0", "sujet-1"]),
            number("effectif_min", 9),
            number("effectif_max", EACH),
            SORTED,
            TEXT,
        ),
    ),
    "mentors": (
        mentors,
        st.tuples(
            *PLACES,
            some("sujet", ["sujet-0", "sujet-1"]),
            some("stade", Stage.values),
            some("langue", SpokenLanguage.values[:3]),
            some("format", MeetingFormat.values),
            st.sampled_from(["", "&disponible=on", "&tri=places"]),
            SORTED,
            TEXT,
        ),
    ),
    "funders": (
        funders,
        st.tuples(
            *PLACES,
            some("type", Funder.Type.values[:4]),
            some("stade", Stage.values),
            some("instrument", FinancingInstrument.values[:3]),
            number("montant", 300_000),
            SORTED,
            TEXT,
        ),
    ),
    "tradeshows": (shows, st.tuples(PLACES[0], some("pays", ["FR", "DE"]), number("annee", 2100), SORTED, TEXT)),
}


@pytest.mark.parametrize("kind", QUERIES)
def test_the_index_and_the_database_give_the_same_list(kind: str, world: None, settings: Any) -> None:
    make, queries = QUERIES[kind]

    @how(max_examples=12, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
    @given(queries)
    def same(parts: tuple[str, ...]) -> None:
        compared(make, "".join(parts).lstrip("&"), settings)

    same()

"""Filters: what each keeps, and counts that are exactly what one more click would give."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from ecosystem.directory.documents import rebuild
from ecosystem.directory.filters import ListingFilterSet
from ecosystem.directory.models import MeetingFormat, SpokenLanguage, Stage
from ecosystem.directory.sources import IndexSource
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


def startups(query: str = "") -> StartupFilterSet:
    return StartupFilterSet(QueryDict(query), Startup.objects.public())


def mentors(query: str = "") -> MentorFilterSet:
    return MentorFilterSet(QueryDict(query), Mentor.objects.public())


def funders(query: str = "") -> FunderFilterSet:
    return FunderFilterSet(QueryDict(query), Funder.objects.public())


def tradeshows(query: str = "") -> TradeShowFilterSet:
    return TradeShowFilterSet(QueryDict(query), TradeShow.objects.public())


def names(filters: ListingFilterSet) -> list[str]:
    return [listing.name for listing in filters.qs]


def test_counts_are_what_each_choice_would_give() -> None:
    sectors = factories.SectorFactory.create_batch(3)
    topics = factories.SkillFactory.create_batch(2)
    for index in range(24):
        startup = factories.StartupFactory(
            published=index % 5 != 4,
            stage=Stage.values[index % 4],
            city=["Marseille", "Aix-en-Provence", ""][index % 3],
            headcount=index + 1,
            sectors=[sectors[index % 3], sectors[index % 2]],
        )
        if index % 2:
            factories.NeedFactory(startup=startup, opened=True, topic=topics[index % 4 == 1], is_public=index % 7 != 0)
    base = f"stade=seed&stade=idea&territoire=Marseille&secteur={sectors[0].parent.slug}&effectif_max=20"
    for query in ("", "stade=seed", "effectif_min=5&effectif_max=15", base, "q=startup"):
        filters = startups(query)
        assert filters.found == len(filters.qs)
        assert filters.total == Startup.objects.public().count()
        for name in filters.facets:
            for value, _label in filters.form.fields[name].choices:
                alone = QueryDict(query, mutable=True)
                alone.setlist(name, [value])
                expected = startups(alone.urlencode()).qs.count()
                assert filters.counts[name].get(value, 0) == expected, (query, name, value)


def test_choices_of_one_facet_add_up_and_facets_narrow() -> None:
    factories.StartupFactory(published=True, name="A", stage="seed", city="Marseille")
    factories.StartupFactory(published=True, name="B", stage="idea", city="Marseille")
    factories.StartupFactory(published=True, name="C", stage="idea", city="Arles")
    assert names(startups("stade=seed&stade=idea&tri=nom")) == ["A", "B", "C"]
    assert names(startups("stade=idea&territoire=Arles")) == ["C"]


def test_a_sector_of_the_first_level_holds_its_children_once() -> None:
    root = factories.SectorFactory(root=True)
    children = factories.SectorFactory.create_batch(2, parent=root)
    factories.StartupFactory(published=True, sectors=children)
    filters = startups(f"secteur={root.slug}")
    assert filters.found == len(filters.qs) == 1
    assert filters.counts["secteur"] == {root.slug: 1}


def test_only_open_public_needs_say_what_a_startup_looks_for() -> None:
    need = factories.NeedFactory(opened=True)
    factories.NeedFactory(opened=True, topic=need.topic, is_public=False)
    factories.NeedFactory(topic=need.topic)
    assert startups(f"cherche={need.topic.parent.slug}").found == 1


def test_joined_columns_match_whole_words_only() -> None:
    factories.MentorFactory(published=True, languages=[SpokenLanguage.FR, SpokenLanguage.EN, SpokenLanguage.DE])
    factories.MentorFactory(published=True, languages=[SpokenLanguage.EN], formats=[MeetingFormat.ONSITE])
    filters = mentors("langue=en")
    assert filters.found == len(filters.qs) == 2
    assert filters.counts["langue"] == {"fr": 1, "en": 2, "de": 1}
    assert mentors("langue=de&format=onsite").found == 0


def test_available_mentors_have_a_place_and_no_pause() -> None:
    free = factories.MentorFactory(published=True, name="Libre")
    factories.MentorFactory(published=True, name="Complet", capacity=1, taken_count=1)
    factories.MentorFactory(published=True, name="En pause", paused_until="2999-01-01")
    assert [mentor.pk for mentor in mentors("disponible=on").qs] == [free.pk]
    assert names(mentors())[-1] == "Complet"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("49999", {"Sans minimum"}),
        ("50000", {"De 50 à 300", "Sans minimum"}),
        ("300 000 €", {"De 50 à 300", "Sans maximum"}),
        ("400\xa0000", {"Sans maximum"}),
        ("€1,400,000", {"Sans maximum"}),
    ],
)
def test_a_ticket_holds_the_amount_and_silence_is_not_a_yes(amount: str, expected: set[str]) -> None:
    make = factories.FunderFactory
    make(published=True, name="De 50 à 300", ticket_min_eur=50_000, ticket_max_eur=300_000)
    make(published=True, name="Sans minimum", ticket_min_eur=None, ticket_max_eur=90_000)
    make(published=True, name="Sans maximum", ticket_min_eur=200_000, ticket_max_eur=None)
    make(published=True, name="Muet", ticket_min_eur=None, ticket_max_eur=None)
    assert set(names(funders(f"montant={amount}"))) == expected


def test_shows_are_found_by_the_country_and_year_of_their_editions() -> None:
    here, there = factories.EditionFactory(country="FR", year=2027), factories.EditionFactory(country="DE", year=2026)
    assert [show.pk for show in tradeshows("pays=DE").qs] == [there.tradeshow_id]
    assert [show.pk for show in tradeshows("annee=2027").qs] == [here.tradeshow_id]
    assert tradeshows("annee=2027").counts["pays"] == {"FR": 1}


def test_an_empty_list_says_what_taking_off_each_filter_gives() -> None:
    factories.StartupFactory(published=True, stage="idea", city="Arles")
    factories.StartupFactory.create_batch(2, published=True, stage="seed", city="Marseille")
    filters = startups("stade=seed&territoire=Arles")
    assert filters.found == 0
    assert [(one.label, one.count, one.query) for one in filters.loosenings] == [
        ("Arles", 2, "stade=seed"),
        ("Amorçage", 1, "territoire=Arles"),
    ]
    assert filters.alone == []


def test_when_no_single_removal_helps_each_filter_is_offered_alone() -> None:
    factories.StartupFactory(published=True, stage="idea", city="Arles", headcount=3)
    filters = startups("stade=idea&q=introuvable&effectif_min=900")
    assert {one.count for one in filters.loosenings} == {0}
    assert [(one.label, one.count, one.query) for one in filters.alone] == [("Idée", 1, "stade=idea")]


def test_search_words_are_found_without_accents_with_and_without_the_index(settings, tmp_path) -> None:
    factories.StartupFactory(published=True, name="Énergies du Large", tagline="De la houle.")
    factories.StartupFactory(published=True, name="Autre")
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    assert names(startups("q=energie")) == ["Énergies du Large"]
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    rebuild()
    assert names(startups("q=energie")) == ["Énergies du Large"]
    assert startups("q=enregies").hits.suggestion or names(startups("q=enregies")) == ["Énergies du Large"]


@pytest.mark.parametrize("has_index", [True, False])
def test_the_free_places_of_a_list_are_those_its_filters_keep_and_none_that_is_kept_back(
    settings, tmp_path, client: Client, has_index: bool, django_assert_max_num_queries
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    kept = {"published": True, "languages": ["en"]}
    factories.MentorFactory(**kept, capacity=5, taken_count=2)
    factories.MentorFactory(**kept, capacity=2, taken_count=2)
    factories.MentorFactory(**kept, capacity=4, paused_until=timezone.localdate())
    factories.MentorFactory(**kept, capacity=8, hidden_parts=["company", "places"], name="Cachottière")
    factories.MentorFactory(published=True, languages=["fr"], capacity=2)
    if has_index:
        rebuild()
    for query, places in (("", 5), ("langue=en", 3), ("langue=en&disponible=on", 3), ("q=cachottiere", 0)):
        filters = MentorFilterSet(QueryDict(query), Mentor.objects.listed())
        assert filters.free_places == places, query
        assert isinstance(filters._source, IndexSource) == has_index
    with django_assert_max_num_queries(8):
        page = client.get("/mentors/?langue=en").content.decode().replace("\xa0", " ")
    assert '4 mentors <span>sur 5</span><span class="muted">, 3 places libres</span>' in page


def test_the_best_answer_comes_first_and_counts_stay_exact(settings, tmp_path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    factories.StartupFactory(published=True, name="Autre", description="On y parle de capteurs.")
    factories.StartupFactory(published=True, name="Capteurs")
    factories.StartupFactory(published=True, name="Hors sujet")
    hidden = factories.StartupFactory(published=True, name="Capteurs cachés")
    rebuild()
    Startup.objects.get(pk=hidden.pk).listing.__class__.objects.filter(pk=hidden.pk).update(state="hidden")
    filters = startups("q=capteurs")
    assert names(filters) == ["Capteurs", "Autre"]
    assert filters.found == 2
    assert names(startups("q=capteurs&tri=nom")) == ["Autre", "Capteurs"]


def test_the_button_of_the_filters_counts_the_choices_of_its_panel_alone() -> None:
    factories.StartupFactory(published=True, city="Marseille")
    filters = startups("q=robot&tri=nom&stade=seed&stade=idea&effectif_min=5")
    assert (filters.folded_count, filters.unfolded_query) == (3, "?q=robot&tri=nom")
    assert (funders("montant=300000").folded_count, tradeshows("annee=2027").folded_count) == (0, 0)
    assert (startups().folded_count, startups().unfolded_query) == (0, "")
    assert tradeshows("annee=2027&pays=FR").unfolded_query == "?annee=2027"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/financeurs/", "Montant cherché\N{NO-BREAK SPACE}: 300\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"),
        ("/en/financeurs/", "Amount sought: €300,000"),
    ],
)
def test_an_amount_sought_is_said_in_euros(client: Client, path: str, said: str) -> None:
    factories.FunderFactory(published=True)
    page = client.get(f"{path}?montant=300000").content.decode()
    assert said in page.split('class="chip"')[1].split("</a>")[0]
    with override(path[1:3] if path.startswith("/en") else "fr"):
        assert funders("montant=300000").described("montant").endswith(said.rsplit(": ", maxsplit=1)[-1])


def test_two_sets_of_filters_share_what_never_changes_and_nothing_else() -> None:
    factories.StartupFactory(published=True, city="Arles", sectors=[factories.SectorFactory(name="Mer")])
    before = {name: dict(one.extra) for name, one in StartupFilterSet.base_filters.items()}
    one, other = (StartupFilterSet(QueryDict(query), Startup.objects.listed()) for query in ("q=a", ""))
    assert {name: dict(kept.extra) for name, kept in StartupFilterSet.base_filters.items()} == before
    for name, own in one.filters.items():
        assert own is not other.filters[name]
        assert own.parent is one
        assert own.extra is not other.filters[name].extra
    assert one.filters["q"].filter.f is one.filters["q"], "a method is asked of the set that it belongs to"
    assert one.form.fields["tri"].choices != other.form.fields["tri"].choices

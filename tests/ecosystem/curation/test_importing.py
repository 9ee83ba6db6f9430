"""Rows become listings: taken or refused with a reason, written once, changed only where the file says otherwise."""

import csv
import tempfile
from pathlib import Path

import pytest
from django.db import OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.accounts.models import User
from ecosystem.curation import importing
from ecosystem.curation.importing import import_listings
from ecosystem.curation.reading import FileRefused
from ecosystem.curation.report import Outcome
from ecosystem.curation.writing.listings import ListingWriter
from ecosystem.directory.models import Listing, ListingMove
from mentors.models import Mentor, MentorSkill
from startups.models import Need, Startup
from tests.ecosystem.curation.conftest import reasons

pytestmark = pytest.mark.django_db
HEADER = "startup_id,name,sectors,country,city,founded_on,stage_sought,amount_sought_usd,raising_on"
ROWS = (
    "s1,Écume,biotech,USA,New York,2011-07-01,series_a,5000000.0,2012-01-01",
    's2,"Algue, mer & cie",licornes;cleantech,FRA,Marseille,,other,,2012-01-01',
)


def counts(report):
    return {outcome.value: count for outcome, count in report.counts.items() if count}


def test_startups_arrive_with_their_sectors_place_and_need(imported):
    report = imported("startups", HEADER, *ROWS, publish=True)
    assert counts(report) == {"created": 2}
    assert (report.warned_rows, report.made["needs"]) == (1, 2)
    first = Startup.objects.get(source="test", source_ref="s1")
    assert (first.name, str(first.country), first.stage, first.state) == ("Écume", "US", "series_a", "published")
    assert first.published_at is not None
    assert round(first.latitude) == 41
    assert [sector.slug for sector in first.sectors.all()] == ["biotech"]
    need = Need.objects.get(startup=first)
    assert (need.amount, need.currency, need.state) == (5_000_000, "USD", "open")
    assert (need.funders_wanted, need.mentors_wanted, need.topic.is_funding) == (1, 0, True)
    assert set(need.sectors.all()) == set(first.sectors.all())
    assert need.opened_at.date().isoformat() == "2012-01-01"
    assert need.moves.get().to_state == "open"
    second = Startup.objects.get(source_ref="s2")
    assert (second.name, second.stage, second.sectors.count()) == ("Algue, mer & cie", "", 1)
    assert "licornes" in " ".join(report.warnings)


def test_publishing_is_signed_and_dated_along_the_legal_moves(imported):
    curator = User.objects.create_user("c@example.org")
    imported("startups", "name", "A", publish=True, by=curator)
    moves = ListingMove.objects.filter(listing__name="A")
    assert [(move.from_state, move.to_state, move.by) for move in moves] == [
        ("draft", "submitted", curator),
        ("submitted", "published", curator),
    ]
    assert all("test" in move.reason for move in moves)


def test_listings_are_drafts_unless_publishing_is_asked_and_a_second_run_publishes_them(imported):
    imported("startups", "name", "A")
    assert Startup.objects.get().state == "draft"
    assert not ListingMove.objects.exists()
    report = imported("startups", "name", "A", publish=True)
    assert counts(report) == {"updated": 1}
    assert Startup.objects.get().state == "published"
    assert ListingMove.objects.count() == 2


def test_a_second_import_adds_nothing_and_touches_nothing(imported):
    imported("startups", HEADER, *ROWS, publish=True)
    before = list(Listing.objects.order_by("pk").values_list("pk", "updated_at"))
    report = imported("startups", HEADER, *ROWS, publish=True)
    assert counts(report) == {"unchanged": 2}
    assert list(Listing.objects.order_by("pk").values_list("pk", "updated_at")) == before
    assert Need.objects.count() == 2
    assert ListingMove.objects.count() == 4


def test_a_later_import_changes_only_what_it_says(imported):
    imported("startups", HEADER, *ROWS)
    Startup.objects.get(source_ref="s1").sectors.clear()
    report = imported(
        "startups",
        "startup_id,name,tagline,sectors,amount_sought_usd",
        "s1,Écume,Une phrase,cleantech,6M",
        's2,"Algue, mer & cie",,,',
    )
    assert counts(report) == {"updated": 1, "unchanged": 1}
    first = Startup.objects.get(source_ref="s1")
    assert (first.tagline, first.stage, first.city) == ("Une phrase", "series_a", "New York")
    assert "une phrase" in first.search_text
    assert first.sectors.count() == 1
    assert Need.objects.get(startup=first).amount == 6_000_000


def test_a_closed_need_is_not_opened_again(imported):
    imported("startups", HEADER, ROWS[0])
    Need.objects.update(state="closed")
    assert counts(imported("startups", HEADER, ROWS[0].replace("5000000", "7000000"))) == {"unchanged": 1}
    assert Need.objects.get().amount == 5_000_000


def test_without_a_reference_a_listing_is_known_by_its_siren_then_by_name_and_town(imported):
    imported("startups", "nom;ville;siren", "Écume;Sète;732829320", "Vague;Nice;")
    report = imported("startups", "nom;ville;siren", "ECUME SAS;Sète;732 829 320", "vague;NICE;", "Vague;Sète;")
    assert counts(report) == {"updated": 2, "created": 1}
    assert Startup.objects.count() == 3
    assert Startup.objects.get(siren="732829320").name == "ECUME SAS"


def test_a_listing_that_people_wrote_is_found_by_its_siren_and_kept_in_its_state(imported):
    own = Startup.objects.create(name="Écume", slug="ecume", siren="732829320", tagline="À nous")
    report = imported("startups", "nom;siren;ville", "Écume;732829320;Sète", publish=True)
    own.refresh_from_db()
    assert (counts(report), own.tagline, own.city, own.state) == ({"updated": 1}, "À nous", "Sète", "draft")


def test_refused_rows_say_their_line_and_why_and_the_others_are_taken(imported):
    Startup.objects.create(name="Autre", slug="autre", siren="552100554", source="test", source_ref="0")
    report = imported(
        "startups",
        "id,name,siren,city",
        "1,Bonne,732829320,Sète",
        "2,Fausse,123456789,Sète",
        "3,,,Sète",
        "1,Encore,,Sète",
        "5,Prise,552100554,Sète",
        "6,Cellule,,Sète,de trop",
        f"7,{'x' * 121},,",
        "8,Double,732829320,",
        '9,"=HYPERLINK(1)",,',
    )
    assert counts(report) == {"created": 1, "refused": 8}
    said = reasons(report)
    assert sorted(line for line in said if line > 2) == [3, 4, 5, 6, 7, 8, 9, 10]
    for line, words in {
        3: "SIREN incorrect",
        4: "nom est vide",
        5: "plus haut",
        6: "Autre",
        7: "Trop de cellules",
        8: "121",
        9: "Bonne",
        10: "formule",
    }.items():
        assert words in said[line]
    assert set(Startup.objects.values_list("name", flat=True)) == {"Autre", "Bonne"}


def test_names_that_repeat_are_different_listings_when_their_references_differ(imported):
    report = imported("startups", "id,name", "1,'Friends & Family'", "2,'Friends & Family'", "3,’friends  & family’")
    assert counts(report) == {"created": 3}
    slugs = sorted(Startup.objects.values_list("slug", flat=True))
    assert slugs == ["friends-family", "friends-family-2", "friends-family-3"]
    imported("startups", "id,name", *[f"x{n},Friends & Family" for n in range(30)])
    assert Startup.objects.filter(slug="friends-family-33").exists()


def test_values_that_are_wrong_are_left_out_and_said(imported):
    report = imported(
        "startups",
        "name,email,website,country,founded_on,headcount,amount_usd",
        "A,pas une adresse,nulle part,Atlantide,demain,beaucoup,0",
        "B,b@b.example,www.b.example,FR,2020,12,",
        needs=False,
    )
    assert counts(report) == {"created": 2}
    assert len(report.warnings) == 6
    second = Startup.objects.get(name="B")
    assert (second.contact_email, second.website, second.headcount) == ("b@b.example", "https://www.b.example", 12)


def test_mentors_arrive_with_their_subjects(imported):
    lines = (
        "nom;fonction;compétences;langues;places;stades;formats;marchés",
        "Ana Berg;Directrice;seed-round|public-funding|magie;FR, Anglais;3;seed, Série A;visio;Italie, ES",
    )
    report = imported("mentors", *lines)
    mentor = Mentor.objects.get()
    assert (mentor.capacity, mentor.languages, mentor.stages) == (3, ["fr", "en"], ["seed", "series_a"])
    assert (mentor.formats, [country.code for country in mentor.countries]) == (["remote"], ["ES", "IT"])
    assert sorted(mentor.skills.values_list("skill__slug", flat=True)) == ["public-funding", "seed-round"]
    assert report.warned_rows == 1
    MentorSkill.objects.update(proof="Mine")
    assert counts(imported("mentors", *lines)) == {"unchanged": 1}
    assert set(MentorSkill.objects.values_list("proof", flat=True)) == {"Mine"}


def test_a_dry_run_says_the_same_and_keeps_nothing(imported):
    dry = imported("startups", HEADER, *ROWS, ROWS[0], dry_run=True, publish=True)
    assert not Listing.objects.exists()
    assert not Need.objects.exists()
    real = imported("startups", HEADER, *ROWS, ROWS[0], publish=True)
    assert counts(dry) == counts(real) == {"created": 2, "refused": 1}
    assert reasons(dry) == reasons(real)


def test_a_missing_column_writes_nothing(imported):
    with pytest.raises(FileRefused, match=r"Colonne obligatoire.*nom, raison sociale"):
        imported("startups", "ville", "Sète")
    assert not Listing.objects.exists()


def test_an_unknown_kind_and_deals_of_startups_are_refused(imported, write):
    with pytest.raises(FileRefused):
        imported("partners", "name", "A")
    with pytest.raises(FileRefused):
        imported("startups", "name", "A", deals=write("x", name="deals.csv"))


def test_rows_are_written_by_batches_with_a_constant_number_of_queries(imported, django_assert_max_num_queries):
    imported("startups", "id,name", "0,First")
    with django_assert_max_num_queries(30):
        imported("startups", "id,name,sectors", *[f"{n},Nom {n},biotech" for n in range(1, 300)])


def test_duplicates_are_seen_across_batches(imported, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    report = imported("startups", "name,city", "A,Nice", "B,Nice", "C,Nice", "a,nice", "D,Nice")
    assert counts(report) == {"created": 4, "refused": 1}
    assert 5 in reasons(report)


def test_a_row_that_the_database_refuses_is_found_in_its_batch_and_the_others_are_written(imported):
    long_sort_name = "ﷺ" * 60  # folds to many letters each, more than the column takes on PostgreSQL
    report = imported("startups", "id,name", "1,A", f"2,{long_sort_name}", "3,C")
    assert report.rows == 3
    assert report.taken == Startup.objects.count()
    assert Startup.objects.filter(source_ref__in=["1", "3"]).count() == 2


def test_a_batch_that_cannot_be_written_is_cut_down_to_the_guilty_row(imported, monkeypatch):
    create = ListingWriter.create

    def refuses(self, rows):
        if any(row.name == "Bad" for row in rows):
            raise ValueError("no Bad here")
        return create(self, rows)

    monkeypatch.setattr(ListingWriter, "create", refuses)
    report = imported("startups", "name", *[f"N{n}" for n in range(10)], "Bad", "Last")
    assert counts(report) == {"created": 11, "refused": 1}
    assert "no Bad here" in reasons(report)[12]


def test_a_database_that_stops_answering_ends_the_import_and_keeps_what_was_taken(imported, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    write = ListingWriter.write
    calls = []

    def breaks(self, rows):
        calls.append(rows)
        if len(calls) == 2:
            raise OperationalError("gone")
        return write(self, rows)

    monkeypatch.setattr(ListingWriter, "write", breaks)
    report = imported("startups", "name", "A", "B", "C", "D", "E")
    assert counts(report) == {"created": 2, "refused": 2}
    assert "ligne 4" in report.stopped
    assert not report.is_clean
    monkeypatch.undo()
    assert counts(imported("startups", "name", "A", "B", "C", "D", "E")) == {"unchanged": 2, "created": 3}


def test_progress_and_every_entry_are_told(imported, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    seen, entries = [], []
    imported("startups", "name", "A", "", "B", '"C', "D", on_progress=seen.append, sink=entries.append)
    assert [progress.rows for progress in seen] == [2, 4]
    assert seen[-1].fraction == 1.0
    assert [(entry.line, entry.state) for entry in entries] == [(5, Outcome.REFUSED)]


def test_a_workbook_is_imported_as_a_csv_is(workbook):
    report = import_listings("startup", workbook(["Nom", "Effectif"], ["Écume", 12.0]), source="test")
    assert counts(report) == {"created": 1}
    assert Startup.objects.get().headcount == 12


def test_a_constraint_that_a_row_breaks_is_said_in_the_interfaces_words(imported):
    imported("mentors", "id,name,capacity", "1,A,3")
    Mentor.objects.update(taken_count=2)
    report = imported("mentors", "id,name,capacity", "1,A,1", "2,B,1")
    assert counts(report) == {"refused": 1, "created": 1}
    assert "places prises" in reasons(report)[2]
    assert Mentor.objects.get(name="A").capacity == 3


CELLS = st.text(alphabet=st.sampled_from(list("aé\"',;=|-/0159.€\x00\x01 \n﷼ﷺ😀\u202e")), max_size=12)
COLUMNS = [
    *("id", "name", "siren", "city", "country", "sectors", "email", "website"),
    *("founded_on", "headcount", "amount_sought_usd", "stage", "latitude"),
]


@settings(max_examples=40)
@given(rows=st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=6))
def test_any_cells_are_rows_taken_or_refused_or_the_file_is(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        try:
            report = import_listings("startups", path, dry_run=True, source="test", publish=True)
        except FileRefused:  # so many control characters that it looks like no table at all
            return
    assert report.rows == sum(any(cell.replace("\x00", " ").strip() for cell in row) for row in rows)

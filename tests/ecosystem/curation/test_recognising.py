"""A row meets the listing that it speaks of, whatever the file is called and whatever it says of it."""

import pytest

from ecosystem.curation import importing
from ecosystem.curation.importing import import_listings
from ecosystem.tradeshows.models import TradeShow
from funders.models import Deal, Funder
from startups.models import Startup
from tests.ecosystem.curation.conftest import reasons

pytestmark = pytest.mark.django_db


def counts(report):
    return {outcome.value: count for outcome, count in report.counts.items() if count}


def test_the_same_file_under_another_name_adds_nothing(write, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    lines = ("id,name,city", "1,Ida,Aix", "2,Idb,Aix", "3,Idc,", "4,Idc,", "5,Idc,")
    import_listings("startups", write(*lines, name="ids.csv"))
    before = list(Startup.objects.order_by("pk").values_list("pk", "source", "source_ref", "updated_at"))
    report = import_listings("startups", write(*lines, name="ids (1).csv"))
    assert counts(report) == {"unchanged": 5}
    assert list(Startup.objects.order_by("pk").values_list("pk", "source", "source_ref", "updated_at")) == before


def test_a_row_with_an_identifier_meets_the_listing_of_its_siren_then_of_its_name_and_town(imported):
    own = Startup.objects.create(name="Acme", slug="acme", siren="443061841", city="Aix")
    named = Startup.objects.create(name="Sans numéro", slug="sans", city="Aix")
    lines = ("id,name,city,siren,headcount", "77,Acme SA,Aix,443061841,3", "78,SANS NUMERO,aix,,4")
    report = imported("startups", *lines)
    assert counts(report) == {"updated": 2}
    own.refresh_from_db()
    named.refresh_from_db()
    assert (own.name, own.headcount, named.headcount) == ("Acme SA", 3, 4)
    assert (own.source, own.source_ref) == ("", "")
    assert counts(imported("startups", *lines)) == {"unchanged": 2}


def test_an_identifier_that_comes_twice_is_refused_even_when_its_listing_was_found_by_name(imported, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    Startup.objects.create(name="Acme", slug="acme", city="Aix")
    report = imported("startups", "id,name,city", "7,Acme,Aix", "8,Autre,Aix", "7,Acme,Aix")
    assert (report.refused, Startup.objects.count()) == (1, 2)
    assert "plus haut" in reasons(report)[4]


def test_another_identifier_of_the_same_source_is_another_listing(imported):
    imported("startups", "id,name,city", "1,Jumelle,Aix")
    assert counts(imported("startups", "id,name,city", "2,Jumelle,Aix")) == {"created": 1}


def test_a_name_with_another_siren_is_another_listing(imported):
    Startup.objects.create(name="Acme", slug="acme", city="Aix", siren="443061841")
    assert counts(imported("startups", "id,name,city,siren", "1,Acme,Aix,552100554")) == {"created": 1}


@pytest.mark.parametrize("rows", [("Twin,Aix,552100554", "Twin,Aix,"), ("Twin,Aix,", "Twin,Aix,552100554")])
@pytest.mark.parametrize("batch", [1, 1000])
def test_two_rows_of_one_name_and_town_are_one_listing_when_one_has_no_siren(imported, monkeypatch, rows, batch):
    monkeypatch.setattr(importing, "BATCH", batch)
    report = imported("startups", "name,city,siren", *rows)
    assert counts(report) == {"created": 1, "refused": 1}
    assert "plus haut" in reasons(report)[3]
    assert counts(imported("startups", "name,city,siren", *rows))["refused"] == 1
    assert Startup.objects.count() == 1


def test_two_rows_of_one_name_and_town_with_two_sirens_are_two_listings(imported):
    rows = ("Twin,Aix,552100554", "Twin,Aix,732829320")
    assert counts(imported("startups", "name,city,siren", *rows)) == {"created": 2}
    assert counts(imported("startups", "name,city,siren", *rows)) == {"unchanged": 2}


def test_deals_follow_a_funder_that_was_found_by_its_name(write):
    deals = write("investor_id,company", "i1,Palringo", name="deals.csv")
    funders = ("investor_id,name,city", "i1,Un,Aix")
    import_listings("funders", write(*funders, name="f.csv"), deals=deals)
    report = import_listings("funders", write(*funders, name="f (1).csv"), deals=deals)
    assert counts(report) == {"unchanged": 1}
    assert not report.deals.refused
    assert (Funder.objects.count(), Deal.objects.count()) == (1, 1)


def test_editions_of_one_show_meet_it_whatever_the_file_is_called(write, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    lines = ("show_id,name,year", "s1,Vivatech,2026", "s1,Vivatech,2027")
    import_listings("tradeshows", write(*lines, name="s.csv"))
    assert counts(import_listings("tradeshows", write(*lines, name="s (1).csv"))) == {"unchanged": 2}
    assert TradeShow.objects.get().editions.count() == 2

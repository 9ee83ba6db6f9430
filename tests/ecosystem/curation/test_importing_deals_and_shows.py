"""Funders with their track record, and shows with their editions."""

import pytest

from ecosystem.curation.importing import import_listings
from ecosystem.curation.reading import FileRefused
from ecosystem.tradeshows.models import Edition, TradeShow
from funders.models import Deal, Funder
from tests.ecosystem.curation.conftest import reasons

pytestmark = pytest.mark.django_db
FUNDERS = ("investor_id,name", "i1,Un", "i2,Deux")
DEALS = (
    "investor_id,company,sectors,country,region,city,stage,round_amount_usd,invested_on",
    "i1,Palringo,,,,,,1213010.0,2006-08-01",
    "i1,IRL,mobile,USA,SF Bay,San Mateo,series_b,600000.0,2007-07-01",
    "i2,IRL,mobile,USA,SF Bay,San Mateo,series_c_plus,600000.0,2007-07-01",
)


def counts(report):
    return {outcome.value: count for outcome, count in report.counts.items() if count}


def test_deals_are_tied_to_their_funder_and_imported_once(write):
    funders, deals = write(*FUNDERS), write(*DEALS, DEALS[1], "i9,Nobody,,,,,,,", name="deals.csv")
    report = import_listings("funders", funders, source="us", deals=deals)
    assert counts(report) == {"created": 2}
    assert counts(report.deals) == {"created": 3, "unchanged": 1, "refused": 1}
    assert "i9" in reasons(report.deals)[6]
    deal = Deal.objects.get(funder__source_ref="i1", company="IRL")
    assert (deal.amount, deal.currency, deal.stage, deal.region) == (600_000, "USD", "growth", "SF Bay")
    assert deal.sector is not None
    assert Deal.objects.get(company="Palringo").currency == "USD"
    again = import_listings("funders", funders, source="us", deals=deals)
    assert counts(again) == {"unchanged": 2}
    assert counts(again.deals) == {"unchanged": 4, "refused": 1}
    assert Deal.objects.count() == 3


def test_a_deal_learns_what_a_later_file_adds(write):
    funders = write(*FUNDERS)
    import_listings("funders", funders, source="us", deals=write(*DEALS, name="d.csv"))
    better = DEALS[1].replace("Palringo,,", "Palringo,mobile,")
    report = import_listings("funders", funders, source="us", deals=write(DEALS[0], better, name="d.csv"))
    assert counts(report.deals) == {"updated": 1}
    assert Deal.objects.get(company="Palringo").sector is not None


def test_a_wrong_deals_file_refuses_the_whole_request(write):
    with pytest.raises(FileRefused, match="financeur_id"):
        import_listings("funders", write(*FUNDERS), deals=write("company", "X", name="d.csv"))
    assert not Funder.objects.exists()


def test_a_ticket_whose_bounds_are_crossed_refuses_the_row(imported):
    report = imported("funders", "nom;ticket min;ticket max;type", "A;500 k€;100 k€;fonds", "B;100 k€;500 k€;banque")
    assert counts(report) == {"refused": 1, "created": 1}
    assert "ticket minimal" in reasons(report)[2]
    funder = Funder.objects.get()
    assert (funder.ticket_min_eur, funder.ticket_max_eur, funder.funder_type) == (100_000, 500_000, "bank")


def test_how_a_funder_leads_its_exceptions_and_its_delay_are_read(imported):
    heading = "nom;stades;stades par exception;mène ou suit;délai en jours"
    report = imported("funders", heading, "A;seed;prototype|seed;Mène ou suit;112", "B;seed;;oui;9999")
    assert counts(report) == {"created": 2}
    first, second = Funder.objects.order_by("name")
    assert (first.exception_stages, first.lead, first.lead_time_days) == (["prototype", "seed"], "either", 112)
    assert (second.lead, second.lead_time_days) == ("leads", None), "a delay of years is a mistake: said, not kept"


SHOWS = (
    "name,topics,starts_on,ends_on,city,country,online,languages,url",
    "FOSDEM 2026,opensource,2026-01-31,2026-02-01,Brussels,Belgium,False,EN,https://fosdem.org/2026",
    "Fosdem 2027,opensource,2027-01-30,2027-01-31,Brussels,Belgium,False,EN,https://fosdem.org/2027",
    "CERN PGDay,data|networking,2026-02-06,,Geneva,Switzerland,True,EN,https://pg.example",
)


def test_rows_of_one_show_are_its_editions(imported):
    report = imported("tradeshows", *SHOWS, publish=True)
    assert counts(report) == {"created": 3}
    assert report.made["tradeshows"] == 2
    show = TradeShow.objects.get(name="FOSDEM")
    assert [edition.year for edition in show.editions.all()] == [2026, 2027]
    first = show.editions.first()
    assert (first.dates_confirmed, first.month, str(first.country)) == (True, 1, "BE")
    assert first.website == "https://fosdem.org/2026"
    other = Edition.objects.get(tradeshow__name="CERN PGDay")
    assert (other.dates_confirmed, other.is_online, other.tradeshow.sectors.count()) == (False, True, 2)
    assert counts(imported("tradeshows", *SHOWS, publish=True)) == {"unchanged": 3}


def test_dates_that_become_known_change_the_edition_only(imported):
    imported("tradeshows", *SHOWS)
    report = imported("tradeshows", SHOWS[0], SHOWS[3].replace("2026-02-06,,", "2026-02-06,2026-02-07,"))
    assert counts(report) == {"updated": 1}
    assert Edition.objects.get(tradeshow__name="CERN PGDay").dates_confirmed


def test_wrong_years_and_dates_refuse_the_row(imported):
    report = imported(
        "tradeshows",
        "nom;debut;fin;annee;mois",
        "Salon A;2026-05-02;2026-05-01;;",
        "Salon B;;;;",
        "Salon C;;;2026;juin",
        "Salon C 2026;;;;",
        "Salon D;1950-01-01;;;",
        "Salon E 2027;;;;",
    )
    assert counts(report) == {"created": 2, "refused": 4}
    said = reasons(report)
    for line, words in {2: "précède", 3: "année est inconnue", 5: "plus haut", 6: "1950"}.items():
        assert words in said[line]
    assert Edition.objects.get(tradeshow__name="Salon C").month == 6
    assert Edition.objects.get(tradeshow__name="Salon E").year == 2027

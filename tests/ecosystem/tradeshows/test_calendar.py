"""The calendar: months until dates are confirmed, and a feed that agendas can follow for years."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from ecosystem.tradeshows.agenda import next_closings, year_of
from ecosystem.tradeshows.calendar import month_names
from ecosystem.tradeshows.models import Edition
from tests import factories

pytestmark = pytest.mark.django_db


def events(client: Client) -> dict[str, object]:
    response = client.get("/salons/calendrier.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


@time_machine.travel("2027-01-10 12:00", tick=False)
def test_an_event_keeps_its_uid_when_its_dates_are_confirmed(client: Client) -> None:
    edition = factories.EditionFactory(year=2027, month=6, tradeshow__name="VivaTech")
    ((uid, event),) = events(client).items()
    assert (event["DTSTART"].dt, str(event["STATUS"])) == (date(2027, 6, 1), "TENTATIVE")
    assert "dates à confirmer" in str(event["SUMMARY"])
    edition.starts_on, edition.ends_on, edition.dates_confirmed = date(2027, 6, 16), date(2027, 6, 19), True
    edition.save()
    ((again, event),) = events(client).items()
    assert again == uid
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 6, 16), date(2027, 6, 20))
    assert str(event["STATUS"]) == "CONFIRMED"


@time_machine.travel("2027-01-10 12:00", tick=False)
def test_the_feed_leaves_out_what_is_not_published_or_has_no_month(client: Client) -> None:
    factories.EditionFactory(year=2027, month=None)
    factories.EditionFactory(year=2027, tradeshow=factories.TradeShowFactory())
    factories.EditionFactory(year=2020)
    assert events(client) == {}


@time_machine.travel("2026-11-23 12:00", tick=False)
def test_autumn_opens_on_the_next_year_and_the_address_may_ask_for_another(client: Client) -> None:
    factories.EditionFactory(year=2026, month=11, tradeshow__name="Web Summit")
    factories.EditionFactory(year=2027, month=6, tradeshow__name="VivaTech")
    assert "VivaTech" in client.get("/salons/").content.decode()
    page = client.get("/salons/?annee=2026").content.decode()
    assert "Web Summit" in page
    assert "VivaTech" not in page


def test_a_year_has_twelve_months_and_unconfirmed_dates_are_not_printed(client: Client) -> None:
    dated, undated = (factories.EditionFactory(year=2027, **more) for more in ({"dated": True}, {"month": 3}))
    names, held = month_names(2027), year_of(Edition.objects.all(), date(2027, 1, 1))
    assert (len(names), names[5]) == (12, "Juin")
    assert [stop.edition for stop in held.of_month(6)] == [dated]
    assert [stop.edition for stop in held.of_month(3)] == [undated]
    page = client.get("/salons/?annee=2027").content.decode().replace("\xa0", " ")
    assert "du 16 au 19 juin 2027" in page
    assert "seul son mois est affiché" in page


def test_dates_that_nobody_confirmed_are_not_shown_on_the_page(client: Client) -> None:
    edition = factories.EditionFactory(year=2027, starts_on=date(2027, 6, 16), ends_on=date(2027, 6, 19))
    page = client.get(edition.tradeshow.get_absolute_url()).content.decode()
    assert "16" not in page.split("<h2>Éditions</h2>")[1].split("</table>")[0]


def test_a_cancelled_show_says_so_in_both_languages_and_offers_no_place(client: Client) -> None:
    edition = factories.EditionFactory(is_cancelled=True, stand_places=6, stand_cost_eur=900)
    path = edition.tradeshow.get_absolute_url()
    french, english = (client.get(f"{start}{path}").content.decode() for start in ("", "/en"))
    assert "Salon annulé" in french
    assert "Cancelled" in english.split("<main")[1]
    for page in (french, english):
        assert "/presence/" not in page
        assert 'class="quay' not in page


def test_the_page_gives_the_address_of_the_feed_to_copy_and_to_subscribe_to(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://escale.example"
    page = client.get("/salons/").content.decode()
    assert 'readonly value="https://escale.example/salons/calendrier.ics"' in page
    assert 'href="webcal://escale.example/salons/calendrier.ics"' in page


@time_machine.travel("2026-11-23 12:00", tick=False)
def test_the_year_says_what_is_left_to_take_and_what_closes_next(client: Client) -> None:
    full = factories.EditionFactory(year=2027, month=1, stand_places=1, closes_on=date(2026, 12, 1))
    factories.AttendanceFactory(edition=full, state="exhibiting", on_shared_stand=True)
    factories.EditionFactory(year=2027, month=3, stand_places=8, closes_on=date(2026, 12, 11), tradeshow__name="4YFN")
    factories.EditionFactory(year=2027, month=4, closes_on=date(2026, 11, 23), tradeshow__name="Hannover")
    factories.EditionFactory(year=2027, month=5, closes_on=date(2026, 11, 22))
    factories.EditionFactory(year=2027, month=6, is_cancelled=True, closes_on=date(2027, 2, 1))
    year = year_of(Edition.objects.all(), date(2026, 11, 23))
    said = ["Délégation complète", "8 places", "Candidatures ouvertes", "Candidatures closes", "Salon annulé"]
    assert [stop.standing.label for stop in year.stops] == said
    assert (year.delegations, year.places, year.free) == (2, 9, 8)
    closings = [(edition.tradeshow.name, left, free) for edition, left, free in next_closings(date(2026, 11, 23))]
    assert closings[0] == ("Hannover", "aujourd’hui", None)
    assert closings[2] == ("4YFN", "dans 18 jours", 8)
    page = client.get("/salons/?annee=2027&candidature=on").content.decode()
    assert "4YFN" in page
    assert "Candidatures closes" not in page


def test_the_feed_of_the_page_keeps_its_sectors(client: Client) -> None:
    factories.SectorFactory(root=True, slug="energie")
    page = client.get("/salons/?secteur=energie&q=x&annee=2027").content.decode()
    assert "/salons/calendrier.ics?secteur=energie" in page


@time_machine.travel("2027-07-10 12:00", tick=False)
def test_what_is_left_of_shared_stands_leaves_out_what_is_over_or_does_not_take_place(client: Client) -> None:
    coming = factories.EditionFactory(year=2027, month=9, stand_places=5)
    factories.AttendanceFactory(edition=coming, state="exhibiting", on_shared_stand=True)
    factories.EditionFactory(year=2027, month=2, stand_places=7)
    factories.EditionFactory(year=2027, month=10, stand_places=3, is_cancelled=True)
    held = year_of(Edition.objects.all(), date(2027, 7, 10))
    assert (held.delegations, held.places, held.free) == (2, 12, 4)
    assert "Il en reste 4." in client.get("/salons/?annee=2027").content.decode().replace("\xa0", " ")
    coming.delete()
    past = client.get("/salons/?annee=2027").content.decode().replace("\xa0", " ")
    assert "7 postes" in past
    assert "Tous sont attribués" not in past

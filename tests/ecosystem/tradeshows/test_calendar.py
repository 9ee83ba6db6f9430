"""The calendar: months until dates are confirmed, and a feed that agendas can follow for years."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from ecosystem.tradeshows.calendar import months
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
    held = {month.name: list(month.editions) for month in months([dated, undated], 2027)}
    assert len(held) == 12
    assert held["Juin"] == [dated]
    assert held["Mars"] == [undated]
    page = client.get("/salons/?annee=2027").content.decode().replace("\xa0", " ")
    assert "du 16 au 19 juin 2027" in page
    assert "Dates à confirmer" in page


def test_dates_that_nobody_confirmed_are_not_shown_on_the_page(client: Client) -> None:
    edition = factories.EditionFactory(year=2027, starts_on=date(2027, 6, 16), ends_on=date(2027, 6, 19))
    page = client.get(edition.tradeshow.get_absolute_url()).content.decode()
    assert "16" not in page.split("<h2>Éditions</h2>")[1].split("</table>")[0]


def test_the_page_gives_the_address_of_the_feed_to_copy_and_to_subscribe_to(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://escale.example"
    page = client.get("/salons/").content.decode()
    assert 'readonly value="https://escale.example/salons/calendrier.ics"' in page
    assert 'href="webcal://escale.example/salons/calendrier.ics"' in page

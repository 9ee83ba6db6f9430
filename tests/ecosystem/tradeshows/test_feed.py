"""The feed that agendas subscribe to: read by a parser, and by the letter of RFC 5545."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from ecosystem.core.ical import Entry, calendar
from ecosystem.directory.actions import move_listing
from tests import factories

pytestmark = pytest.mark.django_db


def read(client: Client, address: str = "/salons/calendrier.ics") -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    return {str(event["UID"]).split("@")[0]: event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_lines_are_folded_and_end_as_the_rfc_wants_and_nothing_is_lost(settings: Any) -> None:
    text = "À quai ; « réseau », dès\\l’aube\nPuis : " + "é🚢" * 80
    entry = Entry(key="x", title=text, starts=date(2027, 6, 1), changed_at=datetime(2027, 1, 1, tzinfo=ZoneInfo("UTC")))
    file = calendar("Salons", [entry])
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", file)
    assert max(map(len, file.split(b"\r\n"))) <= 75
    for line in file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        assert re.match(r"^[A-Z-]+(;[A-Z-]+=[^:;]+)*:", line), line
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    assert str(event["SUMMARY"]) == text


@time_machine.travel("2027-01-10 12:00", tick=False)
def test_every_event_has_what_an_agenda_needs_to_update_it(client: Client) -> None:
    factories.EditionFactory(year=2027, dated=True, closes_on=date(2027, 3, 28))
    for event in read(client).values():
        for name in ("UID", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "URL"):
            assert name in event, name


@time_machine.travel("2027-01-10 12:00", tick=False)
def test_applications_close_at_the_last_minute_in_paris_on_both_sides_of_summer_time(client: Client) -> None:
    for day in (date(2027, 3, 27), date(2027, 3, 28)):
        factories.EditionFactory(year=2027, closes_on=day)
    body = client.get("/salons/calendrier.ics?quoi=clotures").content
    assert [str(zone["TZID"]) for zone in Calendar.from_ical(body).walk("VTIMEZONE")] == ["Europe/Paris"]
    starts = sorted(event["DTSTART"].dt for event in Calendar.from_ical(body).walk("VEVENT"))
    assert [one.astimezone(ZoneInfo("UTC")).strftime("%d %H:%M") for one in starts] == ["27 22:59", "28 21:59"]


def test_a_change_raises_the_sequence_and_the_mark_of_the_file(client: Client) -> None:
    with time_machine.travel("2027-01-10 12:00", tick=False):
        edition = factories.EditionFactory(year=2027)
        first = client.get("/salons/calendrier.ics")
        again = client.get("/salons/calendrier.ics", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        (before,) = read(client).values()
    with time_machine.travel("2027-02-10 12:00", tick=False):
        edition.venue = "Parc Chanot"
        edition.save()
        changed = client.get("/salons/calendrier.ics", headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        (after,) = read(client).values()
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_what_is_cancelled_or_withdrawn_says_so_and_names_nothing_that_is_hidden(client: Client) -> None:
    with time_machine.travel("2027-01-10 12:00", tick=False):
        off = factories.EditionFactory(year=2027, is_cancelled=True, tradeshow__name="Posidonia")
        hidden = factories.EditionFactory(year=2027, tradeshow__name="Secret du port", venue="Hangar 7")
    with time_machine.travel("2027-01-12 12:00", tick=False):
        move_listing(hidden.tradeshow, "hide", by=None)
        found = read(client)
        assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}
        assert "Posidonia" in str(found[f"edition-{off.pk}"]["SUMMARY"])
        body = client.get("/salons/calendrier.ics").content.decode()
        assert "Secret" not in body
        assert "Hangar" not in body
    with time_machine.travel("2027-06-12 12:00", tick=False):
        assert f"edition-{hidden.pk}" not in read(client)


@time_machine.travel("2027-01-10 12:00", tick=False)
def test_a_feed_follows_the_filters_of_the_page(client: Client) -> None:
    sector = factories.SectorFactory(root=True, slug="energie")
    kept = factories.EditionFactory(year=2027, closes_on=date(2027, 3, 1), country="DE")
    kept.tradeshow.sectors.add(sector)
    factories.EditionFactory(year=2027)
    assert set(read(client, "/salons/calendrier.ics?secteur=energie&quoi=salons")) == {f"edition-{kept.pk}"}
    assert set(read(client, "/salons/calendrier.ics?pays=DE&quoi=clotures")) == {f"edition-{kept.pk}-cloture"}
    assert len(read(client, "/salons/calendrier.ics?secteur=rien&quoi=autre")) == 3
    slug = kept.tradeshow.slug
    assert len(read(client, f"/salons/{slug}/calendrier.ics")) == 2

"""Who goes to a show: said by the startup, kept by the team, shown on both pages."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from ecosystem.accounts.models import User
from ecosystem.directory.following import bring_back, follow
from ecosystem.tradeshows.actions import say_attendance, withdraw_attendance
from ecosystem.tradeshows.attending import SHOWN, crowd_of, shows_of
from ecosystem.tradeshows.errors import StandFull
from ecosystem.tradeshows.models import Attendance, Edition
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_january")]


@pytest.fixture
def _january():
    with time_machine.travel("2027-01-10 12:00", tick=False):
        yield


@pytest.fixture
def edition() -> Edition:
    made: Edition = factories.EditionFactory(year=2027, month=6, tradeshow__name="VivaTech", tradeshow__slug="vivatech")
    return made


@pytest.fixture
def founder() -> User:
    made: User = factories.UserFactory()
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_founder_says_where_her_startup_goes_and_both_pages_tell_it(edition: Edition, founder: User) -> None:
    startup = factories.StartupFactory(published=True, admin=founder, name="Posidone")
    client, page = signed_in(founder), f"/espace/fiche/{startup.pk}/salons/"
    assert client.get("/salons/vivatech/presence/").headers["Location"] == f"{page}?salon={edition.pk}"
    client.post(page, {"edition": edition.pk, "how": "visit"})
    assert startup.attendances.get().state == Attendance.State.GOING
    assert "Posidone" in Client().get("/salons/vivatech/").content.decode()
    client.post(page, {"edition": edition.pk, "how": "exhibit"})
    said = startup.attendances.get()
    assert said.state == Attendance.State.EXHIBITING
    assert not said.on_shared_stand
    client.post(f"{page}{said.pk}/retrait/")
    assert "Posidone" not in Client().get("/salons/vivatech/").content.decode()


def test_a_show_taken_off_comes_back_as_it_was_said(edition: Edition, founder: User) -> None:
    startup = factories.StartupFactory(published=True, admin=founder)
    said = factories.AttendanceFactory(edition=edition, listing=startup, state="exhibiting", on_shared_stand=True)
    client, page = signed_in(founder), f"/espace/fiche/{startup.pk}/salons/"
    client.post(f"{page}{said.pk}/retrait/")
    assert "VivaTech 2027 n’est plus sur votre page" in client.get(page).content.decode()
    client.post(f"{page}retour/")
    client.post(f"{page}retour/")
    again = startup.attendances.get()
    assert (again.state, again.on_shared_stand) == (Attendance.State.EXHIBITING, True)
    client.post(f"{page}{again.pk}/retrait/")
    Edition.objects.filter(pk=edition.pk).update(stand_places=1)
    factories.AttendanceFactory(edition=edition, state="exhibiting", on_shared_stand=True)
    assert "attribués" in client.post(f"{page}retour/", follow=True).content.decode()
    assert not startup.attendances.exists(), "her place was given to another meanwhile"


def test_the_team_takes_back_a_removal(edition: Edition) -> None:
    said, curator = factories.AttendanceFactory(edition=edition), factories.UserFactory(curator=True)
    client, page = signed_in(curator), f"/equipe/salons/{edition.pk}/presences/"
    client.post(f"{page}{said.pk}/retrait/")
    assert "plus annoncée à ce salon" in client.get(page).content.decode()
    client.post(f"{page}retour/")
    assert edition.attendances.get().listing_id == said.listing_id


def test_nobody_speaks_for_the_startup_of_another(edition: Edition, founder: User) -> None:
    other = factories.AttendanceFactory(edition=edition)
    page = f"/espace/fiche/{other.listing_id}/salons/"
    client = signed_in(founder)
    assert client.get(page).status_code == 404
    assert client.post(page, {"edition": edition.pk, "how": "visit"}).status_code == 404
    assert client.post(f"{page}{other.pk}/retrait/").status_code == 404
    startup = factories.StartupFactory(published=True, admin=founder)
    assert client.post(f"/espace/fiche/{startup.pk}/salons/{other.pk}/retrait/").status_code == 404
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "x", "9" * 40, "-1", "0"])
def test_a_show_that_is_not_in_the_list_is_refused_in_words(founder: User, typed: str) -> None:
    startup = factories.StartupFactory(published=True, admin=founder)
    answer = signed_in(founder).post(f"/espace/fiche/{startup.pk}/salons/", {"edition": typed, "how": "visit"})
    assert answer.status_code == 200
    assert "salon" in str(answer.context["form"].errors["edition"][0])


def test_a_past_show_was_attended(founder: User) -> None:
    past = factories.EditionFactory(year=2026, month=6, tradeshow__name="SIDO")
    startup = factories.StartupFactory(published=True, admin=founder)
    assert say_attendance(past, startup, exhibits=False, by=founder).state == Attendance.State.VISITED
    shows = shows_of(startup, date(2027, 1, 10))
    assert [str(one.edition) for one in shows.past] == ["SIDO 2026"]
    assert not shows.coming
    page = Client().get(startup.get_absolute_url()).content.decode()
    assert 'id="salons"' not in page
    assert "SIDO 2026" in page.split('id="parcours"')[1]


def test_the_shared_stand_takes_as_many_as_it_has_places(edition: Edition) -> None:
    curator = factories.UserFactory(curator=True)
    Edition.objects.filter(pk=edition.pk).update(stand_places=1)
    first, second = (factories.StartupFactory(published=True, name=name) for name in ("Ondine", "Zostère"))
    client, page = signed_in(curator), f"/equipe/salons/{edition.pk}/presences/"
    client.post(page, {"listing": "ondine", "how": "visit", "on_shared_stand": "on"})
    assert first.attendances.get().on_shared_stand
    refused = client.post(page, {"listing": second.get_absolute_url(), "how": "exhibit", "on_shared_stand": "on"})
    assert "Libérez-en un" in refused.content.decode()
    assert not second.attendances.exists()
    say_attendance(edition, first, exhibits=True, by=curator)  # said again, it keeps its place
    assert first.attendances.get().on_shared_stand
    withdraw_attendance(first.attendances.get())
    say_attendance(edition, second, exhibits=True, by=curator, on_shared_stand=True)
    with pytest.raises(StandFull):
        say_attendance(edition, first, exhibits=True, by=curator, on_shared_stand=True)
    assert "1 poste. 1 attribué" in client.get("/salons/vivatech/").content.decode().replace("\xa0", " ")


def test_a_visitor_of_the_show_has_no_place_on_the_stand(edition: Edition, founder: User) -> None:
    said = factories.AttendanceFactory(edition=edition, state="exhibiting", on_shared_stand=True)
    assert not say_attendance(edition, said.listing, exhibits=False, by=founder).on_shared_stand
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.update(on_shared_stand=True)


def test_only_published_startups_are_named_and_a_crowd_is_counted(edition: Edition) -> None:
    factories.AttendanceFactory(edition=edition, listing__name="Brouillon", listing__published=False)
    factories.AttendanceFactory.create_batch(SHOWN + 2, edition=edition)
    crowd = crowd_of(edition)
    assert len(crowd.going) == SHOWN
    assert crowd.more == 2
    assert "Brouillon" not in {one.listing.name for one in crowd.going}


@pytest.mark.parametrize("count", [1, 3])
def test_a_show_s_page_costs_the_same_for_one_and_for_three(
    edition: Edition, count: int, django_assert_max_num_queries: object
) -> None:
    factories.AttendanceFactory.create_batch(count, edition=edition)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert Client().get("/salons/vivatech/").status_code == 200


def test_where_a_startup_goes_follows_it_when_it_is_merged(edition: Edition) -> None:
    said = factories.AttendanceFactory(edition=edition)
    kept, gone = factories.StartupFactory(published=True), said.listing.startup
    moved = follow(kept, gone)
    assert kept.attendances.get() == said
    bring_back(kept, gone, moved)
    assert gone.attendances.get() == said


def test_a_show_is_followed_once_and_by_a_button_only(edition: Edition, founder: User) -> None:
    client = signed_in(founder)
    client.get("/salons/vivatech/suivre/")
    assert not founder.followed_shows.exists()
    for _twice in range(2):
        client.post("/salons/vivatech/suivre/", {"follow": "yes"})
    assert founder.followed_shows.get().tradeshow == edition.tradeshow
    client.post("/salons/vivatech/suivre/", {"follow": "no"})
    assert not founder.followed_shows.exists()


@pytest.mark.parametrize(
    ("closes_on", "is_open"), [(date(2027, 1, 9), False), (date(2027, 1, 10), True), (None, False)]
)
def test_applications_are_open_until_the_evening_of_the_last_day(
    edition: Edition, closes_on: date | None, is_open: bool
) -> None:
    edition.closes_on = closes_on
    assert edition.takes_applications(date(2027, 1, 10)) is is_open


def test_an_address_that_cannot_be_read_is_a_name_that_nobody_bears(edition: Edition) -> None:
    client = signed_in(factories.UserFactory(curator=True))
    answer = client.post(f"/equipe/salons/{edition.pk}/presences/", {"listing": "http://[/", "how": "visit"})
    assert "Aucune fiche publiée" in answer.content.decode()

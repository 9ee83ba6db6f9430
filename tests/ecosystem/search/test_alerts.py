"""An alert is confirmed from its mailbox, tells each new entry once, and stops by one click, without an account."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from ecosystem.core.mail import send_due_mails
from ecosystem.core.mail_choices import EVERYTHING, Rhythm, choose
from ecosystem.core.models import Mail
from ecosystem.home.erasing import erase_account
from ecosystem.home.personal_data import personal_data
from ecosystem.search.actions import Hits
from ecosystem.search.alerts import asking
from ecosystem.search.alerts.asking import MOST, confirm_alert, forget_old_alerts
from ecosystem.search.alerts.errors import TooManyAlerts
from ecosystem.search.alerts.links import path_of, token_of
from ecosystem.search.alerts.mails import ASKED, NEWS, RENEWAL, tell_asked
from ecosystem.search.alerts.sending import send_due
from ecosystem.search.models import Alert
from startups.filters import StartupFilterSet
from tests.factories import AlertFactory, MentorFactory, SectorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 2, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
ADDRESS = "ines@exemple.test"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def ask(client: Client, query: str = "liste=startups&stade=seed", **data: str) -> Alert:
    response = client.post(f"/alertes/nouvelle/?{query}", {"address": ADDRESS, "rhythm": "weekly", **data})
    assert (response.status_code, response.headers["Location"]) == (302, "/alertes/envoyee/")
    return Alert.objects.latest("pk")


def after(clock: time_machine.Traveller, **more: float) -> None:
    clock.move_to(timezone.now() + timedelta(**more))


def test_nothing_is_written_before_the_owner_of_the_address_confirms(
    client: Client, clock: time_machine.Traveller
) -> None:
    alert = ask(client)
    (asked,) = Mail.objects.all()
    assert (asked.template, asked.to) == (ASKED, ADDRESS)
    assert "Startups · Stade\xa0: Amorçage" in asked.text
    assert path_of(alert, "fr") in asked.text
    StartupFactory(published=True, stage="seed")
    after(clock, days=8)
    assert send_due() == 0
    page = path_of(alert, "fr")
    assert "Confirmer l’alerte" in client.get(page).content.decode()
    assert Alert.objects.get().is_pending, "opening the link changes nothing"
    client.post(page, {"act": "confirm"})
    assert Alert.objects.get().is_active


def test_only_what_is_new_is_told_and_each_entry_once(client: Client, clock: time_machine.Traveller) -> None:
    StartupFactory(published=True, stage="seed", name="Déjà Là")
    alert = confirm_alert(ask(client))
    StartupFactory(published=True, stage="seed", name="Toute Neuve", tagline="Des capteurs sous-marins")
    late = StartupFactory(published=True, stage="idea", name="Devenue Autre")
    after(clock, days=6)
    assert send_due() == 0, "a week has not passed"
    after(clock, days=1)
    assert [send_due(), send_due()] == [1, 0], "a second delivery writes nothing"
    news = Mail.objects.get(template=NEWS)
    assert news.subject == "1 nouvelle startup\xa0: Startups · Stade\xa0: Amorçage"
    assert "Toute Neuve" in news.html
    assert "Des capteurs sous-marins" in news.text
    assert "Déjà Là" not in news.text
    late.stage = "seed"
    late.save()
    after(clock, days=7)
    assert send_due() == 1, "an entry that comes to fit is news as well"
    assert "Toute Neuve" not in Mail.objects.filter(template=NEWS).latest("pk").text
    after(clock, days=7)
    assert send_due() == 0
    assert alert.items.filter(told_at=None).count() == 1


def test_a_broad_search_tells_what_was_published_since(
    client: Client, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "KNOWN_MAX", 1)
    before = START - timedelta(days=30)
    StartupFactory.create_batch(2, published=True, published_at=before)
    alert = confirm_alert(ask(client, "liste=startups"))
    assert alert.is_broad
    assert not alert.items.exists()
    StartupFactory(published=True, name="Toute Neuve", published_at=START + timedelta(days=1))
    after(clock, days=7)
    assert send_due() == 1
    assert "1 nouvelle startup" in Mail.objects.get(template=NEWS).subject


def test_a_filter_that_means_nothing_any_more_finds_nothing_rather_than_everything(
    clock: time_machine.Traveller,
) -> None:
    AlertFactory(active=True, query="secteur=disparu")
    StartupFactory(published=True)
    assert send_due() == 0


def test_words_that_are_only_near_those_of_the_alert_are_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    startup = StartupFactory(published=True, name="Capteur")
    AlertFactory(active=True, query="q=captour")
    monkeypatch.setattr(StartupFilterSet, "hits", Hits(pks=(startup.pk,), total=1, approximate=True))
    assert send_due() == 0


def test_the_query_is_kept_in_one_spelling_without_what_narrows_nothing(client: Client) -> None:
    SectorFactory(slug="sante", root=True), SectorFactory(slug="energie", root=True)
    ask(client, "liste=startups&secteur=sante&secteur=energie&page=3&tri=nom&vue=carte&inconnu=1&stade=&effectif_min=x")
    ask(client, "stade=&secteur=energie&secteur=sante&liste=startup")
    (alert,) = Alert.objects.all()
    assert alert.query == "secteur=energie&secteur=sante"


@pytest.mark.parametrize(
    ("query", "counted"), [("liste=mentors", "nouveau mentor"), ("liste=financeurs", ""), ("liste=salons", "")]
)
def test_every_list_can_be_watched(client: Client, clock: time_machine.Traveller, query: str, counted: str) -> None:
    assert client.get(f"/alertes/nouvelle/?{query}").status_code == 200
    confirm_alert(ask(client, query))
    MentorFactory(published=True)
    MentorFactory(published=True, is_discreet=True)
    after(clock, days=7)
    assert send_due() == bool(counted)
    assert counted in Mail.objects.latest("pk").subject


def test_a_list_that_does_not_exist_is_no_page(client: Client) -> None:
    assert client.get("/alertes/nouvelle/?liste=personne").status_code == 404
    assert client.get("/alertes/nouvelle/").status_code == 404


def test_the_page_answers_the_same_whether_the_address_is_known_or_not(client: Client) -> None:
    UserFactory(email=ADDRESS)
    first = client.post("/alertes/nouvelle/?liste=startups", {"address": ADDRESS, "rhythm": "daily"})
    again = client.post("/alertes/nouvelle/?liste=startups", {"address": ADDRESS.upper(), "rhythm": "daily"})
    other = client.post("/alertes/nouvelle/?liste=startups", {"address": "autre@exemple.test", "rhythm": "daily"})
    assert {(one.status_code, one.headers["Location"]) for one in (first, again, other)} == {(302, "/alertes/envoyee/")}
    assert Alert.objects.count() == 2
    assert Mail.objects.filter(to=ADDRESS).count() == 1, "one mail a day however often it is asked for"


def test_an_active_alert_is_not_changed_by_somebody_who_asks_for_it_again(client: Client) -> None:
    confirm_alert(ask(client))
    ask(client, rhythm="daily")
    alert = Alert.objects.get()
    assert (alert.is_active, alert.rhythm) == (True, "weekly")


def test_too_many_requests_of_one_visitor_wait(client: Client) -> None:
    answers = [
        client.post("/alertes/nouvelle/?liste=startups", {"address": f"a{n}@exemple.test", "rhythm": "daily"})
        for n in range(11)
    ]
    assert [one.status_code for one in answers] == [302] * 10 + [429]


def test_the_program_of_the_mailbox_stops_the_alert_by_one_post_without_cookies(client: Client) -> None:
    alert, other = AlertFactory(active=True), AlertFactory(active=True)
    StartupFactory(published=True)
    send_due()
    send_due_mails()
    sent = next(one for one in outbox.outbox if one.to == [alert.address])
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    strict = Client(enforce_csrf_checks=True)
    strict.get(stop), strict.head(stop)
    assert Alert.objects.active().count() == 2, "opening it changes nothing"
    assert strict.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Alert.objects.active()) == [other]
    client.post(path_of(alert, "fr"), {"act": "confirm"})
    assert Alert.objects.active().count() == 2, "and it can be taken up again"


def test_a_mail_that_waits_does_not_leave_once_the_alert_is_stopped(client: Client) -> None:
    alert = AlertFactory(active=True)
    StartupFactory(published=True)
    send_due()
    client.post(path_of(alert, "fr"), {"act": "stop"})
    send_due_mails()
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_who_refuses_every_mail_has_no_alert_left_until_she_asks_again() -> None:
    alert = AlertFactory(active=True)
    choose(alert.address, EVERYTHING, Rhythm.NEVER)
    assert Alert.objects.get().state == Alert.State.STOPPED
    confirm_alert(alert)
    StartupFactory(published=True)
    assert send_due(timezone.localdate() + timedelta(days=7)) == 1
    assert Mail.objects.get(template=NEWS).state == Mail.State.QUEUED


def test_a_year_without_a_word_is_asked_about_and_a_month_without_an_answer_stops(
    client: Client, clock: time_machine.Traveller
) -> None:
    kept, left = AlertFactory(active=True), AlertFactory(active=True)
    after(clock, days=360)
    send_due(), send_due()
    assert Mail.objects.filter(template=RENEWAL).count() == 2
    assert "Garder l’alerte" in client.get(path_of(kept, "fr")).content.decode()
    client.post(path_of(kept, "fr"), {"act": "confirm"})
    after(clock, days=31)
    send_due()
    assert list(Alert.objects.active()) == [kept]
    assert Alert.objects.get(pk=left.pk).state == Alert.State.STOPPED


def test_the_rhythm_is_changed_from_the_link(client: Client) -> None:
    alert = AlertFactory(active=True)
    client.post(path_of(alert, "fr"), {"rhythm": "daily"})
    alert.refresh_from_db()
    assert (alert.rhythm, alert.next_on) == ("daily", timezone.localdate() + timedelta(days=1))
    client.post(path_of(alert, "fr"), {"rhythm": "hourly"})
    assert Alert.objects.get().rhythm == "daily"


def test_an_address_follows_a_score_of_searches_at_most() -> None:
    for number in range(MOST):
        AlertFactory(active=True, address=ADDRESS, query=f"q={number}")
    with pytest.raises(TooManyAlerts):
        confirm_alert(AlertFactory(address=ADDRESS))


def test_a_member_has_her_alert_at_once_and_finds_it_again(client: Client) -> None:
    person = UserFactory(email="Nadia@exemple.test")
    client.force_login(person)
    response = client.post("/alertes/nouvelle/?liste=startups&q=capteur", {"rhythm": "fortnightly"})
    alert = Alert.objects.get()
    assert response.headers["Location"] == reverse("search:alert", args=[token_of(alert)])
    assert (alert.is_active, alert.address, Mail.objects.count()) == (True, "nadia@exemple.test", 0)
    AlertFactory(active=True)
    listed = client.get("/alertes/").content.decode()
    assert "«\xa0capteur\xa0»" in listed
    assert listed.count("Régler") == 1
    assert [one["query"] for one in personal_data(person)["alerts"]] == ["q=capteur"]
    erase_account(person)
    assert not Alert.objects.of("nadia@exemple.test").exists()


def test_what_was_not_confirmed_or_was_stopped_is_forgotten(clock: time_machine.Traveller) -> None:
    AlertFactory(), AlertFactory(active=True)
    AlertFactory(state=Alert.State.STOPPED, stopped_at=timezone.now())
    after(clock, days=8)
    assert forget_old_alerts(timezone.now()) == 1
    after(clock, days=23)
    assert forget_old_alerts(timezone.now()) == 1
    assert Alert.objects.get().is_active


def test_a_link_that_nobody_signed_opens_nothing(client: Client) -> None:
    alert = AlertFactory(active=True)
    token = token_of(alert)
    assert client.get(f"/alertes/{token[:-2]}/").status_code == 404
    assert client.post(f"/alertes/{token[:-2]}/arret/").status_code == 404
    alert.delete()
    assert client.get(f"/alertes/{token}/").status_code == 404


def test_a_reader_of_english_gets_her_words(client: Client) -> None:
    client.post("/en/alertes/nouvelle/?liste=startups", {"address": ADDRESS, "rhythm": "daily"})
    alert = Alert.objects.get()
    assert alert.language == "en"
    assert f"/en/alertes/{token_of(alert)}/" in Mail.objects.get().text
    with translation.override("fr"):  # as in a task
        tell_asked(AlertFactory(language="en", rhythm="weekly"))
    assert "every week" in Mail.objects.latest("pk").text

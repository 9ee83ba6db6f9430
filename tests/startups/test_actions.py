"""Startups and needs: what the actions hold."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ecosystem.core.errors import IllegalMove
from ecosystem.directory import actions as listings
from ecosystem.directory.models import Listing
from ecosystem.directory.taken import SirenTaken
from startups import actions
from startups.errors import LastAdmin, ListingIncomplete, NeedIncomplete, NeedIsHistory, NeedOverdue
from startups.models import Member, Need, NeedMove, Startup
from startups.tasks import expire_overdue_needs
from startups.team import remove_member
from tests.concurrency import at_once
from tests.factories import MemberFactory, NeedFactory, SectorFactory, SkillFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
SIREN = "732829320"


def test_whoever_creates_a_startup_administers_it() -> None:
    person = UserFactory(full_name="Inès Vidal")
    sector = SectorFactory()
    startup = actions.create_startup(by=person, name="Calanque Robotics", sectors=[sector])
    member = startup.members.get()
    assert (member.user, member.name, member.role) == (person, "Inès Vidal", Member.Role.ADMIN)
    assert startup.state == Listing.State.DRAFT
    assert startup.created_by == person
    assert list(startup.sectors.all()) == [sector]


def test_a_team_never_shows_somebody_s_address() -> None:
    startup = actions.create_startup(by=UserFactory(full_name="", email="ines@exemple.test"), name="Calanque")
    assert startup.members.get().name == "ines"


def test_two_startups_of_one_name_have_two_addresses() -> None:
    slugs = [actions.create_startup(by=UserFactory(), name="Écume").slug for _ in range(3)]
    assert slugs == ["ecume", "ecume-2", "ecume-3"]


def test_a_siren_belongs_to_one_live_startup() -> None:
    StartupFactory(siren=SIREN)
    with pytest.raises(SirenTaken):
        actions.create_startup(by=UserFactory(), name="Jumelle", siren=SIREN)
    other = StartupFactory()
    with pytest.raises(SirenTaken):
        actions.update_startup(other, by=UserFactory(), siren=SIREN)
    assert Startup.objects.filter(siren=SIREN).count() == 1


def test_an_archived_startup_gives_its_siren_back() -> None:
    StartupFactory(siren=SIREN, state=Listing.State.ARCHIVED)
    assert actions.create_startup(by=UserFactory(), name="Reprise", siren=SIREN).siren == SIREN


def test_an_update_keeps_the_address_and_the_state() -> None:
    startup = StartupFactory(published=True, name="Calanque")
    actions.update_startup(startup, by=UserFactory(curator=True), name="Calanque Robotics", city="La Ciotat")
    startup.refresh_from_db()
    assert (startup.name, startup.city) == ("Calanque Robotics", "La Ciotat")
    assert (startup.slug, startup.state) == ("calanque", Listing.State.PUBLISHED)
    assert startup.sort_name == "calanque robotics"


def test_an_incomplete_listing_is_not_submitted_and_says_what_is_missing() -> None:
    startup = StartupFactory(tagline="")
    with pytest.raises(ListingIncomplete) as refusal:
        actions.submit_startup(startup, by=UserFactory())
    assert "une phrase qui dit ce que vous faites" in str(refusal.value)
    assert "au moins un secteur" in str(refusal.value)
    startup.refresh_from_db()
    assert startup.state == Listing.State.DRAFT


def test_a_complete_listing_is_submitted_once() -> None:
    person = UserFactory()
    startup = StartupFactory(sectors=[SectorFactory()])
    actions.submit_startup(startup, by=person)
    assert startup.state == Listing.State.SUBMITTED
    assert startup.moves.get().by == person
    with pytest.raises(IllegalMove):
        actions.submit_startup(startup, by=person)


def test_the_last_admin_stays() -> None:
    startup = StartupFactory()
    first, second = MemberFactory(startup=startup), MemberFactory(startup=startup)
    remove_member(first)
    with pytest.raises(LastAdmin):
        remove_member(second)
    assert list(startup.members.all()) == [second]


def test_an_admin_without_an_account_does_not_count() -> None:
    startup = StartupFactory()
    MemberFactory(startup=startup, user=None)
    only = MemberFactory(startup=startup)
    with pytest.raises(LastAdmin):
        remove_member(only)


def test_a_need_is_opened_when_it_is_complete() -> None:
    person = UserFactory()
    need = actions.create_need(StartupFactory(), by=person, title="Un distributeur", topic=None)
    with pytest.raises(NeedIncomplete):
        actions.open_need(need, by=person)
    actions.update_need(need, by=person, topic=SkillFactory())
    actions.open_need(need, by=person)
    assert need.state == Need.State.OPEN
    move = NeedMove.objects.get(need=need)
    assert (move.from_state, move.to_state, move.by) == ("draft", "open", person)


def test_a_need_of_spaces_is_not_complete() -> None:
    with pytest.raises(NeedIncomplete):
        actions.open_need(NeedFactory(title="   "), by=UserFactory())


def test_a_need_whose_date_is_past_is_not_opened() -> None:
    need = NeedFactory(deadline_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NeedOverdue):
        actions.open_need(need, by=UserFactory())


def test_an_open_need_stays_complete() -> None:
    need = NeedFactory(opened=True)
    with pytest.raises(NeedIncomplete):
        actions.update_need(need, by=UserFactory(), topic=None)
    need.refresh_from_db()
    assert need.topic is not None


@pytest.mark.parametrize("verb", ["open", "expire", "serve"])
def test_a_closed_need_does_not_move_any_more(verb: actions.NeedVerb) -> None:
    need = NeedFactory(opened=True)
    actions.close_need(need, by=UserFactory(), reason="Trouvé ailleurs")
    with pytest.raises(IllegalMove):
        actions.move_need(need, verb, by=UserFactory())
    assert NeedMove.objects.get(need=need).reason == "Trouvé ailleurs"


def test_a_need_that_ended_is_not_rewritten() -> None:
    need = NeedFactory(opened=True)
    actions.close_need(need, by=UserFactory())
    with pytest.raises(NeedIsHistory):
        actions.update_need(need, by=UserFactory(), title="Autre chose")


def test_a_draft_is_not_closed() -> None:
    with pytest.raises(IllegalMove):
        actions.close_need(NeedFactory(), by=UserFactory())


def test_only_overdue_open_needs_expire_and_only_once() -> None:
    today = date(2026, 12, 1)
    late = NeedFactory(opened=True, deadline_on=date(2026, 11, 30))
    last_day = NeedFactory(opened=True, deadline_on=today)
    draft = NeedFactory(deadline_on=date(2026, 1, 1))
    assert actions.expire_overdue_needs(today) == 1
    assert actions.expire_overdue_needs(today) == 0
    states = [Need.objects.get(pk=need.pk).state for need in (late, last_day, draft)]
    assert states == ["expired", "open", "draft"]
    assert NeedMove.objects.get().by is None


def test_a_need_that_cannot_expire_does_not_hold_the_others() -> None:
    first, broken, last = NeedFactory.create_batch(3, opened=True, deadline_on=date(2026, 11, 30))

    def listen(sender: type[Need], need: Need, **kwargs: object) -> None:
        if need.pk == broken.pk:
            raise OSError("index illisible")

    actions.need_moved.connect(listen)
    try:
        with pytest.raises(OSError, match="index illisible"):
            actions.expire_overdue_needs(date(2026, 12, 1))
    finally:
        actions.need_moved.disconnect(listen)
    assert [Need.objects.get(pk=need.pk).state for need in (first, broken, last)] == ["expired", "open", "expired"]


def test_the_task_expires_by_today_s_date() -> None:
    NeedFactory(opened=True, deadline_on=timezone.localdate() - timedelta(days=1))
    assert expire_overdue_needs() == 1


def test_a_move_of_a_need_is_told() -> None:
    told: list[tuple[str, str]] = []

    def listen(sender: type[Need], need: Need, from_state: str, to_state: str, **kwargs: object) -> None:
        told.append((from_state, to_state))

    actions.need_moved.connect(listen)
    try:
        actions.open_need(NeedFactory(), by=UserFactory())
    finally:
        actions.need_moved.disconnect(listen)
    assert told == [("draft", "open")]


def test_an_address_taken_between_the_look_and_the_write_gives_way_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    StartupFactory(name="Écume", slug="ecume")
    looks = iter(["ecume"])
    look = listings.free_slug
    monkeypatch.setattr(listings, "free_slug", lambda *args: next(looks, None) or look(*args))
    assert actions.create_startup(by=UserFactory(), name="Écume").slug == "ecume-2"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twelve_times_at_once_is_one_draft() -> None:
    person = UserFactory()
    assert at_once(12, lambda _: actions.create_startup(by=person, name="Écume")) == {"done": 12}
    assert Startup.objects.get().members.get().user == person


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_people_who_choose_one_name_at_once_get_two_addresses() -> None:
    people = UserFactory.create_batch(4)
    assert at_once(4, lambda n: actions.create_startup(by=people[n], name="Écume")) == {"done": 4}
    assert Startup.objects.values("slug").distinct().count() == 4


def test_the_form_of_a_need_that_goes_from_one_startup_to_another_writes_two_needs() -> None:
    person, first, second = UserFactory(), StartupFactory(), StartupFactory()
    for startup in (first, second):
        actions.create_need(startup, by=person, title="Un distributeur", topic=None, draft_key="a" * 36)
    assert [need.startup for need in Need.objects.order_by("pk")] == [first, second]

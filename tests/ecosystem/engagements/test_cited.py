"""A mentor's public page names the startups that agreed to it, and no others."""

from typing import Any

import pytest
from django.test import Client

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.models import User
from startups.models import Startup
from tests.factories import EngagementFactory, MemberFactory, MentorFactory, NeedFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder() -> User:
    user: User = UserFactory()
    return user


@pytest.fixture
def startup(founder: User) -> Startup:
    made: Startup = StartupFactory(published=True, admin=founder, name="Kermès")
    return made


def say(person: User, given: bool) -> None:
    record_consent(person, Purpose.CITED, given, where="compte", space="founder")


def page_of(mentor: Any) -> str:
    return Client().get(mentor.get_absolute_url()).content.decode()


def test_a_startup_is_named_from_its_yes_to_its_no(founder: User, startup: Startup) -> None:
    mentor = MentorFactory(published=True)
    need = NeedFactory(startup=startup, opened=True, title="Premier distributeur en Italie", is_public=True)
    EngagementFactory(mentor=mentor, need=need)
    EngagementFactory(
        mentor=mentor, need=NeedFactory(startup=StartupFactory(published=True, name="Muette"), opened=True)
    )
    assert "Kermès" not in page_of(mentor)
    say(founder, True)
    page = page_of(mentor)
    for shown in ("Kermès", "Premier distributeur en Italie", "1 autre n’est pas nommée."):
        assert shown in page
    assert "Muette" not in page
    say(founder, False)
    assert "Kermès" not in page_of(mentor)


def test_one_refusal_among_the_admins_is_enough_and_a_member_s_yes_is_not(founder: User, startup: Startup) -> None:
    member = MemberFactory(startup=startup, user=UserFactory(), role="member").user
    say(member, True)
    assert not Startup.objects.citable().exists()
    say(founder, True)
    assert list(Startup.objects.citable()) == [startup]
    other = MemberFactory(startup=startup, user=UserFactory(), role="admin").user
    assert list(Startup.objects.citable()) == [startup], "who was never asked has not refused"
    say(other, False)
    assert not Startup.objects.citable().exists()


def test_what_is_not_shown_in_the_directory_nor_a_need_kept_back_is_not_told(founder: User, startup: Startup) -> None:
    say(founder, True)
    mentor = MentorFactory(published=True)
    EngagementFactory(mentor=mentor, need=NeedFactory(startup=startup, opened=True, title="En secret", is_public=False))
    page = page_of(mentor)
    assert "Kermès" in page
    assert "En secret" not in page
    Startup.objects.update(is_discreet=True)
    assert "Kermès" not in page_of(mentor)

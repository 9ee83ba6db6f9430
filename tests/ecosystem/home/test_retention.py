"""What is kept for a time only: told before it goes, gone on its day, and nothing else goes with it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.models import Consent, User
from ecosystem.core.models import Mail
from ecosystem.directory.claiming.forgetting import NOBODY
from ecosystem.home.erasing import erase_account
from ecosystem.home.mail_words import INACTIVE
from ecosystem.home.retention import (
    RULES,
    UNUSED_AFTER,
    WARNED_BEFORE,
    anonymise_unused,
    drop_proofs,
    drop_unconfirmed,
    empty_addresses,
    warn_unused,
)
from tests.factories import (
    ClaimFactory,
    InvitationFactory,
    MailFactory,
    ReportFactory,
    StartupFactory,
    SuggestionFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
YEAR = timedelta(days=366)


def left(ago: timedelta, **more: Any) -> User:
    """Somebody who was last seen so long ago."""
    person: User = UserFactory(date_joined=NOW - 5 * YEAR, last_login=NOW - ago, **more)
    return person


def test_an_unused_account_is_told_once_then_goes_a_month_later() -> None:
    person = left(UNUSED_AFTER - WARNED_BEFORE + DAY, full_name="Inès Vidal")
    left(UNUSED_AFTER - WARNED_BEFORE - DAY), left(UNUSED_AFTER + DAY, is_superuser=True)
    VersionFactory(by=left(UNUSED_AFTER), at=NOW - DAY)
    assert [warn_unused(NOW), warn_unused(NOW)] == [1, 0]
    mail = Mail.objects.get(template=INACTIVE, reader=person)
    assert "sera effacé le" in mail.subject
    assert anonymise_unused(NOW + WARNED_BEFORE - DAY) == 0
    Mail.objects.filter(pk=mail.pk).update(created_at=NOW)
    assert anonymise_unused(NOW + WARNED_BEFORE) == 1
    person.refresh_from_db()
    assert (person.is_active, person.full_name) == (False, "")


def test_who_comes_back_after_the_warning_keeps_her_account() -> None:
    person = left(UNUSED_AFTER - WARNED_BEFORE + DAY)
    warn_unused(NOW)
    User.objects.filter(pk=person.pk).update(last_login=NOW + DAY)
    assert anonymise_unused(NOW + WARNED_BEFORE) == 0
    assert anonymise_unused(NOW + DAY + UNUSED_AFTER + DAY) == 0, "three years later she is warned anew first"


def test_who_is_alone_in_charge_of_a_listing_on_line_stays() -> None:
    person = left(UNUSED_AFTER - WARNED_BEFORE + DAY)
    StartupFactory(published=True, admin=person)
    warn_unused(NOW)
    Mail.objects.update(created_at=NOW)
    assert anonymise_unused(NOW + WARNED_BEFORE) == 0
    assert User.objects.get(pk=person.pk).is_active


def test_an_account_that_nobody_confirmed_goes() -> None:
    old = NOW - 40 * DAY
    for verified, login in ((False, None), (True, None), (False, old)):
        user = UserFactory(date_joined=old, last_login=login)
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    UserFactory(date_joined=old)
    assert [drop_unconfirmed(NOW), drop_unconfirmed(NOW)] == [1, 0]
    assert User.objects.count() == 3


def test_addresses_go_a_year_after_what_they_served_for() -> None:
    over = {"ended_at": NOW - YEAR}
    gone = InvitationFactory(email="a@exemple.test", name="Alice", state="closed", **over)
    kept = [InvitationFactory(state="accepted", **over), InvitationFactory(state="closed", ended_at=NOW)]
    claim = ClaimFactory(state="refused", decided_at=NOW - YEAR, message="moi", address="b@exemple.test")
    told = [
        make(email="c@exemple.test", decided_at=NOW - YEAR, **more)
        for make, more in ((SuggestionFactory, {"state": "refused"}), (ReportFactory, {"outcome": "kept"}))
    ]
    mail = MailFactory(to="d@exemple.test", reader=None, text="d@exemple.test", state="sent", sent_at=NOW)
    Mail.objects.update(created_at=NOW - YEAR)
    assert [empty_addresses(NOW), empty_addresses(NOW)] == [5, 0]
    for row in (gone, claim, mail, *told, *kept):
        row.refresh_from_db()
    assert (gone.email, gone.name, claim.message, claim.address, mail.to, mail.text) == (NOBODY, "", "", "", NOBODY, "")
    assert [row.email for row in told] == ["", ""]
    assert NOBODY not in {row.email for row in kept}


def test_sealed_proofs_go_after_three_years_and_those_of_members_stay() -> None:
    gone, member = UserFactory(), UserFactory()
    for person in (gone, member):
        record_consent(person, Purpose.PUBLISH, True, where="compte")
    erase_account(gone)
    Consent.objects.update(at=NOW - 4 * YEAR)
    assert drop_proofs(NOW) > 0
    assert {row.user for row in Consent.objects.all()} == {member}


def test_the_command_runs_every_rule() -> None:
    said = StringIO()
    call_command("forget_in_time", stdout=said)
    assert said.getvalue().count(": 0") == len(RULES)

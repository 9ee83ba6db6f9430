"""What a person agrees to: written once, never rewritten, and acted upon at once when it is taken back."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.accounts.consents import Purpose, agree, has_refused, record_consent, standings
from ecosystem.accounts.models import Consent, User
from ecosystem.directory.models import Listing
from ecosystem.matching.models import Proposal
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Member, Need, Startup
from tests.factories import (
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CONSENT, PROOFS, ACCOUNT = "/compte/accords/", "/compte/accords/preuves/", "/compte/"


@pytest.fixture
def person() -> User:
    user: User = UserFactory(full_name="Inès Vidal")
    return user


def say(client: Client, person: Any, purpose: str, given: str) -> Any:
    client.force_login(person)
    return client.post(CONSENT, {"purpose": purpose, "given": given})


def test_a_word_is_written_with_what_was_read_and_the_same_twice_is_one(person: User) -> None:
    first = record_consent(person, Purpose.MATCHING, True, where="compte", space="mentor")
    assert record_consent(person, Purpose.MATCHING, True, where="compte") == first
    assert first.proof["title"] == "Me proposer des startups"
    assert first.proof["where"] == "compte"
    record_consent(person, Purpose.MATCHING, False, where="compte")
    record_consent(person, Purpose.MATCHING, True, where="compte")
    assert [row.given for row in Consent.objects.filter(user=person)] == [True, False, True]


def test_who_was_never_asked_has_not_refused(person: User) -> None:
    assert not has_refused(person, Purpose.PUBLISH)
    record_consent(person, Purpose.PUBLISH, False, where="compte")
    assert has_refused(person, Purpose.PUBLISH)
    agree(person, Purpose.PUBLISH, where="envoi")
    assert not has_refused(person, Purpose.PUBLISH)


def test_the_page_says_given_refused_or_taken_back(person: User) -> None:
    record_consent(person, Purpose.PUBLISH, True, where="compte")
    record_consent(person, Purpose.CITED, False, where="compte")
    record_consent(person, Purpose.RAISE, True, where="compte")
    record_consent(person, Purpose.RAISE, False, where="compte")
    found = {one.purpose: (one.given, one.was_given) for one in standings(person, "founder")}
    assert found == {
        Purpose.PUBLISH: (True, True),
        Purpose.MATCHING: (None, False),
        Purpose.RAISE: (False, True),
        Purpose.CITED: (False, False),
        Purpose.NEWSLETTER: (None, False),
    }


def test_the_switches_work_without_scripts_and_the_proofs_are_taken_away(client: Client, person: User) -> None:
    StartupFactory(admin=person)
    assert say(client, person, "publish", "yes")["Location"] == ACCOUNT
    page = client.get(ACCOUNT).content.decode()
    assert 'aria-checked="true"' in page
    assert "Accordé le" in page
    say(client, person, "publish", "no")
    assert "Retiré le" in client.get(ACCOUNT).content.decode()
    proofs = client.get(PROOFS)
    assert proofs["Content-Disposition"].startswith("attachment")
    rows = json.loads(proofs.content)["consents"]
    assert [row["given"] for row in rows] == [True, False]
    assert "Nom, rôle et phrase" in rows[0]["proof"]


@pytest.mark.parametrize("data", [{"purpose": "everything", "given": "yes"}, {"purpose": "publish", "given": "maybe"}])
def test_another_purpose_or_another_word_does_not_exist(client: Client, person: User, data: dict[str, str]) -> None:
    client.force_login(person)
    assert client.post(CONSENT, data).status_code == 404
    assert client.get(CONSENT).status_code == 405
    assert not Consent.objects.exists()


@pytest.mark.parametrize("factory", [MentorFactory, FunderFactory])
def test_taking_back_the_publication_hides_one_s_own_listing_at_once(client: Client, factory: Any) -> None:
    listing = factory(published=True)
    say(client, listing.user, "publish", "no")
    listing.refresh_from_db()
    assert listing.state == Listing.State.HIDDEN
    move = listing.moves.last()
    assert (move.by, move.reason) == (listing.user, "Accord de publication retiré.")
    assert Client().get(listing.get_absolute_url()).status_code == 404


def test_a_listing_that_another_admin_holds_stays(client: Client, person: User) -> None:
    alone = StartupFactory(published=True, admin=person)
    shared = StartupFactory(published=True, admin=person)
    MemberFactory(startup=shared, user=UserFactory(), role=Member.Role.ADMIN)
    waiting = StartupFactory(submitted=True, admin=person)
    say(client, person, "publish", "no")
    states = {one.pk: one.state for one in Startup.objects.all()}
    assert states == {
        alone.pk: Listing.State.HIDDEN,
        shared.pk: Listing.State.PUBLISHED,
        waiting.pk: Listing.State.CHANGES_REQUESTED,
    }


def test_taking_back_the_proposals_keeps_a_mentor_out_of_rounds_and_ends_what_waits(client: Client) -> None:
    proposal = ProposalFactory(sent=True)
    mentor, other = proposal.mentor, MentorFactory(published=True)
    assert set(Mentor.objects.proposable()) == {mentor, other}
    say(client, mentor.user, "matching", "no")
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.WITHDRAWN
    assert list(Mentor.objects.proposable()) == [other]
    assert list(Mentor.objects.available(timezone.localdate())) == [other]
    assert Client().get(mentor.get_absolute_url()).status_code == 200, "the page itself stays"
    say(client, mentor.user, "matching", "yes")
    assert set(Mentor.objects.proposable()) == {mentor, other}


def test_a_funder_who_takes_back_the_proposals_is_out_too(client: Client) -> None:
    funder = FunderFactory(published=True)
    say(client, funder.user, "matching", "no")
    assert not Funder.objects.proposable().exists()


def test_a_startup_stays_in_rounds_while_one_of_its_admins_agrees(client: Client, person: User) -> None:
    need = NeedFactory(startup=StartupFactory(published=True, admin=person), opened=True)
    colleague = MemberFactory(startup=need.startup, user=UserFactory(), role=Member.Role.ADMIN).user
    today = timezone.localdate()
    say(client, person, "matching", "no")
    assert list(Need.objects.matchable(today)) == [need]
    say(client, colleague, "matching", "no")
    assert not Need.objects.matchable(today).exists()

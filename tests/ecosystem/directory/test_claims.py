"""A listing is claimed by request or by a link to its own address: decided once, told by mail, written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail import holds
from ecosystem.core.models import Mail
from ecosystem.directory.claiming import claims
from ecosystem.directory.claiming.errors import AlreadyHeld, AlreadyYours, JustSent, LinkSpent
from ecosystem.directory.claiming.links import token_of, veiled
from ecosystem.directory.errors import AlreadyDecided
from ecosystem.directory.models import Claim
from mentors.errors import AlreadyMentor
from startups.models import Member, Startup
from tests.factories import ClaimFactory, MemberFactory, MentorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "un-bon-mot-de-passe-42"


@pytest.fixture
def theo() -> User:
    person: User = UserFactory(full_name="Théo Maurel", email="theo@exemple.test")
    return person


@pytest.fixture
def orphan() -> Startup:
    startup: Startup = StartupFactory(name="Calanque Robotics", published=True, contact_email="jeanne@domaine.fr")
    return startup


def mails(end: str) -> list[Mail]:
    return list(Mail.objects.filter(template__endswith=end).order_by("pk"))


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_an_address_is_shown_veiled() -> None:
    assert veiled("jeanne@domaine.fr") == "j***@d***.fr"
    assert veiled("x@a.b.org") == "x***@a***.org"
    assert veiled("rien") == "***"


def test_a_request_is_written_once_and_the_admin_is_told(client: Client, theo: User) -> None:
    admin = UserFactory(full_name="Inès Vidal")
    startup = StartupFactory(name="Calanque Robotics", published=True, admin=admin)
    client.force_login(theo)
    page = client.get(startup.get_absolute_url()).content.decode()
    assert "/reprendre/startup/calanque-robotics/" in page
    for _ in range(2):
        response = client.post("/reprendre/startup/calanque-robotics/", {"message": "Je suis la cofondatrice."})
        assert response.status_code == 302
    claim = Claim.objects.get()
    assert (claim.by, claim.listing_id, claim.state) == (theo, startup.pk, "pending")
    [mail] = mails("claim_asked")
    assert mail.to == admin.email
    assert "Théo Maurel" in mail.text
    assert f"/espace/fiche/{startup.pk}/equipe/" in mail.text


def test_the_door_is_not_shown_to_those_who_hold_the_listing(client: Client, theo: User) -> None:
    mine = MentorFactory(user=theo, published=True)
    startup = StartupFactory(published=True, admin=UserFactory())
    MemberFactory(startup=startup, user=theo)
    client.force_login(theo)
    for listing in (mine, startup):
        assert "/reprendre/" not in client.get(listing.get_absolute_url()).content.decode()


def test_a_request_without_a_word_keeps_the_page_and_says_why(client: Client, theo: User, orphan: Startup) -> None:
    client.force_login(theo)
    response = client.post("/reprendre/startup/calanque-robotics/", {"message": " "})
    assert response.status_code == 422
    assert "Dites en une phrase" in response.content.decode()


def test_the_admin_accepts_as_a_member_and_the_asker_is_told(client: Client, theo: User) -> None:
    admin = UserFactory()
    startup = StartupFactory(published=True, admin=admin)
    claim = ClaimFactory(listing=startup, by=theo)
    client.force_login(admin)
    client.post(
        f"/espace/fiche/{startup.pk}/equipe/demandes/{claim.pk}/", {"decision": "member", "answer": "Bienvenue"}
    )
    assert startup.members.get(user=theo).role == Member.Role.MEMBER
    [mail] = mails("claim_approved")
    assert (mail.to, "Bienvenue" in mail.text) == (theo.email, True)
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == ("approved", admin)


def test_the_team_decides_for_a_listing_of_nobody(client: Client, theo: User, orphan: Startup) -> None:
    claim = claims.ask(orphan, by=theo, message="C’est moi.")
    curator = UserFactory(curator=True)
    client.force_login(curator)
    assert "Théo Maurel" in client.get("/equipe/reprises/").content.decode()
    client.post(f"/equipe/reprises/{claim.pk}/decision/", {"decision": "accept"})
    assert orphan.members.get(user=theo).role == Member.Role.ADMIN
    assert "Acceptée" in client.get("/equipe/reprises/?etat=decidees").content.decode()


def test_a_refusal_gives_nothing_and_says_the_word(theo: User, orphan: Startup) -> None:
    claim = claims.ask(orphan, by=theo)
    claims.decide(claim, by=UserFactory(curator=True), accept=False, answer="Nous ne vous connaissons pas.")
    assert not orphan.members.exists()
    assert "Nous ne vous connaissons pas" in mails("claim_refused")[0].text


def test_a_claim_is_decided_once(theo: User, orphan: Startup) -> None:
    claim = claims.ask(orphan, by=theo)
    curator = UserFactory(curator=True)
    claims.decide(claim, by=curator, accept=False)
    for accept in (True, False):
        with pytest.raises(AlreadyDecided):
            claims.decide(claim, by=curator, accept=accept)
    with pytest.raises(AlreadyDecided):
        claims.cancel(claim, by=theo)
    assert len(mails("claim_refused")) == 1


def test_a_cancelled_claim_is_asked_no_more_and_its_mail_does_not_leave(client: Client, theo: User) -> None:
    startup = StartupFactory(published=True, admin=UserFactory())
    claim = claims.ask(startup, by=theo)
    client.force_login(theo)
    client.post(f"/reprendre/demandes/{claim.pk}/annulation/")
    claim.refresh_from_db()
    assert claim.state == "cancelled"
    assert not holds(mails("claim_asked")[0])
    assert claims.ask(startup, by=theo).pk != claim.pk


def test_nobody_claims_what_she_holds_nor_what_is_somebodys(theo: User) -> None:
    mine = StartupFactory(published=True, admin=theo)
    with pytest.raises(AlreadyYours):
        claims.ask(mine, by=theo)
    with pytest.raises(AlreadyHeld):
        claims.ask(MentorFactory(published=True, user=UserFactory()), by=theo)
    MentorFactory(user=theo)
    with pytest.raises(AlreadyMentor):
        claims.ask(MentorFactory(published=True, user=None), by=theo)


def test_a_mentors_listing_goes_to_one_account_and_the_others_are_told_no(theo: User) -> None:
    mentor, other = MentorFactory(published=True, user=None), UserFactory()
    first, second = claims.ask(mentor, by=theo), claims.ask(mentor, by=other)
    claims.decide(first, by=UserFactory(curator=True), accept=True)
    mentor.refresh_from_db()
    second.refresh_from_db()
    assert (mentor.user, second.state) == (theo, "refused")
    assert [mail.to for mail in mails("claim_refused")] == [other.email]


def test_a_member_takes_over_from_an_admin_whose_account_is_closed(client: Client, theo: User) -> None:
    startup = StartupFactory(published=True, admin=UserFactory(is_active=False))
    MemberFactory(startup=startup, user=theo, role=Member.Role.MEMBER)
    client.force_login(theo)
    assert "Demander à administrer" in client.get(f"/espace/fiche/{startup.pk}/equipe/").content.decode()
    client.post(f"/espace/fiche/{startup.pk}/equipe/administrer/")
    claims.decide(Claim.objects.get(), by=UserFactory(curator=True), accept=True)
    assert [(one.user, one.role) for one in startup.members.filter(role="admin")] == [(theo, "admin")]


# --- the link -------------------------------------------------------------------------------------------------------


def test_the_link_goes_to_the_listings_own_address_which_nobody_learns(client: Client, orphan: Startup) -> None:
    page = client.get("/reprendre/startup/calanque-robotics/").content.decode()
    assert "j***@d***.fr" in page
    assert "jeanne@domaine.fr" not in page
    response = client.post("/reprendre/startup/calanque-robotics/lien/")
    assert "j***@d***.fr" in told(response)
    [mail] = mails("claim_link")
    assert mail.to == "jeanne@domaine.fr"
    assert f"/reprendre/lien/{token_of('claim_link', Claim.objects.get().pk)}/" in mail.text


def test_the_same_link_does_not_leave_twice_in_ten_minutes(client: Client, orphan: Startup) -> None:
    claims.send_link(orphan)
    with pytest.raises(JustSent):
        claims.send_link(orphan)
    Claim.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    claims.send_link(orphan)
    assert (len(mails("claim_link")), Claim.objects.count()) == (2, 1)


def test_after_three_links_the_address_gets_one_a_day(orphan: Startup) -> None:
    claims.send_link(orphan)
    Claim.objects.update(sent_at=timezone.now() - timedelta(minutes=11), sent_count=3)
    with pytest.raises(JustSent):
        claims.send_link(orphan)
    Claim.objects.update(sent_at=timezone.now() - timedelta(days=1, minutes=1))
    claims.send_link(orphan)
    assert len(mails("claim_link")) == 2


def test_too_many_links_asked_from_one_place_are_refused(client: Client) -> None:
    codes = {
        client.post(f"/reprendre/startup/{StartupFactory(published=True).slug}/lien/").status_code for _ in range(11)
    }
    assert codes == {302, 429}


def test_the_link_makes_an_account_with_a_proven_address_and_serves_once(client: Client, orphan: Startup) -> None:
    url = f"/reprendre/lien/{token_of('claim_link', claims.send_link(orphan).pk)}/"
    assert client.get(url).status_code == 200
    assert not orphan.members.exists()
    assert client.post(url, {"full_name": "Jeanne Arnaud", "password": "court"}).status_code == 422
    assert not User.objects.exists()
    response = client.post(url, {"full_name": "Jeanne Arnaud", "password": PASSWORD})
    assert response["Location"] == f"/espace/fiche/{orphan.pk}/"
    jeanne = User.objects.get()
    assert (jeanne.email, jeanne.emailaddress_set.get().verified) == ("jeanne@domaine.fr", True)
    assert orphan.members.get().user == jeanne
    assert client.get("/espace/").status_code == 200
    assert Client().get(url).status_code == 410


def test_the_link_serves_the_account_that_is_signed_in(client: Client, theo: User, orphan: Startup) -> None:
    url = f"/reprendre/lien/{token_of('claim_link', claims.send_link(orphan).pk)}/"
    client.force_login(theo)
    assert "theo@exemple.test" in client.get(url).content.decode()
    client.post(url)
    assert orphan.members.get().user == theo
    assert client.post(url).status_code == 410


def test_a_known_address_signs_in_first(client: Client, orphan: Startup) -> None:
    UserFactory(email="jeanne@domaine.fr")
    url = f"/reprendre/lien/{token_of('claim_link', claims.send_link(orphan).pk)}/"
    assert f"/connexion/?next={url}" in client.get(url).content.decode()
    assert client.post(url, {"full_name": "Autre", "password": PASSWORD}).status_code == 422
    assert not orphan.members.exists()


@pytest.mark.parametrize("change", ["late", "another address", "held", "archived"])
def test_a_link_dies_with_what_it_was_sent_for(theo: User, orphan: Startup, change: str) -> None:
    claim = claims.send_link(orphan)
    if change == "late":
        Claim.objects.update(expires_at=timezone.now())
    elif change == "another address":
        Startup.objects.update(contact_email="autre@domaine.fr")
    elif change == "held":
        MemberFactory(startup=orphan, user=UserFactory(), role="admin")
    else:
        Startup.objects.update(state="archived")
    with pytest.raises((LinkSpent, claims.ListingGone)):
        claims.use_link(claim, by=theo)
    assert Claim.objects.get().state == "pending"


def test_a_link_that_nobody_signed_opens_nothing(client: Client) -> None:
    response = client.get("/reprendre/lien/1:faux/")
    assert response.status_code == 400
    assert "incomplet" in response.content.decode()


# --- time ------------------------------------------------------------------------------------------------------------


def test_those_who_decide_are_reminded_once_then_the_claim_ends(theo: User, orphan: Startup) -> None:
    curator, claim = UserFactory(curator=True), claims.ask(orphan, by=theo)
    at = claim.at
    assert claims.follow_claims(at + timedelta(days=6)) == 0
    assert claims.follow_claims(at + timedelta(days=8)) == 1
    assert claims.follow_claims(at + timedelta(days=9)) == 0
    assert [mail.to for mail in mails("claim_reminder")] == [curator.email]
    assert claims.follow_claims(at + timedelta(days=31)) == 1
    assert claims.follow_claims(at + timedelta(days=32)) == 0
    claim.refresh_from_db()
    assert claim.state == "expired"
    assert [mail.to for mail in mails("claim_expired")] == [theo.email]

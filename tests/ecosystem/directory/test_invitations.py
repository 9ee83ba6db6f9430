"""Invitations are answered once, chased at twenty and ninety days, then closed; orphans are written to four times."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.core.mail import holds
from ecosystem.core.models import Mail
from ecosystem.directory.claiming import bulk, chasing, invitations
from ecosystem.directory.claiming.errors import (
    AlreadyHeld,
    AlreadyInvited,
    JustSent,
    LinkSpent,
    SentEnough,
    TooManyInvitations,
    TooManyToday,
)
from ecosystem.directory.claiming.links import token_of
from ecosystem.directory.models import Claim, Invitation, OrphanChase
from ecosystem.directory.tasks import follow_claims
from ecosystem.home.erasing import erase_account
from startups.errors import LastAdmin
from startups.models import Member, Startup
from startups.team import remove_member
from tests.factories import ClaimFactory, InvitationFactory, MemberFactory, MentorFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "un-bon-mot-de-passe-42"
TO = "samia@exemple.test"


@pytest.fixture
def ines() -> User:
    person: User = UserFactory(full_name="Inès Vidal")
    return person


@pytest.fixture
def startup(ines: User) -> Startup:
    made: Startup = StartupFactory(name="Calanque Robotics", admin=ines)
    return made


def url_of(invitation: Invitation) -> str:
    return f"/invitation/{token_of('invitation', invitation.pk)}/"


def invited(startup: Startup, by: User, role: str = "member") -> Invitation:
    return invitations.invite(target="member", email=TO, by=by, listing=startup, role=role)[0]


def mails(end: str) -> list[Mail]:
    return list(Mail.objects.filter(template__endswith=end).order_by("pk"))


def test_an_admin_invites_from_the_team_page_once(client: Client, ines: User, startup: Startup) -> None:
    client.force_login(ines)
    where = f"/espace/fiche/{startup.pk}/equipe/"
    for _ in range(2):
        response = client.post(
            where, {"invite": "1", "email": " Samia@exemple.test", "role": "member", "word": "Viens"}
        )
        assert response.status_code == 302
    one = Invitation.objects.get()
    assert (one.email, one.role, one.by) == (TO, "member", ines)
    [mail] = mails("invitation")
    assert "Inès Vidal vous invite à rejoindre l’équipe de Calanque Robotics" in mail.subject
    assert url_of(one) in mail.text
    assert TO in client.get(where).content.decode()


def test_a_wrong_address_and_a_person_who_is_in_are_refused_on_the_form(client: Client, ines: User, startup: Startup):
    client.force_login(ines)
    where = f"/espace/fiche/{startup.pk}/equipe/"
    for email, words in (("samia@", "pas complète"), (ines.email, "fait déjà partie")):
        page = client.post(where, {"invite": "1", "email": email, "role": "admin"}).content.decode()
        assert words in page
    assert not Invitation.objects.exists()


def test_a_member_reads_the_team_and_changes_nothing(client: Client, startup: Startup) -> None:
    member = MemberFactory(startup=startup, role=Member.Role.MEMBER)
    client.force_login(member.user)
    where = f"/espace/fiche/{startup.pk}/equipe/"
    page = client.get(where).content.decode()
    assert "Quitter l’équipe" in page
    assert "Inviter quelqu’un" not in page
    assert client.post(where, {"invite": "1", "email": TO, "role": "admin"}).status_code == 404
    other = startup.members.exclude(pk=member.pk).get()
    assert client.post(f"{where}{other.pk}/retrait/").status_code == 404
    assert client.post(f"{where}{member.pk}/role/", {"role": "admin"}).status_code == 404
    assert client.get(f"{where}{member.pk}/retrait/").status_code == 200
    assert client.post(f"{where}{member.pk}/retrait/")["Location"] == "/espace/"
    assert startup.members.count() == 1


def test_roles_change_and_the_last_admin_stays_one(client: Client, ines: User, startup: Startup) -> None:
    mine, other = startup.members.get(), MemberFactory(startup=startup, role=Member.Role.MEMBER)
    client.force_login(ines)
    where = f"/espace/fiche/{startup.pk}/equipe/"
    page = client.post(f"{where}{mine.pk}/role/", {"role": "member"}, follow=True).content.decode()
    assert "au moins une personne" in page
    client.post(f"{where}{other.pk}/role/", {"role": "admin"})
    client.post(f"{where}{mine.pk}/retrait/")
    assert [(one.user, one.role) for one in startup.members.all()] == [(other.user, "admin")]


def test_an_admin_whose_account_is_closed_does_not_hold_the_listing(startup: Startup, ines: User) -> None:
    MemberFactory(startup=startup, user=UserFactory(is_active=False))
    with pytest.raises(LastAdmin):
        remove_member(startup.members.get(user=ines))


def test_a_new_person_accepts_with_an_account_made_on_the_spot(client: Client, ines: User, startup: Startup) -> None:
    one = invited(startup, ines)
    assert client.get(url_of(one)).status_code == 200
    response = client.post(url_of(one), {"full_name": "Samia Haddad", "password": PASSWORD})
    assert response["Location"] == f"/espace/fiche/{startup.pk}/equipe/"
    samia = startup.members.get(user__email=TO)
    assert (samia.name, samia.role) == ("Samia Haddad", "member")
    one.refresh_from_db()
    assert (one.state, one.accepted_by, one.next_at) == ("accepted", samia.user, None)
    assert client.post(url_of(one)).status_code == 410


def test_a_signed_in_person_accepts_or_declines(client: Client, ines: User, startup: Startup) -> None:
    one = invited(startup, ines, role="admin")
    client.force_login(UserFactory(email=TO))
    client.post(url_of(one))
    assert startup.members.get(user__email=TO).role == "admin"
    other = InvitationFactory(team=True)
    client.post(url_of(other), {"decline": "1"})
    other.refresh_from_db()
    assert (other.state, Member.objects.filter(startup=other.listing_id).count()) == ("declined", 0)


def test_accepting_twice_or_after_a_cancel_is_refused(ines: User, startup: Startup) -> None:
    one, samia = invited(startup, ines), UserFactory(email=TO)
    invitations.accept(one, by=samia)
    with pytest.raises(LinkSpent):
        invitations.accept(one, by=samia)
    with pytest.raises(AlreadyInvited):
        invitations.invite(target="member", email=samia.email, by=ines, listing=StartupFactory(admin=samia))
    other = InvitationFactory()
    invitations.cancel(other)
    with pytest.raises(LinkSpent):
        invitations.accept(other, by=samia)


def test_an_invitation_in_a_role_opens_the_first_page_of_it(client: Client) -> None:
    one = InvitationFactory(target="mentor", email=TO)
    response = client.post(url_of(one), {"full_name": "Samia Haddad", "password": PASSWORD})
    assert response["Location"] == "/espace/mentor/accueil/"
    assert client.get("/espace/mentor/accueil/", follow=True).status_code == 200


def test_the_owner_of_a_listing_made_in_advance_takes_it(ines: User) -> None:
    mentor = MentorFactory(user=None)
    one, _ = invitations.invite(target="owner", email=TO, by=ines, listing=mentor)
    samia = UserFactory(email=TO)
    invitations.accept(one, by=samia)
    mentor.refresh_from_db()
    assert mentor.user == samia
    with pytest.raises(AlreadyHeld):
        invitations.invite(target="owner", email="autre@exemple.test", by=ines, listing=mentor)


def test_it_is_sent_again_at_most_every_ten_minutes_and_a_cancelled_letter_does_not_leave(ines: User, startup: Startup):
    one = invited(startup, ines)
    with pytest.raises(JustSent):
        invitations.send_again(one)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    invitations.send_again(one)
    assert len(mails("invitation")) == 2
    invitations.cancel(one)
    assert not any(holds(mail) for mail in mails("invitation"))


def test_it_is_sent_five_times_in_all(ines: User, startup: Startup) -> None:
    one = invited(startup, ines)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=1), sent_count=5)
    with pytest.raises(SentEnough):
        invitations.send_again(one)


def test_an_account_invites_fifty_people_a_day_and_the_team_as_many_as_it_likes(ines: User, startup: Startup) -> None:
    InvitationFactory.create_batch(50, by=ines, target="mentor", listing=None)
    with pytest.raises(TooManyToday):
        invited(startup, ines)
    curator = UserFactory(curator=True)
    Invitation.objects.update(by=curator)
    assert invited(startup, curator)


def test_twenty_invitations_wait_at_most(ines: User, startup: Startup) -> None:
    InvitationFactory.create_batch(20, team=True, listing=startup)
    with pytest.raises(TooManyInvitations):
        invited(startup, ines)


# --- time ------------------------------------------------------------------------------------------------------------


def lived(start: datetime, days: int) -> None:
    """The beat passes every day."""
    for day in range(days + 1):
        invitations.follow_invitations(start + timedelta(days=day, hours=1))


def test_it_is_chased_at_twenty_and_ninety_days_only_then_closed(ines: User, startup: Startup) -> None:
    one = invited(startup, ines)
    for days, count, state in ((19, 0, "pending"), (20, 1, "pending"), (89, 1, "pending"), (90, 2, "pending")):
        lived(one.at, days)
        one.refresh_from_db()
        assert (len(mails("invitation_reminder")), one.state) == (count, state), days
    lived(one.at, 400)
    one.refresh_from_db()
    assert (len(mails("invitation_reminder")), one.state) == (2, "closed")


def test_a_beat_that_slept_writes_one_letter_not_two(ines: User, startup: Startup) -> None:
    one = invited(startup, ines)
    invitations.follow_invitations(one.at + timedelta(days=95))
    assert invitations.follow_invitations(one.at + timedelta(days=96)) == 0
    assert len(mails("invitation_reminder")) == 1


def test_an_answered_invitation_is_not_chased(ines: User, startup: Startup) -> None:
    one = invited(startup, ines)
    invitations.decline(one)
    lived(one.at, 130)
    assert mails("invitation_reminder") == []


def test_an_orphan_listing_gets_exactly_four_mails_then_silence(ines: User) -> None:
    orphan = StartupFactory(published=True)
    assert chasing.start_chases([orphan.pk, orphan.pk], by=ines) == 1
    assert chasing.start_chases([orphan.pk], by=ines) == 0
    start, days = OrphanChase.objects.get().next_at, []
    for day in range(120):
        chasing.follow_chases(start + timedelta(days=day))
        days += [day] * (len(mails("orphan")) - len(days))
    assert days == [0, 14, 28, 42]
    chase = OrphanChase.objects.get()
    assert (chase.outcome, chase.sent_count) == ("silent", 4)
    assert {mail.to for mail in mails("orphan")} == {orphan.contact_email}


def test_what_is_held_unpublished_or_without_an_address_is_not_written_to(ines: User) -> None:
    held = StartupFactory(published=True, admin=ines)
    chosen = [held, StartupFactory(), StartupFactory(published=True, contact_email="")]
    assert chasing.start_chases([one.pk for one in chosen], by=ines) == 0


def test_the_letters_stop_when_somebody_takes_the_listing_by_their_link(client: Client, ines: User) -> None:
    orphan = StartupFactory(published=True)
    chasing.start_chases([orphan.pk], by=ines)
    follow_claims()
    url = f"/reprendre/lien/{token_of('claim_link', Claim.objects.get().pk)}/"
    assert url in mails("orphan")[0].text
    client.post(url, {"full_name": "Jeanne Arnaud", "password": PASSWORD})
    assert OrphanChase.objects.get().outcome == "claimed"
    assert chasing.follow_chases(timezone.now() + timedelta(days=15)) == 0
    assert len(mails("orphan")) == 1


def test_the_team_begins_and_stops_from_its_page(client: Client) -> None:
    orphan = StartupFactory(name="Calanque Robotics", published=True)
    client.force_login(UserFactory(curator=True))
    assert "Calanque Robotics" in client.get("/equipe/reprises/sans-auteur/").content.decode()
    chosen = {"fiche": [orphan.pk, "x"]}
    assert "Écrire à 1 fiche" in client.post("/equipe/reprises/sans-auteur/envoi/", chosen).content.decode()
    assert not OrphanChase.objects.exists()
    client.post("/equipe/reprises/sans-auteur/envoi/", {**chosen, "sure": "1"})
    follow_claims()
    chase = OrphanChase.objects.get()
    assert chase.sent_count == 1
    client.post(f"/equipe/reprises/sans-auteur/{chase.pk}/arret/")
    chase.refresh_from_db()
    assert chase.outcome == "stopped"


# --- many at once ----------------------------------------------------------------------------------------------------

LIST = """Nom;Courriel;Fiche
Samia Haddad;samia@exemple.test;
;incomplete@;

Karim;Samia@exemple.test;
=HYPERLINK(1);karim@exemple.test;
Nour;nour@exemple.test;
"""


def test_a_dry_run_writes_nothing_and_names_the_lines(client: Client) -> None:
    client.force_login(UserFactory(curator=True))
    InvitationFactory(email="nour@exemple.test")
    page = client.post("/equipe/invitations/", {"target": "mentor", "language": "fr", "rows": LIST}).content.decode()
    assert (Invitation.objects.count(), Mail.objects.count()) == (1, 0)
    for words in ("L’adresse est incomplète", "déjà à la ligne 2", "Une formule", "Déjà invitée", "Inviter 1 personne"):
        assert words in page, words
    lines = bulk.check_lines(bulk.read_lines(LIST), "mentor")
    assert [line.number for line in lines] == [2, 3, 5, 6, 7]
    assert [line.number for line in lines if line.problem] == [3, 5, 6]


def test_the_checked_list_is_sent_once(client: Client) -> None:
    client.force_login(UserFactory(curator=True))
    data = {"target": "mentor", "language": "en", "rows": LIST, "send": "1"}
    for _ in range(2):
        assert client.post("/equipe/invitations/", data).status_code == 302
    assert sorted(Invitation.objects.values_list("email", "language")) == [
        ("nour@exemple.test", "en"),
        ("samia@exemple.test", "en"),
    ]
    assert len(mails("invitation")) == 2


def test_owners_are_invited_to_listings_that_exist_and_are_free(client: Client) -> None:
    free = MentorFactory(user=None, slug="camille")
    StartupFactory(slug="tenue", admin=UserFactory())
    rows = "a@x.fr;A;https://escale.fr/mentors/camille/\nb@x.fr;B;tenue\nc@x.fr;C;nulle-part\nd@x.fr;D"
    lines = bulk.check_lines(bulk.read_lines(rows), "owner")
    assert [line.listing and line.listing.pk for line in lines] == [free.pk, None, None, None]
    assert [bool(line.problem) for line in lines] == [False, True, True, True]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"a@x.fr\n" * 201, b'"a@x.fr' + b"x" * 200_000, b"x" * 600_000]
)
def test_what_is_no_list_is_refused_with_its_reason(client: Client, content: bytes) -> None:
    client.force_login(UserFactory(curator=True))
    upload = SimpleUploadedFile("liste.csv", content)
    data = {"target": "mentor", "language": "fr", "file": upload, "send": "1"}
    response = client.post("/equipe/invitations/", data)
    assert response.status_code in {302, 422}
    assert not Invitation.objects.exists()


def test_checking_takes_as_many_queries_for_one_line_as_for_three(django_assert_num_queries) -> None:
    for slug in ("un", "deux", "trois"):
        MentorFactory(user=None, slug=slug)
    for rows in ("a@x.fr;;un", "a@x.fr;;un\nb@x.fr;;deux\nc@x.fr;;trois"):
        with django_assert_num_queries(5):
            bulk.check_lines(bulk.read_lines(rows), "owner")


def test_an_erased_account_leaves_neither_words_nor_address(ines: User) -> None:
    samia = UserFactory(email=TO)
    claim = ClaimFactory(by=samia)
    accepted, waiting = InvitationFactory(email=TO), InvitationFactory(email=TO, target="founder")
    invitations.accept(accepted, by=samia)
    erase_account(samia)
    claim.refresh_from_db()
    assert (claim.state, claim.message) == ("cancelled", "")
    assert not Invitation.objects.filter(email=TO).exists()
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"

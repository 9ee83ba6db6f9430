"""The first page of each space, and the account page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.engagements.actions import open_engagement, open_introduction
from ecosystem.home.spaces import best_quote
from ecosystem.matching.models import Proposal
from startups.models import Member, Startup
from tests.factories import (
    EditionFactory,
    FreshnessAskFactory,
    FunderFactory,
    MemberFactory,
    MentorFactory,
    NeedFactory,
    ProposalFactory,
    StartupFactory,
    TradeShowFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SPACE, MENTOR, FUNDER, ACCOUNT = "/espace/", "/mentor/", "/financeur/", "/compte/"
SETTINGS = "/compte/reglages/"


def signed_in(client: Client, person: Any) -> Client:
    client.force_login(person)
    return client


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response
    return response.content.decode()


@pytest.fixture
def founder() -> User:
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def startup(founder: User) -> Startup:
    return StartupFactory(name="Calanque Robotics", admin=founder, published=True)


@pytest.mark.parametrize("url", [SPACE, MENTOR, FUNDER, ACCOUNT])
def test_a_visitor_signs_in_first(client: Client, url: str) -> None:
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, f"/connexion/?next={url}")


def test_a_newcomer_finds_three_doors(client: Client) -> None:
    text = page(signed_in(client, UserFactory(full_name="Nora Neuve")), SPACE)
    assert "Bienvenue, Nora" in text
    for door in ("startups:create", "mentors:profile", "funders:thesis"):
        assert f'href="{reverse(door)}"' in text


def test_each_one_lands_in_her_own_space(client: Client) -> None:
    curator = UserFactory(curator=True)
    for person, url in (
        (curator, reverse("matching:rounds")),
        (MentorFactory().user, MENTOR),
        (FunderFactory().user, FUNDER),
    ):
        assert signed_in(client, person).get(SPACE)["Location"] == url


def test_a_curator_without_a_listing_has_no_mentor_s_space(client: Client) -> None:
    signed_in(client, UserFactory(curator=True))
    assert client.get(MENTOR).status_code == 404
    assert client.get(FUNDER).status_code == 404


@pytest.mark.parametrize("url", [SPACE, MENTOR, FUNDER, "/compte/donnees/"])
def test_a_space_is_never_kept_by_a_shared_cache(client: Client, url: str) -> None:
    person = MentorFactory().user
    FunderFactory(user=person)
    response = signed_in(client, person).post(url) if "donnees" in url else signed_in(client, person).get(url)
    assert "no-store" in response["Cache-Control"]


def test_a_founder_sees_what_waits_for_her_with_its_reasons(client: Client, founder: User, startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True, title="Un distributeur en Allemagne")
    proposal = ProposalFactory(need=need, promised=True, mentor=MentorFactory(name="Karim Haddou", published=True))
    text = page(signed_in(client, founder), SPACE)
    assert "Bonjour Inès" in text
    assert "Une proposition attend votre réponse." in text
    assert "Karim Haddou" in text
    assert reverse("matching:proposal", args=[proposal.pk]) in text
    assert "35 / 100" in text.replace("\u00a0", " ")


def test_a_founder_does_not_see_whom_the_team_has_only_asked(client: Client, founder: User, startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True)
    ProposalFactory(need=need, sent=True, mentor=MentorFactory(name="Karim Haddou", published=True))
    ProposalFactory(need=need, mentor=MentorFactory(name="En relecture", published=True))
    text = page(signed_in(client, founder), SPACE)
    assert "Rien n’attend votre réponse" in text
    assert "1 personne sollicitée" in text
    assert "Karim Haddou" not in text
    assert "En relecture" not in text


def test_contacts_are_shown_once_both_have_said_yes(client: Client, founder: User, startup: Startup) -> None:
    mentor = MentorFactory(name="Karim Haddou", published=True, contact_phone="+33 6 00 00 00 01")
    need = NeedFactory(startup=startup, opened=True)
    ProposalFactory(need=need, promised=True, mentor=mentor)
    assert mentor.user is not None
    for person, url, hidden in (
        (founder, SPACE, mentor.user.email),
        (mentor.user, MENTOR, founder.email),
    ):
        assert hidden not in page(signed_in(client, person), url)
    open_engagement(need, mentor, by=None)
    text = page(signed_in(client, founder), SPACE)
    assert mentor.user.email in text
    assert "+33 6 00 00 00 01" in text
    text = page(signed_in(client, mentor.user), MENTOR)
    assert founder.email in text
    assert startup.contact_email in text


def test_another_startup_of_the_same_mentor_stays_apart(client: Client, founder: User, startup: Startup) -> None:
    mentor = MentorFactory(published=True)
    open_engagement(NeedFactory(opened=True, title="Besoin d’une autre"), mentor, by=None)
    assert "Besoin d’une autre" not in page(signed_in(client, founder), SPACE)


def test_a_person_of_two_startups_chooses_but_not_somebody_else_s(
    client: Client, founder: User, startup: Startup
) -> None:
    second = StartupFactory(name="Zéphyr Fret", admin=founder)
    stranger = StartupFactory(name="Étrangère", admin=UserFactory())
    signed_in(client, founder)
    assert "Zéphyr Fret" in page(client, SPACE)
    assert "Calanque Robotics</a>" in page(client, f"{SPACE}?startup={second.pk}")
    assert "Étrangère" not in page(client, f"{SPACE}?startup={stranger.pk}")
    assert "Bonjour" in page(client, f"{SPACE}?startup=abc")


def test_a_member_who_does_not_administer_is_not_shown_what_she_may_not_do(client: Client, startup: Startup) -> None:
    member = MemberFactory(startup=startup, role=Member.Role.MEMBER)
    text = page(signed_in(client, member.user), SPACE)
    assert reverse("startups:edit", args=[startup.pk]) not in text
    assert reverse("startups:team", args=[startup.pk]) not in text
    assert reverse("startups:need_create") in text


def test_a_mentor_sees_her_proposals_her_places_and_what_she_accepted(client: Client) -> None:
    mentor = MentorFactory(published=True, capacity=3)
    asked = ProposalFactory(mentor=mentor, sent=True)
    promised = ProposalFactory(mentor=mentor, promised=True)
    ProposalFactory(mentor=mentor, need=NeedFactory(opened=True, title="Pas encore envoyée"))
    ProposalFactory(sent=True, need=NeedFactory(opened=True, title="À une autre"))
    text = page(signed_in(client, mentor.user), MENTOR)
    for proposal in (asked, promised):
        assert reverse("matching:proposal", args=[proposal.pk]) in text
    assert "Vous avez dit oui" in text
    assert "Places libres" in text
    for absent in ("Pas encore envoyée", "À une autre"):
        assert absent not in text


def test_a_late_proposal_waits_for_nobody(client: Client) -> None:
    proposal = ProposalFactory(sent=True)
    Proposal.objects.update(expires_on="2020-01-01")
    text = page(signed_in(client, proposal.person.user), MENTOR)
    assert reverse("matching:proposal", args=[proposal.pk]) not in text


def test_a_pause_is_told_on_top(client: Client) -> None:
    for person, url in (
        (MentorFactory(published=True, paused_until="2999-01-01").user, MENTOR),
        (FunderFactory(published=True, paused_until="2999-01-01").user, FUNDER),
    ):
        assert "en pause jusqu’au" in page(signed_in(client, person), url)


def test_a_funder_sees_its_files_and_its_introductions(client: Client, founder: User, startup: Startup) -> None:
    funder = FunderFactory(published=True)
    proposal = ProposalFactory(to_funder=True, funder=funder, sent=True)
    open_introduction(NeedFactory(startup=startup, opened=True, funding=True), funder, by=None)
    text = page(signed_in(client, funder.user), FUNDER)
    assert reverse("matching:proposal", args=[proposal.pk]) in text
    assert founder.email in text
    assert "Mises en relation" in text
    assert funder.user is not None
    assert funder.user.email in page(signed_in(client, founder), SPACE)


def test_empty_spaces_say_what_comes_next(client: Client, founder: User, startup: Startup) -> None:
    assert "Aucun besoin ouvert" in page(signed_in(client, founder), SPACE)
    assert "Rien pour l’instant" in page(signed_in(client, MentorFactory().user), MENTOR)
    assert "Aucun dossier en attente" in page(signed_in(client, FunderFactory().user), FUNDER)


def test_a_dashboard_asks_the_same_number_of_questions_for_one_or_three_rows(
    client: Client, founder: User, startup: Startup, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    mentor = MentorFactory(published=True, capacity=20)

    def one_more() -> None:
        need = NeedFactory(startup=startup, opened=True)
        ProposalFactory(need=need, promised=True, mentor=MentorFactory(published=True))
        ProposalFactory(mentor=mentor, sent=True)
        for other in (mentor, MentorFactory(published=True)):
            open_engagement(need, other, by=None)

    one_more()
    for person, url in ((founder, SPACE), (mentor.user, MENTOR)):
        signed_in(client, person)
        with django_assert_max_num_queries(30) as first:
            client.get(url)
        one_more()
        one_more()
        with django_assert_num_queries(len(first)):
            client.get(url)


def test_an_account_is_changed_and_nothing_is_lost(client: Client, founder: User) -> None:
    signed_in(client, founder)
    response = client.post(SETTINGS, {"full_name": "Inès V.", "language": "en", "timezone": "Mars/Olympus"})
    assert list(response.context["form"].errors) == ["timezone"]
    assert "Inès V." in response.content.decode()
    response = client.post(SETTINGS, {"full_name": "Inès V.", "language": "en", "timezone": "Europe/London"})
    founder.refresh_from_db()
    assert (founder.full_name, founder.language, founder.timezone) == ("Inès V.", "en", "Europe/London")
    assert "enregistrés" in " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_an_account_page_gives_nobody_more_rights(client: Client, founder: User) -> None:
    data = {"full_name": "Inès", "language": "fr", "timezone": "Europe/Paris", "is_staff": "on", "email": "x@y.test"}
    signed_in(client, founder).post(SETTINGS, data)
    founder.refresh_from_db()
    assert not founder.is_staff
    assert founder.email != "x@y.test"


def test_signing_out_elsewhere_keeps_this_browser(founder: User) -> None:
    here, there = signed_in(Client(), founder), signed_in(Client(), founder)
    assert here.get("/compte/deconnexion-ailleurs/").status_code == 405
    here.post("/compte/deconnexion-ailleurs/")
    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 302
    assert signed_in(there, User.objects.get(pk=founder.pk)).get(ACCOUNT).status_code == 200


def test_a_person_takes_her_data_away_and_nobody_else_s(client: Client, founder: User, startup: Startup) -> None:
    mentor = MentorFactory(user=founder, published=True)
    ProposalFactory(mentor=mentor, sent=True)
    ProposalFactory(need=NeedFactory(startup=startup, opened=True, title="Le mien"), declined=True)
    Proposal.objects.filter(state="declined").update(decline_note="ne me rappelez pas")
    stranger = StartupFactory(name="Étrangère", admin=UserFactory())
    assert signed_in(client, founder).get("/compte/donnees/").status_code == 405
    response = client.post("/compte/donnees/")
    assert response["Content-Disposition"].startswith("attachment")
    data = json.loads(response.content)
    assert data["account"]["email"] == founder.email
    assert data["startups"][0]["name"] == "Calanque Robotics"
    assert data["needs"][0]["title"] == "Le mien"
    assert len(data["answers"]) == 1
    text = response.content.decode()
    for absent in ("password", "argon2", "md5$", "ne me rappelez pas", stranger.name):
        assert absent not in text


def test_a_waiting_proposal_keeps_one_quote_that_of_the_part_with_the_most_points(
    client: Client, founder: User, startup: Startup
) -> None:
    evidence = {
        "sector": {"code": "sector_exact", "refs": [], "quote": "J’ai tenu un quai."},
        "stage": {"code": "stage_accepted", "refs": ["seed"], "quote": "L’amorçage me va."},
    }
    need = NeedFactory(startup=startup, opened=True)
    ProposalFactory(need=need, promised=True, evidence=evidence, points_sector=2_000, points_stage=1_500)
    text = page(signed_in(client, founder), SPACE)
    assert "<q>J’ai tenu un quai.</q>" in text
    assert "L’amorçage me va." not in text


def test_a_part_that_is_not_quoted_gives_no_quote() -> None:
    assert best_quote([]) == ""


def test_a_newcomer_whose_company_is_listed_is_given_an_address_to_write_to(client: Client, settings: Any) -> None:
    client.force_login(UserFactory())
    page = client.get("/espace/").content.decode()
    assert f'href="mailto:{settings.ESCALE_CONTACT}"' in page


def test_the_title_that_the_team_gives_a_round_stays_with_the_team(client: Client) -> None:
    mentor = MentorFactory(published=True)
    proposal = ProposalFactory(sent=True, mentor=mentor, round__title="Mentors test")
    for page in (f"/propositions/{proposal.pk}/", "/mentor/", "/methode/"):
        assert "Mentors test" not in signed_in(client, mentor.user).get(page).content.decode()


@pytest.mark.parametrize("path", [SPACE, MENTOR, FUNDER])
def test_the_age_of_a_listing_and_the_click_that_is_asked(client: Client, path: str) -> None:
    person = UserFactory()
    if path == SPACE:
        listing: Any = StartupFactory(admin=person, published=True)
    else:
        listing = (MentorFactory if path == MENTOR else FunderFactory)(user=person, published=True)
    now, half = timezone.now(), timedelta(days=120)
    signed_in(client, person)
    Listing.objects.filter(pk=listing.pk).update(verified_at=now, verified_how="team")
    assert "Tout est encore exact" not in page(client, path)
    Listing.objects.filter(pk=listing.pk).update(verified_at=now - half)
    assert "Tout est encore exact" in page(client, path)
    FreshnessAskFactory(listing=listing, since=now - half)
    assert "Sans réponse, la fiche est masquée le" in page(client, path)
    client.post(reverse("home:confirm_own", args=[listing.pk]))
    assert "exact" not in page(client, path)


def test_the_shows_to_come_are_told_with_their_month(client: Client, founder: User, startup: Startup) -> None:
    show = TradeShowFactory(name="Quai des idées", published=True)
    EditionFactory(tradeshow=show, year=timezone.localdate().year + 1, month=6)
    text = page(signed_in(client, founder), SPACE)
    assert "À ne pas manquer" in text
    assert "dates à confirmer" in text

"""The page of a need: every step as it was, whoever has not said yes unnamed, both futures, and the honest end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.core.mail import write_mail
from ecosystem.directory.models import NeverAgain
from ecosystem.matching.conflicts import cause
from ecosystem.matching.models import Proposal
from ecosystem.matching.need_life import ending
from mentors.models import Mentor
from startups.models import Need
from tests.factories import (
    EditionFactory,
    MentorFactory,
    MentorSkillFactory,
    NeedFactory,
    ProposalFactory,
    ProposalMoveFactory,
    RoundFactory,
    StartupFactory,
    TradeShowFactory,
    UnservedNeedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def need() -> Need:
    startup = StartupFactory(published=True, admin=UserFactory(email="ines@exemple.test"))
    return NeedFactory(startup=startup, opened=True)


@pytest.fixture
def as_founder(client: Client, need: Need) -> Client:
    person = need.startup.members.get().user
    assert person is not None
    client.force_login(person)
    return client


def page_of(client: Client, need: Need) -> str:
    text = client.get(f"/espace/besoins/{need.pk}/").content.decode()
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def asked(need: Need, **more: Any) -> Proposal:
    mentor = MentorFactory(published=True, name=more.pop("name", "Nadia Belkacem"))
    sent = {"state": "sent", "sent_at": timezone.now(), "expires_on": timezone.localdate() + timedelta(days=5)}
    return ProposalFactory(need=need, mentor=mentor, **{**sent, **more})


def test_whoever_has_not_said_yes_is_not_named(as_founder: Client, need: Need) -> None:
    asked(need)
    page = page_of(as_founder, need)
    assert "Une personne sollicitée" in page
    assert "Une réponse est attendue" in page
    assert "Nadia Belkacem" not in page


def test_a_no_is_told_without_its_name_nor_its_reason(as_founder: Client, need: Need) -> None:
    now = timezone.now()
    told = {"person_answer": "no", "person_answered_at": now, "decline_reason": "conflict"}
    asked(need, state="declined", declined_by_side="person", decline_note="Un concurrent", **told)
    page = page_of(as_founder, need)
    assert "La personne a décliné" in page
    assert "Le motif reste entre la personne et l’équipe." in page
    assert "Nadia Belkacem" not in page
    assert "concurrent" not in page
    assert "Conflit" not in page


def test_a_silence_frees_the_place_and_is_told(as_founder: Client, need: Need) -> None:
    silent = asked(need, state="expired")
    ProposalMoveFactory(proposal=silent, from_state="sent", to_state="expired")
    assert "Pas de réponse" in page_of(as_founder, need)


def test_a_yes_waits_for_the_startup_with_both_futures(as_founder: Client, need: Need) -> None:
    yes = asked(need, person_answer="yes", person_answered_at=timezone.now())
    other = MentorFactory(published=True, name="Karim Haddou")
    ProposalFactory(need=need, round=yes.round, mentor=other, rank=1, state="drafted")
    page = page_of(as_founder, need)
    assert "Nadia Belkacem a dit oui" in page
    for part in ("Votre réponse", "Si vous dites oui", "Si vous dites non", "Un remplaçant est prêt"):
        assert part in page
    assert "Au plus tard, une réponse claire" in page
    assert "Karim Haddou" not in page


def test_the_button_of_the_page_says_yes(as_founder: Client, need: Need) -> None:
    yes = asked(need, person_answer="yes", person_answered_at=timezone.now())
    Mentor.objects.filter(pk=yes.mentor_id).update(taken_count=1)
    assert f'action="/propositions/{yes.pk}/"' in page_of(as_founder, need)
    as_founder.post(f"/propositions/{yes.pk}/", {"answer": "accept"})
    yes.refresh_from_db()
    assert yes.state == "accepted"
    assert "Vous avez dit oui : mise en relation" in page_of(as_founder, need)


def test_a_round_that_found_nobody_is_told(as_founder: Client, need: Need) -> None:
    UnservedNeedFactory(
        need=need, round=RoundFactory(title="Septembre", state="published", published_at=timezone.now())
    )
    UnservedNeedFactory(need=need, round=RoundFactory(title="Un brouillon"))
    page = page_of(as_founder, need)
    assert "Tournée « Septembre » : personne à proposer" in page
    assert "Un brouillon" not in page


def test_before_any_round_the_next_one_is_told(as_founder: Client, need: Need) -> None:
    assert "La prochaine tournée" in page_of(as_founder, need)


def test_the_page_asks_the_same_number_of_questions_for_one_or_three_people(
    as_founder: Client, need: Need, django_assert_max_num_queries: Any
) -> None:
    asked(need)
    page_of(as_founder, need)
    with django_assert_max_num_queries(200) as one:
        page_of(as_founder, need)
    asked(need, name="Karim Haddou")
    asked(need, name="Yann Kervella")
    with django_assert_max_num_queries(len(one)):
        page_of(as_founder, need)


# --- the honest end ---------------------------------------------------------------------------------------------


def test_an_end_without_anyone_says_what_was_missing_and_three_other_ways(as_founder: Client, need: Need) -> None:
    asked(need, state="declined", person_answer="no", person_answered_at=timezone.now())
    asked(need, state="expired", name="Karim Haddou")
    MentorSkillFactory(mentor=MentorFactory(published=True), skill=need.topic)
    EditionFactory(
        tradeshow=TradeShowFactory(published=True, name="Hannover Messe"), year=timezone.localdate().year + 1
    )
    Need.objects.filter(pk=need.pk).update(state="closed", closed_at=timezone.now())
    page = page_of(as_founder, need)
    for part in ("Clos sans mentor", "Ce qui a manqué", "Trois autres voies", "1 mentor déclare ce sujet"):
        assert part in page
    assert "2 personnes ont été sollicitées, 1 a décliné, 1 n’a pas répondu." in page
    assert "Hannover Messe" in page
    assert "Rouvrir ce besoin" in page


def test_a_need_that_somebody_serves_has_no_such_end(need: Need) -> None:
    both = {"person_answer": "yes", "startup_answer": "yes"}
    asked(need, state="accepted", **both)
    Need.objects.filter(pk=need.pk).update(state="closed", closed_at=timezone.now())
    need.refresh_from_db()
    assert ending(need, timezone.localdate()) is None


# --- the mails that were received -------------------------------------------------------------------------------


def test_she_reads_again_her_own_mails_about_this_need_alone(as_founder: Client, need: Need) -> None:
    person = need.startup.members.get().user
    other = UserFactory()
    one = asked(need)
    for key, reader, about in (
        ("le mien", person, f"matching.proposal:{one.pk}"),
        ("du besoin", person, f"startups.need:{need.pk}"),
        ("d’un autre besoin", person, "startups.need:999999"),
        ("d’une autre personne", other, f"startups.need:{need.pk}"),
    ):
        write_mail(
            key=key, to="ines@exemple.test", template="startups/mails/returned_not_yet", reader=reader and reader.pk,
            context={"need": Need(title=key), "review": need.reviews.model(), "path": "/", "name": "Inès"}, about=about,
        )  # fmt: skip
    page = as_founder.get(f"/espace/besoins/{need.pk}/courriels/").content.decode()
    assert "le mien" in page
    assert "du besoin" in page
    assert "d’un autre besoin" not in page
    assert "d’une autre personne" not in page


# --- never together again ---------------------------------------------------------------------------------------


def test_one_click_bars_the_pair_from_every_round_and_is_written_once(as_founder: Client, need: Need) -> None:
    yes = asked(need, person_answer="yes", person_answered_at=timezone.now())
    for _ in range(2):
        as_founder.post(f"/propositions/{yes.pk}/ne-plus-proposer/")
    wish = NeverAgain.objects.get()
    assert (wish.listing_id, wish.other_id) == (need.startup_id, yes.mentor_id)
    found = cause(need, yes.person)
    assert found is not None
    assert found.cause == "never_again"
    assert "ne plus être proposés" in as_founder.get(f"/propositions/{yes.pk}/").content.decode()


def test_the_mentor_says_it_for_herself(client: Client, need: Need) -> None:
    one = asked(need)
    user = UserFactory()
    Mentor.objects.filter(pk=one.mentor_id).update(user=user)
    client.force_login(user)
    client.post(f"/propositions/{one.pk}/ne-plus-proposer/")
    wish = NeverAgain.objects.get()
    assert (wish.listing_id, wish.other_id) == (one.mentor_id, need.startup_id)


def test_before_a_yes_the_startup_cannot_even_name_it(as_founder: Client, need: Need) -> None:
    assert as_founder.post(f"/propositions/{asked(need).pk}/ne-plus-proposer/").status_code == 404
    assert not NeverAgain.objects.exists()

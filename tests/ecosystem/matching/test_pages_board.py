"""The board of awaited answers: four ages, loads, calls, answers for somebody, and the ladder."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.matching import board
from ecosystem.matching.models import AnswerSchedule, CallNote, Proposal
from tests.ecosystem.matching.season import fresh, in_days
from tests.factories import CallNoteFactory, MentorFactory, ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def team() -> Client:
    client = Client()
    client.force_login(UserFactory(curator=True))
    return client


def text(client: Client, name: str, *args: int, **query: str) -> str:
    return client.get(reverse(f"matching:{name}", args=args), query).content.decode()


def ages() -> dict[str, Proposal]:
    """One of each age."""
    return {
        board.TONIGHT: ProposalFactory(sent=True, expires_on=in_days(0), reminded_at=NOW(), last_chance_at=NOW()),
        board.LAST: ProposalFactory(sent=True, reminded_at=NOW(), last_chance_at=NOW()),
        board.REMINDED: ProposalFactory(sent=True, reminded_at=NOW()),
        board.RECENT: ProposalFactory(sent=True),
    }


def test_each_answer_stands_in_the_column_of_its_age() -> None:
    made = ages()
    found = {one.column: one.pk for one in board.waiting(timezone.localdate())}
    assert found == {key: proposal.pk for key, proposal in made.items()}


def test_what_no_longer_waits_is_not_there() -> None:
    ProposalFactory(), ProposalFactory(declined=True), ProposalFactory(sent=True, need__state="closed")
    assert board.waiting(timezone.localdate()) == []


def test_a_load_counts_what_waits_at_the_same_person() -> None:
    busy, pair, alone = (MentorFactory(published=True, capacity=5) for _ in range(3))
    for mentor, count in ((busy, 4), (pair, 2), (alone, 1)):
        ProposalFactory.create_batch(count, mentor=mentor, sent=True)
    ProposalFactory(promised=True, mentor=alone)
    found = board.waiting(timezone.localdate())
    assert {key: len(board.of_load(found, key)) for key in board.LOADS} == {"": 8, "3": 4, "2": 2, "1": 1}


def test_the_board_shows_three_of_a_column_and_the_way_to_the_others(team: Client) -> None:
    ProposalFactory.create_batch(5, sent=True)
    page = text(team, "board")
    assert page.count('class="await"') == board.SHOWN
    assert "2 autres" in page
    assert text(team, "board", colonne=board.RECENT).count('class="await"') == 5


@pytest.mark.parametrize("query", [{"charge": "9"}, {"colonne": "nulle-part"}, {"page": "x", "colonne": "recentes"}])
def test_an_unknown_filter_shows_everything(team: Client, query: dict[str, str]) -> None:
    ProposalFactory(sent=True)
    response = team.get(reverse("matching:board"), query)
    assert response.status_code == 200
    assert 'class="await"' in response.content.decode()


def test_an_empty_board_says_so(team: Client) -> None:
    assert "Aucune réponse n’est attendue" in text(team, "board")
    assert "Personne à appeler" in text(team, "board_calls")


@pytest.mark.parametrize("name", ["board", "board_calls"])
def test_the_number_of_queries_does_not_grow(team: Client, name: str, django_assert_max_num_queries: Any) -> None:
    def count() -> int:
        with django_assert_max_num_queries(60) as captured:
            text(team, name)
        return len(captured)

    CallNoteFactory(proposal=ProposalFactory(sent=True, expires_on=in_days(0)))
    one = count()
    for _ in range(2):
        CallNoteFactory(proposal=ProposalFactory(sent=True, expires_on=in_days(0)))
    assert count() == one


def test_a_call_is_noted_once_and_moves_no_deadline(team: Client) -> None:
    proposal = ProposalFactory(sent=True)
    for _ in range(2):
        team.post(reverse("matching:board_call", args=[proposal.pk]), {"said": "Pas joint."})
    assert CallNote.objects.get().said == "Pas joint."
    assert fresh(proposal).expires_on == proposal.expires_on
    assert "Pas joint." in text(team, "board")


def test_an_empty_call_is_refused_in_its_place(team: Client) -> None:
    proposal = ProposalFactory(sent=True)
    response = team.post(reverse("matching:board_call", args=[proposal.pk]), {"said": " "})
    assert (response.status_code, CallNote.objects.count()) == (422, 0)
    assert "Notez en une phrase" in response.content.decode()


@pytest.mark.parametrize(("answer", "state"), [("accept", "sent"), ("decline", "declined")])
def test_the_team_answers_for_a_person_and_says_how_it_knows(team: Client, answer: str, state: str) -> None:
    proposal = ProposalFactory(sent=True)
    data = {"answer": answer, "reason": "no_time", "why": "Dit au téléphone le 3"}
    team.post(reverse("matching:board_on_behalf", args=[proposal.pk]), data)
    move = fresh(proposal).moves.last()
    assert (fresh(proposal).state, move.on_behalf_of, move.reason) == (state, "person", "Dit au téléphone le 3")
    assert move.by.is_curator


def test_the_team_answers_for_a_startup_in_its_turn(team: Client) -> None:
    proposal = ProposalFactory(promised=True)
    team.post(reverse("matching:board_on_behalf", args=[proposal.pk]), {"answer": "accept", "why": "Par courriel"})
    assert fresh(proposal).state == Proposal.State.ACCEPTED


@pytest.mark.parametrize("data", [{"answer": "accept"}, {"answer": "decline", "why": "Dit"}, {"why": "Dit"}])
def test_an_answer_without_its_why_or_its_reason_is_not_written(team: Client, data: dict[str, str]) -> None:
    proposal = ProposalFactory(sent=True)
    response = team.post(reverse("matching:board_on_behalf", args=[proposal.pk]), data)
    assert response.status_code == 422
    assert fresh(proposal).person_answer == ""
    assert data.get("why", "") in response.content.decode()


def test_a_full_mentor_is_said_to_the_team_in_words(team: Client) -> None:
    proposal = ProposalFactory(sent=True, mentor=MentorFactory(published=True, capacity=1, taken_count=1))
    data = {"answer": "accept", "why": "Dit au téléphone"}
    response = team.post(reverse("matching:board_on_behalf", args=[proposal.pk]), data, follow=True)
    assert fresh(proposal).person_answer == ""
    assert "place" in " ".join(str(one) for one in response.context["messages"])


def test_the_team_waits_no_longer_and_asks_the_next_one(team: Client) -> None:
    first = ProposalFactory(sent=True)
    other = ProposalFactory(round=first.round, need=first.need, rank=1)
    team.post(reverse("matching:board_pass_on", args=[first.pk]), {"reason": "Injoignable"})
    assert (fresh(first).state, fresh(other).state) == ("withdrawn", "sent")


def test_the_ladder_is_changed_by_the_team(team: Client) -> None:
    data = {"reminder_days": "2", "last_chance_days": "4", "opens_at": "08:30", "closes_at": "17:00"}
    assert team.post(reverse("matching:board_schedule"), data).status_code == 302
    current = AnswerSchedule.current()
    assert (current.reminder_days, current.last_chance_days, f"{current.opens_at:%H:%M}") == (2, 4, "08:30")
    assert "J+2, relance" in text(team, "board")


@pytest.mark.parametrize("wrong", [{"reminder_days": "6"}, {"closes_at": "08:00"}, {"reminder_days": "x"}])
def test_a_ladder_that_makes_no_sense_keeps_what_was_typed(team: Client, wrong: dict[str, str]) -> None:
    data = {"reminder_days": "2", "last_chance_days": "4", "opens_at": "08:30", "closes_at": "17:00", **wrong}
    response = team.post(reverse("matching:board_schedule"), data)
    assert response.status_code == 200
    assert not AnswerSchedule.objects.exists()
    assert all(f'value="{value}"' in response.content.decode() for value in wrong.values())


# --- the pages of the two sides ----------------------------------------------------------------------------------


def signed_in(proposal: Proposal) -> Client:
    client = Client()
    client.force_login(proposal.person.user)
    return client


def test_a_person_declines_with_a_pause_from_her_page() -> None:
    proposal = ProposalFactory(sent=True)
    until = timezone.localdate() + timedelta(days=20)
    data = {"reason": "no_time", "rest": "on", "paused_until": until.isoformat()}
    signed_in(proposal).post(reverse("matching:decline", args=[proposal.pk]), data)
    assert (fresh(proposal).state, fresh(proposal.mentor).paused_until) == ("declined", until)


def test_a_date_without_its_box_pauses_nobody() -> None:
    proposal = ProposalFactory(sent=True)
    data = {"reason": "no_time", "paused_until": "2020-01-01"}
    signed_in(proposal).post(reverse("matching:decline", args=[proposal.pk]), data)
    assert (fresh(proposal).state, fresh(proposal.mentor).paused_until) == ("declined", None)


@pytest.mark.parametrize("until", ["2020-01-01", "", "demain"])
def test_a_pause_that_makes_no_sense_loses_nothing(until: str) -> None:
    proposal = ProposalFactory(sent=True)
    data = {"reason": "no_time", "note": "Un mot", "rest": "on", "paused_until": until}
    page = signed_in(proposal).post(reverse("matching:decline", args=[proposal.pk]), data).content.decode()
    assert fresh(proposal).state == "sent"
    assert "Un mot" in page


def test_a_person_gives_her_match_back_after_a_page_that_says_what_follows() -> None:
    from_page = ProposalFactory(promised=True)
    client, url = signed_in(from_page), reverse("matching:give_back", args=[from_page.pk])
    assert "Votre place est libre aussitôt" in client.get(url).content.decode()
    assert fresh(from_page).state == "sent"
    client.post(url, {"reason": "Je pars"})
    assert (fresh(from_page).state, fresh(from_page.mentor).taken_count) == ("declined", 0)
    again = client.post(url, {}, follow=True)
    assert "déjà pris fin" in again.content.decode()


def test_a_refusal_is_thought_over_from_the_page() -> None:
    proposal = ProposalFactory(declined=True)
    client = signed_in(proposal)
    assert "Revenir sur mon refus" in client.get(reverse("matching:proposal", args=[proposal.pk])).content.decode()
    client.post(reverse("matching:reconsider", args=[proposal.pk]))
    assert fresh(proposal).state == "sent"
    assert not Mail.objects.filter(to=proposal.mentor.user.email).exists()

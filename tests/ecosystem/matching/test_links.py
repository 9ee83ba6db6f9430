"""The links of the mails: they name a proposal and a side, for a while, and nobody can change them."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ecosystem.core.errors import Refused
from ecosystem.matching.errors import LinkAltered, LinkExpired, LinkOfSomebodyElse
from ecosystem.matching.forms import SettingsForm
from ecosystem.matching.links import MAX_AGE, SALT, AnswerLink, answer_link, read_token
from ecosystem.matching.models import Proposal

PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP


def link(proposal_id: int = 7, side: str = PERSON, user_id: int = 3) -> AnswerLink:
    return answer_link(Proposal(pk=proposal_id), side, user_id=user_id)


def token(proposal_id: int = 7, side: str = PERSON) -> str:
    return link(proposal_id, side).token


@pytest.mark.parametrize("side", Proposal.Side.values)
def test_a_link_says_whose_answer_to_what_it_is(side: str) -> None:
    assert read_token(token(7, side)) == AnswerLink(7, side, 3, timezone.localdate())
    assert read_token(answer_link(Proposal(pk=7), side).token).user_id == 0


def test_a_link_is_absolute_and_in_the_readers_language(settings: Settings) -> None:
    settings.SITE_URL = "https://escale.exemple.test"
    french, english = (link().url(language) for language in ("fr", "en"))
    assert french.startswith("https://escale.exemple.test/reponse/")
    assert english.startswith("https://escale.exemple.test/en/reponse/")


@given(st.data())
def test_one_changed_character_is_noticed(data: st.DataObject) -> None:
    good = token()
    at = data.draw(st.integers(0, len(good) - 1))
    character = data.draw(st.sampled_from("abcXYZ019-_:").filter(lambda one: one != good[at]))
    with pytest.raises(LinkAltered):
        read_token(good[:at] + character + good[at + 1 :])


def test_a_link_cut_anywhere_by_a_mail_program_is_noticed() -> None:
    good = token()
    for length in range(len(good)):
        with pytest.raises(LinkAltered):
            read_token(good[:length])


@given(st.text(max_size=60))
def test_any_text_at_all_is_a_refusal_and_never_an_error(text: str) -> None:
    with pytest.raises(LinkAltered):
        read_token(text)


def test_the_startups_link_cannot_be_made_of_the_persons() -> None:
    _, _, signature = token(7, PERSON).partition(":")
    payload, _, _ = token(7, STARTUP).partition(":")
    with pytest.raises(LinkAltered):
        read_token(f"{payload}:{signature}")


@pytest.mark.parametrize("salt", ["", "django.core.signing", "escale.proposal.other"])
def test_what_the_site_signs_for_another_purpose_is_no_link(salt: str) -> None:
    with pytest.raises(LinkAltered):
        read_token(signing.Signer(salt=salt).sign_object([7, PERSON, 3, 738_000]))


def test_another_secret_signs_nothing_here(settings: Settings) -> None:
    good = token()
    settings.SECRET_KEY = "x" * 60
    with pytest.raises(LinkAltered):
        read_token(good)


SHAPES = [7, None, "7", [7], [7, PERSON], {}, ["7", PERSON, 3, 738_000], [7, "nobody", 3, 738_000], [7, PERSON, 3, 0]]


@pytest.mark.parametrize("content", SHAPES)
def test_a_signed_value_of_another_shape_is_refused(content: object) -> None:
    with pytest.raises(LinkAltered):
        read_token(signing.Signer(salt=SALT).sign_object(content))


def test_a_link_lives_its_days_and_then_says_what_it_was_about() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        old = link(7, STARTUP)
        clock.move_to(now + MAX_AGE)
        assert read_token(old.token) == old
        clock.move_to(now + MAX_AGE + timedelta(days=1))
        with pytest.raises(LinkExpired) as expired:
            read_token(old.token)
    assert expired.value.link == old


def test_the_links_of_a_page_live_no_longer_than_the_one_that_led_to_it() -> None:
    with time_machine.travel(timezone.now() - MAX_AGE, tick=False):
        old = link(7)
    assert read_token(old.of(Proposal(pk=8)).token) == AnswerLink(8, PERSON, 3, old.issued_on)
    assert old.of(Proposal(pk=7)).token == old.token, "the address of the page that is read stays the same"


def test_a_link_outlives_the_longest_time_to_answer() -> None:
    days = SettingsForm.base_fields["answer_days"]
    assert MAX_AGE.days > days.max_value


def test_an_expired_link_that_was_altered_is_altered() -> None:
    with time_machine.travel(timezone.now() - MAX_AGE - timedelta(days=2)):
        old = token()
    with pytest.raises(LinkAltered):
        read_token("x" + old[1:])


@pytest.mark.parametrize("refusal", [LinkAltered(), LinkExpired(link()), LinkOfSomebodyElse()])
def test_a_refusal_tells_the_person_what_to_do(refusal: Refused) -> None:
    assert len(str(refusal)) > 40

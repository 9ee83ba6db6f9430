"""The form of a need: its subject asks its own questions, a draft keeps itself, and scripts only shorten the trip."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.directory.models import Skill
from startups.actions import open_need, reopen_need, update_need
from startups.errors import NeedOverdue
from startups.models import Need, Question, Startup
from startups.questions import answered, load_questions
from tests.concurrency import at_once
from tests.factories import (
    ChoiceFactory,
    NeedFactory,
    QuestionFactory,
    SkillFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CREATE = "/espace/besoins/nouveau/"
DRAFT = "/espace/besoins/brouillon/"
QUESTIONS = "/espace/besoins/questions/"
Kind = Question.Kind


@pytest.fixture
def startup() -> Startup:
    return StartupFactory(name="Calanque Robotics", admin=UserFactory(), published=True)


@pytest.fixture
def as_founder(client: Client, startup: Startup) -> Client:
    person = startup.members.get().user
    assert person is not None
    client.force_login(person)
    return client


@pytest.fixture
def pilots() -> Skill:
    """A family with a choice and a number to ask."""
    family = SkillFactory(root=True, name="Pilotes", name_fr="Pilotes")
    where = QuestionFactory(family=family, slug="ou", label="Où l’essai aurait-il lieu", kind=Kind.MANY)
    ChoiceFactory(question=where, slug="port", label="Port")
    ChoiceFactory(question=where, slug="rue", label="Voirie")
    QuestionFactory(family=family, slug="budget", label="Budget attendu", kind=Kind.NUMBER, unit="€")
    return family


def typed(topic: Any, **more: Any) -> dict[str, Any]:
    return {
        "title": "Essayer l’inspection de quai",
        "topic": topic.pk if topic else "",
        "mentors_wanted": "1",
        "funders_wanted": "0",
        "is_public": "on",
        "draft_key": str(uuid4()),
        **more,
    }


def test_a_subject_asks_its_own_questions_and_no_others(as_founder: Client, pilots: Skill) -> None:
    QuestionFactory(label="Par quelle voie exporter", slug="voie")
    QuestionFactory(family=pilots, label="Une question mise de côté", slug="vieille", is_asked=False)
    page = as_founder.post(QUESTIONS, {"family": pilots.pk}).content.decode()
    assert "Où l’essai aurait-il lieu" in page
    assert "Par quelle voie exporter" not in page
    assert "mise de côté" not in page


def test_answers_are_kept_with_the_need_and_read_in_words(as_founder: Client, startup: Startup, pilots: Skill) -> None:
    topic = SkillFactory(parent=pilots)
    as_founder.post(CREATE, typed(topic, family=pilots.pk, q_ou=["port", "rue"], q_budget="18 000"))
    need = startup.needs.get()
    assert need.answers == {"ou": ["port", "rue"], "budget": 18000}
    assert [(one.question, one.words) for one in answered(need)] == [
        ("Où l’essai aurait-il lieu", "Port, Voirie"),
        ("Budget attendu", "18\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"),
    ]


def test_a_question_left_empty_says_nothing(as_founder: Client, startup: Startup, pilots: Skill) -> None:
    as_founder.post(CREATE, typed(SkillFactory(parent=pilots), q_budget=""))
    assert startup.needs.get().answers == {}


def test_a_single_answer_can_be_taken_back(as_founder: Client, startup: Startup, pilots: Skill) -> None:
    question = QuestionFactory(family=pilots, slug="quand", kind=Question.Kind.ONE)
    ChoiceFactory(question=question, slug="tot")
    topic = SkillFactory(parent=pilots)
    as_founder.post(CREATE, typed(topic, family=pilots.pk, q_quand="tot"))
    need = startup.needs.get()
    assert need.answers == {"quand": "tot"}
    edit = f"/espace/besoins/{need.pk}/modifier/"
    assert "Sans réponse" in as_founder.get(edit).text
    as_founder.post(edit, typed(topic, family=pilots.pk, q_quand=""))
    assert startup.needs.get().answers == {}


def test_the_answers_of_another_subject_are_not_kept(as_founder: Client, startup: Startup, pilots: Skill) -> None:
    as_founder.post(CREATE, typed(SkillFactory(parent=SkillFactory(root=True)), q_ou=["port"]))
    assert startup.needs.get().answers == {}


@pytest.mark.parametrize(("field", "value"), [("q_budget", "cher"), ("q_budget", "-3"), ("q_ou", ["lune"])])
def test_a_wrong_answer_is_told_and_nothing_is_lost(as_founder: Client, pilots: Skill, field: str, value: Any) -> None:
    topic = SkillFactory(parent=pilots)
    response = as_founder.post(CREATE, typed(topic, details="Deux références.", **{field: value}))
    assert field in response.context["form"].errors
    assert "Deux références." in response.content.decode()
    assert not Need.objects.exists()


def test_a_subject_of_another_card_is_refused(as_founder: Client, pilots: Skill) -> None:
    response = as_founder.post(CREATE, typed(SkillFactory(), family=pilots.pk))
    assert "Pilotes" in str(response.context["form"].errors["topic"])


def test_without_scripts_a_button_shows_the_questions_and_saves_nothing(as_founder: Client, pilots: Skill) -> None:
    page = as_founder.post(CREATE, typed(None, family=pilots.pk, details="Un accord oral.", look="1"))
    shown = page.content.decode()
    assert "Où l’essai aurait-il lieu" in shown
    assert "Un accord oral." in shown
    assert 'class="error"' not in shown
    assert not Need.objects.exists()


def test_what_counts_is_kept_only_where_it_differs_from_usual(as_founder: Client, startup: Startup) -> None:
    as_founder.post(CREATE, typed(SkillFactory(), w_expertise="5", w_sector="3", w_market="1"))
    assert startup.needs.get().importance == {"expertise": 5, "market": 1}


def test_a_step_beyond_five_is_refused(as_founder: Client) -> None:
    response = as_founder.post(CREATE, typed(SkillFactory(), w_expertise="6"))
    assert "w_expertise" in response.context["form"].errors


# --- a draft that keeps itself ----------------------------------------------------------------------------------


def test_a_draft_is_kept_while_it_is_typed_and_stays_one(as_founder: Client, startup: Startup) -> None:
    key = str(uuid4())
    first = as_founder.post(DRAFT, {"title": "Essayer", "draft_key": key})
    as_founder.post(
        DRAFT, {"title": "Essayer l’inspection", "draft_key": key, "mentors_wanted": "2", "funders_wanted": "0"}
    )
    assert "Brouillon enregistré" in first.content.decode()
    need = startup.needs.get()
    assert (need.title, need.state, need.mentors_wanted) == ("Essayer l’inspection", "draft", 2)


def test_the_button_goes_on_with_the_draft_that_was_kept(as_founder: Client, startup: Startup) -> None:
    said = typed(SkillFactory())
    as_founder.post(DRAFT, {"title": "Essayer", "draft_key": said["draft_key"]})
    as_founder.post(CREATE, {**said, "open": "1"})
    need = startup.needs.get()
    assert (need.title, need.state) == ("Essayer l’inspection de quai", "open")


def test_a_form_sent_twice_writes_one_need(as_founder: Client, startup: Startup) -> None:
    said = typed(SkillFactory())
    for _ in range(2):
        as_founder.post(CREATE, said)
    assert startup.needs.count() == 1


def test_a_draft_keeps_what_is_right_and_leaves_out_what_is_not(as_founder: Client, startup: Startup) -> None:
    wrong = {"deadline_on": "demain", "mentors_wanted": "0", "funders_wanted": "0", "amount": "5000"}
    as_founder.post(DRAFT, {"title": "Essayer", "draft_key": str(uuid4()), **wrong})
    need = startup.needs.get()
    assert (need.deadline_on, need.mentors_wanted, need.amount) == (None, 1, 5000)


def test_an_empty_form_is_not_kept(as_founder: Client) -> None:
    assert as_founder.post(DRAFT, {"title": "", "draft_key": str(uuid4())}).status_code == 204
    assert not Need.objects.exists()


def test_an_open_need_is_saved_by_its_button_alone(as_founder: Client, startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True, title="Avant")
    assert as_founder.post(DRAFT, {"need": need.pk, "title": "Pendant"}).status_code == 204
    need.refresh_from_db()
    assert need.title == "Avant"


def test_somebody_else_s_need_is_not_typed_over(as_founder: Client) -> None:
    other = NeedFactory(title="Le leur")
    assert as_founder.post(DRAFT, {"need": other.pk, "title": "Le mien"}).status_code == 404
    other.refresh_from_db()
    assert other.title == "Le leur"


# --- caps, and opening again ------------------------------------------------------------------------------------


def test_a_startup_has_only_a_few_open_needs(as_founder: Client, startup: Startup, settings: Any) -> None:
    settings.MOST_OPEN_NEEDS = 1
    NeedFactory(startup=startup, opened=True)
    response = as_founder.post(CREATE, typed(SkillFactory(), open="1"), follow=True)
    assert "déjà 1 besoin ouvert" in response.content.decode()
    assert startup.needs.open().count() == 1
    assert startup.needs.get(state="draft").title == "Essayer l’inspection de quai"


def test_a_curator_may_open_one_more(startup: Startup, settings: Any) -> None:
    settings.MOST_OPEN_NEEDS = 1
    NeedFactory(startup=startup, opened=True)
    open_need(NeedFactory(startup=startup), by=UserFactory(curator=True))
    assert startup.needs.open().count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_needs_opened_at_once_never_pass_the_cap(settings: Any) -> None:
    settings.MOST_OPEN_NEEDS = 2
    startup = StartupFactory(admin=UserFactory(), published=True)
    by = startup.members.get().user
    assert by is not None
    needs = NeedFactory.create_batch(6, startup=startup)
    ends = at_once(6, lambda number: open_need(needs[number], by=by))
    assert ends == {"done": 2, "TooManyOpenNeeds": 4}
    assert startup.needs.open().count() == 2


@pytest.mark.parametrize("ended", ["closed", "expired"])
def test_a_need_that_ended_is_opened_again_with_another_date(as_founder: Client, startup: Startup, ended: str) -> None:
    past = timezone.localdate() - timedelta(days=3)
    need = NeedFactory(startup=startup, state=ended, closed_at=timezone.now(), deadline_on=past, review="kept")
    coming = timezone.localdate() + timedelta(days=30)
    as_founder.post(f"/espace/besoins/{need.pk}/reouverture/", {"deadline_on": coming.isoformat()})
    need.refresh_from_db()
    assert (need.state, need.deadline_on, need.closed_at, need.review) == ("open", coming, None, "")
    assert need.moves.get().from_state == ended


def test_opening_again_with_a_past_date_is_refused_and_changes_nothing(startup: Startup) -> None:
    need = NeedFactory(startup=startup, state="expired", closed_at=timezone.now())
    past = timezone.localdate() - timedelta(days=1)
    with pytest.raises(NeedOverdue):
        reopen_need(need, by=UserFactory(), deadline_on=past)
    need.refresh_from_db()
    assert (need.state, need.deadline_on) == ("expired", None)


def test_asking_to_open_again_changes_nothing_before_the_button(as_founder: Client, startup: Startup) -> None:
    need = NeedFactory(startup=startup, state="closed", closed_at=timezone.now())
    assert "Rouvrir ce besoin" in as_founder.get(f"/espace/besoins/{need.pk}/reouverture/").content.decode()
    need.refresh_from_db()
    assert need.state == "closed"


def test_an_edit_of_a_returned_need_brings_it_back(startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True, review="returned")
    assert not Need.objects.matchable(timezone.localdate()).exists()
    update_need(need, by=UserFactory(), title="En plus précis")
    assert Need.objects.matchable(timezone.localdate()).get() == need
    assert Need.objects.to_triage().get() == need


# --- the file of questions --------------------------------------------------------------------------------------


def test_the_questions_of_the_file_are_written_once_and_the_team_s_words_stay() -> None:
    SkillFactory(root=True, slug="pilots")
    assert load_questions() == 4
    Question.objects.filter(slug="pilot-where").update(label_fr="Où donc")
    assert load_questions() == 0
    asked = Question.objects.get(slug="pilot-where")
    assert asked.label_fr == "Où donc"
    assert asked.label_en == "Where would the trial take place?"
    assert [choice.slug for choice in asked.choices.all()][:2] == ["port", "coast"]

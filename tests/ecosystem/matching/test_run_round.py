"""`manage.py run_round`: computes, prints, publishes, and says what went wrong."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ecosystem.core.models import Mail
from ecosystem.matching.actions import computing
from ecosystem.matching.management.commands import run_round as command
from ecosystem.matching.models import Proposal, Round
from tests.ecosystem.matching.season import season
from tests.factories import NeedFactory

pytestmark = pytest.mark.django_db(transaction=True)


def run(**options: Any) -> str:
    out = StringIO()
    call_command("run_round", **{"kind": "mentors", "stdout": out, **options})
    return out.getvalue()


@pytest.mark.parametrize("kind", Round.Kind.values)
def test_it_computes_a_round_and_prints_its_proposals(kind: str) -> None:
    made = season(needs=3, **{kind: 3})
    said = run(kind=kind, title="Essai", seed=5)
    round_ = Round.objects.get()
    assert (round_.state, round_.kind, round_.title, round_.seed) == (Round.State.READY, kind, "Essai", 5)
    for pair in round_.proposals.chosen():
        line = next(line for line in said.splitlines() if line.startswith(pair.need.startup.name))
        assert pair.person.name in line
        assert f"{pair.score_points:.2f}" in line
    assert f"{round_.proposals.chosen().count()} proposals" in said
    assert "gap 0" in said
    assert round_.input_digest[:16] in said
    assert len(made.needs) == round_.proposals.chosen().count() + round_.unserved.count()
    assert not Mail.objects.exists()


def test_it_publishes_and_writes_to_each_person_once(settings: Any) -> None:
    settings.MAIL_OFFICE_HOURS = False
    season(needs=3, mentors=3)
    run(publish=True)
    round_ = Round.objects.get()
    assert (round_.state, round_.announced_at is not None) == (Round.State.PUBLISHED, True)
    to_people = Mail.objects.filter(key__contains=":person:")
    assert to_people.count() == round_.proposals.sent().values("mentor").distinct().count() > 0
    assert Mail.objects.count() == to_people.count() + round_.proposals.sent().values("need").count()
    assert {row.state for row in Mail.objects.all()} == {Mail.State.SENT}


def test_it_shows_as_many_lines_as_asked() -> None:
    season(needs=3, mentors=3)
    assert run(show=1).count("expertise") == 1
    assert "SCORE" not in run(show=0)


@pytest.mark.parametrize("columns", [60, 200])
def test_each_proposal_is_printed_with_what_earned_its_points(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    season(needs=3, mentors=3)
    table = run().split("---\n")[1]
    said = " ".join(table.split())
    for pair in Round.objects.get().proposals.chosen():
        topic = pair.need.topic
        assert topic is not None
        assert f"expertise ({topic.name}) {pair.points_expertise / 100:g}/" in said
    assert max(len(line) for line in table.splitlines()[:-1]) <= max(columns, 120)


def test_once_shows_the_last_round_of_that_title_instead_of_another() -> None:
    season(needs=2, mentors=2)
    first = run(title="Essai", once=True)
    assert run(title="Essai", once=True) == first
    assert Round.objects.count() == 1
    run(title="Essai")
    assert Round.objects.count() == 2


def test_nothing_to_match_is_said_and_fails() -> None:
    with pytest.raises(CommandError, match="aucun besoin ouvert"):
        run()


def test_nothing_to_publish_is_said_and_fails() -> None:
    NeedFactory(opened=True)
    with pytest.raises(CommandError, match="aucune proposition"):
        run(publish=True)
    assert Round.objects.get().state == Round.State.READY


def test_a_round_that_fails_is_said_with_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise computing.EngineError("trop de lignes")

    monkeypatch.setattr(computing, "compute", refuse)
    with pytest.raises(CommandError, match="trop de lignes"):
        run()
    assert not Proposal.objects.exists()


def test_no_worker_is_said_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    season(needs=1, mentors=1)
    monkeypatch.setattr(command, "enqueue", lambda *args: None)
    monkeypatch.setattr(command, "GIVE_UP_AFTER_SECONDS", -1)
    with pytest.raises(CommandError, match="worker"):
        run()


@pytest.mark.parametrize("options", [["--kind", "people"], [], ["--kind", "mentors", "--on", "demain"]])
def test_wrong_words_are_refused(options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("run_round", *options)
    assert not Round.objects.exists()


def test_a_day_that_does_not_exist_is_told_in_words() -> None:
    with pytest.raises(CommandError, match=r"2026-13-45.*YYYY-MM-DD"):
        call_command("run_round", "--kind", "mentors", "--on", "2026-13-45")

"""The questions of the subjects: written from their file, and read back as a need's answers in words."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from ecosystem.directory.models import Skill
from ecosystem.ui.typography import number
from startups.models import Choice, Need, Question

FILE = Path(__file__).parent / "questions.csv"


@dataclass(frozen=True)
class Answered:
    """One question and what the startup answered, in the language of whoever reads."""

    question: str
    words: str


@transaction.atomic
def load_questions() -> int:
    """Write the questions of the file that the database lacks; the team's own wording is never overwritten."""
    families = {skill.slug: skill for skill in Skill.objects.roots()}
    known = {question.slug: question for question in Question.objects.all()}
    fresh: set[str] = set()
    with FILE.open(encoding="utf-8", newline="") as lines:
        for place, row in enumerate(csv.DictReader(lines)):
            slug, named = row["question"], {"label": row["fr"], "label_fr": row["fr"], "label_en": row["en"]}
            if row["choice"]:
                if slug in fresh:
                    Choice.objects.create(question=known[slug], slug=row["choice"], position=place, **named)
            elif slug not in known and row["family"] in families:
                units = {"unit": row["unit_fr"], "unit_fr": row["unit_fr"], "unit_en": row["unit_en"]}
                known[slug] = Question.objects.create(
                    family=families[row["family"]], slug=slug, kind=row["kind"], position=place, **named, **units
                )
                fresh.add(slug)
    return len(fresh)


def family_of(need: Need) -> int | None:
    """The family of the need's subject: whose questions it is asked."""
    return None if need.topic is None else need.topic.parent_id or need.topic_id


def answered(need: Need) -> list[Answered]:
    """What a need answered to the questions of its subject, and nothing where it said nothing; two queries."""
    if not need.answers:
        return []
    questions = Question.objects.filter(family=family_of(need)).prefetch_related("choices")
    said = [(question, in_words(question, need.answers.get(question.slug))) for question in questions]
    return [Answered(question.label, words) for question, words in said if words]


def in_words(question: Question, value: Any) -> str:
    """One answer as it is read; a choice that no longer exists says nothing."""
    if value in (None, "", []):
        return ""
    if question.kind in {Question.Kind.ONE, Question.Kind.MANY}:
        chosen = {value} if isinstance(value, str) else set(value)
        return ", ".join(choice.label for choice in question.choices.all() if choice.slug in chosen)
    if question.kind == Question.Kind.NUMBER:
        unit = f"\N{NO-BREAK SPACE}{question.unit}" if question.unit else ""
        return f"{number(value)}{unit}"
    return str(value)


def answers_as_text(said: Mapping[str, Any], labels: Mapping[tuple[str, str], str]) -> str:
    """The chosen answers as one text, for whoever looks for words; labels: by identifiers of question and choice."""
    chosen = [
        labels.get((question, one), "")
        for question, value in sorted(said.items())
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, str)
    ]
    return ". ".join(label for label in chosen if label)

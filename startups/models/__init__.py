"""Startups, the people of their teams, what they need, and what their needs are asked."""

from startups.models.need import Need, NeedMove, NeedQuerySet
from startups.models.news import News
from startups.models.questions import Choice, Question, QuestionQuerySet
from startups.models.review import NeedReview
from startups.models.startup import Member, Startup, StartupQuerySet

__all__ = [
    "Choice",
    "Member",
    "Need",
    "NeedMove",
    "NeedQuerySet",
    "NeedReview",
    "News",
    "Question",
    "QuestionQuerySet",
    "Startup",
    "StartupQuerySet",
]

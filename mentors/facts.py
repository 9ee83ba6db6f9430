"""What the search is told of mentors: what they bring, and what lists are filtered by."""

from collections.abc import Iterator
from typing import Any

from ecosystem.accounts.models import Consent
from ecosystem.directory.texts import Facts, register_texts, root_slug
from mentors.models import Mentor
from mentors.ordering import BY_PLACES


def register() -> None:
    """Called once, when the apps are ready."""
    related = ("mentor__skills__skill__parent", "mentor__user__consents")
    moved = ("mentor__places_moved_at",)
    register_texts("mentor", related=related, tags=subjects, body=experience, facts=facts, moved=moved)


def subjects(listing: Any) -> Iterator[str]:
    """The names of what the mentor brings, in both languages."""
    for one in listing.mentor.skills.all():
        yield one.skill.name_fr or ""
        yield one.skill.name_en or ""


def experience(listing: Any) -> Iterator[str]:
    """What the mentor says of it; never conflicts, pauses or hours."""
    mentor = listing.mentor
    yield from (mentor.job_title, mentor.shown_company, mentor.sector_note, mentor.stage_note)
    yield from (one.proof for one in mentor.skills.all())


def facts(listing: Any) -> Facts:
    """Subjects, stages, languages and formats; the places left and the pause, which no page tells by date."""
    mentor = listing.mentor
    paused_until = mentor.paused_until
    return Facts(
        facets={
            "skill": {root_slug(one.skill) for one in mentor.skills.all()},
            "stage": mentor.stages or (),
            "language": mentor.languages or (),
            "format": mentor.formats or (),
        },
        numbers={
            "places_left": [mentor.places_left],
            "places_shown": [mentor.places_left if mentor.shows(Mentor.Part.PLACES) else 0],
            "paused_until": [paused_until.toordinal() if paused_until else 0],
        },
        flags=("proposable",) if is_proposable(mentor) else (),
        orders={"by_places": BY_PLACES.key(mentor)},
    )


def is_proposable(mentor: Mentor) -> bool:
    """`MentorQuerySet.proposable()` for a published row, its person's consents already read."""
    if mentor.user is None:
        return True
    words = [one for one in mentor.user.consents.all() if one.purpose == Consent.Purpose.MATCHING]
    return not words or max(words, key=lambda one: (one.at, one.pk)).given

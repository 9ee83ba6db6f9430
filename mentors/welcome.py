"""What each screen of a mentor's arrival reads and writes; the listing is a draft from the first one on."""

from collections.abc import Iterable, Mapping
from typing import Any

from ecosystem.accounts.models import User
from ecosystem.directory.actions import declare_never_again, declare_stake
from ecosystem.directory.models import Skill
from mentors.actions import create_mentor, set_capacity, update_mentor
from mentors.models import Mentor, MentorSkill, Slot


def first_step_to_do(mentor: Mentor | None) -> str:
    """Where somebody who comes back goes on."""
    if mentor is None or not mentor.tagline or not mentor.skills.exists():
        return "savoir-faire"
    if not mentor.stages and not mentor.sectors.exists():
        return "pour-qui"
    return "places" if not mentor.slots else "visibilite"


def save_know_how(mentor: Mentor | None, *, by: User, tagline: str, chosen: Iterable[Skill], **_: Any) -> Mentor:
    """The sentence and the subjects; what was already said of a subject is kept."""
    known = {row.skill_id: row for row in mentor.skills.all()} if mentor else {}
    rows = [
        {"skill": one, "level": known[one.pk].level, "proof": known[one.pk].proof}
        if one.pk in known
        else {"skill": one, "level": MentorSkill.Level.PRACTICE, "proof": ""}
        for one in chosen
    ]
    if mentor is None:
        first: dict[str, Any] = {
            "name": by.full_name or by.email.partition("@")[0],
            "country": "FR",
            "languages": ["fr"],
        }
        return create_mentor(by=by, skills=rows, tagline=tagline, language=by.language, **first)
    return update_mentor(mentor, by=by, skills=rows, tagline=tagline)


def save_for_whom(mentor: Mentor, *, by: User, **cleaned: Any) -> Mentor:
    return update_mentor(mentor, by=by, **cleaned)


def save_places(mentor: Mentor, *, by: User, capacity: int, slots: list[str]) -> Mentor:
    """The places, and the slots, said in words too as long as she wrote no words of her own."""
    set_capacity(mentor, capacity)
    note: dict[str, Any] = {} if mentor.availability_note not in ("", in_words(mentor.slots or ())) else {
        "availability_note": in_words(slots)
    }  # fmt: skip
    return update_mentor(mentor, by=by, slots=slots, **note)


def save_refusals(mentor: Mentor, *, by: User, invested: Any, avoid: Any, **cleaned: Any) -> Mentor:
    """Refusals become rules of the rounds: shares, startups never to be proposed, sectors, her own house."""
    for name, siren in invested:
        declare_stake(mentor, by=by, company_name=name, company_siren=siren)
    for other in avoid:
        declare_never_again(mentor, by=by, other=other)
    return update_mentor(mentor, by=by, **cleaned)


def save_shown(mentor: Mentor, *, by: User, **cleaned: Any) -> Mentor:
    return update_mentor(mentor, by=by, **cleaned)


def in_words(slots: Iterable[str]) -> str:
    """« mardi matin, jeudi midi »."""
    kept = set(slots)
    return ", ".join(str(slot.label) for slot in Slot if slot.value in kept)[:200]


SAVES: Mapping[str, Any] = {
    "savoir-faire": save_know_how,
    "pour-qui": save_for_whom,
    "places": save_places,
    "refus": save_refusals,
    "visibilite": save_shown,
}

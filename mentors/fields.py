"""What a mentor's listing is made of, and how much each field counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ecosystem.directory.fields import Field, Plain, Terms, register_fields, shared_fields
from ecosystem.directory.models import Listing, Skill
from mentors.models import MentorSkill


@dataclass(frozen=True, slots=True)
class Skills(Field):
    """The subjects with their level and proof; their plain form is a list of small dictionaries, by slug."""

    def read(self, listing: Any) -> Plain:
        rows = listing.skills.order_by("skill__slug").values_list("skill__slug", "level", "proof")
        return [{"skill": slug, "level": level, "proof": proof} for slug, level, proof in rows]

    def plain(self, model: type[Listing], value: Any) -> Plain:
        rows = {str(getattr(row["skill"], "slug", row["skill"])): row for row in value or []}
        return [
            {"skill": slug, "level": int(rows[slug]["level"]), "proof": rows[slug].get("proof", "")}
            for slug in sorted(rows)
        ]

    def store(self, listing: Listing, plain: Plain) -> None:
        """Subjects are written once the row has its key."""

    def relate(self, listing: Any, plain: Plain) -> None:
        rows: dict[str, Mapping[str, Any]] = {row["skill"]: row for row in plain or []}
        skills = {skill.slug: skill for skill in Skill.objects.filter(slug__in=rows)}
        if missing := set(rows) - set(skills):
            raise ValidationError(_("Terme inconnu : %(term)s.") % {"term": min(missing)})
        listing.skills.exclude(skill__slug__in=rows).delete()
        for slug, row in rows.items():
            kept = {"level": row["level"], "proof": row["proof"]}
            MentorSkill.objects.update_or_create(mentor=listing, skill=skills[slug], defaults=kept)

    def label(self, model: type[Listing]) -> str:
        return _("Sujets")

    def shown(self, model: type[Listing], plain: Plain) -> str:
        names = {skill.slug: str(skill) for skill in Skill.objects.filter(slug__in=[row["skill"] for row in plain])}
        levels = dict(MentorSkill.Level.choices)
        return ", ".join(
            f"{names.get(row['skill'], row['skill'])} ({levels.get(row['level'], row['level'])})"
            + (f" : {row['proof']}" if row["proof"] else "")
            for row in plain
        )


def register() -> None:
    """Called once, when the site starts."""
    register_fields(
        "mentor",
        [
            *shared_fields(step="profil", words="profil"),
            Field("job_title", weight=6, sensitive=True, step="profil"),
            Field("company", weight=4, sensitive=True, step="profil"),
            Field("employer_siren", step="profil"),
            Skills("skills", "terms", weight=16, step="sujets"),
            Field("languages", "list", weight=6, step="sujets"),
            Field("countries", "list", weight=4, step="sujets"),
            Field("stages", "list", weight=4, step="sujets"),
            Field("formats", "list", weight=2, step="places"),
            Field("hours_per_month", "number", weight=2, step="places"),
            Field("slots", "list", step="places"),
            Terms("refused_sectors", step="limites"),
            Field("sector_note", weight=3, step="sujets"),
            Field("stage_note", weight=3, step="sujets"),
            Field("availability_note", weight=2, step="places"),
            Field("is_discreet", "yes_no", step="publier"),
            Field("hidden_parts", "list", step="publier"),
        ],
    )

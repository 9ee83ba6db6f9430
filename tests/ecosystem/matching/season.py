"""A small season that rounds are computed on: needs, mentors and funders that differ enough to be told apart."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from ecosystem.core.models import Mail
from ecosystem.matching.actions.computing import compute_round
from ecosystem.matching.actions.rounds import create_round, start_round
from ecosystem.matching.links import answer_link
from ecosystem.matching.models import Proposal, Round, UnservedNeed
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need
from tests import factories

LEVELS = (3, 2, 1)
STAGES = (["seed"], ["prototype", "seed"], ["seed", "series_a"])
PARTS = (
    "expertise", "sector", "market", "stage", "language", "text",
    "availability", "ticket", "place", "activity", "circle",
)  # fmt: skip


@dataclass
class Season:
    """What was made."""

    needs: list[Need] = field(default_factory=list)
    mentors: list[Mentor] = field(default_factory=list)
    funders: list[Funder] = field(default_factory=list)


def season(needs: int = 3, mentors: int = 0, funders: int = 0) -> Season:
    """Open needs, each of a startup of its own with one admin, and the people who could serve them."""
    family = factories.SkillFactory(root=True)
    skills = factories.SkillFactory.create_batch(3, parent=family)
    root = factories.SectorFactory(root=True)
    sectors = factories.SectorFactory.create_batch(3, parent=root)
    made = Season()
    for row in range(needs):
        startup = factories.StartupFactory(published=True, admin=factories.UserFactory(), sectors=[sectors[row % 3]])
        wanted = {"mentors_wanted": int(mentors > 0), "funders_wanted": int(funders > 0), "amount": 150_000}
        made.needs.append(
            factories.NeedFactory(startup=startup, opened=True, topic=skills[row % 3], countries=["DE"], **wanted)
        )
    for row in range(mentors):
        mentor = factories.MentorFactory(
            published=True,
            sectors=sectors[: 1 + row % 3],
            stages=STAGES[row % 3],
            countries=["DE"] if row % 2 else ["FR", "DE"],
            sector_note=f"J’ai dirigé {row + 2} équipes de ce secteur.",
            stage_note=f"Je cherche une startup avec {row + 1} clients.",
        )
        proof = f"J’ai ouvert {row + 1} pays en deux ans."
        factories.MentorSkillFactory(mentor=mentor, skill=skills[row % 3], level=LEVELS[row % 3], proof=proof)
        made.mentors.append(mentor)
    for row in range(funders):
        funder = factories.FunderFactory(
            published=True, sectors=sectors[: 1 + row % 3], thesis=f"Le premier tour de {row + 2} startups. Ou plus."
        )
        deals = factories.DealFactory.create_batch(1 + row % 2, funder=funder, sector=sectors[row % 3])
        assert deals
        made.funders.append(funder)
    return made


def computed(kind: str = Round.Kind.MENTORS, **settings: Any) -> Round:
    """A round that a worker has brought to its end, whatever that is."""
    round_ = started(kind, **settings)
    compute_round(round_.pk, "worker")
    return fresh(round_)


def started(kind: str = Round.Kind.MENTORS, **settings: Any) -> Round:
    """A round that waits for a worker; its minimal score lets nearly everyone in."""
    round_ = create_round(title="Tournée", kind=kind, by=None, **{"min_score": 20, **settings})
    return start_round(round_, by=None)


def answer_url(proposal: Proposal, side: str, language: str = "fr") -> str:
    """The address of a mail written today to the listing's address."""
    return answer_link(proposal, side).url(language)


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


def stored(round_: Round) -> list[dict[str, Any]]:
    """Everything that a round stored, without what names the round itself."""
    proposals = round_.proposals.order_by("need_id", "rank", "mentor_id", "funder_id")
    unserved = round_.unserved.order_by("need_id")
    figures = Round.objects.filter(pk=round_.pk).values("input_digest", "objective", "dual_bound", "stats")
    return [*figures, *proposals.values(*_facts(Proposal)), *unserved.values(*_facts(UnservedNeed))]


def _facts(model: type[Model]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields if column.attname not in {"id", "round_id"}]


def mail(key: str) -> Mail:
    return Mail.objects.get(key=key)


def keys() -> list[str]:
    """The events that were told, in order."""
    return list(Mail.objects.order_by("key").values_list("key", flat=True))


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)

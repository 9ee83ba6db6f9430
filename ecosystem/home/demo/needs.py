"""The sample needs, opened in three waves so that each sample round finds its own."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ecosystem.directory.models import Skill
from ecosystem.home.demo.content import SOURCE, read, sectors
from startups.actions import move_need
from startups.models import Need, Startup

LAST_WAVE, STILL_TO_READ = 2, 3
"""The team has read every need but the last ones of the last wave."""
WAVE_DAYS_AGO = (78, 24, 6)
"""When the needs of each wave were opened; the last wave waits for the round that `make run` computes."""


def create_needs() -> int:
    """Every need of the file that its startup does not have yet, as a draft."""
    startups = {startup.name: startup for startup in Startup.objects.filter(source=SOURCE)}
    topics = {skill.slug: skill for skill in Skill.objects.all()}
    created = 0
    for entry in read("needs"):
        startup = startups[entry["startup"]]
        if startup.needs.filter(title=entry["title"]).exists():
            continue
        with transaction.atomic():
            need = Need.objects.create(
                startup=startup,
                topic=topics[entry["topic"]],
                amount=entry["amount_eur"],
                deadline_on=timezone.localdate() + timedelta(days=entry["deadline_in_days"]),
                **{name: entry[name] for name in ("title", "details", "countries", "languages", "formats")},
                **{name: entry[name] for name in ("mentors_wanted", "funders_wanted")},
            )
            need.sectors.set(sectors(entry["sectors"]))
        created += 1
    return created


def open_wave(wave: int) -> list[Need]:
    """Open the drafts of one wave and date them back; the startup of the demo account belongs to the second."""
    days_ago = WAVE_DAYS_AGO[wave]
    opened = []
    for position, need in enumerate(Need.objects.filter(startup__source=SOURCE).order_by("pk")):
        if need.state == Need.State.DRAFT and _wave(position, need) == wave:
            move_need(need, "open", by=None)
            moment = timezone.now() - timedelta(days=days_ago)
            Need.objects.filter(pk=need.pk).update(opened_at=moment, created_at=moment)
            need.moves.update(at=moment)
            opened.append(need)
    read_ = opened[: -STILL_TO_READ if wave == LAST_WAVE else None]
    Need.objects.filter(pk__in=[need.pk for need in read_]).update(review=Need.Review.KEPT)
    return opened


def _wave(position: int, need: Need) -> int:
    if need.startup.name == "Calanque Robotics":
        return 1
    return (0, 1, 2, 2)[position % 4]

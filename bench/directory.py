"""Made-up listings as rows, of any number: written batch by batch, so that the memory does not grow with them."""

import csv
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench.listings import Directory, Made
from ecosystem.core.text import sort_key
from ecosystem.directory.bulk import bulk_insert
from ecosystem.directory.documents import index_latest, rebuild
from ecosystem.directory.models import FinancingInstrument, Listing, MeetingFormat, Sector, Skill
from ecosystem.directory.vocabulary import TAXONOMY, load_vocabulary
from ecosystem.search.stamp import index_stamp
from ecosystem.tradeshows.models import Edition, TradeShow
from funders.models import Funder
from mentors.models import Mentor, MentorSkill
from startups.models import Need, Startup


def fill(listings: int) -> dict[str, float]:
    """Bring the database and its search index to so many listings; returns the seconds that each took."""
    started, there = time.perf_counter(), Listing.objects.count()
    Rows().write(listings - there, start=there)
    filled = time.perf_counter()
    if there < listings or not index_stamp():
        rebuild()
    index_latest()
    return {"fill_seconds": round(filled - started, 1), "index_seconds": round(time.perf_counter() - filled, 1)}


class Rows:
    """Writes the four kinds with what their lists filter by: sectors, needs, skills, editions."""

    def __init__(self, seed: int = 1) -> None:
        load_vocabulary()
        with (TAXONOMY / "places.csv").open(encoding="utf-8", newline="") as file:
            self.places = list(csv.DictReader(file))
        self.sectors = list(Sector.objects.leaves().values_list("pk", flat=True))
        self.skills = list(Skill.objects.leaves().filter(is_funding=False).values_list("pk", flat=True))
        self.made = Directory(places=len(self.places), sectors=len(self.sectors), skills=len(self.skills), seed=seed)
        self.now = timezone.now()

    def write(self, count: int, *, start: int = 0) -> None:
        """So many published listings, numbered from `start`."""
        Listing._meta.get_field("updated_at").auto_now = False  # each has its own day
        for batch in self.made.batches(count, start=start):
            startups = self._listings(batch, "startup", self._startup)
            mentors = self._listings(batch, "mentor", self._mentor)
            self._listings(batch, "funder", self._funder)
            shows = self._listings(batch, "tradeshow", self._show)
            Need.objects.bulk_create(self._needs(startups))
            MentorSkill.objects.bulk_create(self._held(mentors))
            Edition.objects.bulk_create(Edition(tradeshow=show, year=2027, country="FR") for _made, show in shows)

    def _listings(self, batch: Sequence[Made], kind: str, build: Any) -> list[tuple[Made, Any]]:
        made = [one for one in batch if one.kind == kind]
        rows = bulk_insert([build(one) for one in made])
        through = Listing.sectors.through
        pairs = list(zip(made, rows, strict=True))
        through.objects.bulk_create(
            through(listing_id=row.pk, sector_id=self.sectors[sector]) for one, row in pairs for sector in one.sectors
        )
        return pairs

    def _shared(self, made: Made) -> dict[str, Any]:
        place = self.places[made.place]
        return {
            "name": made.name,
            "slug": sort_key(made.name, length=130).replace(" ", "-"),
            "tagline": made.tagline,
            "description": made.description,
            "state": Listing.State.PUBLISHED,
            "published_at": self.now,
            "updated_at": self.now - timedelta(days=700 - made.day, seconds=made.number % 86_400),
            "city": place["name"],
            "region": place["department"],
            "country": place["country"],
            "latitude": float(place["latitude"]),
            "longitude": float(place["longitude"]),
        }

    def _startup(self, made: Made) -> Startup:
        return Startup(**self._shared(made), stage=made.stages[-1], headcount=made.headcount)

    def _mentor(self, made: Made) -> Mentor:
        return Mentor(
            **self._shared(made),
            stages=list(made.stages),
            languages=list(made.languages),
            formats=MeetingFormat.values[: 1 + made.number % 2],
            capacity=made.number % 5,
        )

    def _funder(self, made: Made) -> Funder:
        return Funder(
            **self._shared(made),
            stages=list(made.stages),
            instruments=FinancingInstrument.values[: 1 + made.number % 3],
            funder_type=Funder.Type.values[made.number % len(Funder.Type.values)],
            ticket_min_eur=made.headcount * 1_000,
            ticket_max_eur=made.headcount * 9_000,
        )

    def _show(self, made: Made) -> TradeShow:
        return TradeShow(**self._shared(made))

    def _needs(self, startups: Sequence[tuple[Made, Any]]) -> Iterator[Need]:
        return (
            Need(
                startup=row,
                title=made.tagline[:150],
                topic_id=self.skills[made.skills[0]],
                state=Need.State.OPEN,
                opened_at=self.now,
            )
            for made, row in startups
        )

    def _held(self, mentors: Sequence[tuple[Made, Any]]) -> Iterator[MentorSkill]:
        return (
            MentorSkill(mentor=row, skill_id=self.skills[skill], level=2)
            for made, row in mentors
            for skill in made.skills
        )

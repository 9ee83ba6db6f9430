"""Made-up needs and mentors in any number, the same for a seed."""

from datetime import timedelta
from typing import Any

import numpy as np
from django.utils import timezone

from ecosystem.directory.bulk import bulk_insert
from ecosystem.directory.models import Listing, MeetingFormat, Sector, Skill, Stage
from ecosystem.directory.vocabulary import load_vocabulary
from mentors.models import Mentor, MentorSkill
from startups.models import Need, Startup

COUNTRIES = ["FR", "DE", "IT", "ES", "GB", "US", "MA", "CH", "BE", "NL", "SN", "AE"]
BATCH = 2000


class Crowd:
    """Draws profiles: two sectors, a few languages and markets, a place near Marseille."""

    def __init__(self, seed: int) -> None:
        load_vocabulary()
        self.random = np.random.default_rng(seed)
        self.sectors = list(Sector.objects.leaves().values_list("pk", flat=True))
        self.skills = list(Skill.objects.leaves().filter(is_funding=False).values_list("pk", flat=True))
        self.now = timezone.now()

    def some(self, values: list[str], most: int) -> Any:
        count = int(self.random.integers(1, most + 1))
        return [str(value) for value in self.random.choice(values, size=count, replace=False)]

    def one(self, values: list[str]) -> str:
        return str(self.random.choice(values))

    def published(self, name: str) -> dict[str, object]:
        latitude, longitude = 43.3 + self.random.normal(0, 0.4), 5.4 + self.random.normal(0, 0.6)
        return {
            "name": name,
            "slug": name.lower().replace(" ", "-"),
            "tagline": f"{name} : de quoi remplir une phrase de présentation",
            "state": Listing.State.PUBLISHED,
            "published_at": self.now,
            "country": "FR",
            "latitude": float(latitude),
            "longitude": float(longitude),
        }

    def needs(self, count: int) -> None:
        """As many startups, each with one open need for one mentor."""
        startups = [
            Startup(
                **self.published(f"Startup {number}"),
                stage=self.one(Stage.values),
                languages=["fr", *self.some(["en", "de", "es", "it"], 2)],
            )
            for number in range(count)
        ]
        bulk_insert(startups, batch_size=BATCH)
        needs = [
            Need(
                startup=startup,
                title=f"Besoin de {startup.name}",
                topic_id=int(self.random.choice(self.skills)),
                countries=self.some(COUNTRIES, 3),
                formats=self.some([MeetingFormat.ONSITE, MeetingFormat.REMOTE], 2),
                state=Need.State.OPEN,
                opened_at=self.now,
                deadline_on=self.now.date() + timedelta(days=90),
            )
            for startup in startups
        ]
        Need.objects.bulk_create(needs, batch_size=BATCH)
        self._sectors(startups)

    def mentors(self, count: int) -> None:
        """Published mentors with three skills and one to four places."""
        mentors = [
            Mentor(
                **self.published(f"Mentor {number}"),
                contact_email=f"mentor-{number}@example.org",
                capacity=int(self.random.integers(1, 5)) * 2,
                languages=self.some(["fr", "en", "de", "es", "it"], 3),
                countries=self.some(COUNTRIES, 4),
                stages=self.some(list(Stage.values), 4),
                formats=self.some([MeetingFormat.ONSITE, MeetingFormat.REMOTE], 2),
            )
            for number in range(count)
        ]
        bulk_insert(mentors, batch_size=BATCH)
        held = [
            MentorSkill(mentor=mentor, skill_id=int(skill), level=int(level), proof="J’ai fait cela trois fois")
            for mentor in mentors
            for skill, level in zip(
                self.random.choice(self.skills, 3, replace=False), self.random.integers(1, 4, 3), strict=True
            )
        ]
        MentorSkill.objects.bulk_create(held, batch_size=BATCH)
        self._sectors(mentors)

    def _sectors(self, listings: list[Startup] | list[Mentor]) -> None:
        through = Listing.sectors.through
        rows = [
            through(listing_id=listing.pk, sector_id=int(sector))
            for listing in listings
            for sector in self.random.choice(self.sectors, 2, replace=False)
        ]
        through.objects.bulk_create(rows, batch_size=BATCH)

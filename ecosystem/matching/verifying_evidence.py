"""Whether what a score cites stands in the profile: the sentence word for word, the skill, the sector, the deal."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ecosystem.directory.models import Listing
from ecosystem.matching.models import Part
from funders.models import Deal, Funder
from mentors.models import Mentor, MentorSkill

BATCH = 500
CHOICES = ("pk", "stages", "countries")
OF_DEALS = ("deals_", "active_", "ticket_usual", "ticket_near_band")
SKILLS = {"skill_exact", "skill_family"}
SECTORS = {"sector_exact", "sector_parent"}


def codes(value: Any) -> set[str]:
    """The codes of a multiple choice, however the driver hands it over."""
    values = value.split(",") if isinstance(value, str) else value or ()
    return {str(getattr(one, "code", one)) for one in values if one}


class Profiles:
    """What some people say of themselves, read in batches."""

    def __init__(self, kind: str, ids: set[int]) -> None:
        self.texts: dict[int, list[str]] = defaultdict(list)
        self.skills: dict[int, set[str]] = defaultdict(set)
        self.sectors: dict[int, set[str]] = defaultdict(set)
        self.stages: dict[int, set[str]] = defaultdict(set)
        self.countries: dict[int, set[str]] = defaultdict(set)
        self.companies: dict[int, set[str]] = defaultdict(set)
        listed = sorted(ids)
        for start in range(0, len(listed), BATCH):
            some = listed[start : start + BATCH]
            self._read_listings(some)
            if kind == "mentors":
                self._read_mentors(some)
            else:
                self._read_funders(some)

    def hold(self, person: int, part: str, told: Mapping[str, Any]) -> bool:
        """Whether every fact that one part cites exists; a part that cites nothing holds."""
        code, refs = str(told.get("code", "")), [str(ref) for ref in told.get("refs") or () if ref]
        quote = str(told.get("quote") or "")
        if quote and not any(quote in text for text in self.texts[person]):
            return False
        if code.startswith(OF_DEALS):
            return self.companies[person].issuperset(refs)
        if code in SKILLS:
            return self.skills[person].issuperset(refs)
        if code in SECTORS:
            return self.sectors[person].issuperset(refs)
        if code == "stage_accepted":
            return self.stages[person].issuperset(refs)
        if code in {"markets", "country_in_thesis"} or (part == Part.MARKET and refs):
            return self.countries[person].issuperset(refs)
        return True

    def _read_listings(self, ids: list[int]) -> None:
        columns = ("tagline", "description", "tagline_alt", "description_alt")
        for pk, *texts in Listing.objects.filter(pk__in=ids).values_list("pk", *columns):
            self.texts[pk] += texts
        held = Listing.sectors.through.objects.filter(listing__in=ids).values_list("listing_id", "sector__slug")
        for pk, slug in held:
            self.sectors[pk].add(slug)

    def _read_mentors(self, ids: list[int]) -> None:
        texts = ("sector_note", "stage_note", "availability_note", "job_title", "company")
        for pk, stages, countries, *said in Mentor.objects.filter(pk__in=ids).values_list(*CHOICES, *texts):
            self.texts[pk] += said
            self.stages[pk], self.countries[pk] = codes(stages), codes(countries)
        skills = MentorSkill.objects.filter(mentor__in=ids).values_list("mentor_id", "skill__slug", "proof")
        for pk, slug, proof in skills:
            self.skills[pk].add(slug)
            self.texts[pk].append(proof)

    def _read_funders(self, ids: list[int]) -> None:
        for pk, stages, countries, thesis in Funder.objects.filter(pk__in=ids).values_list(*CHOICES, "thesis"):
            self.texts[pk].append(thesis)
            self.stages[pk], self.countries[pk] = codes(stages), codes(countries)
        for pk, company in Deal.objects.filter(funder__in=ids).values_list("funder_id", "company"):
            self.companies[pk].add(company)

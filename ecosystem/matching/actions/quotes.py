"""The sentences of the profiles that prove a score: quoted as they stand, never written by us."""

from funders.models import Funder
from mentors.models import Mentor, MentorSkill

Quote = tuple[str, str]
BATCH = 500
NOTES = {"sector": "sector_note", "stage": "stage_note", "availability": "availability_note"}
PROVEN = {"skill_exact", "skill_family"}
NOTHING = {"none", "not_stated"}


class Quotes:
    """The quotable sentences of some people, read in two queries a batch."""

    def __init__(self, kind: str, people: set[int]) -> None:
        self.kind = kind
        self.proofs: dict[tuple[int, str], Quote] = {}
        self.notes: dict[tuple[int, str], Quote] = {}
        ids = sorted(people)
        for start in range(0, len(ids), BATCH):
            read = self._read_mentors if kind == "mentors" else self._read_funders
            read(ids[start : start + BATCH])

    def of(self, person: int, part: str, code: str, refs: list[str]) -> Quote | None:
        """The sentence for one part, with its language; None where the profile says nothing that earned it."""
        if code in NOTHING:
            return None
        if code in PROVEN:
            return next((self.proofs[person, ref] for ref in refs if (person, ref) in self.proofs), None)
        return self.notes.get((person, part))

    def _read_mentors(self, ids: list[int]) -> None:
        skills = MentorSkill.objects.filter(mentor__in=ids).exclude(proof="")
        columns = ("mentor_id", "skill__slug", "proof", "mentor__language")
        for mentor, slug, proof, language in skills.values_list(*columns):
            self.proofs[mentor, slug] = (proof, language)
        for row in Mentor.objects.filter(pk__in=ids).values("pk", "language", *NOTES.values()):
            for part, column in NOTES.items():
                if row[column]:
                    self.notes[row["pk"], part] = (row[column], row["language"])

    def _read_funders(self, ids: list[int]) -> None:
        for pk, thesis, language in Funder.objects.filter(pk__in=ids).values_list("pk", "thesis", "language"):
            sentence = thesis.split(". ")[0].strip()
            if sentence and len(sentence) <= 200:
                self.notes[pk, "sector"] = (sentence.removesuffix("."), language)

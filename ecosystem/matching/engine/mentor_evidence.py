"""What earned each part of a mentor's score."""

from ecosystem.matching.engine.evidence import (
    NONE,
    NOT_STATED,
    Finding,
    rows_as_sets,
    sector_finding,
    stage_finding,
)
from ecosystem.matching.engine.mentor_parts import FAMILY_SHARE, MentorModel


class MentorEvidence:
    """Looks up, for one pair, the facts behind the values of `MentorModel`.

    Codes: skill_exact, skill_family (refs: skills); sector_exact, sector_parent (refs: the mentor's sectors); markets
    (refs: countries); stage_accepted; languages (refs: languages); words (refs: the sentence of the profile that is
    closest to the need, count: the words they share); format_remote, format_and_place (refs: formats), places_left
    (count of these three: the places left); not_stated; none.
    """

    def __init__(self, model: MentorModel) -> None:
        self.model = model
        needs, people = model.needs, model.people
        self.asked = {
            name: rows_as_sets(getattr(needs, name)) for name in ("sectors", "countries", "formats", "languages")
        }
        tables = ("skills", "sectors", "countries", "formats", "stages", "languages")
        self.known = {name: rows_as_sets(getattr(people, name)) for name in tables}
        self.group = needs.sector_parent.tolist()
        self.family = needs.skill_family.tolist()
        self.on_site = needs.format_on_site.tolist()

    def findings(self, need: int, person: int) -> tuple[Finding, ...]:
        """One finding per part, in the order of PARTS."""
        return (
            self._expertise(int(self.model.needs.topic[need]), person),
            sector_finding(self.asked["sectors"][need], self.known["sectors"][person], self.group),
            self._market(need, person),
            stage_finding(int(self.model.needs.stage[need]), self.known["stages"][person]),
            self._language(need, person),
            self._text(need, person),
            self._availability(need, person),
        )

    def _expertise(self, topic: int, person: int) -> Finding:
        skills = self.known["skills"][person]
        if topic < 0 or not skills:
            return Finding(NOT_STATED)
        level = float(self.model.levels[topic, person])
        family = float(self.model.family_levels[self.family[topic], person])
        if level > 0 and level >= FAMILY_SHARE * family:
            return Finding("skill_exact", (topic,), 1, 1)
        if family == 0:
            return Finding(NONE)
        best = [
            skill
            for skill in sorted(skills)
            if self.family[skill] == self.family[topic] and self.model.levels[skill, person] == family
        ]
        return Finding("skill_family", tuple(best), len(best), len(skills))

    def _market(self, need: int, person: int) -> Finding:
        asked, known = self.asked["countries"][need], self.known["countries"][person]
        if not asked or not known:
            return Finding(NOT_STATED)
        shared = sorted(asked & known)
        return Finding("markets", tuple(shared), len(shared), len(asked)) if shared else Finding(NONE)

    def _language(self, need: int, person: int) -> Finding:
        asked, known = self.asked["languages"][need], self.known["languages"][person]
        if not asked or not known:
            return Finding(NOT_STATED)
        shared = sorted(asked & known)
        return Finding("languages", tuple(shared), len(shared), len(asked)) if shared else Finding(NONE)

    def _text(self, need: int, person: int) -> Finding:
        texts = self.model.texts
        if texts.silent_needs[need] or texts.silent_people[person]:
            return Finding(NOT_STATED)
        sentence, words = texts.best_sentence(need, person)
        return Finding("words", (sentence,), words, words) if words else Finding(NONE)

    def _availability(self, need: int, person: int) -> Finding:
        asked, known = self.asked["formats"][need], self.known["formats"][person]
        if not asked or not known:
            return Finding(NOT_STATED)
        shared = sorted(asked & known)
        room = int(self.model.people.capacity[person])
        if remote := [item for item in shared if not self.on_site[item]]:
            return Finding("format_remote", tuple(remote), room, room)
        if shared:
            return Finding("format_and_place", tuple(shared), room, room)
        return Finding("places_left", (), room, room) if room else Finding(NONE)

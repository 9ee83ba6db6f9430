"""Why a need got nobody, or too few people, in words and with the way to mend it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from ecosystem.matching.conflicts import LABELS, Cause
from ecosystem.matching.models import Round, UnservedNeed
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

RULES: Mapping[str, StrPromise] = {
    "no_common_language": gettext_lazy("aucune langue en commun"),
    "conflict": gettext_lazy("conflit d’intérêts"),
    "refused_before": gettext_lazy("paire déjà refusée"),
    "already_together": gettext_lazy("déjà en relation"),
    "paused": gettext_lazy("en pause"),
    "full": gettext_lazy("sans place libre"),
    "stage_not_accepted": gettext_lazy("stade non accepté"),
    "refused_sector": gettext_lazy("secteur refusé"),
    "outside_thesis": gettext_lazy("hors de la thèse"),
    "no_expertise": gettext_lazy("sujet inconnu du mentor"),
    "set_aside": gettext_lazy("écartée par l’équipe"),
}


@dataclass(frozen=True)
class Explained:
    """A need without anyone, its reason in words, and the person who came nearest."""

    need: Need
    why: str
    missing_count: int
    person_id: int | None = None
    person: str = ""


def explain(round_: Round, rows: Iterable[UnservedNeed]) -> list[Explained]:
    """Two queries for the names, whatever the number of needs."""
    listed = list(rows)
    people: type[Mentor | Funder] = Mentor if round_.kind == Round.Kind.MENTORS else Funder
    ids = {row.facts.get("best_person") for row in listed} - {None}
    names = dict(people.objects.filter(pk__in=ids).values_list("pk", "name"))
    preferred = {pk for row in listed for pk in row.facts.get("preferred", ())}
    needs = Need.objects.filter(pk__in=preferred).values_list("pk", "startup__name")
    startups = dict(needs)
    return [
        Explained(row.need, _why(row, round_, names, startups), row.missing_count, best, names.get(best or 0, ""))
        for row in listed
        for best in [row.facts.get("best_person")]
    ]


def _why(row: UnservedNeed, round_: Round, names: Mapping[int, str], startups: Mapping[int, str]) -> str:
    facts = row.facts
    is_mentors = round_.kind == Round.Kind.MENTORS
    if row.reason == "no_people":
        return _("Aucun mentor n’est publié.") if is_mentors else _("Aucun financeur n’est publié.")
    if row.reason == "rules":
        return _rules(facts)
    if row.reason == "no_topic":
        return _("Le besoin ne nomme aucun sujet : personne n’atteint le score minimal.")
    if row.reason == "below_minimum":
        return _below(facts, names, round_.min_score)
    if row.reason == "few_candidates":
        count = int(facts.get("kept", 0))
        sentence = ngettext(
            "Une seule personne convient, le besoin en demande davantage.",
            "%(count)d personnes seulement conviennent, le besoin en demande davantage.",
            count,
        )
        return sentence % {"count": count}
    if row.reason == "others_preferred":
        return _preferred(facts, names, startups)
    return _("Personne ne convient avec ce réglage.")


def _rules(facts: Mapping[str, Any]) -> str:
    excluded = sorted(facts.get("excluded", {}).items(), key=lambda pair: (-pair[1], pair[0]))
    causes = ", ".join(_rule(rule, count, facts) for rule, count in excluded[:3] if rule in RULES)
    if not causes:
        return _("Les règles obligatoires écartent tout le monde.")
    return _("Les règles obligatoires écartent tout le monde : %(causes)s.") % {"causes": causes}


def _rule(rule: str, count: int, facts: Mapping[str, Any]) -> str:
    """« en pause (3) », « conflit d’intérêts (2) : même domaine »."""
    said = f"{RULES[rule]} ({number(count)})"
    found = facts.get("conflicts", {}) if rule == "conflict" else {}
    causes = [str(LABELS[cause]) for cause in Cause if cause in found]
    return _("%(rule)s : %(causes)s") % {"rule": said, "causes": " / ".join(causes)} if causes else said


def _below(facts: Mapping[str, Any], names: Mapping[int, str], minimum: int) -> str:
    person = names.get(facts.get("best_person") or 0)
    said = {"person": person, "score": number(facts.get("best_score", 0) / 100, 1), "minimum": minimum}
    if person is None:
        return _("Personne n’atteint le score minimal de %(minimum)s.") % said
    return _("Le meilleur score, %(score)s avec %(person)s, reste sous le minimum de %(minimum)s.") % said


def _preferred(facts: Mapping[str, Any], names: Mapping[int, str], startups: Mapping[int, str]) -> str:
    person = names.get(facts.get("best_person") or 0)
    others = [startups[pk] for pk in facts.get("preferred", ()) if pk in startups]
    score = number(facts.get("best_score", 0) / 100, 1)
    if person is None or not others:
        return _("Les personnes qui convenaient servent mieux d’autres besoins.")
    said = {"person": person, "score": score, "startups": ", ".join(sorted(set(others))[:3])}
    return _("%(person)s convenait (%(score)s), mais toutes ses places servent mieux : %(startups)s.") % said

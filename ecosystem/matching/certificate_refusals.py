"""What each refusal of the checker means, in a sentence with names and points."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from ecosystem.matching.models import Part
from ecosystem.matching.shortfalls import RULES
from ecosystem.ui.typography import number

IN_POINTS = {"parts_do_not_sum", "other_score", "other_value", "gap"}
"""Codes whose figures are hundredths of a point."""
POINTS_OF_A_CHECK = {"total"}

SENTENCES: Mapping[str, StrPromise] = {
    "resealed": gettext_lazy("Le contenu ne correspond plus à l’empreinte qu’il annonce."),
    "not_published": gettext_lazy("Ce n’est pas ce qui a été publié avec la tournée."),
    "not_a_candidate": gettext_lazy("%(need)s et %(person)s : cette paire ne pouvait pas être choisie."),
    "twice": gettext_lazy("%(need)s reçoit deux fois %(person)s."),
    "forbidden": gettext_lazy("%(need)s et %(person)s : cette paire est interdite."),
    "rules_broken": gettext_lazy("%(need)s et %(person)s : %(why)s."),
    "evidence_broken": gettext_lazy("%(need)s et %(person)s : ce que cite « %(why)s » n’existe pas dans la fiche."),
    "over_demand": gettext_lazy("%(need)s reçoit %(load)s personnes au lieu de %(limit)s au plus."),
    "over_capacity": gettext_lazy("%(person)s reçoit %(load)s startups au lieu de %(limit)s au plus."),
    "under_minimum": gettext_lazy("%(person)s reçoit %(load)s startups au lieu de %(limit)s au moins."),
    "parts_do_not_sum": gettext_lazy("%(need)s et %(person)s : les parts font %(found)s, le score dit %(told)s."),
    "part_over_weight": gettext_lazy("%(need)s et %(person)s : la part « %(part)s » sort de son poids."),
    "other_score": gettext_lazy("%(need)s et %(person)s : %(told)s annoncés, %(found)s au calcul."),
    "other_value": gettext_lazy("%(need)s et %(person)s : une valeur de %(told)s annoncée, %(found)s au calcul."),
    "lock_missing": gettext_lazy("%(need)s et %(person)s : ce choix à la main n’a pas été conservé."),
    "rule_broken": gettext_lazy("%(rule)s : %(found)s paires pour %(limit)s au moins."),
    "other_figure": gettext_lazy("%(told)s annoncés, %(found)s comptés."),
    "unproven": gettext_lazy("Aucune preuve ne l’établit."),
    "other_bound": gettext_lazy("Les prix donnent une autre borne que celle qui est annoncée."),
    "wrong_sign": gettext_lazy("Un prix a le mauvais signe."),
    "gap": gettext_lazy("%(primal)s annoncés, %(bound)s prouvés."),
    "document_changed": gettext_lazy("Le document, l’empreinte ou la graine ont changé depuis le calcul."),
    "pair_changed": gettext_lazy("%(need)s et %(person)s : cette paire a changé depuis le calcul."),
}
REASONS: Mapping[str, StrPromise] = {
    "not_json": gettext_lazy("Ce n’est pas un certificat : le fichier n’est pas du JSON lisible."),
    "too_large": gettext_lazy("Ce n’est pas un certificat : le fichier est bien trop grand."),
    "unknown_format": gettext_lazy("Ce n’est pas un certificat de tournée, ou il est d’une version inconnue."),
}


class Names(Protocol):
    """Who stands behind an id."""

    def need(self, pk: int) -> str: ...

    def person(self, pk: int) -> str: ...


def refusal(finding: Mapping[str, Any], who: Names) -> str:
    """Why a verification is refused; an unknown code gives the plainest sentence."""
    code, facts = str(finding.get("code", "")), dict(finding.get("facts") or {})
    if code == "malformed":
        return _malformed(facts)
    points = code in IN_POINTS or finding.get("check") in POINTS_OF_A_CHECK
    said: dict[str, Any] = {}
    for name, value in facts.items():
        is_figure = isinstance(value, int) and name not in ("need", "person")
        said[name] = number(value / 100 if points else value, 2) if is_figure else value
    if isinstance(facts.get("need"), int):
        said["need"] = who.need(facts["need"])
    if isinstance(facts.get("person"), int):
        said["person"] = who.person(facts["person"])
    for name in ("why", "part"):
        if name in facts:
            said[name] = _named(str(facts[name]))
    return str(SENTENCES.get(code, gettext_lazy("Cette vérification est refusée."))) % said


def _named(code: str) -> str:
    """A rule or a part by its name on the site."""
    return str(RULES.get(code) or dict(Part.choices).get(code) or (_("le score") if code == "score" else code))


def _malformed(facts: Mapping[str, Any]) -> str:
    known = REASONS.get(str(facts.get("reason")))
    if known:
        return str(known)
    return _("Ce n’est pas un certificat : « %(where)s » manque ou n’a pas la forme attendue.") % {
        "where": facts.get("where", "")
    }

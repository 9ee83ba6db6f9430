"""The verifications of a certificate in words: what each asks, its figures, and what a refusal means, with names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from ecosystem.matching.certificate_refusals import refusal
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.ui.typography import moment, number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

Finding = Mapping[str, Any]
BATCH = 500
SHOWN = ("pairs", "capacity", "demand", "scores", "coverage", "floor", "proof")
"""The verifications that are always told, in the order of the page."""
JOINED = {"rules": "pairs", "evidence": "scores"}
"""What is read again on the data is told with the verification of the same thing in the file."""
OTHERS: Mapping[str, StrPromise] = {
    "balance": gettext_lazy("Règles d’équilibre tenues"),
    "locks": gettext_lazy("Choix à la main conservés"),
    "total": gettext_lazy("Total recompté"),
    "inputs": gettext_lazy("Données d’entrée"),
    "seal": gettext_lazy("Empreinte du certificat"),
    "format": gettext_lazy("Fichier lisible"),
    "stored": gettext_lazy("Tournée conforme à son certificat"),
}
"""Told only when they are refused, except the rules of balance, told when there are some."""


@dataclass(frozen=True)
class Line:
    """One verification; tone "" holds, "ko" is refused, "wait" is not done yet."""

    label: str
    figure: str
    detail: str
    tone: str = ""

    @property
    def icon(self) -> str:
        return {"": "check", "ko": "x"}.get(self.tone, "clock")


@dataclass(frozen=True)
class Who:
    """Names of needs, by their startups, and of people."""

    needs: Mapping[int, str]
    people: Mapping[int, str]

    @classmethod
    def of(cls, kind: str, findings: Iterable[Finding]) -> "Who":
        """Those that some findings speak of: two queries."""
        facts = [one.get("facts", {}) for one in findings]
        needs = {fact["need"] for fact in facts if isinstance(fact.get("need"), int)}
        return cls.named(kind, needs, {fact["person"] for fact in facts if isinstance(fact.get("person"), int)})

    @classmethod
    def named(cls, kind: str, needs: set[int], people: set[int]) -> "Who":
        """Two queries a batch; an id that is too large for the database has no name."""
        model: type[Mentor | Funder] = Mentor if kind == Round.Kind.MENTORS else Funder
        found: dict[int, str] = {}
        persons: dict[int, str] = {}
        for some in _batches(needs):
            rows = Need.objects.filter(pk__in=some).values_list("pk", "startup__name", "title")
            found.update({pk: f"{startup} ({title})" for pk, startup, title in rows})
        for some in _batches(people):
            persons.update(model.objects.filter(pk__in=some).values_list("pk", "name"))
        return cls(found, persons)

    def need(self, pk: int) -> str:
        return self.needs.get(pk) or _("besoin n° %(pk)s") % {"pk": pk}

    def person(self, pk: int) -> str:
        return self.people.get(pk) or _("personne n° %(pk)s") % {"pk": pk}


def _batches(ids: set[int]) -> list[list[int]]:
    listed = sorted(pk for pk in ids if 0 <= pk < 2**63)
    return [listed[start : start + BATCH] for start in range(0, len(listed), BATCH)]


def lines(findings: Iterable[Finding], who: Who) -> list[Line]:
    """One line a verification of the page, refused when either the file or the data refuse it, then the others."""
    found = {one["check"]: one for one in findings}
    told = [_line(name, found, who) for name in SHOWN if name in found]
    for name, label in OTHERS.items():
        one = found.get(name)
        if one is None or (name == "total" and one["code"] == "unproven"):  # told with the proof
            continue
        if one["ok"] and not (name == "balance" and one["figures"].get("rules")):
            continue
        rules = number(one["figures"].get("rules", 0)) if name == "balance" and one["ok"] else ""
        told.append(Line(str(label), rules, "" if one["ok"] else refusal(one, who), "" if one["ok"] else "ko"))
    return told


def _line(name: str, found: Mapping[str, Finding], who: Who) -> Line:
    one = found[name]
    twin = next((found[other] for other, joined in JOINED.items() if joined == name and other in found), None)
    label, figure, detail = _WORDS[name](one["figures"], twin["figures"] if twin else None)
    wrong = next((each for each in (one, twin) if each is not None and not each["ok"]), None)
    if wrong is None:
        return Line(label, figure, detail)
    return Line(label, _wrong_figure(wrong) or figure, refusal(wrong, who), "ko")


def _wrong_figure(one: Finding) -> str:
    """« 4 sur 3 » for a load, « écart 68 » for a gap."""
    facts = one.get("facts", {})
    if "load" in facts:
        return _("%(part)s sur %(whole)s") % {"part": number(facts["load"]), "whole": number(facts["limit"])}
    if one["check"] == "proof" and one["figures"].get("gap"):
        return _("écart %(gap)s") % {"gap": number(abs(facts["primal"] - facts["bound"]) / 100, 2)}
    return ""


def _of(part: int, whole: int) -> str:
    return _("%(part)s sur %(whole)s") % {"part": number(part), "whole": number(whole)}


def _pairs(figures: Mapping[str, Any], rules: Mapping[str, Any] | None) -> tuple[str, str, str]:
    bad = max(figures["bad"], rules["bad"] if rules else 0)
    detail = _(
        "Langue, conflit déclaré, refus passé, pause : les règles sont relues sur les données, pas dans le calcul."
    )
    return _("Aucune paire interdite"), _of(bad, figures["of"]), detail if rules else ""


def _capacity(figures: Mapping[str, Any], _twin: Any) -> tuple[str, str, str]:
    detail = ngettext(
        "La seule personne possible ne dépasse pas ses places.",
        "Aucune des %(people)s personnes au-delà de ses places.",
        figures["people"],
    )
    said = {"people": number(figures["people"])}
    return _("Places respectées"), _of(figures["taken"], figures["places"]), detail % said


def _demand(figures: Mapping[str, Any], _twin: Any) -> tuple[str, str, str]:
    most = figures["most"]
    words = {1: _("Une proposition au plus par besoin"), 2: _("Deux propositions au plus par besoin")}
    label = words.get(most) or _("%(most)s propositions au plus par besoin") % {"most": number(most)}
    spread = sorted(((int(size), count) for size, count in figures["spread"].items()), reverse=True)
    figure = ", ".join(f"{number(count)} × {number(size)}" for size, count in spread)
    return label, figure or number(0), _("Et jamais deux fois la même personne.")


def _scores(figures: Mapping[str, Any], evidence: Mapping[str, Any] | None) -> tuple[str, str, str]:
    right = min(figures["right"], evidence["right"] if evidence else figures["right"])
    detail = _("Chaque score est la somme de ses parts, chaque preuve citée existe.")
    return _("Scores recomptés"), _of(right, figures["of"]), detail if evidence else ""


def _coverage(figures: Mapping[str, Any], _twin: Any) -> tuple[str, str, str]:
    rest = figures["of"] - figures["covered"]
    if not rest:
        detail = _("Chaque besoin a quelqu’un.")
    else:
        detail = ngettext(
            "L’autre n’a aucun chemin vers une place libre ; la raison est donnée avec les propositions.",
            "Les %(rest)s autres n’ont aucun chemin vers une place libre ; la raison est donnée pour chacun.",
            rest,
        ) % {"rest": number(rest)}
    return _("Couverture maximale"), _of(figures["covered"], figures["of"]), detail


def _floor(figures: Mapping[str, Any], _twin: Any) -> tuple[str, str, str]:
    worst = number(figures["worst"] / 100)
    if not figures["asked"]:
        detail = _("Aucun plancher n’était demandé : c’est le meilleur score du moins bien servi.")
        return _("Plancher tenu"), worst, detail
    if figures["above"] == figures["of"]:
        return _("Plancher tenu"), worst, _("Aucun meilleur score sous le plancher de son besoin.")
    said = {"above": number(figures["above"]), "of": number(figures["of"])}
    detail = _("%(above)s besoins servis sur %(of)s atteignent leur plancher, aucune répartition n’en compte plus.")
    return _("Plancher au mieux"), worst, detail % said


def _proof(figures: Mapping[str, Any], _twin: Any) -> tuple[str, str, str]:
    total = number(figures.get("told", 0) / 100, 2)
    detail = _("%(total)s des deux côtés, en entiers, sans arrondi.") % {"total": total}
    return _("Primal égal au dual"), _("écart %(gap)s") % {"gap": number(figures["gap"])}, detail


_WORDS = {
    "pairs": _pairs,
    "capacity": _capacity,
    "demand": _demand,
    "scores": _scores,
    "coverage": _coverage,
    "floor": _floor,
    "proof": _proof,
}


def hands(stats: Mapping[str, Any], locks: Mapping[str, Any], total: int) -> Line:
    """The choices made by hand and what they cost: the total without them stands in the figures of the round."""
    kept = int(locks.get("kept", 0))
    if not locks.get("of"):
        return Line(_("Choix à la main conservés"), _("aucun"), _("Aucune paire n’a été imposée au calcul."))
    label = ngettext("%(kept)s choix à la main conservé", "%(kept)s choix à la main conservés", kept)
    free = stats.get("total_without_hand")
    if not isinstance(free, int):
        return Line(label % {"kept": number(kept)}, "", _("Ils sont nommés dans le fichier."))
    price = f"−{number((free - total) / 100, 2)}" if free > total else number((total - free) / 100, 2)
    detail = _("Sans eux, le total serait de %(total)s. Ils sont nommés dans le fichier.")
    return Line(label % {"kept": number(kept)}, price, detail % {"total": number(free / 100, 2)})


def replay(kept: RoundCertificate) -> Line:
    """Computed again from the same inputs: the same bytes, others, or not tried yet."""
    label = _("Rejeu identique")
    if kept.is_replaying:
        return Line(label, _("en cours"), _("Le même calcul est refait sur les mêmes données."), "wait")
    if kept.replayed_at is None:
        why = next(iter(kept.replay_differences), "")
        detail = why or _("Le même calcul n’a pas encore été refait sur les mêmes données.")
        return Line(label, _("à faire"), detail, "wait")
    said = {"when": moment(kept.replayed_at)}
    if kept.replay_identical:
        detail = _("Recalculée le %(when)s, même graine, même résultat.") % said
        return Line(label, _("octet pour octet"), detail)
    first = next(iter(kept.replay_differences), "")
    detail = _("Recalculée le %(when)s, le résultat est autre : %(first)s") % {**said, "first": first}
    return Line(label, _("différent"), detail, "ko")

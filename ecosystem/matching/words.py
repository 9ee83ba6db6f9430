"""The evidence of a score in words: one sentence a part, another one for whom it speaks of, and the quote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_stubs_ext import StrPromise

from ecosystem.directory.models import Sector, Skill, SpokenLanguage, Stage
from ecosystem.matching.models import Part, Proposal
from funders.models import Funder

NOT_STATED, NONE = "not_stated", "none"
MOST_NAMES = 3
ICONS = {
    Part.EXPERTISE: "target",
    Part.SECTOR: "anchor",
    Part.MARKET: "globe",
    Part.STAGE: "sprout",
    Part.LANGUAGE: "languages",
    Part.TEXT: "text-quote",
    Part.AVAILABILITY: "clock",
    Part.TICKET: "euro",
    Part.PLACE: "map-pin",
    Part.ACTIVITY: "activity",
    Part.CIRCLE: "users",
}

# Code of the evidence: the sentence for the person herself, and the one for everybody else.
SENTENCES: Mapping[str, tuple[StrPromise, StrPromise]] = {
    "skill_exact": (_("Vous maîtrisez ce sujet : %(names)s"), _("Maîtrise ce sujet : %(names)s")),
    "skill_family": (_("Vous maîtrisez un sujet voisin : %(names)s"), _("Maîtrise un sujet voisin : %(names)s")),
    "sector_exact": (_("Vous connaissez ce secteur : %(names)s"), _("Connaît ce secteur : %(names)s")),
    "sector_parent": (
        _("Vous connaissez un secteur voisin : %(names)s"),
        _("Connaît un secteur voisin : %(names)s"),
    ),
    "markets": (
        ngettext_lazy("Vous connaissez ce marché : %(names)s", "Vous connaissez ces marchés : %(names)s", "count"),
        ngettext_lazy("Connaît ce marché : %(names)s", "Connaît ces marchés : %(names)s", "count"),
    ),
    "stage_accepted": (_("Ce stade vous convient : %(names)s"), _("Ce stade lui convient : %(names)s")),
    "languages": (
        ngettext_lazy("Vous parlez cette langue : %(names)s", "Vous parlez ces langues : %(names)s", "count"),
        ngettext_lazy("Parle cette langue : %(names)s", "Parle ces langues : %(names)s", "count"),
    ),
    "words": (
        ngettext_lazy(
            "Votre profil reprend %(count)d mot du besoin", "Votre profil reprend %(count)d mots du besoin", "count"
        ),
        ngettext_lazy(
            "Son profil reprend %(count)d mot du besoin", "Son profil reprend %(count)d mots du besoin", "count"
        ),
    ),
    "format_remote": (_("Vous pouvez vous voir en visio"), _("Rencontre possible en visio")),
    "format_and_place": (_("Vous pouvez vous voir sur place"), _("Rencontre possible sur place")),
    "places_left": (
        ngettext_lazy("Il vous reste %(count)d place", "Il vous reste %(count)d places", "count"),
        ngettext_lazy("Il lui reste %(count)d place", "Il lui reste %(count)d places", "count"),
    ),
    "deals_in_sector": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise de ce secteur : %(names)s",
            "Vous avez financé %(count)d entreprises de ce secteur, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise de ce secteur : %(names)s",
            "A financé %(count)d entreprises de ce secteur, dont %(names)s",
            "count",
        ),
    ),
    "deals_in_group": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise d’un secteur voisin : %(names)s",
            "Vous avez financé %(count)d entreprises de secteurs voisins, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise d’un secteur voisin : %(names)s",
            "A financé %(count)d entreprises de secteurs voisins, dont %(names)s",
            "count",
        ),
    ),
    "deals_at_stage": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise à ce stade : %(names)s",
            "Vous avez financé %(count)d entreprises à ce stade, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise à ce stade : %(names)s",
            "A financé %(count)d entreprises à ce stade, dont %(names)s",
            "count",
        ),
    ),
    "deals_near_stage": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise à un stade voisin : %(names)s",
            "Vous avez financé %(count)d entreprises à un stade voisin, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise à un stade voisin : %(names)s",
            "A financé %(count)d entreprises à un stade voisin, dont %(names)s",
            "count",
        ),
    ),
    "deals_near_amount": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise d’un montant proche : %(names)s",
            "Vous avez financé %(count)d entreprises de montants proches, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise d’un montant proche : %(names)s",
            "A financé %(count)d entreprises de montants proches, dont %(names)s",
            "count",
        ),
    ),
    "ticket_usual_band": (_("Ce montant est dans vos habitudes"), _("Ce montant est dans ses habitudes")),
    "ticket_near_band": (_("Ce montant est proche de vos habitudes"), _("Ce montant est proche de ses habitudes")),
    "ticket_inside": (_("Ce montant entre dans votre ticket"), _("Ce montant entre dans son ticket")),
    "ticket_near": (_("Ce montant est proche de votre ticket"), _("Ce montant est proche de son ticket")),
    "deals_in_city": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise de la commune : %(names)s",
            "Vous avez financé %(count)d entreprises de la commune, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise de la commune : %(names)s",
            "A financé %(count)d entreprises de la commune, dont %(names)s",
            "count",
        ),
    ),
    "deals_in_region": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise de la région : %(names)s",
            "Vous avez financé %(count)d entreprises de la région, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise de la région : %(names)s",
            "A financé %(count)d entreprises de la région, dont %(names)s",
            "count",
        ),
    ),
    "deals_in_country": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise du pays : %(names)s",
            "Vous avez financé %(count)d entreprises du pays, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise du pays : %(names)s",
            "A financé %(count)d entreprises du pays, dont %(names)s",
            "count",
        ),
    ),
    "same_region": (_("Vous êtes de la même région"), _("De la même région")),
    "near_place": (_("Vous êtes près l’un de l’autre"), _("À peu de distance")),
    "country_in_thesis": (_("Vous financez ce pays : %(names)s"), _("Finance ce pays : %(names)s")),
    "active_recently": (
        ngettext_lazy(
            "Vous avez financé %(count)d entreprise depuis un an : %(names)s",
            "Vous avez financé %(count)d entreprises depuis un an, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "A financé %(count)d entreprise depuis un an : %(names)s",
            "A financé %(count)d entreprises depuis un an, dont %(names)s",
            "count",
        ),
    ),
    "active_before": (
        _("Votre dernier financement connu date de plus d’un an"),
        _("Son dernier financement connu date de plus d’un an"),
    ),
    "partners_alike": (
        ngettext_lazy(
            "%(names)s, avec qui vous avez cofinancé, finance ce genre d’entreprise",
            "%(count)d de vos cofinanceurs financent ce genre d’entreprise, dont %(names)s",
            "count",
        ),
        ngettext_lazy(
            "%(names)s, avec qui il a cofinancé, finance ce genre d’entreprise",
            "%(count)d de ses cofinanceurs financent ce genre d’entreprise, dont %(names)s",
            "count",
        ),
    ),
}


@dataclass(frozen=True)
class Reason:
    """One part of a score, ready for `reasons`, and for a mail in plain text."""

    part: Part
    label: str | Promise
    points: float
    weight: int
    icon: str
    quote: str = ""
    plain_quote: str = ""
    missing: bool = False


@dataclass
class Names:
    """The names of the skills, sectors and partners that some evidence refers to, in the reader's language."""

    skills: dict[str, str] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, proposals: Iterable[Proposal]) -> "Names":
        """Two queries whatever the number of proposals, three when some are to funders who have partners."""
        slugs: dict[str, set[str]] = {Part.EXPERTISE: set(), Part.SECTOR: set(), Part.CIRCLE: set()}
        for proposal in proposals:
            for part, found in slugs.items():
                found.update(map(str, _told(proposal, part).get("refs", ())))
        skills = Skill.objects.filter(slug__in=slugs[Part.EXPERTISE])
        sectors = Sector.objects.filter(slug__in=slugs[Part.SECTOR])
        partners = Funder.objects.public().filter(pk__in=slugs[Part.CIRCLE]) if slugs[Part.CIRCLE] else ()
        return cls(
            {skill.slug: skill.name for skill in skills},
            {sector.slug: sector.name for sector in sectors},
            {str(partner.pk): partner.name for partner in partners},
        )

    def said(self, part: str, code: str, refs: Iterable[Any]) -> str:
        """What the references of one part are called, a few of them, each name once."""
        found = dict.fromkeys(self._name(part, code, str(ref)) for ref in refs)
        return ", ".join([name for name in found if name][:MOST_NAMES])

    def _name(self, part: str, code: str, ref: str) -> str:
        if code.startswith(("deals_", "active_")):
            return ref
        if part == Part.EXPERTISE:
            return self.skills.get(ref, "")
        if part == Part.SECTOR:
            return self.sectors.get(ref, "")
        if part == Part.CIRCLE:
            return self.partners.get(ref, "")
        if part == Part.LANGUAGE:
            return str(dict(SpokenLanguage.choices).get(ref, ""))
        if part == Part.STAGE:
            return str(dict(Stage.choices).get(ref, ""))
        return str(countries.name(ref)) if part in (Part.MARKET, Part.PLACE) else ""


def reasons(proposal: Proposal, side: str, names: Names) -> list[Reason]:
    """Why the pair was proposed, part by part, told to one side: the person, or the startup and the team."""
    return [_reason(proposal, part, side, names) for part in proposal.round.parts]


def fact(proposal: Proposal, part: Part, names: Names) -> str:
    """What a part was earned with, by name: « Robotique, Fret »; empty where there is no name to give."""
    told = _told(proposal, part)
    return names.said(part, str(told.get("code", NONE)), told.get("refs") or ())


def stack(proposal: Proposal) -> list[dict[str, Any]]:
    """The parts of the score for a bar: names, points and weights only, without any query."""
    weights = proposal.round.weights
    return [
        {"label": part.label, "points": points(proposal, part), "weight": weights[part]}
        for part in proposal.round.parts
    ]


def points(proposal: Proposal, part: Part) -> float:
    return float(getattr(proposal, f"points_{part}")) / 100


def _reason(proposal: Proposal, part: Part, side: str, names: Names) -> Reason:
    told = _told(proposal, part)
    code = str(told.get("code", NONE))
    quote, language = str(told.get("quote") or ""), str(told.get("quote_language") or "")
    return Reason(
        part=part,
        label=_sentence(part, code, told, side, names),
        points=points(proposal, part),
        weight=proposal.round.weights[part],
        icon=ICONS[part],
        quote=_in_its_language(quote, language),
        plain_quote=quote,
        missing=code == NOT_STATED,
    )


def _sentence(part: Part, code: str, told: Mapping[str, Any], side: str, names: Names) -> str | Promise:
    pair = SENTENCES.get(code)
    refs = told.get("refs") or ()
    said = names.said(part, code, refs)
    if pair is None:
        return part.label
    sentence = pair[0] if side == Proposal.Side.PERSON else pair[1]
    count = len(refs) if code in {"markets", "languages"} else int(told.get("count") or len(refs))
    shown = str(sentence % {"names": said, "count": count})
    return shown if said or shown == str(sentence % {"names": "?", "count": count}) else part.label


def _told(proposal: Proposal, part: str) -> Mapping[str, Any]:
    found = proposal.evidence.get(part) if isinstance(proposal.evidence, dict) else None
    return found if isinstance(found, dict) else {}


def _in_its_language(quote: str, language: str) -> str:
    """A quote in another language than the page says so."""
    if not quote or not language or language == (get_language() or "fr")[:2]:
        return quote
    return format_html('<span lang="{}">{}</span>', language, quote)

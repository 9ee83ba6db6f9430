"""What each open file holds: its columns, what they mean, and the rows; never a person, an address or a telephone."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.identifiers import public_id
from ecosystem.directory.models import Listing, Sector, Skill
from ecosystem.tradeshows.models import Edition, TradeShow
from funders.models import Funder
from startups.models import Need, Startup

Cell: TypeAlias = str | int | bool | None
Text: TypeAlias = str | Promise

MASK_UNDER = 5
HIDDEN = "[…]"
CONTACTS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?:\+|\b0)\d(?:[\s.\-/()]?\d){7,13}\b")
"""E-mail addresses and telephone numbers, which people sometimes write in a presentation."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in words that programs know, what it means, and how a row gives it."""

    name: str
    type: str
    about: Text
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Dataset:
    """A file: what it is, its columns, and its rows, read as they are written."""

    slug: str
    title: Text
    about: Text
    columns: Sequence[Column]
    rows: Callable[[], QuerySet[Any, Any]]

    def row(self, one: Any) -> dict[str, Cell]:
        return {column.name: cell(column.read(one)) for column in self.columns}


def cell(value: Any) -> Cell:
    """As the files write it: dates in ISO 8601, several values with a bar between them, texts without contacts."""
    if value is None or isinstance(value, bool | int):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, str):
        return CONTACTS.sub(HIDDEN, value)
    return "|".join(str(getattr(one, "code", one)) for one in value)


def field(name: str, type_: str, about: Text) -> Column:
    return Column(name, type_, about, lambda row: getattr(row, name))


def slugs(rows: Iterable[Any]) -> list[str]:
    return [one.slug for one in rows]


def shared(kind: str) -> list[Column]:
    """The columns of every kind of listing."""
    return [
        Column("id", "uuid", _("Identifiant, qui ne change jamais."), lambda row: public_id(kind, row.pk)),
        field("slug", "string", _("Nom court, dernier mot de l’adresse de la fiche.")),
        field("name", "string", _("Nom.")),
        field("tagline", "string", _("Une phrase, dans la langue de la fiche.")),
        field("language", "string", _("Langue de la fiche : fr ou en.")),
        field("website", "url", _("Site web.")),
        field("city", "string", _("Commune.")),
        field("region", "string", _("Département ou région.")),
        Column("country", "string", _("Pays, code ISO 3166 à deux lettres."), lambda row: row.country.code or ""),
        Column(
            "sectors",
            "string",
            _("Secteurs, noms courts du fichier « secteurs »."),
            lambda row: slugs(row.sectors.all()),
        ),
        field("published_at", "datetime", _("Date de publication.")),
        field("updated_at", "datetime", _("Dernière modification.")),
        field("verified_at", "datetime", _("Dernière vérification.")),
        Column("url", "url", _("Adresse de la fiche."), lambda row: settings.SITE_URL + row.get_absolute_url()),
    ]


STARTUPS = Dataset(
    "startups",
    _("Startups"),
    _("Les startups publiées, sans les personnes de leur équipe."),
    [
        *shared("startup"),
        field("siren", "string", _("Numéro SIREN, neuf chiffres.")),
        field("stage", "string", _("Stade : idea, prototype, seed, series_a, growth.")),
        field("founded_on", "date", _("Date de création.")),
        field("headcount", "integer", _("Effectif déclaré.")),
        field("raised_eur", "integer", _("Montant déjà levé, en euros.")),
        field("languages", "string", _("Langues de travail.")),
        field("countries", "string", _("Marchés actuels, codes de pays.")),
    ],
    lambda: Startup.objects.listed().prefetch_related("sectors").order_by("pk"),
)
NEEDS = Dataset(
    "besoins",
    _("Besoins"),
    _("Les besoins ouverts que leur startup laisse lire à tous."),
    [
        Column("id", "uuid", _("Identifiant, qui ne change jamais."), lambda row: public_id("need", row.pk)),
        Column("startup_id", "uuid", _("Identifiant de la startup."), lambda row: public_id("startup", row.startup_id)),
        field("title", "string", _("Besoin, en une phrase.")),
        Column(
            "topic",
            "string",
            _("Sujet, nom court du fichier « savoir-faire »."),
            lambda row: row.topic.slug if row.topic else "",
        ),
        field("countries", "string", _("Pays visés.")),
        field("deadline_on", "date", _("Échéance.")),
        field("opened_at", "datetime", _("Date d’ouverture.")),
    ],
    lambda: Need.objects.public().filter(startup__is_discreet=False).select_related("topic").order_by("pk"),
)
FUNDERS = Dataset(
    "financeurs",
    _("Financeurs"),
    _("Les organisations qui financent ; les personnes qui investissent en leur nom n’y sont pas."),
    [
        *shared("funder"),
        field("funder_type", "string", _("Nature : fund, bank, public, corporate, local_authority.")),
        field("ticket_min_eur", "integer", _("Ticket minimal, en euros.")),
        field("ticket_max_eur", "integer", _("Ticket maximal, en euros.")),
        field("stages", "string", _("Stades financés.")),
        field("exception_stages", "string", _("Stades financés par exception.")),
        field("lead", "string", _("Place dans un tour : leads, follows, either.")),
        field("lead_time_days", "integer", _("De la demande au virement, en jours, déclaré.")),
        field("instruments", "string", _("Instruments : equity, convertible, loan, grant, guarantee.")),
        field("countries", "string", _("Pays financés.")),
    ],
    lambda: (
        Funder.objects.listed()
        .exclude(funder_type__in=["", Funder.Type.BUSINESS_ANGEL])
        .prefetch_related("sectors")
        .order_by("pk")
    ),
)
TRADESHOWS = Dataset(
    "salons",
    _("Salons"),
    _("Les salons suivis."),
    [*shared("tradeshow"), field("organiser", "string", _("Organisateur."))],
    lambda: TradeShow.objects.listed().prefetch_related("sectors").order_by("pk"),
)
EDITIONS = Dataset(
    "editions",
    _("Éditions de salons"),
    _("Chaque année de chaque salon."),
    [
        Column("id", "uuid", _("Identifiant, qui ne change jamais."), lambda row: public_id("edition", row.pk)),
        Column(
            "tradeshow_id", "uuid", _("Identifiant du salon."), lambda row: public_id("tradeshow", row.tradeshow_id)
        ),
        field("year", "integer", _("Année.")),
        field("starts_on", "date", _("Premier jour.")),
        field("ends_on", "date", _("Dernier jour.")),
        field("dates_confirmed", "boolean", _("Les dates sont confirmées.")),
        field("city", "string", _("Ville.")),
        Column("country", "string", _("Pays, code ISO 3166 à deux lettres."), lambda row: row.country.code or ""),
        field("venue", "string", _("Lieu.")),
        field("is_online", "boolean", _("En ligne.")),
        field("website", "url", _("Site de l’édition.")),
    ],
    lambda: Edition.objects.public().filter(tradeshow__is_discreet=False).order_by("pk"),
)


def term_columns() -> list[Column]:
    return [
        field("slug", "string", _("Nom court.")),
        field("name_fr", "string", _("Nom en français.")),
        field("name_en", "string", _("Nom en anglais.")),
        Column(
            "parent",
            "string",
            _("Nom court du mot qui le réunit à d’autres."),
            lambda row: row.parent.slug if row.parent else "",
        ),
    ]


def skills_with_mentors() -> QuerySet[Any, Any]:
    """Each subject with the number of listed mentors who bring it."""
    listed = Q(mentor_skills__mentor__state=Listing.State.PUBLISHED, mentor_skills__mentor__is_discreet=False)
    counted = Count("mentor_skills", filter=listed)
    return Skill.objects.select_related("parent").annotate(mentors=counted).order_by("pk")


SECTORS = Dataset(
    "secteurs",
    _("Secteurs"),
    _("Le vocabulaire des secteurs, sur deux niveaux."),
    term_columns(),
    lambda: Sector.objects.select_related("parent").order_by("pk"),
)
SKILLS = Dataset(
    "savoir-faire",
    _("Savoir-faire"),
    _("Les sujets, et combien de mentors apportent chacun : aucun mentor n’y est nommé."),
    [
        *term_columns(),
        Column(
            "mentors",
            "integer",
            _("Mentors publiés qui l’apportent ; vide de un à quatre."),
            lambda row: None if 0 < row.mentors < MASK_UNDER else row.mentors,
        ),
    ],
    skills_with_mentors,
)
DATASETS = {one.slug: one for one in (STARTUPS, NEEDS, FUNDERS, TRADESHOWS, EDITIONS, SECTORS, SKILLS)}

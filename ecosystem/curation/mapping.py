"""Which column says what: guessed from its title in French or in English, corrected by the person who imports."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ecosystem.core.text import fold
from ecosystem.curation.reading import FileRefused

Given = Mapping[str, str] | Mapping[int, str]
"""What the person says: field by title or by place of the column, nothing for a column to leave out."""
_GAPS = re.compile(r"[\W_]+")
CURRENCIES = ("eur", "usd", "gbp", "chf", "cad")
AMOUNTS = {"amount"}
"""Fields whose column may carry its currency in its title; every other sum of money is in euros."""

PLACE = {
    "city": "city ville commune town localite municipality",
    "region": "region departement county metro province",
    "state": "state etat",
    "country": "country pays country_code code_pays iso iso2 iso3",
}
LISTING = {
    **PLACE,
    "name": "name nom raison_sociale denomination title titre intitule organisation_name",
    "source_ref": "source_ref id identifiant ref reference uuid external_id",
    "siren": "siren siren_siret numero_siren n_siren",
    "tagline": "tagline accroche pitch slogan short_description en_une_phrase baseline resume",
    "description": "description presentation about long_description descriptif a_propos bio",
    "tagline_alt": "tagline_alt tagline_en accroche_en",
    "description_alt": "description_alt description_en presentation_en",
    "language": "language langue listing_language langue_de_la_fiche",
    "website": "website site site_web url homepage_url web lien link site_internet",
    "contact_email": "contact_email email e_mail mail courriel adresse_e_mail",
    "contact_phone": "contact_phone phone telephone tel mobile",
    "sectors": "sectors sector secteurs secteur category categories industry industries topics themes domaines",
    "latitude": "latitude lat",
    "longitude": "longitude lon lng",
}
SYNONYMS: dict[str, dict[str, str]] = {
    "startup": {
        **LISTING,
        "name": LISTING["name"] + " startup startup_name company societe entreprise company_name",
        "source_ref": LISTING["source_ref"] + " startup_id company_id",
        "stage": "stage stade maturite maturity",
        "stage_sought": "stage_sought stade_recherche round_sought tour_recherche",
        "founded_on": "founded_on founded founded_at creee_le cree_le date_de_creation creation foundation_date",
        "headcount": "headcount employees effectif effectifs salaries team_size",
        "raised_eur": "raised_eur raised total_raised deja_leve montant_leve total_leve",
        "women_led": "women_led dirigee_par_une_femme",
        "first_time_founders": "first_time_founders premiere_creation",
        "languages": "languages langues langues_de_travail",
        "countries": "countries markets marches marches_actuels pays_cibles",
        "amount": "amount amount_sought montant montant_recherche levee_recherchee",
        "currency": "currency devise",
        "raising_on": "raising_on raising_at date_de_levee leve_le",
    },
    "mentor": {
        **LISTING,
        "name": LISTING["name"] + " mentor full_name nom_complet",
        "source_ref": LISTING["source_ref"] + " mentor_id",
        "job_title": "job_title fonction poste role job",
        "company": "company organisation organization entreprise societe employer",
        "skills": "skills competences sujets expertise expertises topics_of_help domaines_d_expertise",
        "languages": "languages langues langues_parlees",
        "countries": "countries markets marches marches_connus",
        "stages": "stages stades stade stage stades_acceptes",
        "formats": "formats format",
        "capacity": "capacity capacite places",
        "hours_per_month": "hours_per_month heures_par_mois heures",
        "paused_until": "paused_until en_pause_jusqu_au",
        "sector_note": "sector_note experience",
        "stage_note": "stage_note",
        "availability_note": "availability_note disponibilites creneaux",
    },
    "funder": {
        **LISTING,
        "name": LISTING["name"] + " investor investor_name funder financeur investisseur fonds",
        "source_ref": LISTING["source_ref"] + " investor_id funder_id",
        "funder_type": "funder_type type nature investor_type type_de_financeur",
        "thesis": "thesis these these_d_investissement strategie",
        "ticket_min_eur": "ticket_min_eur ticket_min ticket_minimal ticket_minimum min_ticket ticket_mini",
        "ticket_max_eur": "ticket_max_eur ticket_max ticket_maximal ticket_maximum max_ticket ticket_maxi",
        "stages": "stages stades stage stade",
        "exception_stages": "exception_stages stades_par_exception exceptions",
        "lead": "lead mene_ou_suit role_dans_le_tour lead_investor chef_de_file",
        "lead_time_days": "lead_time_days delai_en_jours delai_jours delai de_la_demande_au_virement_en_jours",
        "countries": "countries pays_finances markets zones",
        "languages": "languages langues",
        "instruments": "instruments instrument",
        "files_per_month": "files_per_month dossiers_par_mois",
        "paused_until": "paused_until en_pause_jusqu_au",
    },
    "tradeshow": {
        **LISTING,
        "name": LISTING["name"] + " event evenement salon event_name conference",
        "source_ref": LISTING["source_ref"] + " tradeshow_id event_id show_id",
        "organiser": "organiser organizer organisateur",
        "year": "year annee edition",
        "month": "month mois mois_habituel",
        "starts_on": "starts_on start start_date debut date_de_debut du date",
        "ends_on": "ends_on end end_date fin date_de_fin au",
        "venue": "venue lieu",
        "is_online": "is_online online en_ligne",
        "stand_cost_eur": "stand_cost_eur stand_cost cout_du_stand part_de_stand",
    },
    "deal": {
        **PLACE,
        "funder_ref": "funder_ref investor_id funder_id financeur_id",
        "company": "company entreprise societe startup name nom company_name startup_name",
        "sector": "sector sectors secteur secteurs category",
        "stage": "stage stade round_type tour type_de_tour",
        "amount": "amount round_amount montant montant_du_tour raised raised_amount",
        "currency": "currency devise",
        "announced_on": "announced_on invested_on funded_on date announced_at annonce_le date_d_annonce",
    },
}
BIGGEST_MAPPING = 1024 * 1024
REQUIRED = {"deal": ("funder_ref", "company")}
HEADINGS = {
    "name": "nom, raison sociale, dénomination, name",
    "company": "entreprise, société, company",
    "funder_ref": "investor_id, financeur_id, funder_ref",
}
"""How the required columns are usually called, for whoever forgot one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read, and the currency that its title states."""

    index: int
    title: str = ""
    currency: str = ""


@dataclass(slots=True)
class ColumnMap:
    """Where each field is read, which columns nobody reads, and what the person should know about it."""

    columns: dict[str, Column] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def has(self, *names: str) -> bool:
        return any(name in self.columns for name in names)


def read_mapping(path: Path) -> dict[str, str]:
    """The corrections of a JSON file: column title to field name, or to nothing when the column must be left out."""
    try:
        given: Any = json.loads(path.read_text(encoding="utf-8-sig")) if path.stat().st_size < BIGGEST_MAPPING else None
    except (OSError, ValueError, RecursionError) as error:
        raise FileRefused(
            _("Le fichier de correspondance « %(name)s » est illisible.") % {"name": path.name}
        ) from error
    if not isinstance(given, dict) or not all(isinstance(name, str | None) for name in given.values()):
        raise FileRefused(_('La correspondance doit être un objet JSON : {"colonne": "champ"}.'))
    return {column: name or "" for column, name in given.items()}


def map_columns(kind: str, titles: Sequence[str], given: Given | None = None) -> ColumnMap:
    """Say which column is read for each field; a required field without a column is refused, naming the titles seen."""
    found = guess_columns(kind, titles, given)
    for name in REQUIRED.get(kind, ("name",)):
        if name not in found.columns:
            raise FileRefused(
                _("Colonne obligatoire absente. Titres reconnus : %(known)s. Colonnes lues : %(titles)s.")
                % {"known": HEADINGS[name], "titles": shown_titles(titles)}
            )
    if found.ignored:
        found.notes.append(_("Colonnes laissées de côté : %(titles)s.") % {"titles": shown_titles(found.ignored)})
    return found


def guess_columns(kind: str, titles: Sequence[str], given: Given | None = None) -> ColumnMap:
    """The same, whatever is missing: what the person still has to say is for her to see."""
    wanted = _given(kind, titles, given or {})
    meanings = _meanings(kind)
    found = ColumnMap()
    for index, title in enumerate(titles):
        name, currency = wanted.get(index) or meanings.get(_key(title), ("", ""))
        if index not in wanted and not name:
            name, currency = _stated_money(meanings, title)
        if not name:
            found.ignored.append(title)
        elif name in found.columns and index not in wanted:
            _second(found, title, name)
        else:
            found.columns[name] = Column(index, title, currency)
    return found


def near_field(kind: str, title: str) -> str:
    """The field that a title resembles without being one of its names, or nothing: for the person to confirm."""
    meanings = _meanings(kind)
    close = get_close_matches(_key(title), meanings, n=1, cutoff=0.8)
    return meanings[close[0]][0] if close else ""


def shown_titles(titles: Sequence[str]) -> str:
    """The first titles, shortened: a header can be as long as a book."""
    shown = ", ".join(title[:40] or "—" for title in titles[:20])
    return f"{shown}…" if len(titles) > 20 else shown


def _key(title: str) -> str:
    return _GAPS.sub("_", fold(title)).strip("_")


def _meanings(kind: str) -> dict[str, tuple[str, str]]:
    return {word: (name, "") for name, words in SYNONYMS[kind].items() for word in (name, *words.split())}


def _stated_money(meanings: Mapping[str, tuple[str, str]], title: str) -> tuple[str, str]:
    """`amount_sought_usd` is an amount in dollars; a sum that the site keeps in euros is read in euros only."""
    stem, _gap, currency = _key(title).rpartition("_")
    if currency not in CURRENCIES or stem not in meanings:
        return "", ""
    name = meanings[stem][0]
    if name in AMOUNTS:
        return name, currency.upper()
    return (name, "") if currency == "eur" and name.endswith("_eur") else ("", "")


def _given(kind: str, titles: Sequence[str], given: Given) -> dict[int, tuple[str, str]]:
    """The person's corrections, by position; a field or a column that does not exist is refused."""
    places = {_key(title): index for index, title in reversed(list(enumerate(titles)))}
    found = {}
    for title, name in given.items():
        index = places.get(_key(title)) if isinstance(title, str) else title
        if index is None or index >= len(titles):
            raise FileRefused(
                _("La colonne « %(title)s » de la correspondance n’existe pas. Colonnes lues : %(titles)s.")
                % {"title": str(title)[:40], "titles": shown_titles(titles)}
            )
        if name and name not in SYNONYMS[kind]:
            raise FileRefused(
                _("Le champ « %(name)s » de la correspondance n’existe pas. Champs possibles : %(names)s.")
                % {"name": name[:40], "names": ", ".join(sorted(SYNONYMS[kind]))}
            )
        currency = _key(titles[index]).rpartition("_")[2]
        found[index] = (name, currency.upper() if name in AMOUNTS and currency in CURRENCIES else "")
    return found


def _second(found: ColumnMap, title: str, name: str) -> None:
    found.notes.append(
        _("Deux colonnes disent « %(name)s » : la seconde, « %(title)s », n’est pas lue.")
        % {"name": name, "title": title[:40]}
    )

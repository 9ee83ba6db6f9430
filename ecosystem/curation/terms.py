"""What the words of a file mean here: sectors, skills, stages, countries, languages and the other closed lists."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from babel import Locale
from django.db.models import TextChoices
from django.utils.translation import override
from django_countries import countries

from ecosystem.core.text import fold
from ecosystem.directory.models import FinancingInstrument, MeetingFormat, Sector, Skill, SpokenLanguage, Stage
from ecosystem.directory.vocabulary import load_vocabulary
from funders.models import Funder

_GAPS = re.compile(r"[\W_]+")
_BREAKS = re.compile(r"[;|\n]")
STAGES: dict[str, str] = {
    Stage.IDEA: "idea idee concept ideation pre_creation",
    Stage.PROTOTYPE: "prototype mvp poc pre_seed preseed pre_amorcage friends_and_family",
    Stage.SEED: "seed amorcage graine seed_round angel business_angel business_angels",
    Stage.SERIES_A: "series_a serie_a a early_stage",
    Stage.GROWTH: (
        "growth croissance scale_up scaleup series_b serie_b b series_c serie_c c series_c_plus series_c+ series_d "
        "serie_d series_e series_f late_stage private_equity post_ipo expansion pre_ipo ipo"
    ),
}
LANGUAGES: dict[str, str] = {
    SpokenLanguage.FR: "fr fra fre francais french",
    SpokenLanguage.EN: "en eng anglais english",
    SpokenLanguage.DE: "de deu ger allemand german deutsch",
    SpokenLanguage.ES: "es spa espagnol spanish espanol",
    SpokenLanguage.IT: "it ita italien italian italiano",
    SpokenLanguage.PT: "pt por portugais portuguese",
    SpokenLanguage.NL: "nl nld dut neerlandais dutch",
    SpokenLanguage.AR: "ar ara arabe arabic",
    SpokenLanguage.ZH: "zh zho chi chinois chinese mandarin",
    SpokenLanguage.JA: "ja jpn japonais japanese",
}
FORMATS: dict[str, str] = {
    MeetingFormat.ONSITE: "onsite on_site sur_place presentiel presence in_person",
    MeetingFormat.REMOTE: "remote visio en_visio distance a_distance distanciel online",
    MeetingFormat.HYBRID: "hybrid hybride mixte les_deux",
}
INSTRUMENTS: dict[str, str] = {
    FinancingInstrument.EQUITY: "equity capital fonds_propres actions",
    FinancingInstrument.CONVERTIBLE: "convertible obligations_convertibles oc bsa_air",
    FinancingInstrument.LOAN: "loan pret dette debt emprunt",
    FinancingInstrument.GRANT: "grant subvention aide",
    FinancingInstrument.GUARANTEE: "guarantee garantie caution",
}
FUNDER_TYPES: dict[str, str] = {
    Funder.Type.BUSINESS_ANGEL: "business_angel angel ba business_angels",
    Funder.Type.FUND: "fund fonds vc venture_capital capital_risque fonds_d_investissement",
    Funder.Type.BANK: "bank banque",
    Funder.Type.PUBLIC: "public financeur_public organisme_public",
    Funder.Type.CORPORATE: "corporate grand_groupe cvc entreprise",
    Funder.Type.LOCAL_AUTHORITY: "local_authority collectivite region commune metropole",
}
LEADS: dict[str, str] = {
    Funder.Lead.LEADS: "leads lead leader mene yes oui chef_de_file",
    Funder.Lead.FOLLOWS: "follows follow follower suit no non suiveur co_investor co_investisseur",
    Funder.Lead.EITHER: "either both les_deux mene_et_suit",
}
COUNTRIES = {
    "GB": "uk england angleterre scotland ecosse wales grandebretagne greatbritain royaumeuni",
    "US": "usa us unitedstates unitedstatesofamerica etatsunis etatsunisdamerique america",
    "AE": "uae emirats emiratsarabesunis",
    "KR": "southkorea coreedusud korea coree",
    "CZ": "czechrepublic republiquetcheque",
    "NL": "holland hollande paysbas thenetherlands",
    "CI": "cotedivoire ivorycoast",
    "CD": "rdc drcongo",
    "RU": "russia russie",
    "VN": "vietnam",
    "TW": "taiwan",
    "TR": "turkey turquie",
}


def key(word: str) -> str:
    return _GAPS.sub("_", fold(word)).strip("_")


def _choices(words: Mapping[str, str], choices: type[TextChoices]) -> dict[str, str]:
    found = {key(word): value for value, known in words.items() for word in known.split()}
    for language in ("fr", "en"):
        with override(language):
            found |= {key(str(choice.label)): choice.value for choice in choices}
    return found


@cache
def closed_list(name: str) -> Mapping[str, str]:
    """The words of a closed list, by their key."""
    lists: dict[str, tuple[Mapping[str, str], type[TextChoices]]] = {
        "stages": (STAGES, Stage),
        "languages": (LANGUAGES, SpokenLanguage),
        "formats": (FORMATS, MeetingFormat),
        "instruments": (INSTRUMENTS, FinancingInstrument),
        "funder_types": (FUNDER_TYPES, Funder.Type),
        "leads": (LEADS, Funder.Lead),
    }
    return _choices(*lists[name])


def one_of(name: str, word: str) -> str | None:
    """The value of a closed list that a word means, or None."""
    found = closed_list(name).get(key(word))
    return found or (Stage.GROWTH.value if name == "stages" and re.fullmatch(r"serie(s)?_[b-h].*", key(word)) else None)


@cache
def _country_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "fr"):
        territories = Locale(language).territories
        with override(language):
            for code, name in countries:
                found |= {_joined(str(name)): code, _joined(territories.get(code, code)): code}
    for code, _name in countries:
        found |= {_joined(code): code, _joined(countries.alpha3(code)): code}
    for code, words in COUNTRIES.items():
        found |= dict.fromkeys(words.split(), code)
    found.pop("", None)
    return found


def _joined(word: str) -> str:
    return _GAPS.sub("", fold(word))


def country_code(word: str) -> str | None:
    """The two letters of a country, from its codes or its French or English name."""
    return _country_names().get(_joined(word))


def split_words(text: str) -> list[str]:
    """The parts of a cell that holds several words: separated by ; or |, else by commas."""
    return [part for chunk in _BREAKS.split(text) for part in map(str.strip, chunk.split(",")) if part]


@dataclass(slots=True)
class Vocabulary:
    """The sectors and skills of the site, by every name that a file may use."""

    sectors: dict[str, int] = field(default_factory=dict)
    skills: dict[str, int] = field(default_factory=dict)
    funding: dict[str, int] = field(default_factory=dict)
    """The subjects that funders serve, by slug."""

    def find_sectors(self, text: str) -> tuple[list[int], list[str]]:
        """The sectors of a cell, and the words that are none."""
        return _find(self.sectors, text)

    def find_skills(self, text: str) -> tuple[list[int], list[str]]:
        return _find(self.skills, text)

    def funding_topic(self, stage: str) -> int | None:
        """The subject of a raise at that stage."""
        wanted = "series-a" if stage in {Stage.SERIES_A, Stage.GROWTH} else "seed-round"
        return self.funding.get(wanted) or next(iter(self.funding.values()), None)


def read_vocabulary() -> Vocabulary:
    """The vocabulary of the database, loaded from its files the first time."""
    if not (Sector.objects.exists() and Skill.objects.exists()):
        load_vocabulary()
    found = Vocabulary()
    for model, names in ((Sector, found.sectors), (Skill, found.skills)):
        terms = model._default_manager.order_by("parent_id", "position").values_list(
            "pk", "slug", "name_fr", "name_en", "aliases"
        )
        for pk, slug, french, english, aliases in terms:
            for name in (slug, french or "", english or "", *aliases):
                names.setdefault(key(name), pk)
        names.pop("", None)
    leaves = Skill._default_manager.filter(is_funding=True, parent__isnull=False).order_by("position")
    found.funding = dict(leaves.values_list("slug", "pk"))
    return found


def _find(names: Mapping[str, int], text: str) -> tuple[list[int], list[str]]:
    found: list[int] = []
    unknown: list[str] = []
    for chunk in _BREAKS.split(text):
        parts = [part.strip() for part in chunk.split(",") if part.strip()]
        while parts:
            for size in range(min(len(parts), 4), 0, -1):  # names such as « Logiciel, données » hold commas
                pk = names.get(key(" ".join(parts[:size])))
                if pk is not None:
                    found.append(pk)
                    del parts[:size]
                    break
            else:
                unknown.append(parts.pop(0))
    return _once(found), unknown


def _once(found: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(found))

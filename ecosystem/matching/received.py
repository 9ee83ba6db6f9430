"""A certificate that somebody sent: verified as it is, then laid beside the stored one; nothing of it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.certificate_words import Line, Who, lines
from ecosystem.matching.engine.certificate_file import Malformed, read
from ecosystem.matching.engine.certificate_sheet import Sheet, sheet
from ecosystem.matching.engine.checker import verify
from ecosystem.matching.models import Round, RoundCertificate
from ecosystem.ui.typography import number

MOST_NAMED = 6
Pair = tuple[int, int]


@dataclass(frozen=True)
class Received:
    """What the page says of a received file."""

    name: str
    size: int
    lines: list[Line]
    verdict: str
    is_refused: bool
    differences: list[str] = field(default_factory=list)


def examine(round_: Round, kept: RoundCertificate, *, name: str, data: bytes) -> Received:
    """Run the checker on the bytes, and say by name where they differ from the stored certificate."""
    try:
        document = read(data)
        found = sheet(document)
    except Malformed as error:
        facts = {"where": error.where, "reason": error.code}
        finding = {"check": "format", "ok": False, "figures": {}, "code": "malformed", "facts": facts}
        told = lines([finding], Who({}, {}))
        return Received(name, len(data), told, _("Rien n’a été comparé, rien n’a été gardé."), True)
    findings = [asdict(one) for one in verify(document, content=kept.content_hash, digest=round_.input_digest)]
    who = Who.of(round_.kind, findings)
    told = sorted(lines(findings, who), key=lambda line: line.tone != "ko")
    refused = any(not one["ok"] for one in findings)
    differences = _differences(round_, kept, document, found)
    return Received(name, len(data), told, _verdict(round_, document, differences), refused, differences[:MOST_NAMED])


def _verdict(round_: Round, document: Mapping[str, Any], differences: list[str]) -> str:
    about = document["round"]
    if about.get("id") != round_.pk:
        title = str(about.get("title", ""))[:120]
        return _("Ce fichier est le certificat d’une autre tournée : « %(title)s ».") % {"title": title}
    if not differences:
        return _("Le fichier est celui de cette tournée, sans une différence.")
    said = {"where": differences[0], "places": number(len(differences))}
    sentence = ngettext(
        "Le fichier diffère de la tournée enregistrée en un seul endroit : %(where)s. L’original reste intact.",
        "Le fichier diffère de la tournée enregistrée en %(places)s endroits. L’original reste intact.",
        len(differences),
    )
    return sentence % said


def _differences(round_: Round, kept: RoundCertificate, document: Mapping[str, Any], found: Sheet) -> list[str]:
    """Each place by its names; what only follows from another difference (totals, seal) is not a place of its own."""
    try:
        original = read(bytes(kept.document))
        mine = sheet(original)
    except Malformed:
        return [_("l’original enregistré est illisible")]
    if document["round"].get("id") != round_.pk:
        return []
    who = _everybody(round_, mine, found)
    told = [*_pairs(mine, found, who), *_limits(mine, found, who), *_candidates(mine, found, who)]
    told += [*_rest(original, document, told), *_names(round_, document, found)]
    return list(dict.fromkeys(told))


def _everybody(round_: Round, mine: Sheet, other: Sheet) -> Who:
    """Names of whoever could be named: at most as many as the round has needs and people."""
    needs = {need for one in (mine, other) for need in one.need_id}
    return Who.named(round_.kind, needs, {person for one in (mine, other) for person in one.person_id})


def _chosen(found: Sheet) -> dict[Pair, tuple[Any, ...]]:
    chosen = found.chosen
    rows = zip(chosen.pairs.need, chosen.pairs.person, chosen.score, chosen.value, *chosen.parts.values(), strict=True)
    return {(found.need_id[need], found.person_id[person]): tuple(rest) for need, person, *rest in rows}


def _named(pair: Pair, who: Who) -> dict[str, str]:
    return {"need": who.need(pair[0]), "person": who.person(pair[1])}


def _pairs(mine: Sheet, found: Sheet, who: Who) -> Iterator[str]:
    """Chosen pairs that were added, taken away, given twice, or whose figures changed."""
    before, after = _chosen(mine), _chosen(found)
    for pair in sorted({*before, *after}):
        said: dict[str, Any] = _named(pair, who)
        if pair not in before:
            yield _("la paire %(need)s et %(person)s, ajoutée après le calcul") % said
        elif pair not in after:
            yield _("la paire %(need)s et %(person)s, retirée après le calcul") % said
        elif before[pair][0] != after[pair][0]:
            said |= {"told": number(after[pair][0] / 100, 2), "true": number(before[pair][0] / 100, 2)}
            yield _("le score de %(need)s et %(person)s, %(told)s au lieu de %(true)s") % said
        elif before[pair] != after[pair]:
            yield _("les parts du score de %(need)s et %(person)s") % said
    if len(found.chosen.pairs.need) != len(after):
        yield _("une paire inscrite deux fois")


def _limits(mine: Sheet, found: Sheet, who: Who) -> Iterator[str]:
    """Places, people wanted, floors and minimums, by need and person."""
    for ids, column, sentence in (
        ("person_id", "capacity", _("les places de %(name)s, %(told)s au lieu de %(true)s")),
        ("person_id", "minimum", _("le minimum de %(name)s, %(told)s au lieu de %(true)s")),
        ("need_id", "demand", _("les personnes que demande %(name)s, %(told)s au lieu de %(true)s")),
        ("need_id", "floor", _("le plancher de %(name)s, %(told)s au lieu de %(true)s")),
    ):
        before = dict(zip(getattr(mine, ids), getattr(mine, column), strict=True))
        after = dict(zip(getattr(found, ids), getattr(found, column), strict=True))
        name = who.person if ids == "person_id" else who.need
        for pk in sorted({*before, *after}):
            if pk not in before or pk not in after:
                side = _("%(name)s, ajouté") if pk in after else _("%(name)s, retiré")
                yield side % {"name": name(pk)}
            elif before[pk] != after[pk]:
                scale = 100 if column == "floor" else 1
                said = {"told": number(after[pk] / scale, 2), "true": number(before[pk] / scale, 2)}
                yield sentence % {"name": name(pk), **said}


def _kept(found: Sheet) -> dict[Pair, tuple[int, int]]:
    kept: dict[Pair, tuple[int, int]] = {}
    for row, need in enumerate(found.need_id):
        for place in range(found.start[row], found.start[row + 1]):
            kept[need, found.person_id[found.person[place]]] = found.score[place], found.value[place]
    return kept


def _candidates(mine: Sheet, found: Sheet, who: Who) -> Iterator[str]:
    """Who could be chosen, and for how many points."""
    if _same(mine, found, "need_id", "person_id", "start", "person", "score", "value"):
        return
    before, after = _kept(mine), _kept(found)
    for pair in sorted(pair for pair in {*before, *after} if before.get(pair) != after.get(pair)):
        if pair not in before:
            sentence = _("la paire possible %(need)s et %(person)s, ajoutée")
        elif pair not in after:
            sentence = _("la paire possible %(need)s et %(person)s, retirée")
        else:
            sentence = _("le score possible de %(need)s et %(person)s")
        yield sentence % _named(pair, who)


def _same(mine: Sheet, found: Sheet, *columns: str) -> bool:
    return all(getattr(mine, column) == getattr(found, column) for column in columns)


def _rest(original: Mapping[str, Any], document: Mapping[str, Any], told: list[str]) -> Iterator[str]:
    """The other sections; announced figures and the seal count only when nothing else differs."""
    words = {
        "round": _("l’empreinte, la graine, le titre ou la date de la tournée"),
        "weights": _("les poids des critères"),
        "goal": _("les buts de la tournée"),
        "forbidden": _("les paires interdites"),
        "locked": _("les choix à la main"),
        "balance": _("les règles d’équilibre"),
        "proofs": _("les prix de la preuve"),
        "engine": _("la version du calcul"),
    }
    explained = {"content", "names", "needs", "people", "candidates", "chosen", "result"}
    found = [key for key in {**original, **document} if original.get(key) != document.get(key) and key not in explained]
    for key in found:
        yield words.get(key) or _("la rubrique « %(key)s »") % {"key": key[:40]}
    if not told and not found:
        if original.get("result") != document.get("result"):
            yield _("les totaux annoncés")
        elif original.get("content") != document.get("content"):
            yield _("l’empreinte du certificat")


def _names(round_: Round, document: Mapping[str, Any], found: Sheet) -> Iterator[str]:
    """Names that are no longer, or never were, those of the people behind the ids."""
    given = document.get("names")
    if not isinstance(given, dict):
        return
    who = Who.named(round_.kind, set(found.need_id), set(found.person_id))
    for key, ids, name in (("needs", found.need_id, who.need), ("people", found.person_id, who.person)):
        listed = given.get(key)
        told = listed if isinstance(listed, list) else []
        for pk, said in zip(ids, told, strict=False):
            if said != name(pk):
                yield _("le nom de %(name)s") % {"name": name(pk)}

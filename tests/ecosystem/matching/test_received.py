"""A certificate that somebody sent: verified, compared by name with the stored one, and never kept."""

import copy
import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from ecosystem.matching import forms, received
from ecosystem.matching.certificates import copy_with_names
from ecosystem.matching.engine.certificate_file import content_hash, write
from ecosystem.matching.models import Round, RoundCertificate
from tests.ecosystem.matching.season import computed, season
from tests.ecosystem.matching.test_pages_certificate import said
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]
Document = dict[str, Any]


@pytest.fixture
def round_() -> Round:
    season(needs=3, mentors=3)
    return computed()


def sent(round_: Round, change: Callable[[Document], object] | None = None, *, resealed: bool = True) -> bytes:
    """The copy that was handed out, with a change, sealed again as a forger would."""
    document = copy.deepcopy(copy_with_names(round_, round_.certificate))
    if change is not None:
        change(document)
    return write({**document, "content": content_hash(document)} if resealed else document)


def examined(round_: Round, data: bytes) -> received.Received:
    return received.examine(round_, round_.certificate, name="copie.json", data=data)


def refused(found: received.Received) -> dict[str, str]:
    return {line.label: f"{line.figure} {line.detail}".strip() for line in found.lines if line.tone == "ko"}


def pair(round_: Round, row: int = 0) -> str:
    found = round_.proposals.chosen().order_by("need_id", "mentor_id")[row]
    return f"{found.need.startup.name} ({found.need.title}) et {found.mentor.name}"


def add(document: Document) -> None:
    """The first need also gets the person of the second one."""
    chosen, candidates = document["chosen"], document["candidates"]
    need, person = chosen["need"][0], chosen["person"][1]
    place = candidates["person"][: candidates["count"][0]].index(person)
    score = left = candidates["score"][place]
    for name, points in chosen["parts"].items():
        points.append(min(left, document["weights"][name] * 100))
        left -= points[-1]
    for name, value in (("need", need), ("person", person), ("score", score), ("value", score)):
        chosen[name].append(value)
    document["result"]["total"] += score
    document["result"]["score"] += score


def test_the_copy_itself_is_accepted_plain_and_compressed(round_):
    for data in (sent(round_), gzip.compress(sent(round_)), bytes(round_.certificate.document)):
        found = examined(round_, data)
        assert not found.is_refused
        assert (refused(found), found.differences) == ({}, [])
        assert found.verdict == "Le fichier est celui de cette tournée, sans une différence."


def test_an_added_pair_is_named_and_what_it_breaks_is_told_first(round_):
    other = round_.proposals.chosen().order_by("need_id")[1].mentor
    found = examined(round_, sent(round_, add))
    assert found.is_refused
    (place,) = found.differences
    need = round_.proposals.chosen().order_by("need_id")[0].need
    assert place == f"la paire {need.startup.name} ({need.title}) et {other.name}, ajoutée après le calcul"
    assert found.verdict.startswith("Le fichier diffère de la tournée enregistrée en un seul endroit")
    assert place in found.verdict
    assert found.verdict.endswith("L’original reste intact.")
    told = refused(found)
    assert "Primal égal au dual" in told
    assert list(told) == [line.label for line in found.lines][: len(told)]


CHANGES: dict[str, tuple[Callable[[Document], object], str]] = {
    "a score": (lambda it: it["chosen"]["score"].__setitem__(0, 1), "le score de {pair}, 0,01 au lieu de"),
    "a value": (lambda it: it["chosen"]["value"].__setitem__(0, 1), "les parts du score de {pair}"),
    "a pair twice": (
        lambda it: [column.append(column[0]) for column in (
            it["chosen"]["need"], it["chosen"]["person"], it["chosen"]["score"], it["chosen"]["value"],
            *it["chosen"]["parts"].values(),
        )],
        "une paire inscrite deux fois",
    ),
    "places": (lambda it: it["people"]["capacity"].__setitem__(0, 9), "les places de {person}, 9 au lieu de"),
    "a demand": (lambda it: it["needs"]["demand"].__setitem__(0, 7), "les personnes que demande {need}, 7 au lieu de"),
    "a floor": (lambda it: it["needs"]["floor"].__setitem__(0, 6_000), "le plancher de {need}, 60 au lieu de 0"),
    "a minimum": (lambda it: it["people"]["minimum"].__setitem__(0, 1), "le minimum de {person}, 1 au lieu de 0"),
    "a possible score": (lambda it: it["candidates"]["score"].__setitem__(0, 9_999), "le score possible de"),
    "a person's id": (lambda it: it["people"]["id"].__setitem__(0, 999_983), "personne n° 999983, ajouté"),
    "the seed": (lambda it: it["round"].update(seed=99), "l’empreinte, la graine, le titre ou la date de la tournée"),
    "the bars": (lambda it: it["forbidden"].update(need=[0], person=[0]), "les paires interdites"),
    "a lock": (lambda it: it["locked"].update(need=[0], person=[0]), "les choix à la main"),
    "a price": (lambda it: it["proofs"][0]["need"].__setitem__(0, 77), "les prix de la preuve"),
    "the weights": (lambda it: it["weights"].update(sector=16, market=11), "les poids des critères"),
    "a section": (lambda it: it.update(note="x"), "la rubrique « note »"),
    "a total": (lambda it: it["result"].update(total=1), "les totaux annoncés"),
    "a name": (lambda it: it["names"]["people"].__setitem__(0, "Quelqu’un d’autre"), "le nom de {person}"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_named(round_, name):
    change, place = CHANGES[name]
    document = json.loads(round_.certificate.file)
    person = round_.proposals.model._meta.get_field("mentor").related_model.objects.get(pk=document["people"]["id"][0])
    need = round_.proposals.model._meta.get_field("need").related_model.objects.get(pk=document["needs"]["id"][0])
    expected = place.format(pair=pair(round_), person=person.name, need=f"{need.startup.name} ({need.title})")
    found = examined(round_, sent(round_, change))
    plain = [one.replace("\u00a0", " ").replace("\u202f", " ") for one in found.differences]
    assert any(one.startswith(expected) for one in plain), plain
    if name != "a name":
        assert found.is_refused


def test_a_dropped_pair_is_named(round_):
    first = pair(round_)

    def drop(it: Document) -> None:
        for column in ("need", "person", "score", "value"):
            it["chosen"][column].pop(0)
        for points in it["chosen"]["parts"].values():
            points.pop(0)

    assert examined(round_, sent(round_, drop)).differences == [f"la paire {first}, retirée après le calcul"]


def test_the_certificate_of_another_round_is_told_as_such(round_):
    other = computed()
    found = examined(round_, sent(other))
    assert found.verdict.replace("\u00a0", " ") == "Ce fichier est le certificat d’une autre tournée : « Tournée »."
    assert found.is_refused
    assert found.differences == []


# --- through the page ---------------------------------------------------------------------------------------------


@pytest.fixture
def curator(client: Any) -> Any:
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


def post(client: Any, round_: Round, data: bytes, name: str = "copie.json") -> Any:
    address = reverse("matching:certificate_examine", args=[round_.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, data)})


def bomb() -> bytes:
    press = zlib.compressobj(9, wbits=31)
    return b"".join(press.compress(bytes(1_000_000)) for _ in range(200)) + press.flush()


def test_the_page_draws_the_refusal_and_keeps_nothing(client, curator, round_):
    before = RoundCertificate.objects.values_list("document", "findings", "content_hash").get()
    page = post(client, round_, sent(round_, add))
    text = said(page)
    assert "Refusé" in text
    assert "copie.json" in text
    assert "ajoutée après le calcul. L’original reste intact." in text
    assert "Aucune répartition ne fait mieux" in text, "the stored certificate stands"
    assert RoundCertificate.objects.values_list("document", "findings", "content_hash").get() == before
    assert "Accepté" in said(post(client, round_, sent(round_)))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"bonjour", "le fichier n’est pas du JSON lisible"),
        (b"\x1f\x8bzzz", "le fichier n’est pas du JSON lisible"),
        (b"[" * 90_000, "le fichier est bien trop grand"),
        (bomb(), "le fichier est bien trop grand"),
        (b'{"format": "x"}', "il est d’une version inconnue"),
        (b'{"format": "escale.certificate", "version": 1}', "« content » manque"),
        (b"\xff\xd8\xff\xe0 a picture", "le fichier n’est pas du JSON lisible"),
        (b'{"a": 1e999}', "manque ou n’a pas la forme attendue"),
        (b'{"<script>": 1, "<script>": 2}', "manque ou n’a pas la forme attendue"),
    ],
)
def test_a_file_that_is_no_certificate_gets_a_sentence(client, curator, round_, data, words):
    page = post(client, round_, data)
    assert page.status_code == 200
    assert words in said(page)
    assert "Rien n’a été comparé, rien n’a été gardé." in said(page)
    assert b"<script>\xc2" not in page.content


def test_a_file_that_is_missing_empty_or_too_large_is_refused_by_the_form(client, curator, round_, monkeypatch):
    address = reverse("matching:certificate_examine", args=[round_.pk])
    assertContains(client.post(address, {}), "Choisissez le fichier à vérifier.", status_code=422)
    assertContains(post(client, round_, b""), "Ce fichier est vide.", status_code=422)
    monkeypatch.setattr(forms, "MOST_UPLOADED", 10)
    assertContains(post(client, round_, b"12345678901"), "Ce fichier dépasse 16 Mo", status_code=422)


def test_the_name_of_the_file_is_shown_as_text(client, curator, round_):
    page = post(client, round_, sent(round_), name="<b>gras.json")
    assertContains(page, "&lt;b&gt;gras.json")

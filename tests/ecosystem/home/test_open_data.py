"""The open files: what they hold, what they never hold, and that readers never see half of them."""

import csv
import io
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from ecosystem.home.open_data import datasets, writing
from ecosystem.home.tasks import write_open_data
from ecosystem.home.views import open_data
from tests import factories
from tests.listings import KINDS, Kind

pytestmark = pytest.mark.django_db
ROOT = "/donnees-ouvertes/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.OPEN_DATA_DIR = tmp_path / "open"
    return tmp_path / "open"


def body(client: Client, name: str) -> bytes:
    response = client.get(f"{ROOT}{name}")
    assert response.status_code == 200, name
    return b"".join(response.streaming_content)


def table(client: Client, slug: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, f"{slug}.csv").decode())))


def test_before_the_first_night_the_page_says_so_and_there_is_no_file(client: Client) -> None:
    assert "pas encore écrits" in client.get(ROOT).content.decode()
    for name in ("startups.csv", "catalogue.jsonld"):
        assert client.get(f"{ROOT}{name}").status_code == 404


def test_both_forms_hold_the_same_published_rows_with_the_api_s_identifiers(client: Client) -> None:
    startup = factories.StartupFactory(published=True, headcount=12, sectors=[factories.SectorFactory(slug="eau")])
    factories.StartupFactory()
    factories.StartupFactory(published=True, is_discreet=True)
    call_command("write_open_data")
    (row,) = table(client, "startups")
    (same,) = json.loads(body(client, "startups.json"))
    assert row == {name: writing.as_text(value) for name, value in same.items()}
    assert (row["slug"], row["headcount"], row["sectors"]) == (startup.slug, "12", "eau")
    assert row["id"] == client.get(f"/api/v1/startups/{startup.slug}/").json()["id"]
    assert row["url"].endswith(startup.get_absolute_url())


def test_no_person_no_address_and_no_telephone_is_in_any_file(client: Client, folder: Path) -> None:
    said = "Écrivez à ines.vidal@exemple.test ou au 06 12 34 56 78, +33 6 12 34 56 78."
    startup = factories.StartupFactory(
        published=True, tagline=said, contact_email="contact@exemple.test", contact_phone="0491000000"
    )
    factories.MemberFactory(startup=startup, name="Inès Vidal")
    factories.NeedFactory(startup=startup, opened=True, title=said)
    factories.MentorFactory(published=True, name="Maïa Orsini", tagline=said)
    factories.FunderFactory(published=True, name="Paul Ange", funder_type="business_angel")
    factories.FunderFactory(published=True, name="Le Fonds", funder_type="fund", tagline=said)
    factories.EditionFactory(tradeshow=factories.TradeShowFactory(published=True, tagline=said))
    write_open_data()
    everything = "".join(path.read_text() for path in folder.rglob("*.*") if path.is_file())
    for word in ("@", "06 12", "+33", "0491", "Vidal", "Orsini", "Paul Ange"):
        assert word not in everything, word
    assert everything.count("Écrivez à […] ou au […], […].") == 2 * 4
    assert "Le Fonds" in everything


def test_how_a_funder_works_is_in_the_file_and_in_the_api(client: Client) -> None:
    said = {"lead": "either", "lead_time_days": 112, "exception_stages": ["prototype", "seed"]}
    funder = factories.FunderFactory(published=True, funder_type="fund", **said)
    write_open_data()
    (row,) = table(client, "financeurs")
    told = (row["lead"], row["lead_time_days"], row["exception_stages"])
    assert told == ("either", "112", "prototype|seed")
    answer = client.get(f"/api/v1/funders/{funder.slug}/").json()
    assert {name: answer[name] for name in said} == said
    silent = factories.FunderFactory(published=True)
    nothing = client.get(f"/api/v1/funders/{silent.slug}/").json()
    assert [nothing[name] for name in said] == ["", None, []]


def test_a_siren_an_amount_and_a_date_are_no_telephone() -> None:
    for text in ("SIREN 552 100 554", "de 2 500 000 à 5 000 000 euros", "2026-11-27", "10 000 m² en 2030"):
        assert datasets.cell(text) == text


def test_mentors_are_counted_by_subject_and_few_of_them_are_not_told(client: Client) -> None:
    many, few, none = factories.SkillFactory(), factories.SkillFactory(), factories.SkillFactory()
    for skill, count in ((many, 5), (few, 4)):
        for _one in range(count):
            factories.MentorSkillFactory(skill=skill, mentor=factories.MentorFactory(published=True))
    factories.MentorSkillFactory(skill=none, mentor=factories.MentorFactory())
    write_open_data()
    counts = {row["slug"]: row["mentors"] for row in table(client, "savoir-faire")}
    assert (counts[many.slug], counts[few.slug], counts[none.slug]) == ("5", "", "0")


def test_a_name_that_looks_like_a_formula_is_none(client: Client) -> None:
    factories.StartupFactory(published=True, name="=cmd|calc", tagline="+1+1")
    write_open_data()
    (row,) = table(client, "startups")
    assert (row["name"], row["tagline"]) == ("'=cmd|calc", "'+1+1")


def test_every_column_is_in_the_dictionary_in_both_languages(client: Client) -> None:
    write_open_data()
    told = table(client, "dictionnaire")
    known = {(slug, column.name) for slug, one in datasets.DATASETS.items() for column in one.columns}
    assert {(row["dataset"], row["column"]) for row in told} == known
    assert all(row["description_fr"] and row["description_en"] != row["description_fr"] for row in told)


def test_a_file_says_its_sum_and_whoever_has_it_is_told_so(client: Client) -> None:
    factories.StartupFactory(published=True)
    write_open_data()
    first = client.get(f"{ROOT}startups.csv")
    content = b"".join(first.streaming_content)
    assert first["ETag"] == f'"{sha256(content).hexdigest()[:32]}"'
    assert sha256(content).hexdigest() in client.get(ROOT).content.decode()
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(f"{ROOT}startups.csv", headers=headers).status_code == 304
    factories.StartupFactory(published=True)
    write_open_data()
    assert client.get(f"{ROOT}startups.csv", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_writing_that_fails_leaves_the_former_files_and_no_rubbish(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.StartupFactory(published=True, name="Avant")
    write_open_data()
    before = sorted(path.name for path in folder.iterdir())
    monkeypatch.setattr(writing, "_write_dictionary", lambda folder: 1 / 0)
    factories.StartupFactory(published=True, name="Après")
    with pytest.raises(ZeroDivisionError):
        writing.write_open_data()
    assert [row["name"] for row in table(client, "startups")] == ["Avant"]
    assert sorted(path.name for path in folder.iterdir()) == before


def test_the_files_of_former_nights_go_but_not_those_that_somebody_may_still_read(folder: Path) -> None:
    for _night in range(2):
        write_open_data()
    former, latest = sorted(folder.glob("*/"), key=lambda one: one == writing.release().folder)
    write_open_data()
    assert former.exists()
    os.utime(former, (0, 0))
    write_open_data()
    assert not former.exists()
    assert latest.exists()


def test_no_other_file_is_reached(client: Client) -> None:
    write_open_data()
    for name in ("manifest.json", "current", "..%2Fcurrent", "%2Fetc%2Fpasswd", "startups.csv%00"):
        assert client.get(f"{ROOT}{name}").status_code == 404, name


def test_the_catalogue_names_each_file_with_its_licence_and_sum(client: Client) -> None:
    write_open_data()
    told = json.loads(client.get(f"{ROOT}catalogue.jsonld").content)
    assert {one["dct:identifier"] for one in told["dcat:dataset"]} == set(datasets.DATASETS)
    for dataset in told["dcat:dataset"]:
        for file in dataset["dcat:distribution"]:
            name = file["dcat:downloadURL"]["@id"].rpartition("/")[2]
            assert file["spdx:checksum"]["spdx:checksumValue"] == sha256(body(client, name)).hexdigest()


def test_the_rows_are_read_in_a_constant_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for _one in range(3):
        startup = factories.StartupFactory(published=True, sectors=[factories.SectorFactory()])
        factories.NeedFactory(startup=startup, opened=True)
        factories.EditionFactory(tradeshow=factories.TradeShowFactory(published=True))
    with django_assert_max_num_queries(12):
        write_open_data()


# --- exports of a filtered list --------------------------------------------------------------------------------------


def exported(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_export_is_the_filtered_list_in_its_order_without_contacts(client: Client, kind: Kind) -> None:
    first = kind.full(name="Zoé", tagline="=HYPERLINK() ou ines@exemple.test", contact_email="x@exemple.test")
    second = kind.full(name="Abysse")
    rows = exported(client, f"/exporter/{kind.name}.csv?tri=nom")
    assert [row["slug"] for row in rows] == [second.slug, first.slug]
    assert rows[1]["tagline"] == "'=HYPERLINK() ou […]"
    assert "exemple.test" not in str(rows)
    sector = first.sectors.first().parent.slug
    assert [row["slug"] for row in exported(client, f"/exporter/{kind.name}.csv?secteur={sector}")] == [first.slug]


def test_too_many_exports_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(open_data, "EXPORTS_MAX", 1)
    assert [client.get("/exporter/startup.csv").status_code for _time in range(2)] == [200, 429]

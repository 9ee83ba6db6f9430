"""The command says what happened, by words and by its exit code, and never by a traceback."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from startups.models import Need, Startup

pytestmark = [pytest.mark.django_db, pytest.mark.anywhere]


def test_everything_taken_ends_well(write, capsys):
    call_command("import_listings", "startups", write("name,city", "A,Nice"), "--publish", "--source", "test")
    out = capsys.readouterr()
    assert "créées\xa0: 1" in out.out
    assert "startup" in out.err
    assert Startup.objects.get().state == "published"


def test_refused_rows_end_with_1_and_are_all_in_the_report(write, tmp_path, capsys):
    lines = [f"N{n},123456789" for n in range(30)]
    report = tmp_path / "report.csv"
    with pytest.raises(SystemExit) as stop:
        call_command("import_listings", "startup", write("name,siren", "A,", *lines), "--report", report)
    assert stop.value.code == 1
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["line"] for row in rows] == [str(n) for n in range(3, 33)]
    assert {row["state"] for row in rows} == {"refused"}
    assert "SIREN" in rows[0]["reason"]
    assert "Ligne 3" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--mapping", "absent.json"], ["--report", "/nowhere/report.csv"], ["--by", "nobody@example.org"]]
)
def test_a_wrong_request_ends_with_2_and_writes_nothing(write, options):
    with pytest.raises(CommandError) as refusal:
        call_command("import_listings", "startups", write("name", "A"), *options)
    assert refusal.value.returncode == 2
    assert not Startup.objects.exists()


def test_a_refused_file_ends_with_2(write):
    with pytest.raises(CommandError, match="Colonne obligatoire") as refusal:
        call_command("import_listings", "startups", write("city", "Nice"))
    assert refusal.value.returncode == 2


def test_a_mapping_file_corrects_the_guess(write, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"Boîte": "name", "Lieu-dit": "city"}), encoding="utf-8")
    call_command("import_listings", "startups", write("Boîte;Lieu-dit", "A;Nice"), "--mapping", mapping, verbosity=0)
    assert Startup.objects.get().city == "Nice"


def test_needs_are_opened_when_asked_and_when_the_file_speaks_of_a_raise(write):
    path = write("name,stage", "A,seed")
    call_command("import_listings", "startups", path, verbosity=0)
    assert not Need.objects.exists()
    call_command("import_listings", "startups", path, "--needs", verbosity=0)
    assert Need.objects.get().startup.name == "A"
    call_command("import_listings", "startups", write("name,stage_sought", "B,seed"), "--no-needs", verbosity=0)
    assert Need.objects.count() == 1


def test_the_bar_counts_rows(write, capsys):
    call_command("import_listings", "startups", write("name", *[f"N{n}" for n in range(1500)]))
    bar = capsys.readouterr().err
    assert "1.50k" in bar
    assert "%/s" not in bar


def test_a_dry_run_says_so_and_keeps_nothing(write, capsys):
    call_command("import_listings", "startups", write("name", "A"), "--dry-run")
    assert "rien n’a été enregistré" in capsys.readouterr().out
    assert not Startup.objects.exists()

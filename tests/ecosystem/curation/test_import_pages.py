"""Imports through the staff page: guessed, corrected, tried, written, followed, undone."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ecosystem.curation.imports import runs, writing
from ecosystem.curation.imports.errors import AnotherImportWrites, LeaseLost
from ecosystem.directory.models import FieldOrigin, ImportLine, ImportRun, Listing, Origin, Version
from ecosystem.directory.writing import write_listing
from mentors.models import Mentor
from startups.actions import write_startup
from startups.models import Need, Startup
from tests.ecosystem.curation.test_queue import curator  # noqa: F401
from tests.factories import MemberFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
State = ImportRun.State
LINES = (
    "nom,ville,siren,tagline",
    "Calanque,Marseille,,Des capteurs",
    "Vigie,Cassis,123,Un quai",
    "Brume,Aix,,Un studio",
)


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def desk(client, curator, django_capture_on_commit_callbacks):  # noqa: F811
    """A curator at the page: `drop` sends a file, `press` a button; the tasks that they ask for run at once."""
    client.force_login(curator)

    class Desk:
        by = curator

        def press(self, name, run, **data):
            with django_capture_on_commit_callbacks(execute=True):
                answer = client.post(reverse(f"curation:import_{name}", args=[run.pk]), data, follow=True)
            run.refresh_from_db()
            return answer

        def drop(self, *lines, kind="startup", name="fichier.csv", **data):
            file = SimpleUploadedFile(name, "\n".join(lines).encode())
            client.post(reverse("curation:imports"), {"kind": kind, "file": file, **data})
            return ImportRun.objects.first()

        def confirm(self, run, **said):
            columns = {f"c{place}": name for place, name in run.mapping.items()}
            return self.press("columns", run, **{**columns, **said})

        def imported(self, *lines, **data):
            run = self.drop(*lines, **data)
            self.confirm(run)
            self.press("write", run)
            return run

        def page(self, run, query=""):
            return client.get(reverse("curation:import", args=[run.pk]) + query).content.decode()

    return Desk()


def press_line(client, run, number, **data):
    """A button of one line."""
    return client.post(reverse("curation:import_line", args=[run.pk, number]), data, follow=True)


def desk_run(run):
    """The worker does what the run waits for."""
    assert writing.try_import(run.pk, lease="worker")
    run.refresh_from_db()


def test_a_file_is_dropped_and_its_columns_are_guessed_with_an_example(desk):
    run = desk.drop(*LINES)
    assert run.mapping == {"0": "name", "1": "city", "2": "siren", "3": "tagline"}
    assert [column["example"] for column in run.columns] == ["Calanque", "Marseille", "123", "Des capteurs"]
    assert run.file.path.startswith(str(run.file.storage.location))
    assert "Des capteurs" in desk.page(run)


def test_a_title_that_resembles_a_field_is_proposed_to_be_confirmed(desk):
    run = desk.drop("nom,sectuers,inconnue", "A,web,x")
    assert run.mapping == {"0": "name", "1": "sectors", "2": ""}
    assert [column["doubt"] for column in run.columns] == [False, True, False]
    assert "À confirmer" in desk.page(run)


def test_what_cannot_be_read_is_refused_on_the_form_and_no_file_stays(desk, client, settings):
    answer = client.post(
        reverse("curation:imports"), {"kind": "startup", "file": SimpleUploadedFile("x.csv", b"\n\n\n")}
    )
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()
    assert [path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()] == []


def test_columns_are_corrected_and_two_never_say_the_same(desk):
    run = desk.drop("nom,autre", "A,Aix")
    answer = desk.confirm(run, c1="name")
    assert answer.status_code == 422
    assert "déjà dit par une autre colonne" in answer.content.decode()
    answer = desk.confirm(run, c0="")
    assert "Dites quelle colonne donne" in answer.content.decode()
    desk.confirm(run, c1="city")
    assert (run.state, run.mapping["1"]) == (State.TRIED, "city")


def test_a_trial_writes_nothing_and_says_what_each_line_would_do(desk):
    StartupFactory(name="Brume", city="Aix", tagline="Avant")
    run = desk.drop(*LINES)
    desk.confirm(run)
    assert Startup.objects.count() == 1
    assert {name: run.counts[name] for name in ("created", "updated", "refused")} == {
        "created": 1, "updated": 1, "refused": 1,
    }  # fmt: skip
    page = desk.page(run)
    assert "SIREN incorrect" in page
    assert "Vigie" in page
    assert "Calanque" not in page
    assert "Change\u00a0: En une phrase" in desk.page(run, "?lignes=mises-a-jour")


def test_errors_leave_as_a_file_whose_formulas_are_dead(desk, client):
    run = desk.drop("nom,siren", "=1+1,", "Vigie,123")
    desk.confirm(run)
    answer = client.get(reverse("curation:import_errors", args=[run.pk]))
    said = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in said] == ["Ligne", "2", "3"]
    assert "'=1+1" in said[1]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_faulty_line_is_corrected_on_the_page_and_the_whole_file_tried_again(desk, client):
    run = desk.drop(*LINES)
    desk.confirm(run)
    assert (run.counts["created"], run.counts["refused"]) == (2, 1)
    assert ">Corriger<" in desk.page(run)
    page = desk.page(run, "?lignes=erreurs&corriger=3")
    assert 'name="c2" value="123" aria-invalid="true"' in page
    assert 'value="Un quai"' in page
    press_line(client, run, 3, c0="Vigie", c1="Cassis", c2="552100554", c3="Un quai\x00 neuf")
    desk_run(run)
    assert (run.state, run.counts["created"], run.counts["refused"]) == (State.TRIED, 3, 0)
    assert "Corrigée ici" in desk.page(run, "?lignes=toutes")
    assert not Startup.objects.exists()
    desk.press("write", run)
    vigie = Startup.objects.get(name="Vigie")
    assert (vigie.siren, vigie.tagline) == ("552100554", "Un quai neuf")
    assert press_line(client, run, 3, acte="reprendre").redirect_chain
    run.refresh_from_db()
    assert run.state == State.DONE
    runs.forget_file(run)
    run.refresh_from_db()
    assert run.mended == {}
    assert not any(run.lines.values_list("cells", flat=True))


def test_a_line_is_left_out_and_taken_again(desk, client):
    run = desk.drop(*LINES)
    desk.confirm(run)
    press_line(client, run, 3, acte="ignorer")
    desk_run(run)
    assert (run.state, run.counts["refused"], run.total_count) == (State.TRIED, 0, 2)
    assert "Laissées de côté 1" in desk.page(run)
    press_line(client, run, 2, acte="ignorer")
    desk_run(run)
    press_line(client, run, 2, acte="reprendre")
    desk_run(run)
    assert run.counts["created"] == 2
    desk.press("write", run)
    assert (run.state, run.done_count) == (State.DONE, 2)
    assert set(Startup.objects.values_list("name", flat=True)) == {"Calanque", "Brume"}
    desk.press("undo", run)
    assert not Startup.objects.exists()
    for number, acte, status in ((3, "effacer", 404), (99, "ignorer", 404)):
        address = reverse("curation:import_line", args=[run.pk, number])
        assert client.post(address, {"acte": acte}).status_code == status


def test_an_import_writes_lines_origins_and_versions_and_is_asked_once(desk):
    known = StartupFactory(name="Brume", city="Aix", tagline="Avant")
    run = desk.imported(*LINES)
    assert (run.state, run.done_count, run.counts["created"]) == (State.DONE, 3, 1)
    version = Version.objects.get(listing=known)
    assert (version.ref, version.by, version.changes) == (run.ref, desk.by, {"tagline": ["Avant", "Un studio"]})
    made = Startup.objects.get(name="Calanque")
    origins = FieldOrigin.objects.filter(listing=made, origin=Origin.IMPORT, ref=run.ref)
    assert {"name", "city", "tagline"} <= set(origins.values_list("field", flat=True))
    assert "Voici où il en est" in desk.press("write", run).content.decode()
    assert Startup.objects.count() == 2


def test_a_second_import_of_the_same_file_changes_nothing(desk):
    desk.imported(*LINES)
    again = desk.imported(*LINES)
    assert (again.counts["created"], again.counts["updated"], again.counts["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize("origin", [Origin.OWNER, Origin.STAFF])
def test_what_the_owner_or_the_team_wrote_is_never_overwritten_even_without_an_account(desk, origin):
    desk.imported("nom,ville,tagline,description", "Brume,Aix,Un,Long")
    startup = Startup.objects.get()
    write_listing(startup, {"tagline": "Le mien", "description": ""}, by=UserFactory(), origin=origin)
    run = desk.imported("nom,ville,tagline,description,region", "Brume,Aix,Deux,Autre,Sud")
    startup.refresh_from_db()
    assert (startup.tagline, startup.description, startup.region) == ("Le mien", "", "Sud")
    assert "2 champs laissés tels quels" in desk.page(run, "?lignes=remarques")


def test_an_undo_removes_what_was_made_and_gives_back_what_was_changed(desk, client):
    known = StartupFactory(name="Brume", city="Aix", tagline="Avant")
    run = desk.imported("nom,ville,tagline,levee_recherchee", "Brume,Aix,Un,100000", "Calanque,Marseille,Deux,")
    assert Need.objects.count() == 2
    assert "sont retirées" in client.get(reverse("curation:import_undo", args=[run.pk])).content.decode()
    desk.press("undo", run)
    known.refresh_from_db()
    assert run.state == State.UNDONE
    assert (known.tagline, known.version) == ("Avant", 3)
    assert not FieldOrigin.objects.filter(listing=known).exists()
    assert list(Startup.objects.all()) == [known]
    assert not Need.objects.exists()
    assert sorted(run.lines.values_list("undone", flat=True)) == ["removed", "restored"]


def test_an_undo_keeps_what_was_worked_on_since_and_says_so(desk):
    StartupFactory(name="Brume", city="Aix", tagline="Avant", region="Nord")
    run = desk.imported(
        "nom,ville,tagline,region", "Brume,Aix,Un,Sud", "Calanque,Marseille,Deux,", "Vigie,Cassis,Trois,"
    )
    brume, calanque, vigie = (Startup.objects.get(name=name) for name in ("Brume", "Calanque", "Vigie"))
    write_startup(brume, {"tagline": "Le nôtre"}, by=UserFactory())
    write_startup(calanque, {"tagline": "Le leur"}, by=UserFactory())
    MemberFactory(startup=vigie)
    desk.press("undo", run)
    brume.refresh_from_db()
    assert (brume.tagline, brume.region) == ("Le nôtre", "Nord")
    assert {line.name: line.undone for line in run.lines.all()} == {
        "Brume": "partly", "Calanque": "kept", "Vigie": "kept",
    }  # fmt: skip
    page = desk.page(run)
    assert "Modifié depuis, et gardé\u00a0: En une phrase" in page
    assert "Quelqu’un l’a reprise" in page


def test_an_undo_gives_back_the_origins_subjects_and_places_of_a_mentor(desk, sectors):
    first = desk.imported("nom,ville,capacite,secteurs", "Ana,Aix,2,web", kind="mentor", name="un.csv")
    ana = Mentor.objects.get()
    second = desk.imported("nom,ville,capacite,secteurs", "Ana,Aix,4,software", kind="mentor", name="deux.csv")
    ana.refresh_from_db()
    assert ana.capacity == 4
    desk.press("undo", second)
    ana.refresh_from_db()
    assert ana.capacity == 2
    assert FieldOrigin.objects.get(listing=ana, field="sectors").ref == first.ref


@pytest.fixture
def sectors():
    from ecosystem.directory.vocabulary import load_vocabulary  # noqa: PLC0415

    load_vocabulary()


def test_a_worker_that_dies_is_followed_by_one_that_writes_the_rest_once(desk, monkeypatch):
    monkeypatch.setattr("ecosystem.curation.importing.BATCH", 2)
    run = desk.drop("nom", *(f"Startup {n}" for n in range(5)))
    desk.confirm(run)
    runs.ask_for_import(run)

    class Killed(BaseException):
        pass

    keep = writing.RunKeeper.keep

    def dying(self, told, fraction):
        keep(self, told, fraction)
        if self.total == 4:
            raise Killed

    monkeypatch.setattr(writing.RunKeeper, "keep", dying)
    with pytest.raises(Killed):
        writing.write_import(run.pk, "first")
    monkeypatch.setattr(writing.RunKeeper, "keep", keep)
    run.refresh_from_db()
    assert (run.state, run.done_count, Startup.objects.count()) == (State.IMPORTING, 2, 2)
    assert not writing.write_import(run.pk, "second")
    ImportRun.objects.update(beat_at="2020-01-01T00:00Z")
    assert writing.write_import(run.pk, "second")
    run.refresh_from_db()
    assert (run.state, run.done_count, run.counts["created"]) == (State.DONE, 5, 5)
    assert run.lines.count() == Startup.objects.count() == 5


def test_a_stopped_import_keeps_what_it_wrote_and_goes_on_from_there(desk, monkeypatch):
    monkeypatch.setattr("ecosystem.curation.importing.BATCH", 2)
    run = desk.drop("nom", *(f"Startup {n}" for n in range(5)))
    desk.confirm(run)
    runs.ask_for_import(run)
    keep = writing.RunKeeper.keep

    def stopping(self, told, fraction):
        keep(self, told, fraction)
        runs.ask_to_stop(run)

    monkeypatch.setattr(writing.RunKeeper, "keep", stopping)
    assert not writing.write_import(run.pk, "one")
    monkeypatch.setattr(writing.RunKeeper, "keep", keep)
    run.refresh_from_db()
    assert (run.state, run.done_count, run.is_writing) == (State.STOPPED, 2, False)
    assert "Reprendre" in desk.page(run)
    desk.press("write", run)
    assert (run.state, Startup.objects.count()) == (State.DONE, 5)
    desk.press("undo", run)
    assert not Startup.objects.exists()


def test_a_worker_that_lost_its_run_writes_nothing_more(desk):
    run = desk.drop("nom", "A")
    desk.confirm(run)
    runs.ask_for_import(run)
    mine = runs.claim(run.pk, State.IMPORTING, "first")
    ImportRun.objects.update(lease="second")
    with pytest.raises(LeaseLost):
        runs.sign_of_life(mine)
    assert not runs.end(mine, State.DONE)


def test_two_files_are_never_written_at_once(desk):
    first, second = desk.drop("nom", "A", name="a.csv"), desk.drop("nom", "B", name="b.csv")
    for run in (first, second):
        desk.confirm(run)
    runs.ask_for_import(first)
    with pytest.raises(AnotherImportWrites):
        runs.ask_for_import(second)
    assert "Un autre import est en cours" in desk.press("write", second).content.decode()
    assert second.state == State.TRIED


def test_a_run_that_kills_every_worker_ends_and_says_so(desk):
    run = desk.drop("nom", "A")
    desk.confirm(run)
    runs.ask_for_import(run)
    ImportRun.objects.update(attempts=runs.MAX_ATTEMPTS, beat_at="2020-01-01T00:00Z")
    run.refresh_from_db()
    assert not runs.give_up_or_retry(run)
    run.refresh_from_db()
    assert (run.state, run.is_writing) == (State.FAILED, False)


def test_an_old_import_is_no_longer_undone_and_its_file_goes(desk, settings):
    run = desk.imported(*LINES)
    ImportRun.objects.update(created_at="2020-01-01T00:00Z", ended_at="2020-01-02T00:00Z")
    assert "ne peut plus être annulé" in desk.press("undo", run).content.decode()
    for old in ImportRun.objects.with_old_file():
        runs.forget_file(old)
    run.refresh_from_db()
    assert not run.file
    assert [path for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file()] == []
    assert run.lines.count() == 3


def test_the_model_of_a_file_is_understood_when_it_comes_back(client, curator):  # noqa: F811
    from ecosystem.curation.mapping import SYNONYMS, guess_columns  # noqa: PLC0415

    client.force_login(curator)
    for kind in Listing.Kind.values:
        answer = client.get(reverse("curation:import_model", args=[kind]))
        titles = next(csv.reader([answer.content.decode("utf-8-sig")]))
        assert set(guess_columns(kind, titles).columns) == set(SYNONYMS[kind])


@pytest.mark.parametrize("query", ["", "?lignes=toutes", "?lignes=remarques"])
def test_a_run_is_read_in_a_constant_number_of_queries(desk, client, query, django_assert_max_num_queries):
    run = desk.imported("nom,web", *(f"S{n},pas une adresse" for n in range(30)))
    with django_assert_max_num_queries(20):
        desk.page(run, query)
    assert ImportLine.objects.count() == 30

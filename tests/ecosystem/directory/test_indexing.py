"""The search index follows the listings: rebuilt by a command, refreshed by tasks, the same whatever is repeated."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.curation import importing
from ecosystem.curation.writing.batches import Job
from ecosystem.directory.actions import move_listing
from ecosystem.directory.documents import TRUSTED_FOR
from ecosystem.directory.models import Listing
from ecosystem.directory.paging import Place
from ecosystem.directory.sources import DatabaseSource, IndexSource
from ecosystem.directory.tasks import index_changes, index_listing
from ecosystem.search.actions import Answers, IndexUnavailable, search
from mentors.actions import pause_mentor, release_place, resume_mentor, take_place
from mentors.filters import MentorFilterSet
from mentors.models import Mentor
from startups.actions import close_need, create_need, expire_overdue_needs, update_need
from startups.models import Need
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"


def found(text: str) -> tuple[int, ...]:
    hits = search(None, text)
    assert hits is not None
    return hits.pks


def test_the_command_indexes_what_is_published_and_says_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    factories.StartupFactory(published=True)
    factories.MentorFactory(published=True)
    factories.FunderFactory()
    call_command("rebuild_search")
    assert "2 listings" in capsys.readouterr().out
    assert len(found("")) == 2


def test_each_kind_is_found_by_its_own_words_and_never_by_its_contacts() -> None:
    mentor = factories.MentorFactory(published=True, company="Palan Équipements", contact_email="zz@introuvable.test")
    factories.MentorSkillFactory(mentor=mentor, proof="Ouvert la Baltique.", skill__name_en="Pricing")
    funder = factories.FunderFactory(published=True, thesis="Nous aimons les hélices.")
    show = factories.EditionFactory(venue="Porte de Versailles").tradeshow
    need = factories.NeedFactory(opened=True, title="Un armateur partenaire")
    factories.NeedFactory(opened=True, startup=need.startup, is_public=False, title="Discrétion demandée")
    sector = factories.SectorFactory(name_en="Subsea")
    startup = factories.StartupFactory(published=True, sectors=[sector])
    call_command("rebuild_search")
    assert found("baltique") == found("palan") == found("pricing") == (mentor.pk,)
    assert found("helice") == (funder.pk,)
    assert found("versailles") == (show.pk,)
    assert found("armateur") == (need.startup.pk,)
    assert found("subsea") == (startup.pk,)
    assert found("introuvable") == found("discretion") == ()


def test_the_beat_adds_what_is_published_and_takes_out_what_is_hidden() -> None:
    startup = factories.StartupFactory(submitted=True, name="Arrivante")
    call_command("rebuild_search")
    assert found("arrivante") == ()
    move_listing(startup, "publish", by=None)
    index_changes()
    index_changes()
    assert found("arrivante") == (startup.pk,)
    move_listing(startup, "hide", by=None)
    index_changes()
    assert found("arrivante") == ()
    assert found("") == ()


def test_the_beat_reads_only_what_changed() -> None:
    factories.StartupFactory.create_batch(3, published=True)
    Listing.objects.update(updated_at=timezone.now() - timedelta(days=2))
    call_command("rebuild_search")
    assert index_changes() == 0
    factories.StartupFactory(published=True)
    assert index_changes() == 1


def test_one_listing_is_indexed_at_once_however_often_it_is_asked() -> None:
    call_command("rebuild_search")
    startup = factories.StartupFactory(published=True, name="Immédiate")
    for _time in range(3):
        index_listing(startup.pk)
    assert found("immediate") == (startup.pk,)
    startup.delete()
    index_listing(startup.pk or 0)


def test_the_beat_forgets_a_need_that_expired_closed_or_was_edited() -> None:
    on = timezone.localdate()
    needs = [factories.NeedFactory(opened=True, title=title) for title in ("Xylophone", "Yucca", "Zeppelin")]
    expiring, closing, editing = needs
    Need.objects.filter(pk=expiring.pk).update(deadline_on=on - timedelta(days=1))
    old = timezone.now() - timedelta(days=2)
    Listing.objects.update(updated_at=old)
    call_command("rebuild_search")
    expire_overdue_needs(on)
    close_need(closing, by=factories.UserFactory())
    update_need(editing, by=factories.UserFactory(), title="Dirigeable")
    index_changes()
    assert found("xylophone") == found("yucca") == found("zeppelin") == ()
    assert found("dirigeable") == (editing.startup.pk,)


def test_a_need_that_nobody_reads_yet_does_not_date_its_startup() -> None:
    startup = factories.StartupFactory(published=True)
    before = Listing.objects.get(pk=startup.pk).updated_at
    need = create_need(startup, by=factories.UserFactory(), title="Brouillon")
    update_need(need, by=factories.UserFactory(), title="Encore un brouillon")
    assert Listing.objects.get(pk=startup.pk).updated_at == before


def test_without_an_index_the_tasks_do_nothing_and_do_not_fail() -> None:
    startup = factories.StartupFactory(published=True)
    index_listing(startup.pk)
    assert index_changes() == 1
    assert search(None, "startup") is None


def test_what_an_import_adds_to_a_listing_is_found_even_when_the_import_began_long_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentor = factories.MentorFactory(published=True, name="Ana", city="Aix")
    show = factories.EditionFactory(tradeshow__name="Vivatech", tradeshow__city="", year=2026).tradeshow
    startup = factories.StartupFactory(published=True, name="Écume", city="Aix")
    skill = factories.SkillFactory(name_en="Brontosaurus")
    Listing.objects.update(updated_at=timezone.now() - timedelta(days=2))
    call_command("rebuild_search")
    began = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr(importing, "Job", lambda *given: Job(*given, now=began))
    for kind, lines in {
        "mentors": f"name,city,skills\nAna,Aix,{skill.slug}\n",
        "tradeshows": "name,year,venue\nVivatech,2027,Diplodocus\n",
        "startups": "name,city,description\nÉcume,Aix,Plesiosaurus\n",
    }.items():
        path = tmp_path / "file.csv"
        path.write_text(lines, encoding="utf-8")
        importing.import_listings(kind, path, source="test")
    index_changes()
    assert found("brontosaurus") == (mentor.pk,)
    assert found("diplodocus") == (show.pk,)
    assert found("plesiosaurus") == (startup.pk,)


def test_a_place_that_was_taken_or_a_pause_is_counted_without_dating_the_profile() -> None:
    mentor = factories.MentorFactory(published=True, capacity=1, user=factories.UserFactory())
    Listing.objects.update(updated_at=timezone.now() - timedelta(days=2))
    before = Listing.objects.get(pk=mentor.pk).updated_at
    call_command("rebuild_search")
    assert index_changes() == 0

    def available() -> int:
        index_changes()
        filters = MentorFilterSet(QueryDict("disponible=on"), Mentor.objects.listed())
        assert isinstance(filters._source, IndexSource)
        return filters.found

    assert available() == 1
    take_place(mentor)
    assert available() == 0
    release_place(mentor)
    assert available() == 1
    pause_mentor(mentor, until=timezone.localdate())
    assert available() == 0
    resume_mentor(mentor)
    record_consent(mentor.user, Purpose.MATCHING, False, where="test")
    assert available() == 0
    assert Listing.objects.get(pk=mentor.pk).updated_at == before


def test_an_index_that_nobody_brings_up_to_date_is_not_counted_from() -> None:
    factories.MentorFactory(published=True)
    call_command("rebuild_search")
    assert isinstance(MentorFilterSet(QueryDict(), Mentor.objects.listed())._source, IndexSource)
    with time_machine.travel(timezone.now() + TRUSTED_FOR + timedelta(seconds=1), tick=False):
        assert isinstance(MentorFilterSet(QueryDict(), Mentor.objects.listed())._source, DatabaseSource)


def test_an_index_that_breaks_in_the_middle_leaves_the_list_to_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    mentor = factories.MentorFactory(published=True)
    call_command("rebuild_search")
    filters = MentorFilterSet(QueryDict(), Mentor.objects.listed())
    monkeypatch.setattr(Answers, "count", broken)
    assert [row.pk for row in filters.page(Place(), 5)] == [mentor.pk]
    assert filters.found == 1


def broken(*_asked: Any) -> int:
    raise IndexUnavailable

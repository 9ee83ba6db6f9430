"""The one door of a listing: what it compares, keeps, holds back and refuses."""

import pytest

from ecosystem.accounts.models import User
from ecosystem.directory.actions import move_listing
from ecosystem.directory.errors import AlreadyDecided, StaleEdit
from ecosystem.directory.fields import label_of, shown, values_of
from ecosystem.directory.models import Listing, Origin, Revision, Version
from ecosystem.directory.writing import (
    decide_revision,
    pending_values,
    record_many,
    recording,
    restore_version,
    values_at,
    with_pending,
    withdraw_pending,
    write_listing,
)
from startups.models import Startup
from tests.factories import MentorFactory, SectorFactory, SkillFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return UserFactory()


@pytest.fixture
def draft() -> Startup:
    return StartupFactory(name="Calanque", city="Aubagne", tagline="Des robots.")


@pytest.fixture
def published() -> Startup:
    return StartupFactory(published=True, name="Calanque", city="Aubagne", tagline="Des robots.")


def test_a_bare_listing_names_the_fields_of_its_kind(draft: Startup) -> None:
    bare = Listing.objects.get(pk=draft.pk)
    assert [label_of(bare, name) for name in ("headcount", "logo", "gone")] == ["Effectif", "Logo", "gone"]
    assert shown(bare, "stage", "seed") == "Amorçage"


def test_a_write_is_kept_with_what_was_before_and_whose_word_it_is(draft: Startup, owner: User) -> None:
    maritime = SectorFactory(slug="maritime")
    written = write_listing(draft, {"city": "Cassis", "sectors": [maritime], "name": "Calanque"}, by=owner)
    assert written.changed == {"city": ["Aubagne", "Cassis"], "sectors": [[], ["maritime"]]}
    assert list(draft.sectors.all()) == [maritime]
    version = Version.objects.get()
    assert (version.number, version.by, version.changes) == (2, owner, written.changed)
    assert {(one.field, one.origin) for one in draft.origins.all()} == {("city", "owner"), ("sectors", "owner")}
    draft.refresh_from_db()
    assert draft.version == 2


def test_writing_the_same_again_is_no_version(draft: Startup, owner: User) -> None:
    write_listing(draft, {"city": "Aubagne"}, by=owner)
    assert not Version.objects.exists()


def test_sensitive_fields_of_a_published_listing_wait_and_the_others_do_not(published: Startup, owner: User) -> None:
    written = write_listing(published, {"city": "Cassis", "tagline": "Des robots de quai."}, by=owner)
    assert written.held == {"tagline": ["Des robots.", "Des robots de quai."]}
    published.refresh_from_db()
    assert (published.city, published.tagline) == ("Cassis", "Des robots.")
    assert pending_values(published) == {"tagline": "Des robots de quai."}
    assert with_pending(published).tagline == "Des robots de quai."


def test_one_revision_waits_and_a_field_set_back_leaves_it(published: Startup, owner: User) -> None:
    write_listing(published, {"tagline": "Un", "name": "Calanque R"}, by=owner)
    write_listing(published, {"tagline": "Deux"}, by=owner)
    assert pending_values(published) == {"tagline": "Deux", "name": "Calanque R"}
    write_listing(published, {"tagline": "Des robots.", "name": "Calanque"}, by=owner)
    assert pending_values(published) == {}
    assert Revision.objects.get().state == Revision.State.WITHDRAWN


def test_a_curator_writes_on_the_page_itself(published: Startup) -> None:
    write_listing(published, {"tagline": "Relue."}, by=UserFactory(curator=True), origin=Origin.STAFF)
    published.refresh_from_db()
    assert published.tagline == "Relue."


def test_a_revision_is_accepted_in_part_and_only_once(published: Startup, owner: User) -> None:
    curator = UserFactory(curator=True)
    write_listing(published, {"tagline": "Mieux", "name": "Autre nom"}, by=owner)
    revision = Revision.objects.get()
    decide_revision(revision, published, by=curator, fields=["tagline"], message="Gardez le nom.")
    published.refresh_from_db()
    revision.refresh_from_db()
    assert (published.tagline, published.name) == ("Mieux", "Calanque")
    assert (revision.state, revision.accepted_fields) == (Revision.State.PARTLY, ["tagline"])
    with pytest.raises(AlreadyDecided):
        decide_revision(revision, published, by=curator)


def test_two_authors_of_different_fields_lose_nothing(draft: Startup, owner: User) -> None:
    seen = draft.version
    write_listing(draft, {"city": "Cassis", "tagline": "Des robots."}, by=UserFactory(), base_version=seen)
    write_listing(draft, {"city": "Aubagne", "tagline": "Des drones."}, by=owner, base_version=seen)
    draft.refresh_from_db()
    assert (draft.city, draft.tagline) == ("Cassis", "Des drones.")


def test_two_authors_of_one_field_are_shown_both_texts(draft: Startup, owner: User) -> None:
    seen = draft.version
    write_listing(draft, {"city": "Cassis"}, by=UserFactory(), base_version=seen)
    with pytest.raises(StaleEdit) as stale:
        write_listing(draft, {"city": "La Ciotat"}, by=owner, base_version=seen)
    assert stale.value.clashes == {"city": ("Aubagne", "Cassis", "La Ciotat")}
    draft.refresh_from_db()
    assert draft.city == "Cassis"


def test_what_waits_is_not_undone_by_a_form_that_was_opened_before(published: Startup, owner: User) -> None:
    seen = published.version
    write_listing(published, {"tagline": "De l’une", "name": "Calanque"}, by=UserFactory(), base_version=seen)
    write_listing(published, {"tagline": "Des robots.", "name": "Calanque R"}, by=owner, base_version=seen)
    assert pending_values(published) == {"tagline": "De l’une", "name": "Calanque R"}
    with pytest.raises(StaleEdit) as stale:
        write_listing(published, {"tagline": "De l’autre"}, by=owner, base_version=seen)
    assert stale.value.clashes == {"tagline": ("Des robots.", "De l’une", "De l’autre")}
    write_listing(published, {"tagline": "De l’autre"}, by=owner, base_version=stale.value.version)
    assert pending_values(published)["tagline"] == "De l’autre"


def test_a_form_opened_on_what_waits_may_set_it_back_and_brings_nothing_refused_back(
    published: Startup, owner: User
) -> None:
    write_listing(published, {"tagline": "Un", "name": "Calanque R"}, by=owner, base_version=published.version)
    published.refresh_from_db()
    seen = published.version
    write_listing(published, {"tagline": "Des robots.", "name": "Calanque R"}, by=owner, base_version=seen)
    assert pending_values(published) == {"name": "Calanque R"}
    decide_revision(Revision.objects.get(), published, by=UserFactory(curator=True), fields=())
    write_listing(published, {"name": "Calanque R", "city": "Cassis"}, by=owner, base_version=seen + 1)
    published.refresh_from_db()
    assert (published.city, pending_values(published)) == ("Cassis", {})
    write_listing(published, {"name": "Calanque C"}, by=UserFactory(curator=True))
    published.refresh_from_db()
    write_listing(published, {"name": "Calanque S"}, by=owner, base_version=published.version)
    assert pending_values(published) == {"name": "Calanque S"}


def test_a_hidden_page_may_come_back_so_its_words_wait_too(published: Startup, owner: User) -> None:
    move_listing(published, "hide", by=owner)
    assert write_listing(published, {"tagline": "Jamais relue"}, by=owner).held
    published.refresh_from_db()
    assert published.tagline == "Des robots."


def test_a_curator_who_withdraws_what_waits_withdraws_it(published: Startup, owner: User) -> None:
    write_listing(published, {"tagline": "Un"}, by=owner)
    withdraw_pending(published, by=UserFactory(curator=True))
    assert (pending_values(published), Revision.objects.get().state) == ({}, Revision.State.WITHDRAWN)


def test_the_way_in_which_a_browser_ends_lines_is_no_change(owner: User) -> None:
    published = StartupFactory(published=True, description="Un\nDeux")
    assert not write_listing(published, {"description": "Un\r\nDeux"}, by=owner).held


def test_any_version_is_found_again_and_brought_back(draft: Startup, owner: User) -> None:
    for city in ("Cassis", "La Ciotat", "Bandol"):
        write_listing(draft, {"city": city, "headcount": len(city)}, by=owner)
    draft.refresh_from_db()
    assert values_at(draft, 2)["city"] == "Cassis"
    restore_version(draft, 2, by=UserFactory(curator=True), fields=["city"])
    draft.refresh_from_db()
    assert (draft.city, draft.headcount, draft.version) == ("Cassis", 6, 5)


def test_the_subjects_of_a_mentor_are_a_field_like_the_others() -> None:
    mentor = MentorFactory()
    export = SkillFactory(slug="export")
    write_listing(mentor, {"skills": [{"skill": export, "level": 3, "proof": "Douze pays."}]}, by=mentor.user)
    mentor.refresh_from_db()
    assert values_of(mentor)["skills"] == [{"skill": "export", "level": 3, "proof": "Douze pays."}]
    restore_version(mentor, 1, by=UserFactory(curator=True))
    assert not mentor.skills.exists()


def test_an_owner_who_writes_a_published_listing_vouches_for_it(published: Startup, owner: User) -> None:
    write_listing(published, {"city": "Cassis"}, by=owner)
    published.refresh_from_db()
    assert (published.verified_by, published.verified_how) == (owner, Listing.Check.EDITED)


def test_what_the_back_office_writes_enters_the_history(draft: Startup) -> None:
    curator = UserFactory(curator=True)
    with recording(draft, by=curator, origin=Origin.STAFF):
        Startup.objects.filter(pk=draft.pk).update(city="Cassis")
    assert Version.objects.get().changes == {"city": ["Aubagne", "Cassis"]}


def test_a_batch_is_recorded_in_a_constant_number_of_queries(django_assert_num_queries: object) -> None:
    drafts = StartupFactory.create_batch(3)
    with django_assert_num_queries(4):  # type: ignore[operator]
        record_many({one.pk: {"city": ["", "Cassis"]} for one in drafts}, by=None, origin=Origin.IMPORT, ref="import:1")
    assert Version.objects.filter(ref="import:1").count() == 3
    assert set(Listing.objects.values_list("version", flat=True)) == {2}

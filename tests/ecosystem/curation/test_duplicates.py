"""Two listings side by side, merged field by field, and apart again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.accounts.models import User
from ecosystem.core.models import Mail
from ecosystem.directory.duplicates import call_distinct, find_likenesses
from ecosystem.directory.models import Likeness, Listing, Merge
from ecosystem.directory.tasks import find_duplicates
from startups.models import Startup
from tests.factories import (
    FunderFactory,
    MemberFactory,
    NeedFactory,
    RevisionFactory,
    SectorFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    return UserFactory(curator=True)


@pytest.fixture
def signed_in(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


@pytest.fixture
def kept() -> Startup:
    return StartupFactory(published=True, name="Posidone", tagline="Des herbiers.", sectors=[SectorFactory(slug="a")])


@pytest.fixture
def gone() -> Startup:
    return StartupFactory(
        published=True, name="Posidone SAS", tagline="Des études.", siren="732829320", sectors=[SectorFactory(slug="b")]
    )


def address(name: str, kept: Startup, gone: Startup) -> str:
    return reverse(f"curation:{name}", args=[kept.pk, gone.pk])


def picks(page: Any) -> dict[str, Any]:
    """What the form sends when nothing is changed."""
    lines = page.context["found"].lines
    chosen = {line.field: [s for s, side in (("a", line.kept), ("b", line.gone)) if side.chosen] for line in lines}
    return {**chosen, "versions": page.context["versions"], "motif": "Même entreprise"}


def test_the_list_shows_what_looks_alike(signed_in: Client, kept: Startup, gone: Startup) -> None:
    assert "Aucun doublon" in signed_in.get(reverse("curation:duplicates")).content.decode()
    find_likenesses()
    page = signed_in.get(reverse("curation:duplicates")).content.decode()
    assert address("compare", kept, gone) in page
    page = signed_in.get(reverse("curation:duplicates"), {"type": "mentor"}).content.decode()
    assert address("compare", kept, gone) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(
    signed_in: Client, count: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for n in range(count):
        for m in range(2):
            StartupFactory(name=f"Posidone{'abc'[n] * 9}", slug=f"p-{n}-{m}")
    find_likenesses()
    assert Likeness.objects.count() == count
    with django_assert_max_num_queries(10):
        signed_in.get(reverse("curation:duplicates"))


def test_two_listings_are_read_side_by_side(signed_in: Client, kept: Startup, gone: Startup) -> None:
    RevisionFactory(listing=gone)
    page = signed_in.get(address("compare", kept, gone))
    lines = {line.name: line for line in page.context["found"].lines}
    assert lines["siren"].gone.chosen
    assert lines["tagline"].kept.chosen
    assert lines["sectors"].many
    assert lines["sectors"].kept.chosen
    assert lines["sectors"].gone.chosen
    text = page.content.decode()
    assert f"{gone.get_absolute_url()} mène à {kept.get_absolute_url()}" in text
    assert "reste en attente" in text
    assert "city" not in lines


def test_what_is_chosen_is_kept_and_the_merge_is_undone_from_the_same_page(
    signed_in: Client, kept: Startup, gone: Startup
) -> None:
    NeedFactory(startup=gone)
    sent = picks(signed_in.get(address("compare", kept, gone))) | {"champ-tagline": "b"}
    page = signed_in.post(address("merge", kept, gone), sent, follow=True)
    assert "Annuler la fusion" in page.content.decode()
    kept.refresh_from_db()
    assert (kept.siren, kept.tagline, kept.name) == ("732829320", "Des études.", "Posidone")
    assert set(kept.sectors.values_list("slug", flat=True)) == {"a", "b"}
    assert kept.needs.count() == 1
    merge = Merge.objects.get()
    assert merge.reason == "Même entreprise"
    page = signed_in.post(reverse("curation:undo_merge", args=[merge.pk]), follow=True)
    assert "les deux fiches sont revenues" in page.content.decode()
    kept, gone = Startup.objects.get(pk=kept.pk), Startup.objects.get(pk=gone.pk)
    assert (kept.siren, gone.state, gone.needs.count()) == ("", Listing.State.PUBLISHED, 1)
    page = signed_in.post(reverse("curation:undo_merge", args=[merge.pk]), follow=True)
    assert "déjà annulée" in page.content.decode()


def test_a_double_click_merges_once(signed_in: Client, kept: Startup, gone: Startup) -> None:
    sent = picks(signed_in.get(address("compare", kept, gone)))
    answers = [signed_in.post(address("merge", kept, gone), sent).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Merge.objects.count() == 1


def test_a_listing_that_changed_meanwhile_is_read_again_and_the_choices_stay(
    signed_in: Client, kept: Startup, gone: Startup
) -> None:
    sent = picks(signed_in.get(address("compare", kept, gone))) | {"champ-tagline": "b"}
    Startup.objects.filter(pk=kept.pk).update(version=9)
    page = signed_in.post(address("merge", kept, gone), sent)
    assert page.status_code == 409
    assert {line.name: line.gone.chosen for line in page.context["found"].lines}["tagline"]
    assert not Merge.objects.exists()


def test_a_field_without_a_choice_is_asked_for(signed_in: Client, kept: Startup, gone: Startup) -> None:
    sent = picks(signed_in.get(address("compare", kept, gone)))
    for wrong in ([], ["a", "b"], ["z"]):
        page = signed_in.post(address("merge", kept, gone), sent | {"champ-tagline": wrong})
        assert page.status_code == 422
        assert "En une phrase" in page.content.decode()
    assert not Merge.objects.exists()


def test_keeping_the_one_that_is_not_on_line_is_refused(signed_in: Client, gone: Startup) -> None:
    draft = StartupFactory(name="Posidone")
    sent = picks(signed_in.get(address("compare", draft, gone)))
    page = signed_in.post(address("merge", draft, gone), sent)
    assert page.status_code == 409
    assert "Gardez la fiche publiée" in page.content.decode()


def test_distinct_listings_leave_the_list_until_somebody_thinks_again(
    signed_in: Client, kept: Startup, gone: Startup
) -> None:
    find_likenesses()
    signed_in.post(address("distinct", kept, gone))
    assert not Likeness.objects.open().exists()
    assert "ce sont deux fiches distinctes" in signed_in.get(address("compare", kept, gone)).content.decode()
    signed_in.post(address("distinct", kept, gone), {"revenir": "oui"})
    assert Likeness.objects.open().exists()


def test_two_kinds_are_no_pair(signed_in: Client, kept: Startup) -> None:
    for other in (FunderFactory(), kept):
        assert signed_in.get(address("compare", kept, other)).status_code == 404


def test_nobody_else_compares_or_merges(client: Client, kept: Startup, gone: Startup, curator: User) -> None:
    merge = call_distinct(kept, gone, by=curator)
    client.force_login(UserFactory())
    assert client.get(reverse("curation:duplicates")).status_code == 404
    assert client.get(address("compare", kept, gone)).status_code == 404
    for name in ("merge", "distinct"):
        assert client.post(address(name, kept, gone)).status_code == 404
    assert client.post(reverse("curation:undo_merge", args=[merge.pk])).status_code == 404


def test_the_owners_of_both_learn_it_once(signed_in: Client, kept: Startup, gone: Startup) -> None:
    both, other = UserFactory(), UserFactory()
    for startup, user in ((kept, both), (gone, both), (gone, other)):
        MemberFactory(startup=startup, user=user)
    signed_in.post(address("merge", kept, gone), picks(signed_in.get(address("compare", kept, gone))))
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted([both.email, other.email])
    assert kept.get_absolute_url() in Mail.objects.first().text
    signed_in.post(reverse("curation:undo_merge", args=[Merge.objects.get().pk]))
    assert Mail.objects.count() == 4


def test_a_search_is_started_by_hand(signed_in: Client, kept: Startup, gone: Startup) -> None:
    find_duplicates()
    assert Likeness.objects.open().count() == 1
    answer = signed_in.post(reverse("curation:look_for_duplicates"), follow=True)
    assert "La recherche est lancée" in answer.content.decode()


def test_whoever_writes_a_twin_is_warned_and_goes_on(client: Client, kept: Startup) -> None:
    draft = StartupFactory(name="Posidone", admin=UserFactory(), slug="posidone-2")
    other = StartupFactory(name="Calanque", admin=draft.members.get().user)
    client.force_login(draft.members.get().user)
    for startup, warned in ((draft, True), (other, False)):
        page = client.get(reverse("startups:step", args=[startup.pk, "identite"])).content.decode()
        assert (kept.get_absolute_url() in page and "ressemble à une autre" in page) is warned

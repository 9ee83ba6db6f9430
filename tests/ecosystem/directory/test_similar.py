"""« Similar » and « you may need »: the reason names what both sides really say, and the cost does not grow."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecosystem.directory import similar
from ecosystem.directory.panels import panels_of
from ecosystem.directory.similar import similar_to
from ecosystem.home.needed import mentors_for
from startups.models import Startup
from tests.factories import (
    FunderFactory,
    MentorFactory,
    MentorSkillFactory,
    NeedFactory,
    SectorFactory,
    SkillFactory,
    StartupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sea() -> object:
    return SectorFactory(name_fr="Mer", name_en="Sea")


@pytest.fixture
def startup(sea: object) -> Startup:
    made: Startup = StartupFactory(published=True, stage="seed", city="Marseille", sectors=[sea])
    return made


def test_the_nearest_comes_first_and_says_only_what_is_shared(startup: Startup, sea: object) -> None:
    other = SectorFactory(name_fr="Santé")
    near = StartupFactory(published=True, stage="seed", city="Marseille", sectors=[sea, other])
    far = StartupFactory(published=True, stage="growth", city="Arles", sectors=[sea])
    StartupFactory(published=True, stage="seed", city="Marseille", sectors=[other])
    for state in ("draft", "hidden"):
        StartupFactory(state=state, published_at=near.published_at, sectors=[sea])
    MentorFactory(published=True, sectors=[sea])
    found = similar_to(startup)
    assert [one.listing for one in found] == [near, far]
    assert found[0].reasons == ("Même secteur\xa0: Mer", "Même stade\xa0: Amorçage", "Même commune\xa0: Marseille")
    assert found[1].reasons == ("Même secteur\xa0: Mer",)


def test_a_need_that_visitors_may_not_read_is_no_reason(startup: Startup) -> None:
    topic = SkillFactory(name_fr="Premier pilote")
    NeedFactory(startup=startup, opened=True, topic=topic)
    public, secret = StartupFactory(published=True, city=""), StartupFactory(published=True, city="")
    NeedFactory(startup=public, opened=True, topic=topic)
    NeedFactory(startup=secret, opened=True, topic=topic, is_public=False)
    (only,) = similar_to(startup)
    assert (only.listing, only.reasons[0]) == (public, "Cherche aussi\xa0: Premier pilote")


def test_mentors_and_funders_have_their_own_reasons(sea: object) -> None:
    skill = SkillFactory(name_fr="Prix")
    mentor, twin = MentorFactory.create_batch(2, published=True, city="")
    hidden = MentorFactory(published=True, is_discreet=True)
    for one in (mentor, twin, hidden):
        MentorSkillFactory(mentor=one, skill=skill)
    (found,) = similar_to(mentor)
    assert (found.listing, found.reasons) == (twin, ("Aide aussi sur\xa0: Prix",))
    funder, other = FunderFactory.create_batch(2, published=True, city="", sectors=[sea], stages=["seed", "growth"])
    (found,) = similar_to(funder)
    assert found.listing == other
    assert "Mêmes stades\xa0: Amorçage, Croissance" in found.reasons


def test_nothing_shared_shows_nothing(startup: Startup) -> None:
    StartupFactory(published=True, stage="seed", city="Marseille")
    assert similar_to(startup) == []


def test_the_cost_is_the_same_for_few_and_many(startup: Startup, sea: object, monkeypatch: pytest.MonkeyPatch) -> None:
    NeedFactory(startup=startup, opened=True, topic=SkillFactory())

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            similar_to(Startup.objects.get(pk=startup.pk))
        return len(found)

    StartupFactory(published=True, sectors=[sea])
    few = count()
    StartupFactory.create_batch(4, published=True, sectors=[sea])
    assert count() == few <= 9
    monkeypatch.setattr(similar, "TIES", 2)
    assert len(similar_to(startup)) == 2, "no more ties are read than these"


def test_mentors_who_master_what_is_asked_for_in_public_and_have_room(startup: Startup, client: Client) -> None:
    price, law = SkillFactory(name_fr="Prix"), SkillFactory(name_fr="Droit")
    NeedFactory(startup=startup, opened=True, topic=price)
    NeedFactory(startup=startup, opened=True, topic=law, is_public=False)
    expert, full, lawyer = MentorFactory(published=True), MentorFactory(published=True, capacity=0), MentorFactory()
    MentorSkillFactory(mentor=expert, skill=price, level=3)
    MentorSkillFactory(mentor=expert, skill=law)
    MentorSkillFactory(mentor=full, skill=price)
    MentorSkillFactory(mentor=lawyer, skill=price)
    MentorSkillFactory(mentor=MentorFactory(published=True), skill=law)
    (found,) = mentors_for(startup)
    assert (found.mentor, found.subjects) == (expert, ("Prix",))
    request = client.get(startup.get_absolute_url()).wsgi_request
    assert [name for name, _context in panels_of(startup, request, "similar")] == ["home/needed.html"]
    assert "directory/keeping/buttons.html" in [name for name, _context in panels_of(startup, request, "keep")]


@pytest.mark.django_db(transaction=True)
def test_what_is_near_is_looked_for_again_as_soon_as_something_public_changed(client: Client) -> None:
    first, second = (
        StartupFactory(published=True, name=name, sectors=[SectorFactory(name_fr="Mer")])
        for name in ("Houle", "Ressac")
    )
    second.sectors.set(first.sectors.all())
    address = first.get_absolute_url()
    pages = [client.get(address).content.decode() for _reading in range(2)]
    assert ["Ressac" in page for page in pages] == [True, True]
    Startup.objects.filter(pk=second.pk).update(state="hidden")
    assert "Ressac" not in client.get(address).content.decode()

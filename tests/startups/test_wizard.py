"""A startup's listing in six steps: saved by each button, and while it is typed; never over somebody else's words."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ecosystem.directory.completeness import completeness_of
from ecosystem.directory.models import FieldOrigin, Listing, Origin, Revision
from startups.actions import write_startup
from startups.models import Need, Startup
from startups.steps import STEPS
from tests import registers
from tests.factories import MemberFactory, NeedFactory, SectorFactory, SkillFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
SIREN = registers.KNOWN


@pytest.fixture
def founder() -> Any:
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def startup(founder: Any) -> Startup:
    return StartupFactory(name="Calanque Robotics", admin=founder, sectors=[SectorFactory()])


@pytest.fixture
def as_founder(client: Client, founder: Any) -> Client:
    client.force_login(founder)
    cache.clear()
    return client


@pytest.fixture
def register(settings: Any) -> None:
    settings.SIREN_LOOKUP = "tests.registers.FakeRegistry"


def at(startup: Startup, step: str) -> str:
    return reverse("startups:step", args=[startup.pk, step])


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def identity(startup: Startup, **more: Any) -> dict[str, Any]:
    said = {"name": startup.name, "city": "Marseille", "country": "FR", "language": "fr", "region": "Bouches-du-Rhône"}
    return {"version": str(startup.version), **said, "contact_email": startup.contact_email, **more}


def product(startup: Startup, **more: Any) -> dict[str, Any]:
    sectors = list(startup.sectors.values_list("pk", flat=True))
    said = {"tagline": startup.tagline, "description": startup.description, "stage": "seed", "languages": ["fr"]}
    return {"version": str(startup.version), **said, "sectors": sectors, **more}


def test_every_step_opens_and_says_where_the_listing_stands(as_founder: Client, startup: Startup) -> None:
    for step in STEPS:
        page = as_founder.get(at(startup, step.slug)).content.decode()
        assert f"Fiche à {completeness_of(startup).percent}\N{NO-BREAK SPACE}%" in page
        assert 'aria-current="step"' in page
    assert as_founder.get(at(startup, "inconnue")).status_code == 404


def test_my_listing_opens_at_the_first_step_that_lacks_something(as_founder: Client, startup: Startup) -> None:
    response = as_founder.get(reverse("startups:edit", args=[startup.pk]))
    assert response["Location"] == at(startup, "identite")


def test_the_button_saves_the_step_and_goes_on_to_the_next(as_founder: Client, startup: Startup) -> None:
    response = as_founder.post(at(startup, "produit"), product(startup, tagline="Des drones qui nettoient"))
    startup.refresh_from_db()
    assert (startup.tagline, response["Location"]) == ("Des drones qui nettoient", at(startup, "besoins"))
    assert "enregistrée" in told(response)
    response = as_founder.post(at(startup, "produit"), product(startup, later="1"))
    assert response["Location"] == reverse("home:space")


def test_what_is_typed_is_kept_without_a_button_and_the_hour_is_said(as_founder: Client, startup: Startup) -> None:
    data = product(startup, tagline="Des drones", description="x" * 6001, autosave="1")
    page = as_founder.post(at(startup, "produit"), data).content.decode()
    startup.refresh_from_db()
    assert (startup.tagline, startup.description[0]) == ("Des drones", "U")
    assert "Enregistré à" in page
    assert "sauf" in page
    assert f'value="{startup.version}" hx-swap-oob="true"' in page


def test_what_is_on_line_is_never_changed_by_typing_alone(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, published=True)
    response = as_founder.post(at(startup, "identite"), identity(startup, city="Nice", autosave="1"))
    startup.refresh_from_db()
    assert (response.status_code, startup.city) == (204, "Marseille")


def test_an_error_keeps_everything_that_was_typed(as_founder: Client, startup: Startup) -> None:
    response = as_founder.post(at(startup, "identite"), identity(startup, siren="123456789", city="La Ciotat"))
    page = response.content.decode()
    assert "Ce numéro n’est pas un SIREN" in page
    assert 'value="La Ciotat"' in page
    startup.refresh_from_db()
    assert startup.city == "Marseille"


def test_two_people_who_write_the_same_field_see_both_texts_and_choose(as_founder: Client, startup: Startup) -> None:
    opened = product(startup, tagline="Des drones", stage="growth")
    colleague = MemberFactory(startup=startup, name="Paul").user
    write_startup(startup, {"tagline": "Des robots", "description": "Autre"}, by=colleague)
    response = as_founder.post(at(startup, "produit"), opened)
    page = response.content.decode()
    assert response.status_code == 409
    for text in ("Des robots", "Des drones", "Une phrase qui dit l’essentiel."):
        assert text in page
    startup.refresh_from_db()
    assert (startup.tagline, startup.stage) == ("Des robots", "seed")

    sent = {**opened, "etape": "produit", "seen": re.search(r'name="seen" value="(\d+)"', page)[1]}
    chosen = {"clash": ["tagline"], "choice_tagline": "mine", "tagline": "Des robots et des drones"}
    response = as_founder.post(reverse("startups:conflict", args=[startup.pk]), {**sent, **chosen})
    startup.refresh_from_db()
    assert response["Location"] == at(startup, "produit")
    assert (startup.tagline, startup.stage, startup.description) == ("Des robots et des drones", "growth", "Autre")


def test_what_the_other_wrote_may_be_kept(as_founder: Client, startup: Startup) -> None:
    opened = product(startup, tagline="Des drones", stage="growth")
    write_startup(startup, {"tagline": "Des robots"}, by=UserFactory())
    sent = {**opened, "etape": "produit", "seen": str(startup.version + 1), "clash": ["tagline"]}
    as_founder.post(reverse("startups:conflict", args=[startup.pk]), {**sent, "choice_tagline": "theirs"})
    startup.refresh_from_db()
    assert (startup.tagline, startup.stage) == ("Des robots", "growth")


def test_somebody_who_writes_again_meanwhile_is_seen_too(as_founder: Client, startup: Startup) -> None:
    opened = product(startup, tagline="Des drones")
    for text in ("Des robots", "Des bateaux"):
        write_startup(startup, {"tagline": text}, by=UserFactory())
    sent = {**opened, "etape": "produit", "seen": str(startup.version + 1), "clash": ["tagline"]}
    response = as_founder.post(reverse("startups:conflict", args=[startup.pk]), {**sent, "choice_tagline": "mine"})
    assert response.status_code == 409
    assert "Des bateaux" in response.content.decode()


def test_the_register_fills_eight_fields_from_one(as_founder: Client, register: None) -> None:
    response = as_founder.post(reverse("startups:create"), {"siren": "732 829 320"})
    startup = Startup.objects.get()
    assert response["Location"] == at(startup, "identite")
    said = (startup.name, startup.address, startup.city, startup.region, startup.country.code, startup.naf)
    assert said == ("Calanque Robotics", "8 rue du Port 13002 Marseille", "Marseille", "13", "FR", "72.19Z")
    assert (startup.founded_on, startup.headcount, startup.siren) == (date(2024, 3, 1), 3, SIREN)
    origins = set(FieldOrigin.objects.filter(listing=startup, origin=Origin.REGISTRY).values_list("field", flat=True))
    assert origins == {"address", "city", "region", "naf", "founded_on", "headcount"}


def test_the_register_replaces_nobody_s_words(as_founder: Client, register: None, startup: Startup) -> None:
    data = identity(startup, siren=SIREN, city="La Ciotat", lookup="1", region="")
    response = as_founder.post(at(startup, "identite"), data)
    startup.refresh_from_db()
    assert (startup.city, startup.region, startup.naf) == ("La Ciotat", "13", "72.19Z")
    assert response["Location"] == at(startup, "identite")


@pytest.mark.parametrize("chosen", ["", "tests.registers.DeafRegistry"])
def test_without_the_register_the_form_stays_open(as_founder: Client, settings: Any, chosen: str) -> None:
    settings.SIREN_LOOKUP = chosen
    response = as_founder.post(reverse("startups:create"), {"siren": SIREN})
    assert "Indiquez le nom de la startup" in response.content.decode()
    as_founder.post(reverse("startups:create"), {"siren": SIREN, "name": "Calanque"})
    assert Startup.objects.get().siren == SIREN


def test_a_project_without_a_company_begins_with_a_name(as_founder: Client) -> None:
    as_founder.post(reverse("startups:create"), {"name": "Écume", "unregistered": "on"})
    startup = Startup.objects.get()
    assert startup.unregistered
    assert not {"siren", "founded_on"} & {one.name for one in completeness_of(startup).missing}


def test_a_siren_is_attached_later_and_nothing_is_lost(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, unregistered=True)
    need = NeedFactory(startup=startup, opened=True)
    as_founder.post(at(startup, "identite"), identity(startup, siren=SIREN, unregistered="on"))
    startup.refresh_from_db()
    assert (startup.siren, startup.unregistered) == (SIREN, False)
    assert list(startup.needs.all()) == [need]
    assert Startup.objects.count() == 1
    assert startup.versions.get().changes["siren"] == ["", SIREN]


@pytest.mark.parametrize(
    ("name", "value", "weight"), [("website", "https://exemple.fr", 5), ("tagline_alt", "Drones", 4)]
)
def test_filling_a_field_raises_the_share_by_its_weight(startup: Startup, name: str, value: str, weight: int) -> None:
    before = completeness_of(startup)
    setattr(startup, name, value)
    after = completeness_of(startup)
    assert after.percent - before.percent == weight
    assert name in {one.name for one in before.missing} - {one.name for one in after.missing}


def test_the_heaviest_missing_field_is_the_next_one(as_founder: Client, startup: Startup) -> None:
    Startup.objects.filter(pk=startup.pk).update(description="")
    startup.refresh_from_db()
    upcoming = completeness_of(startup).upcoming
    assert upcoming is not None
    assert upcoming.label == "Écrire votre présentation"
    assert "Écrire votre présentation" in as_founder.get(at(startup, "identite")).content.decode()


def test_a_listing_under_sixty_percent_is_not_sent(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, sectors=[SectorFactory()], headcount=None, languages=[])
    response = as_founder.post(reverse("startups:submit", args=[startup.pk]))
    assert "elle part à partir de 60" in told(response)
    startup.refresh_from_db()
    assert startup.state == Listing.State.DRAFT
    assert "Envoyer à l’équipe" not in as_founder.get(at(startup, "relire")).content.decode()


def test_a_first_need_is_opened_from_its_step_once(as_founder: Client, startup: Startup) -> None:
    topic = SkillFactory()
    page = as_founder.get(at(startup, "besoins"))
    key = page.context["form"]["draft_key"].value()
    data = {"title": "Un distributeur", "topic": topic.pk, "family": topic.parent_id, "draft_key": key}
    for _twice in range(2):
        response = as_founder.post(at(startup, "besoins"), data)
    need = Need.objects.get()
    assert (need.state, need.title, response["Location"]) == (Need.State.OPEN, "Un distributeur", at(startup, "equipe"))


def test_an_empty_step_of_needs_is_passed_and_a_wrong_one_keeps_what_was_typed(
    as_founder: Client, startup: Startup
) -> None:
    assert as_founder.post(at(startup, "besoins"), {})["Location"] == at(startup, "equipe")
    data = {"title": "Un distributeur", "deadline_on": "2020-03-01"}
    page = as_founder.post(at(startup, "besoins"), data).content.decode()
    assert "Cette date est passée" in page
    assert "Un distributeur" in page
    assert not Need.objects.exists()


def test_people_are_shown_from_the_step_of_the_team(as_founder: Client, startup: Startup) -> None:
    data = {"version": startup.version, "person-name": "Samia Bensaïd", "person-title": "Opérations", "stay": "1"}
    response = as_founder.post(at(startup, "equipe"), data)
    assert response["Location"] == at(startup, "equipe")
    assert "Samia Bensaïd" in as_founder.get(at(startup, "equipe")).content.decode()


def test_what_waits_for_the_team_is_shown_in_the_form_and_may_be_taken_back(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, published=True, sectors=[SectorFactory()])
    response = as_founder.post(at(startup, "produit"), product(startup, tagline="Des drones"))
    assert "attendent l’équipe" in told(response)
    page = as_founder.get(at(startup, "produit")).content.decode()
    assert 'value="Des drones"' in page
    assert "Ces changements attendent l’équipe" in page
    as_founder.post(reverse("startups:withdraw", args=[startup.pk]))
    as_founder.post(reverse("startups:withdraw", args=[startup.pk]))
    assert Revision.objects.get().state == Revision.State.WITHDRAWN
    page = as_founder.get(at(startup, "produit")).content.decode()
    assert "Des drones" not in page


def test_a_correction_names_the_step_that_it_is_about(as_founder: Client, startup: Startup) -> None:
    Listing.objects.filter(pk=startup.pk).update(state="changes_requested")
    said = {"reason": "Précisez le marché.", "fields": ["tagline"]}
    startup.moves.create(from_state="submitted", to_state="changes_requested", **said)
    page = as_founder.get(at(startup, "identite")).content.decode()
    for told_there in ("Précisez le marché.", "En une phrase", "À corriger"):
        assert told_there in page
    assert as_founder.get(reverse("startups:edit", args=[startup.pk]))["Location"] == at(startup, "produit")


@pytest.mark.parametrize("step", [one.slug for one in STEPS])
def test_somebody_else_s_step_does_not_exist(as_founder: Client, step: str) -> None:
    other = StartupFactory(admin=UserFactory())
    assert as_founder.get(at(other, step)).status_code == 404
    assert as_founder.post(at(other, step), {"name": "Volée"}).status_code == 404


@pytest.mark.parametrize(
    ("whose", "published", "says", "way"),
    [("other", True, "« Calanque »", "/reprendre/startup/calanque/"), ("other", False, "sans être en ligne", ""),
     ("own", False, "Continuez-la", "own")],
    ids=["published", "a draft of somebody else's", "her own draft"],
)  # fmt: skip
def test_a_number_that_is_taken_says_how_to_go_on(
    as_founder: Client, founder: Any, whose: str, published: bool, says: str, way: str
) -> None:
    admin = founder if whose == "own" else UserFactory()
    twin = StartupFactory(name="Calanque", slug="calanque", siren="552100554", published=published, admin=admin)
    other = StartupFactory(admin=founder)
    data = {"siren": "552100554", "name": "Jumelle"}
    step = {**data, "version": other.version, "country": "FR", "language": "fr"}
    for response in (as_founder.post(reverse("startups:create"), data), as_founder.post(at(other, "identite"), step)):
        page = response.content.decode().replace("\xa0", " ").replace("\u202f", " ")
        assert says in page
        assert 'value="Jumelle"' in page
        path = reverse("startups:edit", args=[twin.pk]) if way == "own" else way
        assert not path or f'href="{path}"' in page
        assert ("Calanque" in page) == bool(path)

"""A startup's own listing: written by its team, read by nobody else before it is published."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files import storage
from django.test import Client
from django.urls import reverse

from ecosystem.directory.models import Listing
from startups.models import Member, Startup
from tests.factories import MemberFactory, NeedFactory, SectorFactory, StartupFactory, UserFactory
from tests.pictures import picture, wrong_files

pytestmark = pytest.mark.django_db
SIREN = "732829320"


@pytest.fixture
def founder() -> Any:
    return UserFactory(full_name="Inès Vidal")


@pytest.fixture
def startup(founder: Any) -> Startup:
    return StartupFactory(name="Calanque Robotics", admin=founder, sectors=[SectorFactory()])


@pytest.fixture
def as_founder(client: Client, founder: Any) -> Client:
    client.force_login(founder)
    return client


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def valid(**more: Any) -> dict[str, Any]:
    return {
        "name": "Calanque Robotics",
        "language": "fr",
        "tagline": "Des drones sous-marins",
        "city": "Marseille",
        **more,
    }


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_visitor_is_sent_to_the_sign_in_page_and_comes_back(client: Client) -> None:
    response = client.get(reverse("startups:create"))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={reverse('startups:create')}"


def test_my_listing_leads_to_mine_or_to_a_new_one(as_founder: Client) -> None:
    assert as_founder.get(reverse("startups:own"))["Location"] == reverse("startups:create")
    response = as_founder.post(reverse("startups:create"), valid())
    startup = Startup.objects.get()
    assert response["Location"] == reverse("startups:step", args=[startup.pk, "identite"])
    assert as_founder.get(reverse("startups:own"))["Location"] == reverse("startups:edit", args=[startup.pk])


def test_a_new_listing_keeps_what_was_typed_when_something_is_wrong(as_founder: Client) -> None:
    response = as_founder.post(reverse("startups:create"), valid(siren="123456789"))
    page = response.content.decode()
    assert "Ce numéro n’est pas un SIREN" in page
    assert 'href="#id_siren"' in page
    for kept in ("123456789", "Calanque Robotics"):
        assert kept in page
    assert not Startup.objects.exists()


@pytest.mark.parametrize(
    ("siren", "part"),
    [
        ("12345", "neuf chiffres"),
        ("732829321", "vérifiez ses neuf chiffres"),
        ("73282932000074", "C’est un SIRET"),
        ("73282932A", "ne contient que des chiffres"),
    ],
)
def test_a_wrong_siren_says_what_is_wrong_with_it(as_founder: Client, siren: str, part: str) -> None:
    response = as_founder.post(reverse("startups:create"), valid(siren=siren))
    assert part in str(response.context["form"].errors["siren"])


def test_a_siren_is_kept_without_its_spaces(as_founder: Client) -> None:
    as_founder.post(reverse("startups:create"), valid(siren="732 829 320"))
    assert Startup.objects.get().siren == SIREN


def test_a_siren_already_in_the_directory_is_explained(as_founder: Client) -> None:
    StartupFactory(name="Bastide Énergie", siren=SIREN, published=True)
    response = as_founder.post(reverse("startups:create"), valid(siren=SIREN))
    assert "Bastide Énergie" in str(response.context["form"].errors["siren"])


def test_a_siren_of_a_draft_is_explained_without_its_name(as_founder: Client) -> None:
    StartupFactory(name="Projet secret", siren=SIREN)
    response = as_founder.post(reverse("startups:create"), valid(siren=SIREN))
    assert "sans être en ligne" in str(response.context["form"].errors["siren"])
    assert "Projet secret" not in response.content.decode()


def test_what_was_saved_is_shown_again(as_founder: Client, startup: Startup) -> None:
    Startup.objects.filter(pk=startup.pk).update(women_led=False)
    page = as_founder.get(reverse("startups:step", args=[startup.pk, "equipe"])).content.decode()
    assert '<option value="False" selected>' in page


@pytest.mark.parametrize("name", ["edit", "logo", "submit", "hide", "team"])
def test_somebody_else_s_startup_does_not_exist(as_founder: Client, name: str) -> None:
    other = StartupFactory(admin=UserFactory(), published=True)
    assert as_founder.post(reverse(f"startups:{name}", args=[other.pk]), valid(name="Volée")).status_code == 404
    other.refresh_from_db()
    assert (other.name != "Volée", other.state) == (True, Listing.State.PUBLISHED)


def test_a_member_who_does_not_administer_does_not_edit(client: Client, startup: Startup) -> None:
    member = MemberFactory(startup=startup, role=Member.Role.MEMBER)
    client.force_login(member.user)
    assert client.get(reverse("startups:edit", args=[startup.pk])).status_code == 404


def test_a_curator_may_edit(client: Client, startup: Startup) -> None:
    client.force_login(UserFactory(curator=True))
    assert client.get(reverse("startups:step", args=[startup.pk, "identite"])).status_code == 200


@pytest.mark.parametrize("name", ["submit", "hide"])
def test_reading_an_address_changes_nothing(as_founder: Client, startup: Startup, name: str) -> None:
    assert as_founder.get(reverse(f"startups:{name}", args=[startup.pk])).status_code == 405


def test_a_logo_is_written_anew_and_replaces_the_former_one(
    as_founder: Client, startup: Startup, django_capture_on_commit_callbacks: Any
) -> None:
    url = reverse("startups:logo", args=[startup.pk])
    names = []
    for kind in ("PNG", "JPEG"):
        with django_capture_on_commit_callbacks(execute=True):
            as_founder.post(url, {"logo": picture(kind)})
        startup.refresh_from_db()
        names.append(startup.logo.name)
    assert names[0] != names[1]
    assert [storage.default_storage.exists(name) for name in names] == [False, True]
    with django_capture_on_commit_callbacks(execute=True):
        as_founder.post(url, {"remove": "1"})
    startup.refresh_from_db()
    assert (startup.logo.name, storage.default_storage.exists(names[1])) == ("", False)


@pytest.mark.parametrize("name", sorted(wrong_files()))
def test_a_wrong_logo_is_refused_beside_its_field_and_the_former_one_stays(
    as_founder: Client, startup: Startup, name: str
) -> None:
    url = reverse("startups:logo", args=[startup.pk])
    as_founder.post(url, {"logo": picture()})
    sent, part = wrong_files()[name]
    response = as_founder.post(url, {"logo": sent})
    assert response.status_code == 200
    assert part in response.content.decode()
    former = Startup.objects.get(pk=startup.pk).logo.name
    assert former
    assert storage.default_storage.exists(former)


def test_no_file_at_all_is_said(as_founder: Client, startup: Startup) -> None:
    response = as_founder.post(reverse("startups:logo", args=[startup.pk]))
    assert "Choisissez une image" in response.content.decode()


def test_a_listing_goes_from_draft_to_the_team_and_back_off_line(as_founder: Client, startup: Startup) -> None:
    edit = reverse("startups:step", args=[startup.pk, "relire"])
    assert "Envoyer à l’équipe" in as_founder.get(edit).content.decode()
    as_founder.post(reverse("startups:submit", args=[startup.pk]))
    assert "Envoyée le" in as_founder.get(edit).content.decode()
    Startup.objects.get(pk=startup.pk)
    Listing.objects.filter(pk=startup.pk).update(state="published", published_at="2026-11-02T09:00Z")
    assert "Masquer la fiche" in as_founder.get(edit).content.decode()
    as_founder.post(reverse("startups:hide", args=[startup.pk]))
    startup.refresh_from_db()
    assert startup.state == Listing.State.HIDDEN
    assert "écrivez à l’équipe" in as_founder.get(edit).content.decode()


def test_an_incomplete_listing_lists_what_is_missing_and_is_not_sent(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, tagline="", city="")
    page = as_founder.get(reverse("startups:step", args=[startup.pk, "relire"])).content.decode()
    assert "une phrase qui dit ce que vous faites" in page
    assert "Envoyer à l’équipe" not in page
    response = as_founder.post(reverse("startups:submit", args=[startup.pk]))
    assert "Avant d’envoyer votre fiche" in told(response)
    startup.refresh_from_db()
    assert startup.state == Listing.State.DRAFT


def test_a_hidden_listing_cannot_be_hidden_twice(as_founder: Client, founder: Any) -> None:
    startup = StartupFactory(admin=founder, hidden=True)
    response = as_founder.post(reverse("startups:hide", args=[startup.pk]))
    assert "n’est pas possible" in told(response)


def test_people_join_and_leave_the_team(as_founder: Client, startup: Startup) -> None:
    url = reverse("startups:team", args=[startup.pk])
    assert as_founder.post(url, {"name": ""}).status_code == 200
    as_founder.post(url, {"name": "Samia Bensaïd", "title": "Opérations"})
    samia = startup.members.get(name="Samia Bensaïd")
    assert "Samia Bensaïd" in as_founder.get(url).content.decode()
    as_founder.post(reverse("startups:member_remove", args=[startup.pk, samia.pk]))
    assert startup.members.count() == 1
    response = as_founder.post(reverse("startups:member_remove", args=[startup.pk, startup.members.get().pk]))
    assert "au moins une personne" in told(response)
    assert startup.members.count() == 1


@pytest.mark.parametrize("step", ["identite", "besoins", "equipe", "relire"])
def test_a_step_asks_the_same_number_of_questions_for_one_or_many_members_and_needs(
    as_founder: Client, startup: Startup, django_assert_max_num_queries: Any, step: str
) -> None:
    url = reverse("startups:step", args=[startup.pk, step])
    NeedFactory(startup=startup, opened=True)
    as_founder.get(url)
    with django_assert_max_num_queries(30) as one:
        as_founder.get(url)
    MemberFactory.create_batch(3, startup=startup)
    NeedFactory.create_batch(3, startup=startup, opened=True)
    with django_assert_max_num_queries(len(one)):
        as_founder.get(url)


def test_a_new_listing_sent_again_is_the_same_draft(as_founder: Client) -> None:
    for _twice in range(2):
        response = as_founder.post(reverse("startups:create"), valid())
    startup = Startup.objects.get()
    assert response["Location"] == reverse("startups:step", args=[startup.pk, "identite"])
    assert startup.members.count() == 1

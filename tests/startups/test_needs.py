"""Needs, as a startup's team declares, opens and closes them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from startups.models import Member, Need, Startup
from tests.factories import MemberFactory, NeedFactory, SectorFactory, SkillFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
CREATE = "/espace/besoins/nouveau/"


@pytest.fixture
def startup() -> Startup:
    return StartupFactory(name="Calanque Robotics", admin=UserFactory(), published=True)


@pytest.fixture
def as_founder(client: Client, startup: Startup) -> Client:
    person = startup.members.get().user
    assert person is not None
    client.force_login(person)
    return client


def valid(**more: Any) -> dict[str, Any]:
    data = {"title": "Un distributeur en Allemagne", "mentors_wanted": "1", "funders_wanted": "0", "is_public": "on"}
    return {**data, "topic": more.pop("topic", None) or SkillFactory().pk, **more}


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_a_need_is_kept_as_a_draft_or_opened_at_once(as_founder: Client, startup: Startup) -> None:
    as_founder.post(CREATE, valid())
    as_founder.post(CREATE, valid(title="Une deuxième", open="1"))
    assert set(startup.needs.values_list("title", "state")) == {
        ("Un distributeur en Allemagne", "draft"),
        ("Une deuxième", "open"),
    }


def test_everything_that_was_typed_stays_when_something_is_wrong(as_founder: Client) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    sector = SectorFactory()
    data = valid(
        deadline_on=yesterday, details="Deux références.", countries=["DE"], sectors=[sector.pk], amount="1200"
    )
    response = as_founder.post(CREATE, data)
    page = response.content.decode()
    assert "Cette date est passée" in page
    for kept in ("Un distributeur en Allemagne", "Deux références.", yesterday, 'value="1200"', 'value="DE" id='):
        assert kept in page
    assert response.context["form"]["topic"].value() == str(data["topic"])
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("title", "", "Dites votre besoin"),
        ("topic", "999999", "choix"),
        ("mentors_wanted", "0", "au moins un mentor ou un financeur"),
        ("mentors_wanted", "9", "5"),
        ("amount", "-1", "supérieure ou égale"),
        ("deadline_on", "demain", "date"),
        ("countries", "XX", "choix"),
    ],
)
def test_a_wrong_value_is_told_beside_its_field(as_founder: Client, field: str, value: str, part: str) -> None:
    response = as_founder.post(CREATE, valid(**{field: value}) if field != "topic" else {**valid(), "topic": value})
    assert part in str(response.context["form"].errors[field])
    assert not Need.objects.exists()


def test_a_subject_of_the_first_level_is_not_a_need_s(as_founder: Client) -> None:
    family = SkillFactory(root=True)
    response = as_founder.post(CREATE, valid(topic=family.pk))
    assert "topic" in response.context["form"].errors


def test_somebody_without_a_startup_begins_with_her_listing(client: Client) -> None:
    client.force_login(UserFactory())
    response = client.get(CREATE)
    assert response["Location"] == reverse("startups:create")
    assert "commencez par votre fiche" in told(response)


def test_a_need_goes_through_its_life(as_founder: Client, startup: Startup) -> None:
    need = NeedFactory(startup=startup, title="Un premier client")
    page = reverse("startups:need", args=[need.pk])
    assert "brouillon" in as_founder.get(page).content.decode()
    as_founder.post(reverse("startups:need_open", args=[need.pk]))
    assert "Clore" in as_founder.get(page).content.decode()
    close = reverse("startups:need_close", args=[need.pk])
    assert "Clore ce besoin" in as_founder.get(close).content.decode()
    need.refresh_from_db()
    assert need.state == Need.State.OPEN
    as_founder.post(close, {"reason": "Trouvé ailleurs"})
    need.refresh_from_db()
    assert need.state == Need.State.CLOSED
    text = as_founder.get(page).content.decode()
    assert "Ouvert" in text
    assert "Clos" in text
    assert "ne se modifie plus" in told(as_founder.get(reverse("startups:need_edit", args=[need.pk])))


def test_a_need_is_closed_once(as_founder: Client, startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True)
    close = reverse("startups:need_close", args=[need.pk])
    as_founder.post(close)
    assert "n’est pas possible" in told(as_founder.post(close))
    assert need.moves.count() == 1


def test_an_open_need_is_edited(as_founder: Client, startup: Startup) -> None:
    need = NeedFactory(startup=startup, opened=True)
    url = reverse("startups:need_edit", args=[need.pk])
    assert "Garder en brouillon" not in as_founder.get(url).content.decode()
    as_founder.post(url, valid(title="Mieux dit", countries=["DE", "AT"]))
    need.refresh_from_db()
    assert (need.title, need.state) == ("Mieux dit", Need.State.OPEN)
    assert {country.code for country in need.countries} == {"DE", "AT"}


@pytest.mark.parametrize("name", ["need", "need_edit", "need_close"])
def test_somebody_else_s_need_does_not_exist(as_founder: Client, name: str) -> None:
    other = NeedFactory(opened=True)
    url = reverse(f"startups:{name}", args=[other.pk])
    assert as_founder.get(url).status_code == 404
    assert as_founder.post(url).status_code == 404
    assert as_founder.post(reverse("startups:need_open", args=[other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.state == Need.State.OPEN


def test_every_member_of_the_team_writes_its_needs(client: Client, startup: Startup) -> None:
    member = MemberFactory(startup=startup, role=Member.Role.MEMBER)
    client.force_login(member.user)
    client.post(CREATE, valid())
    assert startup.needs.count() == 1


def test_a_need_is_not_declared_for_somebody_else_s_startup(as_founder: Client, startup: Startup) -> None:
    other = StartupFactory(admin=UserFactory())
    as_founder.post(f"{CREATE}?startup={other.pk}", valid())
    assert not other.needs.exists()


def test_the_list_shows_only_one_s_own_needs_with_the_same_questions(
    as_founder: Client, startup: Startup, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    NeedFactory(title="Pas le mien", opened=True)
    url = reverse("startups:needs")
    assert "Aucun besoin déclaré" in as_founder.get(url).content.decode()
    NeedFactory(startup=startup, title="Le mien", opened=True)
    with django_assert_max_num_queries(12) as one:
        page = as_founder.get(url).content.decode()
    assert "Le mien" in page
    assert "Pas le mien" not in page
    NeedFactory.create_batch(2, startup=startup)
    with django_assert_num_queries(len(one)):
        as_founder.get(url)


def test_the_search_forgets_a_need_that_closed(as_founder: Client, startup: Startup, monkeypatch: Any) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr("startups.views.needs.enqueue", lambda task, pk: asked.append((task, pk)))
    need = NeedFactory(startup=startup, opened=True)
    as_founder.post(reverse("startups:need_close", args=[need.pk]), {"reason": "Trouvé"})
    assert asked == [("ecosystem.directory.tasks.index_listing", startup.pk)]


def test_a_sum_that_was_imported_in_dollars_is_in_euros_once_its_form_is_posted(
    as_founder: Client, startup: Startup
) -> None:
    need = NeedFactory(startup=startup, opened=True, amount=5_000_000, currency="USD")
    as_founder.post(reverse("startups:need_edit", args=[need.pk]), valid(amount="400000"))
    need.refresh_from_db()
    assert (need.amount, need.currency) == (400_000, "EUR")


@pytest.mark.parametrize("number", ["²", "9" * 30, "9" * 5_000, "abc", ""])
def test_a_startup_that_is_no_number_is_left_aside(as_founder: Client, startup: Startup, number: str) -> None:
    response = as_founder.get(CREATE, {"startup": number})
    assert response.status_code == 200
    assert response.context["startup"] == startup


@pytest.mark.parametrize("address", ["/espace/besoins/{}/", "/espace/fiche/{}/", "/espace/fiche/1/equipe/{}/retrait/"])
def test_a_number_that_no_database_holds_is_the_address_of_nothing(as_founder: Client, address: str) -> None:
    for number in ("9" * 18, "9" * 19, "9" * 400):
        assert as_founder.post(address.format(number)).status_code == 404

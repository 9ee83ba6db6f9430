"""A mentor's own pages, with and without JavaScript: a row more is a button that saves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.directory.models import Listing, Revision
from ecosystem.directory.writing import pending_values
from mentors.actions import take_place, update_mentor
from mentors.models import Mentor
from tests.factories import MentorFactory, MentorSkillFactory, SectorFactory, SkillFactory, UserFactory
from tests.listings import query_count
from tests.pictures import picture, wrong_files

pytestmark = pytest.mark.django_db
PROFILE, PLACES = "/mentor/profil/", "/mentor/places/"


@pytest.fixture
def mentor() -> Mentor:
    return MentorFactory(name="Karim Haddou", published=True)


@pytest.fixture
def as_mentor(client: Client, mentor: Mentor) -> Client:
    assert mentor.user is not None
    client.force_login(mentor.user)
    return client


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def rows(*given: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"skills-TOTAL_FORMS": len(given), "skills-INITIAL_FORMS": 0}
    for number, row in enumerate(given):
        data |= {f"skills-{number}-{name}": value for name, value in {"level": 2, **row}.items()}
    return data


def valid(*skills: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Karim Haddou", "languages": ["fr"], "tagline": "J’ai ouvert l’Italie", **rows(*skills), **more}


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_somebody_becomes_a_mentor(client: Client) -> None:
    person = UserFactory(full_name="Karim Haddou")
    client.force_login(person)
    assert "Devenir mentor" in client.get(PROFILE).content.decode()
    skill = SkillFactory()
    data = valid({"skill": skill.pk, "level": 3, "proof": "Trois distributeurs"}, {"skill": ""}, capacity="3")
    assert client.post(PROFILE, data)["Location"] == PROFILE
    mentor = Mentor.objects.get(user=person)
    assert (mentor.capacity, mentor.state) == (3, Listing.State.DRAFT)
    assert [(row.skill, row.level, row.proof) for row in mentor.skills.all()] == [(skill, 3, "Trois distributeurs")]
    client.post(reverse("mentors:submit"))
    mentor.refresh_from_db()
    assert mentor.state == Listing.State.SUBMITTED


def test_everything_that_was_typed_stays_when_something_is_wrong(client: Client) -> None:
    client.force_login(UserFactory())
    skill, sector = SkillFactory(), SectorFactory()
    data = valid(
        {"skill": skill.pk, "proof": "Trois distributeurs"},
        {"skill": "", "proof": "Une phrase sans sujet"},
        name="",
        capacity="99",
        refused_sectors=[sector.pk],
        stages=["seed"],
    )
    response = client.post(PROFILE, data)
    page = response.content.decode()
    assert response.context["form"].errors.keys() == {"name", "capacity"}
    assert response.context["skills"].forms[1].errors.keys() == {"skill"}
    for kept in ("Trois distributeurs", "Une phrase sans sujet", 'value="99"', "J’ai ouvert l’Italie"):
        assert kept in page
    assert response.context["form"]["refused_sectors"].value() == [str(sector.pk)]
    assert not Mentor.objects.exists()


def test_another_subject_adds_a_row_keeps_what_was_typed_and_saves_nothing(as_mentor: Client, mentor: Mentor) -> None:
    data = valid({"skill": "", "proof": "En cours d’écriture"}, name="", another="1")
    response = as_mentor.post(PROFILE, data)
    assert len(response.context["skills"].forms) == 2
    page = response.content.decode()
    assert "En cours d’écriture" in page
    assert 'role="alert"' not in page
    mentor.refresh_from_db()
    assert mentor.name == "Karim Haddou"


def test_a_mentor_has_ten_subjects_at_most(as_mentor: Client) -> None:
    ten = [{"skill": SkillFactory().pk} for _ in range(10)]
    response = as_mentor.post(PROFILE, valid(*ten, another="1"))
    assert len(response.context["skills"].forms) == 10
    eleven = [*ten, {"skill": SkillFactory().pk}]
    assert as_mentor.post(PROFILE, valid(*eleven)).status_code == 200


@pytest.mark.parametrize("total", ["", "-3", "abc", "99999999", "²", "9" * 5_000])
def test_an_altered_number_of_rows_breaks_nothing(as_mentor: Client, total: str) -> None:
    for button in ({}, {"another": "1"}):
        assert as_mentor.post(PROFILE, {**valid(), "skills-TOTAL_FORMS": total, **button}).status_code in {200, 302}


def test_a_subject_is_named_once_and_can_be_taken_out(as_mentor: Client, mentor: Mentor) -> None:
    kept, gone = MentorSkillFactory(mentor=mentor), MentorSkillFactory(mentor=mentor)
    response = as_mentor.post(PROFILE, valid({"skill": kept.skill_id}, {"skill": kept.skill_id}))
    assert "déjà dans votre liste" in response.content.decode()
    as_mentor.post(PROFILE, valid({"skill": kept.skill_id}, {"skill": gone.skill_id, "DELETE": "on"}))
    assert [row.skill for row in mentor.skills.all()] == [kept.skill]


def test_the_profile_shows_the_subjects_and_an_empty_row(as_mentor: Client, mentor: Mentor) -> None:
    MentorSkillFactory(mentor=mentor, proof="Trois pays en deux ans")
    response = as_mentor.get(PROFILE)
    assert len(response.context["skills"].forms) == 2
    assert "Trois pays en deux ans" in response.content.decode()
    assert "capacity" not in response.context["form"].fields


def test_places_and_pause_are_changed_together(as_mentor: Client, mentor: Mentor) -> None:
    until = timezone.localdate() + timedelta(days=10)
    as_mentor.post(PLACES, {"capacity": "4", "paused_until": until.isoformat()})
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.paused_until) == (4, until)
    assert f'value="{until.isoformat()}"' in as_mentor.get(PLACES).content.decode()
    as_mentor.post(PLACES, {"capacity": "4", "paused_until": ""})
    mentor.refresh_from_db()
    assert mentor.paused_until is None


def test_fewer_places_than_those_taken_is_explained_and_nothing_is_lost(as_mentor: Client, mentor: Mentor) -> None:
    take_place(mentor)
    take_place(mentor)
    until = (timezone.localdate() + timedelta(days=10)).isoformat()
    response = as_mentor.post(PLACES, {"capacity": "1", "paused_until": until})
    page = response.content.decode()
    assert "gardez au moins 2 places" in page
    assert until in page
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.paused_until) == (2, None)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"capacity": "-1"}, "capacity"),
        ({"capacity": "21"}, "capacity"),
        ({"capacity": "deux"}, "capacity"),
        ({"capacity": "2", "paused_until": "2020-01-01"}, "paused_until"),
        ({"capacity": "2", "paused_until": "Noël"}, "paused_until"),
    ],
)
def test_wrong_places_or_dates_are_told_beside_their_field(as_mentor: Client, data: dict[str, str], field: str) -> None:
    assert field in as_mentor.post(PLACES, data).context["form"].errors


@pytest.mark.parametrize("name", ["availability", "logo", "submit", "hide"])
def test_somebody_without_a_mentor_listing_finds_no_page(client: Client, name: str) -> None:
    client.force_login(UserFactory())
    assert client.post(reverse(f"mentors:{name}")).status_code == 404


def test_a_mentor_hides_her_listing(as_mentor: Client, mentor: Mentor) -> None:
    assert "masqué" in told(as_mentor.post(reverse("mentors:hide")))
    mentor.refresh_from_db()
    assert mentor.state == Listing.State.HIDDEN
    assert "n’est pas possible" in told(as_mentor.post(reverse("mentors:hide")))


def test_an_incomplete_profile_says_why_it_is_not_sent(client: Client) -> None:
    mentor = MentorFactory()
    client.force_login(mentor.user)
    assert "au moins un sujet" in client.get(PROFILE).content.decode()
    assert "Avant d’envoyer" in told(client.post(reverse("mentors:submit")))


def test_a_picture_is_sent_refused_and_removed(as_mentor: Client, mentor: Mentor) -> None:
    url = reverse("mentors:logo")
    as_mentor.post(url, {"logo": picture()})
    mentor.refresh_from_db()
    assert mentor.logo.name.endswith(".png")
    sent, part = wrong_files()["text"]
    assert part in as_mentor.post(url, {"logo": sent}).content.decode()
    as_mentor.post(url, {"remove": "1"})
    mentor.refresh_from_db()
    assert not mentor.logo


def test_a_mentor_whose_listing_is_archived_is_told_so_when_she_sends_another(
    as_mentor: Client, mentor: Mentor
) -> None:
    Mentor.objects.filter(pk=mentor.pk).update(state=Listing.State.ARCHIVED)
    response = as_mentor.post(PROFILE, valid({"skill": SkillFactory().pk}, capacity="2"))
    assert response.status_code == 200
    assert "déjà une fiche de mentor" in response.content.decode()
    assert "J’ai ouvert l’Italie" in response.content.decode()
    assert Mentor.objects.count() == 1


def test_a_first_profile_sent_twice_is_one_profile(client: Client) -> None:
    client.force_login(UserFactory())
    for _ in range(2):
        assert client.post(PROFILE, valid({"skill": SkillFactory().pk}, capacity="2"))["Location"] == PROFILE
    assert Mentor.objects.count() == 1


def test_the_profile_takes_as_many_queries_for_one_subject_as_for_four(as_mentor: Client, mentor: Mentor) -> None:
    MentorSkillFactory(mentor=mentor)
    one = query_count(as_mentor, PROFILE)
    MentorSkillFactory.create_batch(3, mentor=mentor)
    assert query_count(as_mentor, PROFILE) == one


def test_a_mentor_asks_for_a_minimum_within_her_places(as_mentor: Client, mentor: Mentor) -> None:
    as_mentor.post(PLACES, {"capacity": "4", "load_min": "2", "paused_until": ""})
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.load_min) == (4, 2)
    assert as_mentor.get(PLACES).context["form"]["load_min"].value() == 2
    response = as_mentor.post(PLACES, {"capacity": "4", "load_min": "5", "paused_until": ""})
    assert "Ce minimum dépasse vos places" in response.content.decode()
    as_mentor.post(PLACES, {"capacity": "4", "load_min": "", "paused_until": ""})
    mentor.refresh_from_db()
    assert mentor.load_min == 0


def test_a_field_that_somebody_else_changed_is_told_with_its_words_before_it_is_written(client: Client) -> None:
    mentor = MentorFactory(published=True, city="Marseille", user=UserFactory())
    client.force_login(mentor.user)
    seen = mentor.version
    update_mentor(mentor, by=UserFactory(curator=True), city="Aubagne")
    typed = {"name": mentor.name, "country": "FR", "languages": ["fr"], "city": "Cassis", "capacity": "2"}
    rows = {"skills-TOTAL_FORMS": "0", "skills-INITIAL_FORMS": "0"}
    page = client.post(reverse("mentors:profile"), {**typed, **rows, "version": seen})
    assert page.status_code == 409
    assert "Aubagne" in str(page.context["form"].errors["city"])
    assert page.context["form"]["city"].value() == "Cassis"
    again = {**typed, **rows, "version": page.context["version"]}
    assert client.post(reverse("mentors:profile"), again).status_code == 302
    mentor.refresh_from_db()
    assert mentor.city == "Cassis"


def test_what_waits_for_the_team_is_taken_back_by_its_author(as_mentor: Client, mentor: Mentor) -> None:
    as_mentor.post(PROFILE, valid({"skill": SkillFactory().pk}, version=mentor.version, tagline="J’ai ouvert le Chili"))
    assert "J’ai ouvert le Chili" in as_mentor.get(PROFILE).content.decode()
    for _ in range(2):
        assert "retirés" in told(as_mentor.post(reverse("mentors:withdraw")))
    assert Revision.objects.get().state == Revision.State.WITHDRAWN
    assert "J’ai ouvert le Chili" not in as_mentor.get(PROFILE).content.decode()


def test_saving_again_after_a_clash_undoes_nobody_elses_change(as_mentor: Client, mentor: Mentor) -> None:
    def sent(page: Any) -> dict[str, Any]:
        form = page.context["form"]
        given = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
        return {**given, **rows(), "version": page.context["version"]}

    opened = sent(as_mentor.get(PROFILE))
    update_mentor(mentor, by=UserFactory(curator=True), city="Toulon", tagline="Celle de l’équipe")
    clash = as_mentor.post(PROFILE, {**opened, "tagline": "La mienne"})
    assert clash.status_code == 409
    kept = as_mentor.post(PROFILE, sent(clash))
    assert kept.status_code == 302, kept.context["form"].errors
    mentor.refresh_from_db()
    assert (mentor.city, pending_values(mentor)) == ("Toulon", {"tagline": "La mienne"})

"""The pages of mentors: places are public, the reasons of an absence are not."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 3, "taken_count": 1}, "2 places libres sur 3"),
        ({"capacity": 1, "taken_count": 0}, "1 place libre sur 1"),
        ({"capacity": 1, "taken_count": 1}, "Complet"),
        ({"paused_until": "2999-12-31"}, "En pause"),
    ],
)
def test_a_mentor_says_how_much_room_is_left(client: Client, fields: dict[str, object], words: str) -> None:
    mentor = factories.MentorFactory(published=True, **fields)
    for path in ("/mentors/", mentor.get_absolute_url()):
        assert words in client.get(path).content.decode()


def test_the_end_of_a_pause_and_conflicts_stay_private(client: Client) -> None:
    mentor = factories.MentorFactory(published=True, paused_until="2999-12-31")
    mentor.conflicts.add(factories.StartupFactory(name="Ancien employeur"))
    for path in ("/mentors/", mentor.get_absolute_url(), "/api/v1/mentors/", f"/api/v1/mentors/{mentor.slug}/"):
        page = client.get(path).content.decode()
        assert "2999" not in page, path
        assert "Ancien employeur" not in page, path


def test_what_a_mentor_brings_is_quoted_with_its_proof(client: Client) -> None:
    skill = factories.MentorSkillFactory(skill__name_fr="Export Allemagne", proof="Trois distributeurs signés.")
    page = client.get(skill.mentor.get_absolute_url()).content.decode()
    assert "Export Allemagne" in page
    assert "Trois distributeurs signés." in page

"""The pages of mentors: places are public, the reasons of an absence are not."""

import pytest
from django.test import Client
from django.utils.translation import override

from ecosystem.directory.templatetags.directory import choice_names, meeting_words, uncapitalised
from mentors.views.public import accepted_by
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


@pytest.mark.parametrize(
    ("formats", "said", "in_english"),
    [
        (["onsite", "remote", "hybrid"], "Sur place ou en visio", None),
        (["hybrid"], "Sur place ou en visio", None),
        (["remote"], "En visio", "By video call"),
        ([], "", ""),
    ],
)
def test_how_a_mentor_meets_people_is_one_phrase(formats: list[str], said: str, in_english: str | None) -> None:
    mentor = factories.MentorFactory.build(formats=formats)
    assert meeting_words(mentor) == said
    with override("en"):
        assert in_english is None or meeting_words(mentor) == in_english


def test_only_the_first_word_of_a_list_has_a_capital() -> None:
    mentor = factories.MentorFactory.build(stages=["prototype", "series_a"], languages=["fr", "en"])
    assert choice_names(mentor, "stages") == ["Prototype", "série A"]
    assert choice_names(mentor, "languages") == ["Français", "anglais"]
    with override("en"):
        assert choice_names(mentor, "languages") == ["French", "English"]
        assert choice_names(mentor, "stages")[1][0].islower()
    assert [uncapitalised("CEE"), uncapitalised("Prêt")] == ["CEE", "prêt"]


def test_each_sector_that_a_mentor_takes_is_a_line_of_its_own() -> None:
    mentor = factories.MentorFactory(sectors=factories.SectorFactory.create_batch(2), stages=["seed"], countries=[])
    assert accepted_by(mentor) == [*(sector.name for sector in mentor.sectors.all()), "Amorçage"]


def test_words_in_another_language_say_so(client: Client) -> None:
    mentor = factories.MentorFactory(published=True, language="fr", tagline="Le prix dit qui vous êtes.")
    for path in ("/mentors/", mentor.get_absolute_url()):
        assert "in-language" not in client.get(path).content.decode()
        assert 'class="in-language"' in client.get(f"/en{path}").content.decode()

"""Loading the vocabulary is complete, repeatable and heals what was changed."""

import pytest
from django.core.management import call_command

from ecosystem.directory.models import Sector, Skill
from ecosystem.directory.vocabulary import load_vocabulary

pytestmark = pytest.mark.django_db


def test_a_second_load_changes_nothing():
    first = load_vocabulary()
    assert first.created == Sector.objects.count() + Skill.objects.count() > 100
    second = load_vocabulary()
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)


def test_terms_have_both_names_two_levels_and_their_aliases():
    load_vocabulary()
    sector = Sector.objects.get(slug="cybersecurity")
    assert (sector.name_fr, sector.name_en) == ("Cybersécurité", "Cybersecurity")
    assert sector.parent.slug == "digital-infrastructure"
    assert "security" in sector.aliases
    assert not Sector.objects.filter(parent__parent__isnull=False).exists()
    assert Skill.objects.leaves().filter(is_funding=True).exists()
    assert not Skill.objects.roots().filter(is_funding=True).exists()


def test_a_changed_term_is_mended_and_nothing_is_removed():
    load_vocabulary()
    Sector.objects.filter(slug="cybersecurity").update(name_en="Wrong", aliases=[])
    Sector.objects.create(slug="ours", name="À nous")
    assert load_vocabulary().updated == 1
    assert Sector.objects.get(slug="cybersecurity").name_en == "Cybersecurity"
    assert Sector.objects.filter(slug="ours").exists()


def test_the_command_says_what_it_did(capsys):
    call_command("load_vocabulary")
    call_command("load_vocabulary")
    assert "Termes ajoutés : 0 ; mis à jour : 0" in capsys.readouterr().out

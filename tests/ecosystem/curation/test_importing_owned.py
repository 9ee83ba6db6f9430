"""What the person who keeps a listing wrote is not overwritten by a file; what is empty is filled."""

import pytest

from ecosystem.curation.writing.listings import ListingWriter
from startups.models import Need
from tests.ecosystem.curation.conftest import reasons
from tests.factories import (
    FunderFactory,
    MemberFactory,
    MentorFactory,
    MentorSkillFactory,
    SectorFactory,
    SkillFactory,
    StartupFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LINES = (
    "name,city,tagline,contact_email,website,headcount,women_led,sectors",
    "Acme,Aix,Du fichier,pirate@ailleurs.example,https://fichier.example,9,oui,biotech",
)


def acme(**fields):
    fields = {"headcount": None, "women_led": False, **fields}
    return StartupFactory(
        name="Acme", city="Aix", tagline="À moi", contact_email="moi@acme.example", sectors=[SectorFactory()], **fields
    )


def test_an_import_fills_what_an_owner_left_empty_and_says_what_it_left(imported):
    startup = acme(admin=UserFactory())
    mine = list(startup.sectors.all())
    report = imported("startups", *LINES)
    startup.refresh_from_db()
    assert (startup.tagline, startup.contact_email, startup.women_led) == ("À moi", "moi@acme.example", False)
    assert (startup.website, startup.headcount) == ("https://fichier.example", 9)
    assert list(startup.sectors.all()) == mine
    assert "l’équipe l" in reasons(report)[2]
    assert "4 champs laissés tels quels" in reasons(report)[2]
    assert imported("startups", *LINES).counts["unchanged"] == 1


@pytest.mark.parametrize("fields", [{"user": None}, {"role": "member"}])
def test_a_team_without_an_admin_who_has_an_account_owns_nothing(imported, fields):
    startup = acme()
    MemberFactory(startup=startup, **fields)
    report = imported("startups", *LINES)
    startup.refresh_from_db()
    assert startup.tagline == "Du fichier"
    assert not report.warned_rows


def test_the_place_of_another_town_does_not_complete_the_owner_s(imported):
    startup = StartupFactory(name="Acme", siren="443061841", city="Aix", region="", admin=UserFactory())
    imported("startups", "name,siren,city,region,latitude,longitude", "Acme,443061841,Lille,Nord,50.6,3.1")
    startup.refresh_from_db()
    assert (startup.city, startup.region, startup.latitude) == ("Aix", "", None)


def test_an_owner_s_pause_places_and_subjects_are_hers(imported):
    skill = SkillFactory()
    mentor = MentorFactory(name="Ana", city="Aix", capacity=3, paused_until=None, user=UserFactory())
    MentorSkillFactory(mentor=mentor)
    bare = MentorFactory(name="Bea", city="Aix", user=UserFactory())
    report = imported(
        "mentors",
        "name,city,capacity,paused_until,skills",
        f"Ana,Aix,9,2030-01-01,{skill.slug}",
        f"Bea,Aix,,,{skill.slug}",
    )
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.paused_until, mentor.skills.count()) == (3, None, 1)
    assert "3 champs" in reasons(report)[2]
    assert bare.skills.get().skill == skill


def test_a_funder_s_thesis_is_its_own(imported):
    funder = FunderFactory(name="Fonds", city="Aix", thesis="La nôtre", user=UserFactory())
    report = imported("funders", "name,city,thesis", "Fonds,Aix,Une autre")
    funder.refresh_from_db()
    assert funder.thesis == "La nôtre"
    assert "1 champ laissé" in reasons(report)[2]


def test_the_sum_that_an_owner_may_have_mended_stays(imported):
    lines = ("name,city,amount_sought_usd", "Acme,Aix,5000000")
    imported("startups", *lines)
    need = Need.objects.get()
    MemberFactory(startup=need.startup)
    Need.objects.update(amount=1_000_000, currency="EUR")
    report = imported("startups", *lines)
    need.refresh_from_db()
    assert (need.amount, need.currency) == (1_000_000, "EUR")
    assert "1 champ laissé" in reasons(report)[2]
    Need.objects.update(amount=None)
    imported("startups", *lines)
    need.refresh_from_db()
    assert (need.amount, need.currency) == (5_000_000, "USD")


def test_what_was_left_is_said_once_even_when_the_batch_is_cut_to_find_a_bad_row(imported, monkeypatch):
    acme(admin=UserFactory())
    create = ListingWriter.create

    def refuses(self, rows):
        if any(row.name == "Bad" for row in rows):
            raise ValueError("no Bad here")
        return create(self, rows)

    monkeypatch.setattr(ListingWriter, "create", refuses)
    report = imported("startups", *LINES, "Bad,,,,,,,", "Good,,,,,,,")
    assert [entry.line for entry in report.entries if "auteur" in entry.reason] == [2]

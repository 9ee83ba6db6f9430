"""What becomes of a listing among people: corrected, claimed, merged and separated, imported and taken back."""

import re

import pytest

from ecosystem.core.models import Mail
from ecosystem.directory.models import Listing
from startups.models import Member, Startup
from tests.browser import DESKTOP, PHONE
from tests.factories import SectorFactory, StartupFactory
from tests.journeys.steps import PageAt, an_account, sign_in
from tests.workers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = "nom,ville,siren,phrase\nSonde Bleue,Marseille,,Des capteurs sous l’eau\nQuai Neuf,Cassis,123,Un quai\n"


@pytest.fixture(autouse=True)
def private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


def test_a_correction_goes_to_the_founder_and_comes_back(page_at: PageAt, site) -> None:
    founder, curator = an_account(), an_account(curator=True)
    complete = {"stage": "seed", "website": "https://calanque.test", "founded_on": "2024-03-01", "headcount": 4}
    startup = StartupFactory(
        name="Calanque Robotics", submitted=True, admin=founder, sectors=[SectorFactory()], languages=["fr"], **complete
    )
    desk, hers = page_at(*DESKTOP), page_at(*PHONE)
    sign_in(desk, curator)
    desk.goto("/equipe/relecture/")
    desk.get_by_text("Nommer les champs à corriger").click()
    desk.get_by_label("En une phrase", exact=True).check()
    desk.get_by_label("Message à").fill("Dites pour qui, et ce que cela change.")
    desk.get_by_role("button", name="Demander une correction").first.click()
    eventually(lambda: Listing.objects.filter(pk=startup.pk, state=Listing.State.CHANGES_REQUESTED).exists())

    sign_in(hers, founder)
    hers.goto(f"/espace/fiche/{startup.pk}/")
    hers.get_by_text("Dites pour qui, et ce que cela change.").first.wait_for()
    hers.get_by_label("En une phrase", exact=True).first.fill("Des robots qui nettoient les coques des pêcheurs.")
    hers.get_by_role("button", name="Enregistrer et continuer").first.click()
    hers.goto(f"/espace/fiche/{startup.pk}/etapes/relire/")
    hers.get_by_role("button", name="Envoyer à l’équipe").first.click()
    hers.get_by_text("Votre fiche est envoyée.").wait_for()

    desk.goto("/equipe/relecture/")
    desk.locator(".diff").get_by_text("pêcheurs").first.wait_for()
    desk.get_by_role("button", name=re.compile("^Publier")).first.click()
    desk.get_by_text("Calanque Robotics est en ligne.").wait_for()


def test_a_listing_of_the_team_is_claimed_from_its_own_address(page_at: PageAt, site) -> None:
    startup = StartupFactory(name="Sonde Bleue", published=True, contact_email="contact@sonde-bleue.test")
    page = page_at(*PHONE)
    page.goto(startup.get_absolute_url())
    page.locator(f"a[href^='/reprendre/startup/{startup.slug}']").click()
    page.get_by_text("c•••").or_(page.get_by_text(re.compile(r"c\S*@s\S*\.test"))).first.wait_for()
    assert "contact@sonde-bleue.test" not in page.content()
    page.get_by_role("button", name="Envoyer le lien").click()
    mail = eventually(lambda: Mail.objects.filter(to="contact@sonde-bleue.test").first())
    page.goto(re.search(r"https?://\S+/reprendre/lien/\S+?/(?=\s)", mail.text).group())
    assert not Member.objects.filter(startup=startup).exists()
    page.get_by_label("nom", exact=False).first.fill("Nadia Ferrand")
    page.get_by_label("mot de passe", exact=False).first.fill("une-phrase-longue-et-sure-7")
    page.get_by_role("button", name="Créer mon compte et reprendre la fiche").click()
    page.wait_for_url("**/espace/**")
    member = Member.objects.get(startup=startup)
    assert (member.user.email, member.role) == ("contact@sonde-bleue.test", Member.Role.ADMIN)


def test_two_listings_are_merged_and_separated_again(page_at: PageAt, site) -> None:
    kept = StartupFactory(name="Vigie Marine", published=True, website="https://vigie.test", city="Marseille")
    gone = StartupFactory(name="Vigie Marine SAS", published=True, website="https://www.vigie.test", city="Marseille")
    page, visitor = page_at(*DESKTOP), page_at(*PHONE)
    sign_in(page, an_account(curator=True))
    page.goto("/equipe/doublons/")
    page.get_by_role("button", name="Chercher maintenant").click()
    page.goto(f"/equipe/doublons/{kept.pk}/{gone.pk}/")
    page.get_by_role("button", name="Fusionner dans Vigie Marine").click()
    page.get_by_role("button", name="Annuler la fusion").wait_for()
    visitor.goto(gone.get_absolute_url())
    assert visitor.url.endswith(kept.get_absolute_url())
    page.get_by_role("button", name="Annuler la fusion").click()
    eventually(lambda: Listing.objects.filter(pk=gone.pk, state=Listing.State.PUBLISHED).exists())
    visitor.goto(gone.get_absolute_url())
    assert visitor.url.endswith(gone.get_absolute_url())


def test_a_file_is_tried_its_errors_read_written_and_undone(page_at: PageAt, site) -> None:
    page = page_at(*DESKTOP)
    sign_in(page, an_account(curator=True))
    page.goto("/equipe/imports/")
    page.get_by_label("Que contient le fichier").select_option("startup")
    page.locator("input[type=file]").set_input_files(
        {"name": "startups.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.get_by_role("button", name="Lire les colonnes").click()
    page.get_by_role("button", name="Essayer à blanc").click()
    page.get_by_role("heading", name="Ce que l’import ferait").wait_for()
    page.get_by_text("SIREN incorrect").first.wait_for()
    assert not Startup.objects.exists()
    page.get_by_role("button", name="Importer 1 ligne").click()
    page.get_by_role("heading", name="Ce que l’import a fait").wait_for()
    assert Startup.objects.get().name == "Sonde Bleue"
    page.get_by_role("link", name="Annuler cet import").click()
    page.get_by_role("button", name="Annuler cet import").click()
    page.get_by_role("heading", name="Import annulé").wait_for()
    assert not Startup.objects.exists()

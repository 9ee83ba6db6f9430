"""A newcomer becomes a startup of the directory, with a need that rounds serve."""

import re

import pytest
from django.core import mail

from ecosystem.directory.models import Listing, Skill
from startups.models import Need, Startup
from tests.browser import DESKTOP
from tests.factories import SectorFactory, SkillFactory
from tests.journeys.steps import PageAt, an_account, sign_in
from tests.registers import KNOWN
from tests.workers import eventually

MOST_ACTIONS = 25
"""From the sign-up to the listing in the hands of the team."""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_sign_up_to_an_open_need(page_at: PageAt, site, settings) -> None:
    sector, topic = SectorFactory(name_fr="Robotique"), SkillFactory(name_fr="Trouver un distributeur")
    page = page_at(*DESKTOP)
    settings.SIREN_LOOKUP = "tests.registers.FakeRegistry"
    hands = Hands(page)
    she_signs_up_and_confirms(page, hands)
    startup = she_writes_her_listing(page, hands, sector.name_fr)
    visitor = page_at(*DESKTOP, expects=["404"])
    assert visitor.goto(startup.get_absolute_url()).status == 404

    the_team_publishes(page_at(*DESKTOP))
    assert visitor.goto(startup.get_absolute_url()).status == 200
    need = she_opens_a_need(page, topic)
    assert list(Need.objects.matchable(need.opened_at.date())) == [need]


class Hands:
    """A person's hands on a page: each thing that she types, ticks or presses counts as one action."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def types(self, label: str, text: str, **how) -> None:
        self.count += 1
        self.page.get_by_label(label, **how).first.fill(text)

    def ticks(self, label: str) -> None:
        self.count += 1
        self.page.get_by_label(label).first.check()

    def opens(self, locator) -> None:
        self.count += 1
        locator.click()

    def presses(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def goes_on(self, title: str) -> None:
        """Save a step, and find the next one open."""
        self.presses("Enregistrer et continuer")
        self.page.get_by_role("heading", name=title, level=1).wait_for()


def she_signs_up_and_confirms(page, hands: Hands) -> None:
    page.goto("/compte/inscription/")
    hands.types("Prénom", "Inès")
    hands.types("Nom", "Carbonel", exact=True)
    hands.types("Courriel professionnel", "ines@exemple.test")
    hands.ticks("J’ai lu")
    hands.presses("Recevoir mon code")
    page.get_by_role("heading", name="Entrez le code reçu").wait_for()
    message = eventually(lambda: mail.outbox and mail.outbox[0])
    assert message.to == ["ines@exemple.test"]
    hands.types("Code", re.search(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE).group())
    hands.presses("Confirmer mon adresse")
    page.wait_for_url("**/espace/fiche/**")


def she_writes_her_listing(page, hands: Hands, sector: str) -> Startup:
    """Her number fills the first step; what is typed is kept before any button, and the rest takes two screens."""
    hands.types("SIREN", KNOWN)
    hands.presses("Commencer ma fiche")
    page.get_by_text("Le registre a rempli").wait_for()
    startup = Startup.objects.get()
    assert (startup.name, startup.state) == ("Calanque Robotics", Listing.State.DRAFT)
    hands.goes_on("Que faites-vous")
    hands.types("En une phrase", "Des robots qui nettoient les coques.")
    page.locator("#id_description").press("Home")
    page.locator("#kept", has_text="Enregistré à").wait_for()
    startup.refresh_from_db()
    assert startup.tagline == "Des robots qui nettoient les coques."
    hands.types("Présentation", "Un robot, une heure, une coque propre.")
    hands.opens(page.locator("details", has=page.get_by_label(sector)).locator("summary").first)
    hands.ticks(sector)
    hands.count += 1
    page.locator("#id_stage").select_option("seed")
    hands.goes_on("De quoi avez-vous besoin")
    hands.opens(page.get_by_role("link", name="Relire et soumettre"))
    hands.presses("Envoyer à l’équipe")
    page.get_by_text("Votre fiche est envoyée.").wait_for()
    startup.refresh_from_db()
    assert startup.state == Listing.State.SUBMITTED
    assert hands.count < MOST_ACTIONS
    return startup


def the_team_publishes(page) -> None:
    sign_in(page, an_account(curator=True))
    page.goto("/equipe/relecture/")
    page.get_by_role("button", name=re.compile("^Publier")).first.click()
    page.get_by_text("Calanque Robotics est en ligne.").wait_for()


def she_opens_a_need(page, topic: Skill) -> Need:
    page.goto("/espace/besoins/nouveau/")
    page.get_by_role("button", name="Ouvrir ce besoin").click()
    page.locator(".error").first.wait_for()
    page.get_by_label("Votre besoin en une phrase").fill("Trouver un distributeur à Gênes")
    page.get_by_role("radio", name=topic.parent.name_fr).check()
    page.locator("#questions label", has_text=topic.name_fr).click()
    page.get_by_role("button", name="Ouvrir ce besoin").click()
    page.get_by_text("Votre besoin est ouvert.").wait_for()
    need = Need.objects.get()
    assert (need.state, need.title) == (Need.State.OPEN, "Trouver un distributeur à Gênes")
    return need

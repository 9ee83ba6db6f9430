"""A newcomer becomes a startup of the directory, with a need that rounds serve."""

import re

import pytest
from django.core import mail

from ecosystem.directory.models import Listing, Skill
from startups.models import Need, Startup
from tests.browser import DESKTOP
from tests.factories import SectorFactory, SkillFactory
from tests.journeys.steps import PageAt, an_account, sign_in
from tests.workers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_sign_up_to_an_open_need(page_at: PageAt, site) -> None:
    sector, topic = SectorFactory(name_fr="Robotique"), SkillFactory(name_fr="Trouver un distributeur")
    page = page_at(*DESKTOP)
    she_signs_up_and_confirms(page)
    startup = she_writes_her_listing(page, sector.name_fr)
    visitor = page_at(*DESKTOP, expects=["404"])
    assert visitor.goto(startup.get_absolute_url()).status == 404

    the_team_publishes(page_at(*DESKTOP))
    assert visitor.goto(startup.get_absolute_url()).status == 200
    need = she_opens_a_need(page, topic)
    assert list(Need.objects.matchable(need.opened_at.date())) == [need]


def she_signs_up_and_confirms(page) -> None:
    page.goto("/compte/inscription/")
    page.get_by_label("Prénom").fill("Inès")
    page.get_by_label("Nom", exact=True).fill("Carbonel")
    page.get_by_label("Courriel professionnel").fill("ines@exemple.test")
    page.get_by_label("J’ai lu").check()
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_role("heading", name="Entrez le code reçu").wait_for()
    message = eventually(lambda: mail.outbox and mail.outbox[0])
    assert message.to == ["ines@exemple.test"]
    page.get_by_label("Code").fill(re.search(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE).group())
    page.get_by_role("button", name="Confirmer mon adresse").click()
    page.wait_for_url("**/espace/fiche/**")


def she_writes_her_listing(page, sector: str) -> Startup:
    page.goto("/espace/")
    page.locator("main a[href='/espace/fiche/nouvelle/']").first.click()
    page.get_by_label("Nom de la startup ou du projet").fill("Calanque Robotics")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_text("Votre fiche est enregistrée en brouillon").wait_for()
    startup = Startup.objects.get()
    assert startup.state == Listing.State.DRAFT

    page.locator("#id_tagline").fill("Des robots qui nettoient les coques.")
    page.locator("#id_description").fill("Un robot, une heure, une coque propre.")
    page.locator("#id_city").fill("Marseille")
    page.locator("#id_stage").select_option("seed")
    box = page.get_by_label(sector)
    page.locator("details", has=box).first.evaluate("one => one.open = true")
    box.check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("Votre fiche est enregistrée.").wait_for()
    page.get_by_role("button", name=re.compile("Envoyer")).first.click()
    page.get_by_text("Votre fiche est envoyée.").wait_for()
    startup.refresh_from_db()
    assert startup.state == Listing.State.SUBMITTED
    return startup


def the_team_publishes(page) -> None:
    sign_in(page, an_account(curator=True))
    page.goto("/equipe/relecture/")
    page.get_by_role("article", name="Calanque Robotics").get_by_role("button", name="Publier").click()
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

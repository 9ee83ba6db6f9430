"""The main job: a curator computes and publishes a round, a mentor and a startup say yes, contacts appear."""

import re

import pytest
from django.db.models import F

from ecosystem.core.models import Mail
from ecosystem.matching.models import Proposal, Round
from ecosystem.matching.tasks import watch_sendings
from tests.browser import DESKTOP, PHONE, assert_fits
from tests.ecosystem.matching.season import season
from tests.factories import NeedFactory
from tests.journeys.steps import PageAt, an_account, answer_link, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_from_a_round_to_the_contacts_with_a_real_worker(
    page_at: PageAt, site, redis_broker, celery_worker_process
) -> None:
    """The weights are refused once, the round computed by a worker and read, the mails opened on a phone."""
    season(needs=2, mentors=3)
    alone = NeedFactory(opened=True, title="Un sujet que personne ne connaît")
    celery_worker_process(SITE_URL=site.url)

    round_ = the_curator_computes(page_at(*DESKTOP))
    assert Mail.objects.count() == 0, "nothing leaves before it is published"
    page = the_curator_reads(page_at, round_, alone.title)
    the_curator_compares(page, round_)
    the_curator_publishes(page, round_)

    proposal = round_.proposals.chosen().order_by("-score", "pk").first()
    mentor_page = the_mentor_says_yes(page_at(*PHONE), proposal)
    founder_page = the_startup_says_yes(page_at(*PHONE), proposal)
    both_read_the_contacts(mentor_page, founder_page, proposal)


def the_curator_computes(page) -> Round:
    curator = an_account(curator=True)
    sign_in(page, curator)
    page.get_by_role("link", name="Nouvelle tournée").first.click()
    page.get_by_label("Titre").fill("Tournée de décembre")
    page.locator("label.pick", has_text="Mentors").click()
    page.get_by_role("button", name="Créer et régler").click()
    page.wait_for_url("**/criteres/")
    round_ = Round.objects.get()
    weights = round_.weights

    page.get_by_label("Titre").fill("Tournée de Noël")
    page.locator("#id_weight_sector").fill(str(weights["sector"] + 7))
    assert page.locator("#total").text_content() == "100", "the others give way"
    page.get_by_role("button", name="Calculer").click()
    page.wait_for_url("**/propositions/")
    round_.refresh_from_db()
    assert (round_.title, round_.state, round_.created_by) == ("Tournée de Noël", Round.State.READY, curator)
    assert (round_.weight_sector, sum(round_.weights.values())) == (weights["sector"] + 7, 100)
    return round_


def the_curator_reads(page_at: PageAt, round_: Round, alone: str):
    page = page_at(*DESKTOP, user=round_.created_by)
    page.goto(f"/equipe/tournees/{round_.pk}/")
    best = round_.proposals.chosen().order_by("-score", "pk").first()
    pair = page.locator("#paire")
    pair.get_by_text(best.person.name).first.wait_for()
    assert pair.locator("q").count() > 0, "the parts of the score are explained by quotes"
    unserved = page.get_by_role("region", name="Sans assez de monde")
    assert alone in unserved.inner_text()
    assert "sujet inconnu du mentor" in unserved.inner_text()
    page.get_by_text("optimum prouvé").first.wait_for()
    return page


def the_curator_compares(page, round_: Round) -> None:
    """Another setting of the same round, computed by the worker and read beside it; the first one is kept."""
    page.goto(f"/equipe/tournees/{round_.pk}/comparer/")
    page.get_by_role("link", name="Dupliquer ce réglage").click()
    page.get_by_label("Titre du scénario").fill("Le marché d’abord")
    page.get_by_role("button", name="Copier et régler").click()
    page.wait_for_url("**/criteres/")
    scenario = Round.objects.get(title="Le marché d’abord")
    page.locator("#id_weight_market").fill(str(scenario.weight_market + 20))
    page.get_by_role("button", name="Calculer").click()
    page.wait_for_url("**/propositions/")
    page.goto(f"/equipe/tournees/{round_.pk}/comparer/?avec={scenario.pk}")
    page.get_by_role("heading", name="Deux façons de servir les mêmes besoins").wait_for()
    for title in (round_.title, scenario.title):
        page.get_by_role("article", name=title).wait_for()
    page.get_by_role("button", name=f"Retenir ce scénario : {round_.title}").click()
    page.get_by_text("pourra être envoyé").wait_for()
    assert Round.objects.get(adopted=True) == round_
    page.goto(f"/equipe/tournees/{round_.pk}/propositions/")


def the_curator_publishes(page, round_: Round) -> None:
    page.get_by_role("link", name="Préparer l’envoi").click()
    page.get_by_role("button", name="Valider aussi les 2 autres").click()
    page.get_by_role("heading", name=re.compile("Envoyer 2 propositions")).wait_for()
    page.get_by_role("button", name="Envoyer 2 validées").click()
    page.get_by_role("button", name="Annuler l’envoi").wait_for()
    assert Mail.objects.count() == 0, "it can still be undone"
    round_.sendings.update(leaves_at=F("confirmed_at"))
    watch_sendings()
    page.reload()
    page.get_by_text("Tout ce qui était validé est parti.").wait_for()
    round_.refresh_from_db()
    assert round_.state == Round.State.PUBLISHED


def the_mentor_says_yes(page, proposal: Proposal):
    """Without signing in, on a phone: she reads the need, the score, its parts and quotes, and only then the button."""
    page.goto(answer_link(proposal.mentor.user.email))
    assert_fits(page)
    read = page.locator("main").inner_text()
    assert proposal.need.title in read
    assert proposal.need.startup.name in read
    assert page.locator(".reasons, .reason").count() or page.locator("q").count()
    assert page.locator("main q").count() > 0
    assert_no_contact(page, proposal)
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("Vous avez dit oui le").wait_for()
    assert_no_contact(page, proposal)
    return page


def the_startup_says_yes(page, proposal: Proposal):
    founder = proposal.need.startup.members.get().user
    page.goto(answer_link(founder.email))
    page.get_by_text(f"{proposal.mentor.name} a dit oui.").wait_for()
    assert_no_contact(page, proposal)
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("Vous avez dit oui tous les deux.").wait_for()
    return page


def assert_no_contact(page, proposal: Proposal) -> None:
    for secret in contacts_of(proposal):
        assert secret not in page.content()


def contacts_of(proposal: Proposal) -> list[str]:
    startup, mentor = proposal.need.startup, proposal.mentor
    return [mentor.user.email, startup.contact_email, startup.members.get().user.email, startup.contact_phone]


def both_read_the_contacts(mentor_page, founder_page, proposal: Proposal) -> None:
    hers, theirs = contacts_of(proposal)[0], contacts_of(proposal)[1:3]
    mentor_page.reload()
    for secret in theirs:
        mentor_page.get_by_role("link", name=secret).wait_for()
    founder_page.get_by_role("link", name=hers).wait_for()
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.ACCEPTED
    assert proposal.engagement.mentor == proposal.mentor
    assert proposal.mentor.__class__.objects.get(pk=proposal.mentor_id).taken_count == 1

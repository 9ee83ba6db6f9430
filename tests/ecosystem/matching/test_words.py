"""Evidence in words, for each side, and the mails that carry it."""

import pytest

from ecosystem.core.models import Mail
from ecosystem.matching.actions.answers import accept_proposal, decline_proposal
from ecosystem.matching.actions.mails import announce_round
from ecosystem.matching.models import Proposal
from ecosystem.matching.words import SENTENCES, Names, reasons
from tests.factories import FunderFactory, MemberFactory, SectorFactory, SkillFactory
from tests.factories.matching import ProposalFactory

pytestmark = pytest.mark.django_db


def told(evidence, side=Proposal.Side.PERSON, **fields):
    proposal = ProposalFactory(evidence=evidence, **fields)
    return {reason.part: str(reason.label) for reason in reasons(proposal, side, Names.of([proposal]))}


def test_the_person_and_the_startup_read_different_sentences():
    SkillFactory(slug="export-allemagne", name_fr="Export Allemagne")
    evidence = {"expertise": {"code": "skill_exact", "refs": ["export-allemagne"]}}
    assert told(evidence)["expertise"] == "Vous maîtrisez ce sujet : Export Allemagne"
    assert told(evidence, Proposal.Side.STARTUP)["expertise"] == "Maîtrise ce sujet : Export Allemagne"


def test_what_was_not_stated_is_marked_and_earns_nothing():
    proposal = ProposalFactory(evidence={"market": {"code": "not_stated", "refs": []}})
    market = reasons(proposal, Proposal.Side.PERSON, Names())[2]
    assert (market.missing, market.points, str(market.label)) == (True, 0.0, "Marchés visés")


@pytest.mark.parametrize("code", sorted(SENTENCES))
@pytest.mark.parametrize("side", Proposal.Side.values)
def test_every_code_has_a_sentence_even_when_its_references_have_gone(code, side):
    evidence = {part: {"code": code, "refs": ["gone"], "count": 2} for part in ("sector", "stage", "ticket", "place")}
    for sentence in told(evidence, side, to_funder=True).values():
        assert sentence
        assert "%(" not in sentence
        assert not sentence.endswith((": ", ":", "dont "))


def test_a_funders_deals_are_named_and_counted():
    evidence = {
        "sector": {"code": "deals_in_sector", "refs": ["Cabestan", "Alidade"], "count": 4, "total": 9},
        "activity": {"code": "active_recently", "refs": ["Cabestan"], "count": 1, "total": 9},
    }
    found = told(evidence, Proposal.Side.STARTUP, to_funder=True)
    assert found["sector"] == "A financé 4 entreprises de ce secteur, dont Cabestan, Alidade"
    assert found["activity"] == "A financé 1 entreprise depuis un an : Cabestan"


def test_a_company_is_named_once_however_often_it_stands_in_the_evidence():
    refs = ["Acme", "Acme", "Bôme", "Acme", "Cotre"]
    found = told({"sector": {"code": "deals_in_sector", "refs": refs, "count": 3}}, to_funder=True)
    assert found["sector"] == "Vous avez financé 3 entreprises de ce secteur, dont Acme, Bôme, Cotre"


@pytest.mark.parametrize("evidence", [None, [], {"sector": "x"}, {"sector": {"code": "unheard_of"}}])
def test_evidence_that_says_nothing_shows_the_name_of_the_part(evidence):
    assert told(evidence if evidence is not None else {})["sector"] == "Secteur"


def test_names_ask_two_queries_for_any_number_of_proposals(django_assert_num_queries):
    SectorFactory(slug="ports")
    evidence = {
        "expertise": {"code": "skill_exact", "refs": ["export"]},
        "sector": {"code": "sector_exact", "refs": ["ports"]},
    }
    proposals = [ProposalFactory(evidence=evidence) for _ in range(3)]
    with django_assert_num_queries(2):
        names = Names.of(proposals)
    assert "ports" in names.sectors


def test_one_mail_carries_every_proposal_of_a_person_with_its_own_link():
    first = ProposalFactory(sent=True, team_word="Ils vont vite & bien.")
    second = ProposalFactory(sent=True, mentor=first.mentor, round=first.round)
    announce_round(first.round_id)
    mail = Mail.objects.get()
    assert mail.subject == "2 startups cherchent quelqu’un comme vous"
    for proposal in (first, second):
        assert proposal.need.startup.name in mail.text
        assert proposal.need.title in mail.html
    assert mail.text.count("/reponse/") == mail.html.count("/reponse/") == 2
    assert "Ils vont vite & bien." in mail.text
    assert "Ils vont vite &amp; bien." in mail.html
    assert first.mentor.contact_email not in mail.text


def test_each_event_has_its_mail_in_text_and_in_html():
    proposal = ProposalFactory(sent=True)
    MemberFactory(startup=proposal.need.startup)
    accept_proposal(proposal, side=Proposal.Side.PERSON)
    accept_proposal(proposal, side=Proposal.Side.STARTUP)
    other = ProposalFactory(promised=True)
    decline_proposal(other, side=Proposal.Side.STARTUP, reason="other")
    written = Mail.objects.values_list("template", flat=True)
    told = {"startup_asked", "introduction", "declined_by_startup", "requester_end"}
    assert {name.rpartition("/")[2] for name in written} == told
    for mail in Mail.objects.all():
        assert mail.subject
        assert mail.text.strip()
        assert "<html" in mail.html
        assert "{{" not in mail.text + mail.html


def test_the_partners_who_finance_alike_are_named_while_they_are_published():
    published, hidden = FunderFactory(name="Cap Horn", published=True), FunderFactory(name="Retiré")
    evidence = {"circle": {"code": "partners_alike", "refs": [str(published.pk), str(hidden.pk)], "count": 2}}
    found = told(evidence, Proposal.Side.STARTUP, to_funder=True)
    assert found["circle"] == "2 de ses cofinanceurs financent ce genre d’entreprise, dont Cap Horn"
    evidence["circle"] |= {"refs": [str(published.pk)], "count": 1}
    assert told(evidence, to_funder=True)["circle"].startswith("Cap Horn, avec qui vous avez cofinancé")


def test_languages_and_words_in_common_are_told():
    evidence = {
        "language": {"code": "languages", "refs": ["fr", "en"], "count": 2, "total": 3},
        "text": {"code": "words", "refs": [], "count": 3, "quote": "J’ai vendu aux ports.", "quote_language": "fr"},
    }
    found = told(evidence, Proposal.Side.STARTUP)
    assert found["language"] == "Parle ces langues : Français, Anglais"
    assert found["text"] == "Son profil reprend 3 mots du besoin"

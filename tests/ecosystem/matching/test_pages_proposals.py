"""The review of a round: the matrix, the pair in hand, the team's word, and setting aside."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from ecosystem.matching.models import Proposal, UnservedNeed
from mentors.models import Mentor
from tests.ecosystem.matching.season import computed, season
from tests.factories import MentorFactory, NeedFactory, SectorFactory, StartupFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db

EVIDENCE = {
    "expertise": {"code": "none", "refs": []},
    "sector": {"code": "sector_exact", "refs": ["ports"], "quote": "J’ai tenu un quai.", "quote_language": "fr"},
    "market": {"code": "markets", "refs": ["DE", "IT"], "count": 2, "total": 2},
    "stage": {"code": "stage_accepted", "refs": ["seed"], "quote": "Early days suit me.", "quote_language": "en"},
    "availability": {"code": "not_stated", "refs": []},
}


def at(name, *args):
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def curator(client):
    user = UserFactory(curator=True)
    client.force_login(user)
    return user


@pytest.fixture
def pair():
    SectorFactory(slug="ports", name_fr="Ports", name_en="Harbours")
    mentor = MentorFactory(published=True, name="Nadia Belkacem")
    need = NeedFactory(opened=True, title="Un distributeur", startup=StartupFactory(published=True, name="Calanque"))
    within = {"points_sector": 1_500, "points_stage": 1_200, "points_market": 800}
    return ProposalFactory(need=need, mentor=mentor, evidence=EVIDENCE, **within)


def test_the_matrix_says_pair_score_and_state_and_scores_what_the_round_did_not_keep(client, curator, pair):
    alternate = ProposalFactory(round=pair.round, need=pair.need, rank=2, score=6_000, points_sector=4_500)
    ProposalFactory(round=pair.round, need=NeedFactory(opened=True), reviewed_at=timezone.now())
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, "Calanque, Un distributeur, Nadia Belkacem, 35, Proposée")
    assertContains(page, f"{alternate.mentor.name}, 60, Remplaçant, rang 2")
    assertContains(page, 'class="cell q3 "')
    assertContains(page, 'class="cell q1 proposed"', count=1)
    assertContains(page, 'class="cell q1 kept"', count=1)
    assertContains(page, 'class="cell q', count=6)
    assertContains(page, '<th scope="col"><span class="v">', count=3)
    assertContains(page, '<th scope="row"><span class="row', count=2)


def test_a_pair_that_a_rule_excludes_is_hatched_and_says_which(client, curator):
    made = season(needs=2, mentors=3)
    made.mentors[0].refused_sectors.set(made.needs[0].startup.sectors.all())
    round_ = computed(min_score=0, alternates_count=1)
    page = client.get(at("proposals", round_.pk))
    barred = [one for _need, row in page.context["board"].rows for one in row if one.is_barred]
    assert all(one.why_not and one.shown == "·" for one in barred)
    here = {"besoin": made.needs[0].pk, "personne": made.mentors[0].pk}
    panel = client.get(at("proposals", round_.pk), here)
    assertContains(panel, "Cette paire ne peut pas être choisie")
    assertNotContains(panel, "Proposer cette personne")


def test_columns_tell_the_places_that_validated_pairs_would_take(client, curator, pair):
    Mentor.objects.filter(pk=pair.mentor_id).update(capacity=3, taken_count=1)
    assertContains(client.get(at("proposals", pair.round_id)), "1 prises sur 3")
    client.post(at("validate", pair.round_id, pair.pk))
    assertContains(client.get(at("proposals", pair.round_id)), "2 prises sur 3")


def test_the_figures_count_needs_people_and_what_is_left(client, curator, pair):
    other = ProposalFactory(round=pair.round, mentor=pair.mentor, score=5_000, points_sector=3_500)
    ProposalFactory(round=pair.round, need=other.need, rank=1)
    ProposalFactory(round=pair.round, state="withdrawn")
    UnservedNeed.objects.create(round=pair.round, need=NeedFactory(opened=True), reason="no_people")
    figures = client.get(at("proposals", pair.round_id)).context["figures"]
    assert (figures.needs, figures.served, figures.without, figures.people) == (4, 2, 2, 1)
    assert figures.median == 42.5


@pytest.mark.parametrize("view", ["matrice", "cartes", "liste"])
def test_more_proposals_ask_no_more_queries(client, curator, pair, view, django_assert_num_queries):
    address = at("proposals", pair.round_id) + f"?vue={view}"
    ProposalFactory(round=pair.round, need=pair.need, rank=1)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for _ in range(3):
        ProposalFactory(round=pair.round, evidence=EVIDENCE)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_the_matrix_is_paged_by_15_needs_and_a_pairs_address_finds_its_page(client, curator):
    round_ = RoundFactory(ready=True)
    mentor = MentorFactory(published=True)
    startup = StartupFactory(published=True)
    pairs = [
        ProposalFactory(round=round_, mentor=mentor, need=NeedFactory(opened=True, startup=startup)) for _ in range(17)
    ]
    page = client.get(at("proposals", round_.pk))
    assertContains(page, 'class="cell', count=15)
    last = client.get(at("proposals", round_.pk), {"besoin": pairs[-1].need_id, "personne": mentor.pk})
    assertContains(last, 'class="cell', count=2)
    assert last.context["pair"].proposal == pairs[-1]


def test_the_pair_in_hand_says_why_with_points_words_and_quotes(client, curator, pair):
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, "Connaît ce secteur : Ports")
    assertContains(page, "<q>J’ai tenu un quai.</q>")
    assertContains(page, '<q><span lang="en">Early days suit me.</span></q>')
    assertContains(page, "Connaît ces marchés : Allemagne, Italie")
    assertContains(page, "15 / 15")
    assertContains(page, "12 / 12")
    assertContains(page, "non renseigné")
    assertNotContains(page, "Vous connaissez")


def test_the_pair_in_hand_names_what_else_its_person_is_proposed_and_who_comes_next(client, curator, pair):
    other = ProposalFactory(round=pair.round, mentor=pair.mentor)
    alternate = ProposalFactory(round=pair.round, need=pair.need, rank=1)
    page = client.get(at("proposals", pair.round_id), {"besoin": pair.need_id, "personne": pair.mentor_id})
    assertContains(page, "Aussi proposé à")
    assertContains(page, other.need.startup.name)
    assertContains(page, "Remplaçant, rang 1")
    assertContains(page, alternate.mentor.name)


@pytest.mark.parametrize("query", ["calanque", "DISTRIBUTEUR", "nadia bel"])
def test_the_review_is_searched_by_startup_need_or_person(client, curator, pair, query):
    ProposalFactory(round=pair.round)
    page = client.get(at("proposals", pair.round_id), {"q": query})
    assertContains(page, '<th scope="row"><span class="row', count=1)
    assertContains(client.get(at("proposals", pair.round_id), {"q": "zzz"}), "Rien ne correspond")


@pytest.mark.parametrize("text", ["abc", "-1", "9" * 30, "²", ""])
def test_an_address_with_nonsense_shows_the_first_page(client, curator, pair, text):
    page = client.get(at("proposals", pair.round_id), {"besoin": text, "personne": text, "page": text, "vue": text})
    assert page.status_code == 200


def test_the_certificate_says_whether_the_optimum_is_proven(client, curator, pair):
    assertContains(client.get(at("proposals", pair.round_id)), "pas de certificat")
    round_ = pair.round
    round_.objective = round_.dual_bound = 668_900
    round_.input_digest = "9f3c71ae04d2b8e6" * 4
    round_.save()
    page = client.get(at("proposals", round_.pk))
    assertContains(page, "Écart 0\N{NO-BREAK SPACE}: optimum prouvé")
    assertContains(page, "9f3c71ae04d2</code>")
    round_.dual_bound += 125
    round_.save()
    assertContains(client.get(at("proposals", round_.pk)), "Écart de 1,25 point")


@pytest.mark.parametrize(
    ("reason", "facts", "words"),
    [
        ("no_people", {}, "Aucun mentor n’est publié"),
        ("rules", {"excluded": {"full": 3, "conflict": 12}}, "conflit d’intérêts (12), sans place libre (3)"),
        ("rules", {}, "écartent tout le monde"),
        ("no_topic", {}, "ne nomme aucun sujet"),
        ("below_minimum", {"best_score": 1_850}, "Personne n’atteint le score minimal"),
        ("few_candidates", {"kept": 1}, "Une seule personne convient"),
        ("few_candidates", {"kept": 2}, "2\N{NO-BREAK SPACE}personnes seulement conviennent"),
        ("others_preferred", {}, "servent mieux d’autres besoins"),
        ("something_new", {}, "Personne ne convient"),
    ],
)  # fmt: skip
def test_a_need_without_anyone_says_why(client, curator, pair, reason, facts, words):
    need = NeedFactory(opened=True)
    UnservedNeed.objects.create(round=pair.round, need=need, reason=reason, facts=facts)
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, need.startup.name)
    assertContains(page, words)


def test_a_need_that_others_won_names_the_person_and_where_she_goes(client, curator, pair):
    facts = {"best_person": pair.mentor_id, "best_score": 7_420, "preferred": [pair.need_id]}
    UnservedNeed.objects.create(round=pair.round, need=NeedFactory(opened=True), reason="others_preferred", facts=facts)
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, "Nadia Belkacem convenait (74,2)")
    assertContains(page, "servent mieux\N{NO-BREAK SPACE}: Calanque")


def test_a_long_list_of_needs_without_anyone_is_cut_and_one_link_shows_the_rest(client, curator, pair):
    startup = StartupFactory(published=True)
    for _ in range(22):
        need = NeedFactory(opened=True, startup=startup)
        UnservedNeed.objects.create(round=pair.round, need=need, reason="no_people")
    page = client.get(at("proposals", pair.round_id))
    assert len(page.context["unserved"]) == 20
    assertContains(page, "Voir les 2 autres besoins")
    whole = client.get(at("proposals", pair.round_id) + page.context["all_unserved_url"].removesuffix("#sans"))
    assert len(whole.context["unserved"]) == 22


def test_the_teams_word_is_kept_while_nobody_has_seen_the_pair(client, curator, pair):
    address = at("word", pair.round_id, pair.pk)
    assertContains(client.post(address, {"word": "Elle connaît ce port."}, follow=True), "Elle connaît ce port.")
    assertContains(client.post(address, {"word": "x" * 501}, follow=True), "500")
    pair.refresh_from_db()
    assert pair.team_word == "Elle connaît ce port."
    sent = ProposalFactory(sent=True)
    page = client.post(at("word", sent.round_id, sent.pk), {"word": "Trop tard"}, follow=True)
    assertContains(page, "Ce changement d’état n’est pas possible")


def test_a_pair_is_set_aside_after_a_question_and_once(client, curator, pair):
    address = at("withdraw", pair.round_id, pair.pk)
    assertContains(client.get(address), "Écarter cette proposition ?")
    assert Proposal.objects.get().state == "drafted"
    assertContains(client.post(address, {"reason": "Trop loin"}, follow=True), "Proposition écartée")
    assertContains(client.post(address, {"reason": ""}, follow=True), "Ce changement d’état n’est pas possible")
    assert pair.moves.get().reason == "Trop loin"


def test_a_pair_whose_mail_left_is_taken_back_quietly_with_what_becomes_of_its_place(client, curator):
    asked, promised = ProposalFactory(sent=True), ProposalFactory(promised=True)
    page = client.get(at("withdraw", asked.round_id, asked.pk))
    assertContains(page, "Retirer cette proposition ?")
    assertContains(page, "aucune place n’est retenue")
    assertNotContains(page, "btn danger")
    assertContains(client.get(at("withdraw", promised.round_id, promised.pk)), "sa place redevient libre aussitôt")
    done = client.post(at("withdraw", asked.round_id, asked.pk), {"reason": ""}, follow=True)
    assertContains(done, "Proposition retirée.")


def test_an_address_that_names_no_view_shows_the_matrix_to_wide_screens_and_cards_to_narrow_ones(client, curator, pair):
    page = client.get(at("proposals", pair.round_id))
    assertContains(page, 'class="matrix"')
    assertContains(page, 'class="proposals"')
    assertNotContains(client.get(at("proposals", pair.round_id) + "?vue=matrice"), 'class="proposals"')


def test_a_pair_of_another_round_does_not_exist(client, curator, pair):
    other = RoundFactory(ready=True)
    assert client.get(at("withdraw", other.pk, pair.pk)).status_code == 404
    assert client.post(at("word", other.pk, pair.pk), {"word": "x"}).status_code == 404


def test_words_and_setting_aside_are_the_teams_alone(client, pair):
    client.force_login(pair.mentor.user)
    assert client.post(at("word", pair.round_id, pair.pk), {"word": "Moi"}).status_code == 404
    assert client.post(at("withdraw", pair.round_id, pair.pk)).status_code == 404
    assert Proposal.objects.get().state == "drafted"


def test_a_word_and_setting_aside_come_back_to_the_view_they_left(client, curator, pair):
    word, aside = at("word", pair.round_id, pair.pk), at("withdraw", pair.round_id, pair.pk)
    page = client.get(at("proposals", pair.round_id), {"vue": "liste"}).content.decode()
    assert page.count('name="vue" value="liste"') >= 2
    assert f'href="{aside}?vue=liste"' in page
    for address in (word, aside):
        response = client.post(address, {"word": "Oui.", "reason": "", "vue": "liste"})
        assert response["Location"].startswith(f"{at('proposals', pair.round_id)}?vue=liste&")
    assert "vue" not in client.post(word, {"word": "Oui.", "vue": "<script>"})["Location"]

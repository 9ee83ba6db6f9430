"""The team reads needs, oldest first; it keeps them, or returns them with one typed reply."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ecosystem.core.models import Mail
from startups.actions import review_need, update_need
from startups.errors import NeedAlreadyReturned, NeedNotRead
from startups.models import Need, NeedReview
from tests.factories import NeedFactory, SkillFactory, StartupFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = "/equipe/besoins/"
RETURNS = [verdict for verdict in NeedReview.Verdict.values if verdict != "kept"]


@pytest.fixture
def as_curator(client: Client) -> Client:
    client.force_login(UserFactory(curator=True))
    return client


def need_of(**more: Any) -> Need:
    startup = StartupFactory(published=True, admin=UserFactory(email="ines@exemple.test", full_name="Inès Vidal"))
    return NeedFactory(startup=startup, opened=True, title="Un distributeur en Allemagne", **more)


def titles(response: Any) -> list[str]:
    return [need.title for need in response.context["page"]]


def test_whoever_waits_for_longest_is_read_first(as_curator: Client) -> None:
    now = timezone.now()
    for days, title in ((3, "le deuxième"), (9, "le premier"), (1, "le troisième")):
        NeedFactory(title=title, state="open", opened_at=now - timedelta(days=days))
    NeedFactory(title="déjà gardé", opened=True, review="kept")
    NeedFactory(title="un brouillon")
    assert titles(as_curator.get(DESK)) == ["le premier", "le deuxième", "le troisième"]


def test_the_desk_is_filtered_by_its_address(as_curator: Client) -> None:
    family = SkillFactory(root=True)
    NeedFactory(title="export", opened=True, topic=SkillFactory(parent=family))
    NeedFactory(title="levée", opened=True, funding=True)
    NeedFactory(title="rendu", opened=True, review="returned")
    assert titles(as_curator.get(DESK, {"sujet": family.pk})) == ["export"]
    assert titles(as_curator.get(DESK, {"pour": "financeurs"})) == ["levée"]
    assert titles(as_curator.get(DESK, {"etat": "rendus"})) == ["rendu"]
    assert titles(as_curator.get(DESK, {"q": "LEV"})) == ["levée"]
    assert len(titles(as_curator.get(DESK, {"etat": "n’importe", "sujet": "abc"}))) == 2


def test_the_rail_counts_what_waits(as_curator: Client) -> None:
    need_of()
    page = as_curator.get(DESK).content.decode()
    assert "1 besoin attend d’être lu" in page


def test_the_desk_asks_the_same_number_of_questions_for_one_or_many(
    as_curator: Client, django_assert_max_num_queries: Any
) -> None:
    NeedFactory(opened=True)
    as_curator.get(DESK)
    with django_assert_max_num_queries(100) as one:
        as_curator.get(DESK)
    NeedFactory.create_batch(3, opened=True)
    with django_assert_max_num_queries(len(one)):
        as_curator.get(DESK)


def test_a_need_is_kept_with_one_click_and_leaves_the_desk(as_curator: Client) -> None:
    need = need_of()
    for _ in range(2):
        as_curator.post(f"{DESK}{need.pk}/garder/")
    need.refresh_from_db()
    assert need.review == "kept"
    assert not Need.objects.to_triage().exists()
    assert not Mail.objects.exists()
    assert Need.objects.matchable(timezone.localdate()).get() == need


@pytest.mark.parametrize("verdict", RETURNS)
def test_each_reason_writes_its_own_mail_once(as_curator: Client, verdict: str) -> None:
    need = need_of()
    said = {"verdict": verdict, "words": "Dites quel port.", "elsewhere": "La permanence export"}
    for _ in range(2):
        as_curator.post(f"{DESK}{need.pk}/", said)
    mail = Mail.objects.get()
    assert (mail.template, mail.to) == (f"startups/mails/returned_{verdict}", "ines@exemple.test")
    assert mail.reader == need.startup.members.get().user
    assert mail.about == f"startups.need:{need.pk}"
    for part in ("Bonjour Inès", "Un distributeur en Allemagne", "Dites quel port.", "La permanence export"):
        assert part in mail.text
    assert f"/espace/besoins/{need.pk}/" in mail.text


def test_the_reasons_do_not_say_the_same() -> None:
    said = set()
    for verdict in RETURNS:
        need = (
            need_of()
            if not Need.objects.exists()
            else NeedFactory(startup=Need.objects.all()[0].startup, opened=True, title="Un distributeur en Allemagne")
        )
        review_need(need, verdict=verdict, by=UserFactory(curator=True))
        said.add(Mail.objects.latest("pk").subject)
    assert len(said) == len(RETURNS)


def test_a_returned_need_is_out_of_rounds_and_off_line_until_it_is_edited() -> None:
    need, today = need_of(), timezone.localdate()
    review_need(need, verdict="too_vague", by=UserFactory(curator=True))
    assert not Need.objects.matchable(today).exists()
    assert not Need.objects.public().exists()
    update_need(need, by=UserFactory(), details="Hambourg, deux références, avant juin.")
    assert Need.objects.matchable(today).get() == need
    review_need(need, verdict="not_yet", by=UserFactory(curator=True))
    assert Mail.objects.count() == 2


def test_a_need_is_not_returned_twice_nor_once_it_is_over() -> None:
    need, by = need_of(), UserFactory(curator=True)
    review_need(need, verdict="too_vague", by=by)
    with pytest.raises(NeedAlreadyReturned):
        review_need(need, verdict="not_yet", by=by)
    with pytest.raises(NeedNotRead):
        review_need(NeedFactory(state="closed", closed_at=timezone.now()), verdict="kept", by=by)
    assert NeedReview.objects.count() == 1


def test_a_reply_without_a_reason_is_refused_and_nothing_is_lost(as_curator: Client) -> None:
    need = need_of()
    page = as_curator.post(f"{DESK}{need.pk}/", {"words": "Dites quel port."}).content.decode()
    assert "Choisissez une raison" in page
    assert "Dites quel port." in page
    assert not Mail.objects.exists()


def test_the_startup_reads_the_reply_on_the_page_of_its_need(client: Client) -> None:
    need = need_of()
    review_need(need, verdict="too_vague", words="Dites quel port.", by=UserFactory(curator=True))
    person = need.startup.members.get().user
    assert person is not None
    client.force_login(person)
    page = client.get(f"/espace/besoins/{need.pk}/").content.decode()
    assert "L’équipe vous rend ce besoin : trop vague." in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Dites quel port." in page


def test_a_startup_without_an_account_is_written_to_at_its_address() -> None:
    need = NeedFactory(opened=True, startup=StartupFactory(published=True, contact_email="contact@exemple.test"))
    review_need(need, verdict="duplicate", by=UserFactory(curator=True))
    assert (Mail.objects.get().to, Mail.objects.get().reader) == ("contact@exemple.test", None)

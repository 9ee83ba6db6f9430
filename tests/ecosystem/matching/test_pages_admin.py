"""The back office reads rounds and proposals, and never moves them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from ecosystem.matching.models import ProposalMove, RoundMove, UnservedNeed
from tests.factories import NeedFactory, RoundChunkFactory, RoundInputsFactory, UserFactory
from tests.factories.matching import ProposalFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = UserFactory(admin=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", ["round", "proposal", "unservedneed"])
def test_each_list_is_searched_and_shows_its_rows(client, admin, model):
    proposal = ProposalFactory()
    UnservedNeed.objects.create(round=proposal.round, need=NeedFactory(opened=True), reason="rules")
    page = client.get(reverse(f"admin:matching_{model}_changelist"), {"q": ""})
    assertContains(page, "1 ")
    assert page.context["cl"].result_count == 1
    assert client.get(reverse(f"admin:matching_{model}_changelist"), {"q": "rien"}).context["cl"].result_count == 0


def test_the_bytes_of_a_round_are_never_shown(client, admin):
    inputs, chunk = RoundInputsFactory(digest="ab" * 32), RoundChunkFactory(data=b"bytes", done_at=timezone.now())
    for row in (inputs, chunk):
        name = row._meta.model_name
        assertContains(client.get(reverse(f"admin:matching_{name}_changelist")), str(row.round))
        page = client.get(reverse(f"admin:matching_{name}_change", args=[row.pk]))
        assert page.status_code == 200
        assert "data" not in page.context["adminform"].form.fields
        assert b"field-data" not in page.content
        assert client.post(reverse(f"admin:matching_{name}_delete", args=[row.pk])).status_code == 403


def test_a_proposal_is_read_with_its_moves_and_cannot_be_changed(client, admin):
    proposal = ProposalFactory()
    ProposalMove.objects.create(proposal=proposal, from_state="drafted", to_state="sent", reason="Envoyée à la main")
    address = reverse("admin:matching_proposal_change", args=[proposal.pk])
    assertContains(client.get(address), "Envoyée à la main")
    assert client.post(address, {"state": "accepted"}).status_code == 403
    assert client.post(reverse("admin:matching_proposal_delete", args=[proposal.pk])).status_code == 403
    assert client.get(reverse("admin:matching_proposal_add")).status_code == 403


def test_only_a_drafts_settings_can_be_mended_and_never_its_state(client, admin):
    draft, ready = RoundFactory(), RoundFactory(ready=True)
    RoundMove.objects.create(round=ready, from_state="computing", to_state="ready")
    assertContains(client.get(reverse("admin:matching_round_change", args=[draft.pk])), 'name="weight_sector"')
    page = client.get(reverse("admin:matching_round_change", args=[ready.pk]))
    assert b'name="weight_sector"' not in page.content
    assert client.post(reverse("admin:matching_round_change", args=[ready.pk]), {}).status_code == 403

"""What follows two yeses, in the back office: it ends by its actions, and never disappears."""

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.engagements.models import Engagement, Introduction
from tests.factories import EngagementFactory, IntroductionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.undefined_variables_allowed]


@pytest.mark.parametrize("factory", [EngagementFactory, IntroductionFactory])
def test_what_two_people_agreed_is_not_deleted(client: Client, factory: type[EngagementFactory]) -> None:
    """Deleted, an engagement would keep its mentor's place for ever."""
    row = factory()
    client.force_login(UserFactory(admin=True))
    office = f"admin:engagements_{row._meta.model_name}"
    assert client.post(reverse(f"{office}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"{office}_changelist"), chosen)
    client.post(reverse("admin:startups_need_delete", args=[row.need.pk]), {"post": "yes"})
    assert Engagement.objects.count() + Introduction.objects.count() == 1

"""People who sign in, and the back office that makes curators of them."""

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ecosystem.accounts.actions import end_sessions
from ecosystem.accounts.models import CURATORS, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_whatever_its_case() -> None:
    UserFactory(email="Ines@Exemple.test")
    assert User.objects.get().email == "ines@exemple.test"
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="INES@exemple.TEST")
    User.objects.update(email="ines@exemple.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="iNes@exemple.test")])


def test_a_curator_is_an_active_member_of_the_group() -> None:
    curator = UserFactory(curator=True)
    assert User.objects.get(pk=curator.pk).is_curator
    User.objects.filter(pk=curator.pk).update(is_active=False)
    assert not User.objects.get(pk=curator.pk).is_curator
    assert not User.objects.get(pk=UserFactory().pk).is_curator
    assert User.objects.get(pk=UserFactory(admin=True).pk).is_curator


def test_ending_sessions_changes_what_they_are_checked_against() -> None:
    user = UserFactory()
    before = user.get_session_auth_hash()
    assert end_sessions(user).get_session_auth_hash() != before
    assert end_sessions(User.objects.get(pk=user.pk)).session_epoch == 2


def test_the_back_office_makes_a_curator(client: Client) -> None:
    client.force_login(UserFactory(admin=True))
    add = reverse("admin:accounts_user_add")
    assert client.get(add).status_code == 200
    data = {"email": "Lucie@Exemple.test", "full_name": "Lucie", "usable_password": "false"}
    client.post(add, data)
    lucie = User.objects.get(email="lucie@exemple.test")
    assert not lucie.has_usable_password()
    change = reverse("admin:accounts_user_change", args=[lucie.pk])
    assert client.get(change).status_code == 200
    group = Group.objects.get_or_create(name=CURATORS)[0]
    data = {"email": lucie.email, "full_name": "Lucie", "language": "fr", "timezone": "Europe/Paris"}
    client.post(change, {**data, "is_active": "on", "groups": [group.pk]})
    assert User.objects.get(pk=lucie.pk).is_curator
    assert "Lucie" in client.get(reverse("admin:accounts_user_changelist"), {"q": "lucie"}).content.decode()


def test_the_back_office_refuses_a_second_account_with_the_same_address(client: Client) -> None:
    client.force_login(UserFactory(admin=True))
    UserFactory(email="lucie@exemple.test")
    data = {"email": "Lucie@exemple.test", "usable_password": "false"}
    response = client.post(reverse("admin:accounts_user_add"), data)
    assert "Un compte existe déjà" in response.content.decode()

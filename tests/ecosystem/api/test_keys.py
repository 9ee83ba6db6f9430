"""Keys: what each opens, how fast, how it is made, seen once, and stopped."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from rest_framework.throttling import SimpleRateThrottle

from ecosystem.accounts.models import ApiToken, User
from ecosystem.core.mail_choices import Rhythm, choose
from ecosystem.core.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client: Client) -> User:
    """Somebody who gave her password a moment ago."""
    user = factories.UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)
    client.post("/compte/verification/", {"password": factories.PASSWORD})
    return user


def bearer(key: ApiToken) -> dict[str, str]:
    return {"Authorization": f"Bearer {key.secret}"}


def test_without_a_key_the_directory_is_read_and_nothing_private(client: Client) -> None:
    assert client.get("/api/v1/startups/").status_code == 200
    response = client.get("/api/v1/own/listings/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer" in response.json()["detail"]


def test_a_key_reads_its_owner_s_drafts_and_needs_and_nobody_else_s(client: Client) -> None:
    key = factories.ApiTokenFactory(own=True)
    draft = factories.StartupFactory(admin=key.user)
    need = factories.NeedFactory(startup=draft)
    factories.NeedFactory(startup=factories.StartupFactory(published=True), opened=True)
    response = client.get("/api/v1/own/listings/", headers=bearer(key))
    assert [(row["slug"], row["state"]) for row in response.json()["results"]] == [(draft.slug, "draft")]
    assert response["Cache-Control"] == "private, no-store"
    needs = client.get("/api/v1/own/needs/", headers=bearer(key)).json()["results"]
    assert [(row["title"], row["startup"]) for row in needs] == [(need.title, draft.slug)]
    assert draft.slug not in str(client.get("/api/v1/startups/", headers=bearer(key)).json())


def test_a_key_made_for_the_directory_does_not_open_what_is_one_s_own(client: Client) -> None:
    key = factories.ApiTokenFactory()
    response = client.get("/api/v1/own/listings/", headers={**bearer(key), "Accept-Language": "en"})
    assert response.status_code == 403
    assert "read:own" in response.json()["detail"]


@pytest.mark.parametrize("why", ["revoked", "over", "inactive", "unknown", "no text", "two words"])
def test_a_key_that_opens_nothing_refuses_the_request(client: Client, why: str) -> None:
    key = factories.ApiTokenFactory(revoked=why == "revoked", user__is_active=why != "inactive")
    if why == "over":
        ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    sent = {"unknown": "escale_" + "0" * 64, "no text": "\xff\xfe", "two words": "a b"}.get(why, key.secret)
    response = client.get("/api/v1/startups/", headers={"Authorization": f"Bearer {sent}"})
    assert (response.status_code, response["Cache-Control"]) == (401, "no-store")
    assert response.json()["detail"].startswith("Cette clé n’ouvre rien")
    assert ApiToken.objects.filter(pk=key.pk).exists(), "reading deletes nothing"


def test_the_last_use_is_noted_once_a_minute(client: Client, django_assert_num_queries) -> None:
    key = factories.ApiTokenFactory()
    client.get("/api/v1/figures/", headers=bearer(key))
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    client.get("/api/v1/figures/", headers=bearer(key))
    assert ApiToken.objects.get().last_used_at == used


def test_visitors_share_a_rate_by_address_and_each_key_has_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"visitor": "2/min", "key": "3/min"})
    first, second = factories.ApiTokenFactory(), factories.ApiTokenFactory()
    slow = factories.ApiTokenFactory(own=True)
    assert [client.get("/api/v1/sectors/").status_code for _time in range(3)] == [200, 200, 429]
    assert client.get("/api/v1/sectors/", headers=bearer(slow)).status_code == 429
    answers = [client.get("/api/v1/sectors/", headers=bearer(first)).status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get("/api/v1/sectors/", headers=bearer(second)).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("fr", "Trop de demandes"), ("en", "Too many requests")])
def test_too_many_requests_are_told_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    cache.clear()
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"visitor": "1/min", "key": "1/min"})
    client.get("/api/v1/skills/")
    refused = client.get("/api/v1/skills/", headers={"Accept-Language": language})
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.json()["retry_after"] == int(refused["Retry-After"])
    assert refused.json()["detail"].startswith(words)


def test_a_key_is_made_in_one_s_account_and_its_secret_is_shown_once(client: Client, member: User) -> None:
    answer = client.post("/compte/cles/", {"name": "Intranet", "scopes": ["read:directory"], "days": 90})
    key = ApiToken.objects.get(user=member)
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert secret.startswith(key.token_key)
    assert secret not in client.get("/compte/cles/").content.decode()
    assert client.get("/api/v1/sectors/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert timedelta(days=89) < key.expiry - timezone.now() <= timedelta(days=90)


def test_its_owner_is_told_that_a_key_was_made_what_it_opens_and_where_to_end_it(client: Client, member: User) -> None:
    answer = client.post("/compte/cles/", {"name": "Intranet", "scopes": ["read:directory", "read:own"], "days": 90})
    mail, key = Mail.objects.get(to=member.email), ApiToken.objects.get(user=member)
    assert "Intranet" in mail.subject
    words = mail.text.replace("\xa0", " ")
    assert "lire l’annuaire, à un rythme plus élevé ; lire mes fiches et mes besoins, brouillons compris" in words
    assert "/compte/cles/" in words
    assert key.token_key in words
    assert answer.context["secret"] not in mail.text + mail.html + mail.key
    choose(member.email, "", Rhythm.NEVER)
    client.post("/compte/cles/", {"name": "Autre", "scopes": ["read:own"], "days": 90})
    assert Mail.objects.latest("pk").state == Mail.State.QUEUED, "nobody refuses to be warned"


def test_a_key_without_a_right_or_a_name_is_not_made(client: Client, member: User) -> None:
    answer = client.post("/compte/cles/", {"name": "", "days": 9000})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "scopes", "days"}
    assert not ApiToken.objects.exists()


def test_ten_live_keys_are_enough(client: Client, member: User) -> None:
    factories.ApiTokenFactory.create_batch(10, user=member)
    factories.ApiTokenFactory(user=member, revoked=True)
    answer = client.post("/compte/cles/", {"name": "Encore", "scopes": ["read:own"], "days": 30})
    assert answer.status_code == 422
    assert "dix clés" in answer.content.decode()


def test_a_revoked_key_opens_nothing_and_stays_in_the_list(client: Client, member: User) -> None:
    key = factories.ApiTokenFactory(user=member)
    other = factories.ApiTokenFactory()
    assert client.post(f"/compte/cles/{other.token_key}/revoquer/").status_code == 404
    page = client.post(f"/compte/cles/{key.token_key}/revoquer/", follow=True)
    assert "Révoquée" in page.content.decode()
    assert client.get("/api/v1/sectors/", headers=bearer(key)).status_code == 401
    assert client.get("/api/v1/sectors/", headers=bearer(other)).status_code == 200

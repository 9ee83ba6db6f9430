"""Steps that several journeys take."""

import re
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from playwright.sync_api import Page

from ecosystem.accounts.models import User
from ecosystem.core.models import Mail
from tests.factories import PASSWORD, UserFactory
from tests.workers import eventually

PageAt = Callable[..., Page]
ANSWER_LINK = re.compile(r"https?://\S+/reponse/\S+?/(?=\s)")


def an_account(**fields: Any) -> User:
    """Somebody whose address is confirmed, and who signs in with the usual password."""
    user: User = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(page: Page, user: User) -> None:
    """By the form, with an address and a password."""
    page.goto("/connexion/")
    page.get_by_text("Utiliser mon mot de passe").click()
    page.get_by_label("Votre adresse e-mail").fill(user.email)
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)


def answer_link(to: str) -> str:
    """The first link to an answer in the mail that was written to this person, at whatever hour it may leave."""
    asking = Mail.objects.filter(to=to, text__contains="/reponse/").exclude(state=Mail.State.DROPPED)
    mail = eventually(lambda: asking.order_by("pk").first())
    found = ANSWER_LINK.search(mail.text)
    assert found, mail.text
    return found.group()

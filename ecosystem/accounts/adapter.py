"""How allauth behaves here: its mails in our words and look, and a mail that cannot leave is said, not a failure."""

import logging
from smtplib import SMTPException
from typing import Any

import css_inline
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.mails import WORDINGS, told
from ecosystem.accounts.models import User

logger = logging.getLogger(__name__)

TEMPLATE = "accounts/mail/message"
NOT_SENT = _("Le courriel n’a pas pu partir. Réessayez dans quelques minutes.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the person's language at sign-up, and writes to her in it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Cette adresse et ce mot de passe ne vont pas ensemble."),
        "incorrect_code": _("Ce code n’est pas le bon. Recopiez celui du dernier courriel reçu."),
        "incorrect_password": _("Ce mot de passe n’est pas le bon."),
        "too_many_login_attempts": _("Trop d’essais ont échoué. Attendez quelques minutes avant de recommencer."),
        "rate_limited": _("Trop de demandes à la suite. Attendez quelques minutes avant de recommencer."),
    }

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=False)
        saved.language = getattr(request, "LANGUAGE_CODE", "fr")[:2]
        if commit:
            saved.save()
        return saved

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMultiAlternatives:
        """Every mail is drawn by the same two templates; its secret never enters the outbox, which the team reads."""
        user = context.get("user")
        with translation.override(user.language if isinstance(user, User) else translation.get_language()):
            content = told(WORDINGS[template_prefix], context)
            text = render_to_string(f"{TEMPLATE}.txt", content).strip()
            html = css_inline.inline(render_to_string(f"{TEMPLATE}.html", content))
        to = [email] if isinstance(email, str) else email
        message = EmailMultiAlternatives(content["subject"], text, self.get_from_email(), to, headers=headers)
        message.attach_alternative(html, "text/html")
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer leaves the page standing, with a word on how to go on."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError):
            logger.exception("An account mail (%s) could not be sent.", template_prefix)
            messages.error(allauth_context.request, NOT_SENT)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home:settings")

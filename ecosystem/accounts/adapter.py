"""How allauth behaves here: mails go through the outbox's renderer, and redirects stay on the site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ecosystem.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the person's name and language at sign-up."""

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit=False)
        saved.language = getattr(request, "LANGUAGE_CODE", "fr")[:2]
        if commit:
            saved.save()
        return saved

"""People who sign in, the signature of every move, what each agreed to, her keys, and who read a space for her."""

from ecosystem.accounts.models.acting import ActingAs, ActingAsQuerySet
from ecosystem.accounts.models.consents import Consent, ConsentQuerySet
from ecosystem.accounts.models.people import CURATORS, Move, User, UserManager
from ecosystem.accounts.models.tokens import ApiToken, ApiTokenQuerySet

__all__ = [
    "CURATORS",
    "ActingAs",
    "ActingAsQuerySet",
    "ApiToken",
    "ApiTokenQuerySet",
    "Consent",
    "ConsentQuerySet",
    "Move",
    "User",
    "UserManager",
]

"""People who sign in, the signature of every move, what each agreed to, and who read a space in another's place."""

from ecosystem.accounts.models.acting import ActingAs, ActingAsQuerySet
from ecosystem.accounts.models.agenda import CalendarKey
from ecosystem.accounts.models.consents import Consent, ConsentQuerySet
from ecosystem.accounts.models.people import CURATORS, Move, User, UserManager

__all__ = [
    "CURATORS",
    "ActingAs",
    "ActingAsQuerySet",
    "CalendarKey",
    "Consent",
    "ConsentQuerySet",
    "Move",
    "User",
    "UserManager",
]

"""People who sign in, the signature of every move, and who saw a person's space in her place."""

from ecosystem.accounts.models.acting import ActingAs, ActingAsQuerySet
from ecosystem.accounts.models.people import CURATORS, Move, User, UserManager

__all__ = ["CURATORS", "ActingAs", "ActingAsQuerySet", "Move", "User", "UserManager"]
"""People who sign in, the signature of every move, and what each agreed to."""

from ecosystem.accounts.models.consents import Consent, ConsentQuerySet

__all__ = ["CURATORS", "Consent", "ConsentQuerySet", "Move", "User", "UserManager"]

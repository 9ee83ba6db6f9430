"""People who sign in, the signature of every move, and what each agreed to."""

from ecosystem.accounts.models.consents import Consent, ConsentQuerySet
from ecosystem.accounts.models.people import CURATORS, Move, User, UserManager

__all__ = ["CURATORS", "Consent", "ConsentQuerySet", "Move", "User", "UserManager"]

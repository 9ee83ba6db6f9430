"""What the rules of listings refuse, each with the sentence that the person reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class StaleEdit(Refused):
    """Somebody else changed the same fields since the page was opened: both texts are shown, nothing is lost.

    `clashes` gives, for each field, what both started from, what is written now, and what was typed; `mine` names all
    the fields that were typed anew.
    """

    message = _("Quelqu’un a modifié les mêmes champs entre-temps. Comparez les deux textes, puis choisissez.")

    def __init__(self, clashes: Mapping[str, tuple[Any, Any, Any]], *, version: int, mine: Iterable[str] = ()) -> None:
        self.clashes = dict(clashes)
        self.mine = frozenset(mine) | frozenset(clashes)
        self.version = version
        super().__init__()


class AlreadyDecided(Refused):
    """A revision, a claim or a suggestion is decided once."""

    message = _("C’est déjà décidé : quelqu’un de l’équipe a répondu entre-temps.")


class ListingGone(Refused):
    """What was written of a listing is not decided once it left the directory."""

    message = _("Cette fiche est fusionnée ou archivée : il n’y a plus rien à y décider.")


class LinkStopped(Refused):
    """The link of a mail that does not open: altered, too old, or written to somebody who left."""

    message = _("Ce lien ne s’ouvre plus. Connectez-vous : votre fiche se confirme aussi depuis votre espace.")

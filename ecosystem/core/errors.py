"""The one family of refusals: each says to the person what happened and how to go on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Message = str | Promise


class Refused(Exception):
    """An action that the rules of the trade do not allow; `str()` of it is the sentence shown to the person."""

    message: Message = _("Cette action n’est pas possible.")

    def __init__(self, message: Message | None = None) -> None:
        self.shown = message if message is not None else self.message
        super().__init__(self.shown)

    def __str__(self) -> str:
        return str(self.shown)


class IllegalMove(Refused):
    """A state change that does not exist from the present state."""

    message = _("Ce changement d’état n’est pas possible : la page a peut-être changé entre-temps. Rechargez-la.")

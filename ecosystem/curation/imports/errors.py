"""What an import refuses, each with the sentence that the team reads."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.errors import Refused


class AnotherImportWrites(Refused):
    """Two files are never written at once: they could speak of the same listings."""

    message = _("Un autre import est en cours. Attendez qu’il finisse, ou arrêtez-le.")


class ImportMoved(Refused):
    """The page showed a state that is no longer."""

    message = _("Cet import a changé entre-temps. Voici où il en est.")


class TooLateToUndo(Refused):
    """What was imported long ago has a life of its own."""

    message = _("Cet import ne peut plus être annulé. Corrigez les fiches une par une.")


class StopAsked(Exception):
    """Somebody asked for the end of the work: what was written before stays."""


class LeaseLost(Exception):
    """Another worker has the run now."""

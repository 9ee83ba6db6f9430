"""What is compared of two funders."""

from django.utils.translation import gettext_lazy as _

from ecosystem.directory.keeping.compared import PLACE, SECTORS, Line, field_line, register_lines
from funders.templatetags.funders import ticket_words

LINES = (
    field_line("funder", "funder_type", _("Nature")),
    Line(_("Ticket"), ticket_words),
    field_line("funder", "stages", _("Stades")),
    field_line("funder", "instruments", _("Instruments")),
    SECTORS,
    field_line("funder", "countries", _("Marchés")),
    field_line("funder", "languages", _("Langues")),
    PLACE,
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_lines("funder", LINES)

"""What the mails' words tell the journal: who wrote them anew."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.core.journal import Said, Source, register_journal
from ecosystem.core.mail_log import kind_label
from ecosystem.core.models import MailText


def rewritten(text: MailText) -> Said:
    title = _("Texte « %(kind)s », version %(version)d") % {
        "kind": kind_label(text.template),
        "version": text.version,
    }
    language = _("en français") if text.language == "fr" else _("en anglais")
    return Said(title, _("%(language)s, par %(by)s.") % {"language": language.capitalize(), "by": text.by or "—"})


def register() -> None:
    """Called once, when the apps are ready."""
    register_journal(
        Source(
            name="mail_text",
            label=gettext_lazy("Courriel"),
            model="core.MailText",
            draw=rewritten,
            icon="mail",
            words=("template", "subject"),
        )
    )

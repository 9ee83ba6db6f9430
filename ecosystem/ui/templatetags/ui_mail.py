"""Pieces of mails: tables only, no picture, no script; a button opens a page and changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import template
from django.utils.translation import gettext as _

from ecosystem.ui import flags
from ecosystem.ui.navigation import Text
from ecosystem.ui.templatetags.ui_scores import described

register = template.Library()
Props = dict[str, object]
RUNG_REACHED, RUNG_NOW, RUNG_AHEAD = "#0b4fa8", "#ffc72e", "#74889c"


@register.inclusion_tag("ui/mail/button.html")
def mail_button(url: str, label: Text, quiet: bool = False, quiet_url: str = "", quiet_label: Text = "") -> Props:
    """A link as a button; `quiet` is the second choice, which `quiet_url` sets beside the first."""
    second = {"quiet_url": quiet_url, "quiet_label": quiet_label} if quiet_url and quiet_label else {}
    return {"url": url, "label": label, "quiet": quiet, "second": second}


@register.inclusion_tag("ui/mail/flag.html")
def mail_flag(name: str, size: int = 44) -> Props:
    """A signal flag woven in table cells."""
    return {"rows": flags.cells(flags.initial(name), size), "size": size}


@register.inclusion_tag("ui/mail/card.html")
def mail_card(name: str, detail: Text = "", value: object = "", unit: Text = "") -> Props:
    """Who is spoken of, with the flag of their name, and perhaps a score."""
    return {"name": name, "detail": detail, "value": value, "unit": unit}


@register.inclusion_tag("ui/mail/contact.html")
def mail_contact(name: str, title: Text = "", email: str = "", phone: str = "", tone: str = "yellow") -> Props:
    """Somebody to write to, with her initials; `tone` is yellow or teal."""
    initials = flags.initials(name)
    return {"initials": initials, "title": title or name, "email": email, "phone": phone, "tone": tone}


@register.inclusion_tag("ui/mail/reasons.html")
def mail_reasons(parts: Sequence[object]) -> Props:
    """Why: each part with its points, its quote and its bar."""
    rows = described(parts)
    for row in rows:
        row["share"] = max(1, min(100, round(float(str(row["share"])))))
    return {"parts": rows}


@register.inclusion_tag("ui/mail/ladder.html")
def mail_ladder(rungs: Mapping[str, date | None], last: bool = False) -> Props:
    """The days of an unanswered question, the present one marked: sent, reminded, for the last time, over."""
    labels = {"sent": _("Envoyée"), "reminder": _("Relance"), "last": _("Dernière relance"), "ends": _("Sans réponse")}
    now = "last" if last else "reminder"
    reached = ["sent", "reminder", "last"][: 3 if last else 2]
    rows = [
        {
            "label": label,
            "on": rungs[name],
            "is_now": name == now,
            "colour": RUNG_NOW if name == now else RUNG_REACHED if name in reached else RUNG_AHEAD,
        }
        for name, label in labels.items()
        if rungs[name] is not None
    ]
    return {"rungs": rows}

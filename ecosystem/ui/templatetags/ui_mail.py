"""Pieces of mails: tables only, no picture, no script; a button opens a page and changes nothing."""

from collections.abc import Sequence

from django import template

from ecosystem.ui import flags
from ecosystem.ui.navigation import Text
from ecosystem.ui.templatetags.ui_scores import described

register = template.Library()
Props = dict[str, object]


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


@register.inclusion_tag("ui/mail/reasons.html")
def mail_reasons(parts: Sequence[object]) -> Props:
    """Why: each part with its points, its quote and its bar."""
    rows = described(parts)
    for row in rows:
        row["share"] = max(1, min(100, round(float(str(row["share"])))))
    return {"parts": rows}

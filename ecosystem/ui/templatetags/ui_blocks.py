"""Boxes and buttons that wrap what the page gives them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ecosystem.ui.navigation import Text

register = template.Library()

NOTE_ICONS = {"blue": "info", "teal": "check", "sun": "triangle-alert", "red": "triangle-alert"}
RUN_STATES = ("queued", "running", "cancelling", "failed", "done")


def drawn(component: str, content: str, /, **props: object) -> SafeString:
    """The component's template with its props and what it wraps."""
    return render_to_string(f"ui/{component}.html", {"content": content, **props})


def class_of(attributes: Mapping[str, Any]) -> str:
    return str(attributes.get("class", ""))


@register.simple_block_tag
def card(content: str, title: Text = "", level: int = 2, tone: str = "", aside: Text = "", **more: str) -> SafeString:
    """A framed region; with a title it is a section named by it. Also takes `id` and `class`."""
    props = {"title": title, "level": level, "tone": tone, "aside": aside}
    return drawn("card", content, **props, id=more.get("id", ""), classes=class_of(more))


@register.simple_block_tag
def note(content: str, tone: str = "blue", icon: str = "", **more: str) -> SafeString:
    """One message in its place: information, success, attention or failure. Also takes `id`."""
    return drawn("note", content, tone=tone, icon=icon or NOTE_ICONS.get(tone, "info"), id=more.get("id", ""))


@register.simple_block_tag
def empty(content: str, title: Text, flags: str = "", level: int = 2) -> SafeString:
    """Nothing to show: what, why, and one way out."""
    letters = [letter for letter in flags.lower() if letter.isalnum()][:3]
    count = len(letters)
    placed = [(letter, 70 - 13 * count - 3 * (count - 1) + 32 * index) for index, letter in enumerate(letters)]
    return drawn("empty", content, title=title, flags=placed, level=level)


@register.simple_block_tag
def button(content: str, variant: str = "", size: str = "", icon: str = "", **more: Any) -> SafeString:
    """A button that submits unless told otherwise; its words name the act."""
    return drawn("button", content, variant=variant, size=size, icon=icon, **_button(more))


@register.simple_block_tag
def linkbutton(content: str, url: str, variant: str = "", size: str = "", icon: str = "", **more: Any) -> SafeString:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return drawn("linkbutton", content, url=url, variant=variant, size=size, icon=icon, **_button(more))


@register.simple_block_tag(takes_context=True)
def postbutton(
    context: Context, content: str, url: str, variant: str = "", size: str = "", icon: str = "", **more: Any
) -> SafeString:
    """A form of one button, for an act that changes something."""
    token = context.get("csrf_token", "")
    return drawn("postbutton", content, url=url, token=token, variant=variant, size=size, icon=icon, **_button(more))


@register.simple_block_tag
def sheet(content: str, anchor: str, title: Text) -> SafeString:
    """A native dialog that slides from below on a phone; its opener is a link to the same form as a page."""
    return drawn("sheet", content, id=anchor, title=title)


@register.simple_block_tag
def runbar(
    content: str, title: Text, value: int = 0, maximum: int = 100, detail: Text = "", state: str = "running"
) -> SafeString:
    """A long piece of work: where it stands, and the buttons that go with it."""
    chosen = state if state in RUN_STATES else "running"
    return drawn("runbar", content, title=title, value=value, maximum=maximum, detail=detail, state=chosen)


def _button(more: Mapping[str, Any]) -> dict[str, object]:
    names = ("icon_end", "name", "value", "form", "formaction", "label", "id", "target", "rel")
    return {
        **{name: more.get(name, "") for name in names},
        "type": more.get("type", "submit"),
        "block": bool(more.get("block", False)),
        "disabled": bool(more.get("disabled", False)),
        "classes": class_of(more),
    }

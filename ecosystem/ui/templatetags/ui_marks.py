"""Icons, flags, avatars and the mark: what stands beside a name and is never read aloud."""

from functools import lru_cache

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from ecosystem.ui import flags

register = template.Library()
Context = dict[str, object]


@lru_cache(maxsize=512)
def drawing(name: str, classes: str) -> SafeString:
    """One Lucide icon as inline SVG, drawn once per process."""
    return conditional_escape(
        lucide(name, size=None, **{"class": classes, "aria-hidden": "true", "focusable": "false"})
    )


@register.simple_tag
def icon(name: str, label: str = "", **attributes: str) -> SafeString:
    """An icon that follows the text's colour and size; silent unless it is given a label."""
    extra = attributes.get("class", "")
    svg = drawing(str(name), f"icon {extra}".strip())
    if not label:
        return svg
    return format_html('{}<span class="vh">{}</span>', svg, label)


@register.inclusion_tag("ui/flag.html")
def flag(name: str, size: str = "m") -> Context:
    """The signal flag of a name's initial."""
    return {"letter": flags.initial(name), "size": size}


@register.inclusion_tag("ui/hoist.html")
def hoist(name: str, size: str = "s", count: int = 3) -> Context:
    """The first letters of a name, hoisted one under the other."""
    return {"letters": flags.hoisted(name, count), "size": size}


@register.inclusion_tag("ui/logo.html")
def logo(name: str, url: str = "", size: str = "m") -> Context:
    """The logo when there is one, else the flag, in the same box."""
    return {"letter": flags.initial(name), "url": url, "size": size}


@register.inclusion_tag("ui/avatar.html")
def avatar(name: str, size: str = "m") -> Context:
    """The initials of a person on a colour that stays theirs."""
    return {"initials": flags.initials(name), "tint": flags.tint(name), "size": size}


@register.inclusion_tag("ui/mark.html")
def mark() -> Context:
    """The mark: flag E."""
    return {}


@register.inclusion_tag("ui/pennants.html")
def pennants(digits: str) -> Context:
    """Numeral pennants that spell an error's number."""
    text = "".join(character for character in str(digits) if character.isdigit())
    places = [(digit, 6 + 74 * index) for index, digit in enumerate(text)]
    return {"digits": places, "height": 74 * len(places)}

"""What every page knows of the site that it belongs to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEME_COOKIE = "theme"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Site:
    """The names under which the site presents itself, the reader's choice of light, and the team's address."""

    name: str
    association: str
    theme: str
    contact: str


def chosen_theme(request: HttpRequest) -> str:
    """The theme kept in the cookie; the system's when there is none or it is not one of ours."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else "system"


def ui(request: HttpRequest) -> dict[str, Any]:
    """Give templates `escale`, and `acting` when a curator reads for one."""
    name = getattr(settings, "ESCALE_NAME", "Escale")
    association = getattr(settings, "ESCALE_ASSOCIATION", "French Tech Aix‑Marseille")
    site = Site(name, association, chosen_theme(request), settings.ESCALE_CONTACT)
    return {"escale": site, "acting": getattr(request, "acting", None)}

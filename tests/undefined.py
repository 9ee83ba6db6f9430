"""A template of ours that prints a variable which nobody gave it fails the test (pytest plugin)."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine, engines
from django.template.base import Node, Origin

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = "undefined_variables_allowed"


class UndefinedVariable(AssertionError):
    """A variable that a template of this repository prints was not in its context."""


def _origin_of_the_current_node() -> Path:
    """The file of the innermost template node that is being rendered: Django tells `string_if_invalid` only a name."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and isinstance(getattr(node, "origin", None), Origin):
            return Path(node.origin.name)
        frame = frame.f_back
    return Path()


def _is_ours(path: Path) -> bool:
    return path.is_absolute() and path.is_relative_to(ROOT) and ".venv" not in path.parts


class LoudString(str):
    """Stands as `string_if_invalid`: true, and loud, only where the template is ours; elsewhere an empty string."""

    __slots__ = ()
    enabled = True

    def __bool__(self) -> bool:
        return LoudString.enabled and _is_ours(_origin_of_the_current_node())

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        origin = _origin_of_the_current_node()
        if LoudString.enabled and _is_ours(origin):
            raise UndefinedVariable(f"{{{{ {variable} }}}} is undefined in {origin.relative_to(ROOT)}")
        return ""


@pytest.fixture(scope="session", autouse=True)
def _loud_templates(django_test_environment: None) -> None:
    for template_settings in settings.TEMPLATES:
        template_settings.setdefault("OPTIONS", {})["string_if_invalid"] = LoudString("")
    engines.__dict__.pop("templates", None)
    engines._engines.clear()
    Engine.get_default.cache_clear()


@pytest.fixture(autouse=True)
def _quiet_when_marked(request: pytest.FixtureRequest) -> Iterator[None]:
    LoudString.enabled = request.node.get_closest_marker(ALLOWED) is None
    yield
    LoudString.enabled = True

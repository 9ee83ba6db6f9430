"""Helpers of these tests: draw a piece of template as a page would."""

from typing import Any

from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory


def draw(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    given = {"request": request or RequestFactory().get("/"), **context}
    return Template("{% load ui %}" + source).render(Context(given))


def at(url: str) -> HttpRequest:
    return RequestFactory().get(url)

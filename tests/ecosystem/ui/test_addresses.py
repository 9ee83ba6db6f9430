"""The same page in another language, wherever one stands."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory


def switched(path: str) -> str:
    request = RequestFactory().get("/")
    request.path, _mark, request.META["QUERY_STRING"] = path.partition("?")
    return Template('{% load ui %}{% language_url "en" %}').render(Context({"request": request}))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/startups/", "/en/startups/"),
        ("/startups/?q=caf%C3%A9&tri=nom", "/en/startups/?q=caf%C3%A9&amp;tri=nom"),
        ('/startups/?q="><script>', "/en/startups/?q=%22%3E%3Cscript%3E"),
        ("/nulle-part/", "/nulle-part/"),
        ("/é ?", "/%C3%A9%20"),
        ("//ailleurs.example/startups/", "/%2Failleurs.example/startups/"),
    ],
)
def test_the_switch_of_language_leads_to_the_same_page_of_this_site(path: str, address: str) -> None:
    assert switched(path) == address

"""The requests that the documentation shows: they are run by a test, and so they work."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """A thing to do, and how to write it."""

    title: str | Promise
    code: str


def examples() -> list[Example]:
    """With the address of this site, ready to be pasted."""
    root = f"{settings.SITE_URL}/api/v1"
    python = f"""\
import json
from urllib.request import Request, urlopen

address = "{root}/needs/?sujet=distribution"
while address:
    request = Request(address, headers={{"Accept-Language": "en"}})
    with urlopen(request) as answer:
        page = json.load(answer)
    for need in page["results"]:
        print(need["startup"]["name"], need["title"])
    address = page["next"]"""
    return [
        Example(_("Une liste, filtrée comme la page"), f"curl '{root}/startups/?stade=seed&par_page=5'"),
        Example(_("Une fiche, par son nom court"), f"curl -H 'Accept-Language: en' '{root}/tradeshows/<slug>/'"),
        Example(_("Chercher partout"), f"curl --get --data-urlencode 'q=capteurs sous-marins' '{root}/search/'"),
        Example(_("Avec une clé"), f"curl -H 'Authorization: Bearer escale_…' '{root}/own/listings/'"),
        Example(_("Ne relire que ce qui a changé"), f"curl -i -H 'If-None-Match: \"<etag>\"' '{root}/funders/'"),
        Example(_("Toutes les pages, en Python"), python),
    ]

"""Pages of a list: numbered at first, then each from where the one before ended, onwards and back."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.directory import pager, paging
from ecosystem.directory.documents import rebuild
from ecosystem.directory.paging import decoded, encoded, place_in
from ecosystem.directory.views import list_page
from tests import factories


def names(page: str) -> list[str]:
    return re.findall(r"Startup [a-z]\b", re.sub("</?mark>", "", page))


def link(page: str, rel: str) -> str:
    found = re.search(rf'href="([^"]*)" rel="{rel}"', page)
    return unescape(found.group(1)) if found else ""


@pytest.mark.django_db
@pytest.mark.parametrize("with_index", [True, False], ids=["index", "database"])
@pytest.mark.parametrize("query", ["?tri=nom", "?q=startup"])
def test_the_links_lead_through_the_whole_list_and_back(
    client: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, with_index: bool
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path
    monkeypatch.setattr("startups.views.public.list_page", by_two)
    for module in (pager, paging):
        monkeypatch.setattr(module, "NUMBERED", 2)
    for letter in "abcdefghi":
        factories.StartupFactory(published=True, name=f"Startup {letter}", tagline="", description="")
    if with_index:
        rebuild()
    seen, address, last = [], f"/startups/{query}", ""
    while address:
        last = client.get(address).content.decode().split('class="results')[1]
        seen.append(sorted(set(names(last))))
        following = link(last, "next")
        address = f"/startups/{following}" if following else ""
    assert sorted(name for page in seen for name in page) == [f"Startup {letter}" for letter in "abcdefghi"]
    back = [seen[-1]]
    while previous := link(last, "prev"):
        last = client.get(f"/startups/{previous}").content.decode().split('class="results')[1]
        back.append(sorted(set(names(last))))
    assert back[::-1] == seen


def by_two(*given_: Any, **more: Any) -> Any:

    return list_page(*given_, per_page=2, **more)


@given(st.text(max_size=80) | st.lists(st.text(max_size=5)).map(lambda parts: encoded(tuple(parts))))
def test_no_address_breaks_a_page(cursor: str) -> None:
    edge = decoded(cursor)
    assert edge is None or (edge and all(isinstance(part, str) for part in edge))
    assert place_in({"apres": cursor, "page": cursor}).number >= 0


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=4).map(tuple))
def test_an_edge_is_read_as_it_was_written(edge: tuple[str, ...]) -> None:
    assert decoded(encoded(edge)) == edge

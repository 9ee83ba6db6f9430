"""The pictures that social networks show."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ecosystem.directory import cards
from ecosystem.directory.cards import Card, card_of
from ecosystem.ui import flags, painting
from tests import factories


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.CARDS_ROOT = tmp_path


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("letter", sorted(flags.WEAVES) + list("0123456789"))
def test_every_flag_is_painted_in_its_own_colours(letter: str) -> None:
    image = painting.flag(letter, 48)
    assert image.size == (48, 48)
    ours = {tuple(bytes.fromhex(colour[1:])) for colour in flags.COLOURS.values()}
    _count, most = max(image.getcolors(48 * 48) or [])
    assert most in ours


def test_a_path_is_read_by_its_corners() -> None:
    assert list(painting.outlines("m12 0 12 12-12 12L0 12z")) == [[(12, 0), (24, 12), (12, 24), (0, 12)]]
    assert list(painting.outlines("M4 0h4v24H4zM12 0h4")) == [
        [(4, 0), (8, 0), (8, 24), (4, 24)],
        [(12, 0), (16, 0)],
    ]


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200), st.text(max_size=300), st.booleans())
def test_any_name_and_sentence_make_a_card(name: str, sentence: str, is_person: bool) -> None:
    image = opened(cards.drawn(Card("Startup", name, sentence, "Escale", is_person)))
    assert image.size == (1200, 630)


def test_a_long_sentence_is_cut_at_the_end_of_the_third_line() -> None:
    face = cards.font("Regular", 38)
    lines = cards.wrapped("une phrase qui ne finit pas " * 20, face, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(cards.fits(line, face) for line in lines)
    assert cards.wrapped("sansespace" * 40, face, 3)[0].endswith("…")


@pytest.mark.django_db
def test_a_card_is_drawn_once_for_what_it_shows(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    startup = factories.StartupFactory(published=True, tagline="Une phrase.", tagline_alt="A sentence.", language="fr")
    path = f"/partage/startup/{startup.slug}.png"
    first = client.get(path)
    assert first.headers["Cache-Control"].startswith("public")
    assert not client.cookies
    monkeypatch.setattr(cards, "drawn", lambda card: pytest.fail("drawn again"))
    assert client.get(path).content == first.content
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    monkeypatch.undo()
    assert client.get(f"/en{path}").headers["ETag"] != first.headers["ETag"]
    startup.name = "Un autre nom"
    assert card_of(startup).fingerprint not in first.headers["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", [{"draft": True}, {"hidden": True}, {"published": True, "is_discreet": True}])
def test_what_nobody_finds_has_no_card(client: Client, state: dict[str, Any]) -> None:
    state.pop("draft", None)
    mentor = factories.MentorFactory(**state)
    assert client.get(f"/partage/mentor/{mentor.slug}.png").status_code == 404


@pytest.mark.django_db
def test_only_so_many_cards_are_kept(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cards, "KEPT_IN_A_FOLDER", 2)
    for number in range(4):
        cards.keep(tmp_path / "aa" / f"{number}.png", b"x")
    assert len(list((tmp_path / "aa").iterdir())) == 2


def test_a_full_disk_costs_no_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    cards.keep(tmp_path / "file" / "aa" / "1.png", b"x")

import pytest
from lucide import IconDoesNotExist

from ecosystem.ui import flags
from tests.ecosystem.ui.drawing import draw


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Calanque", "c"), ("Élan", "e"), ("œuvre", "o"), ("3D Sud", "3"), ("« Zéphyr »", "z"), ("東京", "q"), ("", "q")],
)
def test_a_name_hoists_the_flag_of_its_initial(name: str, letter: str) -> None:
    assert flags.initial(name) == letter
    assert f"#f-{letter}" in draw("{% flag name %}", name=name)


def test_a_logo_takes_the_place_of_the_flag() -> None:
    assert 'src="/media/logo.png"' in draw("{% logo 'Posidone' url='/media/logo.png' %}")
    assert "#f-p" in draw("{% logo 'Posidone' %}")


def test_the_address_of_a_logo_is_escaped() -> None:
    assert '"><script>' not in draw("{% logo name url=url %}", name="A", url='"><script>alert(1)</script>')


@pytest.mark.parametrize(
    ("name", "letters"), [("Nadia Belkacem", "NB"), ("Jean-Luc Roux", "JR"), ("Escale", "E"), ("", "?"), ("- &", "?")]
)
def test_an_avatar_shows_two_initials(name: str, letters: str) -> None:
    assert flags.initials(name) == letters
    assert f">{letters}<" in draw("{% avatar name %}", name=name)


def test_a_person_keeps_the_same_colour() -> None:
    assert flags.tint("Nadia Belkacem") == flags.tint("Nadia Belkacem")


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'search' %}")
    assert '<span class="vh">&lt;i&gt;</span>' in draw("{% icon 'search' label=label %}", label="<i>")


def test_the_class_of_an_icon_cannot_break_out_of_its_attribute() -> None:
    assert "<script>" not in draw("{% icon 'search' class=evil %}", evil='"><script>')


def test_an_unknown_icon_is_told_at_once() -> None:
    with pytest.raises(IconDoesNotExist):
        draw("{% icon 'no-such-icon' %}")


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_the_cells_of_a_flag_fill_its_square(letter: str) -> None:
    rows = flags.cells(letter, 44)
    assert sum(row[0][1] for row in rows) == 44
    assert all(sum(width for width, _height, _colour in row) == 44 for row in rows)

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from ecosystem.search.index.documents import Document
from ecosystem.search.index.store import Reader, View
from ecosystem.search.index.writer import rebuild_index

Build = Callable[[Iterable[Document]], View]

CAST = (
    Document(
        1,
        "startup",
        "Énergie Vive",
        "Des panneaux solaires pour les écoles",
        "La société équipe des collectivités.",
        ("énergie",),
    ),
    Document(
        2, "startup", "Ledgerly", "Payments for small companies", "Founded by two engineers in Lyon.", ("fintech",)
    ),
    Document(3, "mentor", "Camille Roux", "Levée de fonds et premiers marchés", "Conseille des startups de l’énergie."),
    Document(4, "funder", "Cap Finance", "Fonds d’amorçage", "Tickets de 100 à 500 k€ <seed & A>.", ("fintech",)),
    Document(5, "tradeshow", "Salon du Solaire", "Lyon, chaque printemps", "Des exposants de toute l’Europe."),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "search"


@pytest.fixture
def build(root: Path) -> Build:
    """Build an index of these documents and look into it."""

    def built(documents: Iterable[Document]) -> View:
        rebuild_index(root, documents)
        return Reader(root).view()

    return built


@pytest.fixture
def view(build: Build) -> View:
    """An index of the small cast."""
    return build(CAST)

"""What the index knows of a public entry."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One public entry, its key unique over all kinds.

    `freshness` is a day number (days since a fixed date, 0 when unknown) and only settles near ties.
    """

    pk: int
    kind: str
    name: str
    tagline: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    freshness: int = 0

    def __post_init__(self) -> None:
        if not self.kind:
            raise ValueError("A document needs a kind.")

"""Identifiers for whoever keeps a copy: they outlive a change of name or of address, and tell nothing."""

from uuid import UUID, uuid5

NAMESPACE = UUID("7b0c1f4e-6a2d-5d0b-9a55-8f3f5a1c2e60")
"""Ours, drawn once: changing it would change every identifier ever given."""


def public_id(kind: str, pk: int) -> str:
    """The same row has the same identifier for ever, in the API and in the open files."""
    return str(uuid5(NAMESPACE, f"{kind}/{pk}"))

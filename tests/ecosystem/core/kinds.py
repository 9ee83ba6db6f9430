"""A kind of mail for the tests of the engine, taken back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ecosystem.core import mail_kinds
from ecosystem.core.mail_kinds import Example, MailKind, Placeholder, register_kind

TEMPLATE = "essais/nouvelle"


def people() -> list[Example]:
    return [
        Example(
            "7", "Nadia Belkacem", "fr", lambda: {"prénom": "Nadia", "startup": "Calanque", "lien": "https://e.test"}
        )
    ]


def kind(**fields: Any) -> MailKind:
    return MailKind(
        **{
            "template": TEMPLATE,
            "label": "Nouvelle",
            "subject": "{startup}\xa0: une nouvelle",
            "body": ("Bonjour {prénom},", "{startup} vous attend avant le {échéance}.", "{lien}", "Rien ne presse."),
            "placeholders": (
                Placeholder("prénom", "le prénom", "Inès", aliases=("nom",)),
                Placeholder("startup", "la startup", "Calanque Robotics", is_strong=True),
                Placeholder("échéance", "le dernier jour", "27 novembre", aliases=("date_limite", "date")),
                Placeholder("fiche", "la fiche", "la fiche", block="ui/mail/todos", only_block=True),
                Placeholder("lien", "le bouton", "https://exemple.test/"),
            ),
            "required": frozenset({"lien"}),
            "button": "Lire et répondre",
            "corner": "Avant le {échéance}",
            "examples": f"{__name__}.people",
            **fields,
        }
    )


@contextmanager
def registered(one: MailKind) -> Iterator[MailKind]:
    register_kind(one)
    try:
        yield one
    finally:
        mail_kinds._kinds.pop(one.template)

"""The mails that ask whether a listing still holds, and the one that says it was hidden."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail import register_truth, write_mail
from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind
from ecosystem.directory.freshness_links import confirm_link
from ecosystem.directory.models import FreshnessAsk, Listing
from ecosystem.directory.owners import Reader
from ecosystem.ui.typography import day

ASKED, HIDDEN = "directory/mails/freshness_ask", "directory/mails/freshness_hidden"


def tell_asked(ask: FreshnessAsk, readers: Sequence[Reader], hides_at: datetime) -> None:
    for reader in readers:
        _write(ask, reader, ASKED, hides_at=hides_at)


def tell_hidden(ask: FreshnessAsk, readers: Sequence[Reader]) -> None:
    for reader in readers:
        _write(ask, reader, HIDDEN)


def still_true(pk: int, template: str) -> bool:
    """A question that was answered is not put again; a listing that is back is not said to be hidden."""
    if template == HIDDEN:
        return FreshnessAsk.objects.filter(pk=pk, listing__state=Listing.State.HIDDEN).exists()
    return FreshnessAsk.objects.open().filter(pk=pk).exists()


def _write(ask: FreshnessAsk, reader: Reader, template: str, **more: Any) -> None:
    link = confirm_link(ask.listing_id, reader.user.pk if reader.user else None)
    with translation.override(reader.language):
        space = reverse("home:space")
    write_mail(
        key=f"freshness:{ask.pk}:{template.rpartition('_')[2]}:{ask.count}:{reader.user.pk if reader.user else 0}",
        to=reader.address,
        template=template,
        context={"ask": ask, "listing": ask.listing, "name": reader.name, LINK: link.url(reader.language), **more},
        language=reader.language,
        reader=reader.user.pk if reader.user else None,
        about=f"directory.freshnessask:{ask.pk}",
        url=link.path(reader.language) if reader.user else space,
    )


PLACEHOLDERS = (
    Placeholder("prénom", _("le prénom de la personne"), "Inès", lambda context: context["name"], aliases=("nom",)),
    Placeholder(
        "fiche",
        _("le nom de la fiche"),
        "Calanque Robotics",
        lambda context: context["listing"].name,
        is_strong=True,
        aliases=("startup", "titre"),
    ),
    Placeholder(
        "vérifiée_le",
        _("le jour de la dernière vérification"),
        "12 mai 2026",
        lambda context: day(context["ask"].since),
        aliases=("date",),
    ),
)
BUTTON = Placeholder(LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, aliases=("bouton", "url"))

ASK_KIND = MailKind(
    template=ASKED,
    label=_("Fiche à confirmer"),
    subject=_("La fiche de {fiche} est-elle toujours exacte ?"),
    body=(
        _("Bonjour {prénom},"),
        _(
            "La fiche de {fiche} a été vérifiée pour la dernière fois le {vérifiée_le}. Relisez-la et "
            "confirmez-la d’un clic, sans vous connecter."
        ),
        "{lien}",
        _("Sans réponse, elle quitte l’annuaire le {masquée_le}. Rien n’est effacé, et un clic la ramène."),
    ),
    placeholders=(
        *PLACEHOLDERS,
        Placeholder(
            "masquée_le",
            _("le jour où la fiche quitte l’annuaire"),
            "12 mai 2027",
            lambda context: day(context["hides_at"]),
        ),
        BUTTON,
    ),
    required=frozenset({LINK}),
    button=_("Relire et confirmer"),
    corner=_("Votre fiche"),
    is_essential=True,
    office_hours=True,
)
HIDDEN_KIND = MailKind(
    template=HIDDEN,
    label=_("Fiche masquée, faute de confirmation"),
    subject=_("La fiche de {fiche} n’est plus dans l’annuaire"),
    body=(
        _("Bonjour {prénom},"),
        _(
            "Personne n’a confirmé la fiche de {fiche} depuis le {vérifiée_le} : elle vient de quitter "
            "l’annuaire. Rien n’est effacé."
        ),
        "{lien}",
        _("Un clic sur la page qui s’ouvre la remet en ligne telle qu’elle était."),
    ),
    placeholders=(*PLACEHOLDERS, BUTTON),
    required=frozenset({LINK}),
    button=_("La remettre en ligne"),
    corner=_("Votre fiche"),
    is_essential=True,
    office_hours=True,
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(ASK_KIND)
    register_kind(HIDDEN_KIND)
    register_truth("directory.freshnessask", still_true)

"""The one mail that says to an owner that a link of her listing answers no more."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail import register_truth, write_mail
from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind
from ecosystem.directory.freshness_mails import PLACEHOLDERS
from ecosystem.directory.models import LinkCheck
from ecosystem.directory.owners import Reader
from ecosystem.ui.typography import day

DEAD = "directory/mails/dead_link"


def tell_dead(link: LinkCheck, readers: Sequence[Reader]) -> int:
    """Written to each reader once; how many there are."""
    since = link.failing_since.date().isoformat() if link.failing_since else ""
    for reader in readers:
        account = reader.user.pk if reader.user else None
        with translation.override(reader.language):
            space = reverse("home:space")
        write_mail(
            key=f"dead-link:{link.pk}:{since}:{account or 0}",
            to=reader.address,
            template=DEAD,
            context={"link": link, "listing": link.listing, "name": reader.name, LINK: f"{settings.SITE_URL}{space}"},
            language=reader.language,
            reader=account,
            about=f"directory.linkcheck:{link.pk}",
            url=space,
        )
    return len(readers)


def still_dead(pk: int, template: str) -> bool:
    return LinkCheck.objects.dead().filter(pk=pk).exists()


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(
        MailKind(
            template=DEAD,
            label=_("Lien qui ne répond plus"),
            subject=_("Un lien de la fiche de {fiche} ne répond plus"),
            body=(
                _("Bonjour {prénom},"),
                _(
                    "Sur la fiche de {fiche}, le lien {adresse} ne répond plus depuis le {depuis}. Corrigez-le ou "
                    "retirez-le."
                ),
                "{lien}",
                _("S’il répond de nouveau, vous n’avez rien à faire."),
            ),
            placeholders=(
                *PLACEHOLDERS[:2],
                Placeholder("adresse", _("le lien"), "calanque.example/presse", lambda context: context["link"].shown),
                Placeholder(
                    "depuis",
                    _("le premier jour sans réponse"),
                    "20 novembre 2026",
                    lambda context: day(context["link"].failing_since),
                    aliases=("date",),
                ),
                Placeholder(
                    LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, aliases=("bouton", "url")
                ),
            ),
            required=frozenset({LINK}),
            button=_("Ouvrir mon espace"),
            corner=_("Votre fiche"),
            office_hours=True,
        )
    )
    register_truth("directory.linkcheck", still_dead)

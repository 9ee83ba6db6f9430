"""The words by which a person learns that the team opened her space."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind
from ecosystem.ui.typography import clock

BEGUN = "acting/mails/begun"

KIND = MailKind(
    template=BEGUN,
    label=_("Espace ouvert par l’équipe"),
    subject=_("{équipier} a ouvert votre espace pour vous aider"),
    body=(
        _("Bonjour {prénom},"),
        _("{équipier}, de l’équipe, voit le site comme vous le voyez, jusqu’à {fin}. Son motif :"),
        "« {motif} »",
        _("Rien ne peut être écrit, envoyé ni accepté à votre place, et vos messages ne s’ouvrent pas."),
        "{lien}",
        _("Vous n’avez rien demandé ? Répondez à ce courriel : nous vous dirons pourquoi."),
    ),
    placeholders=(
        Placeholder(
            "prénom",
            _("le prénom de la personne"),
            "Inès",
            lambda context: context["acting"].user.get_short_name(),
            aliases=("nom",),
        ),
        Placeholder(
            "équipier",
            _("qui ouvre l’espace"),
            "Lucie Marchetti",
            lambda context: context["acting"].by,
            is_strong=True,
        ),
        Placeholder(
            "motif",
            _("pourquoi l’espace est ouvert"),
            _("ne voit pas sa proposition"),
            lambda context: context["acting"].reason,
        ),
        Placeholder(
            "fin",
            _("jusqu’à quelle heure"),
            "14 h 56",
            lambda context: clock(context["acting"].ends_at),
        ),
        Placeholder(LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, aliases=("bouton", "url")),
    ),
    required=frozenset({LINK, "motif"}),
    button=_("Voir qui a ouvert mon espace"),
    corner=_("Votre compte"),
    is_essential=True,
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(KIND)

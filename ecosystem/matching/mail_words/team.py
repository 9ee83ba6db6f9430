"""The mails that the team receives about its own rounds."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import MailKind, Placeholder
from ecosystem.matching.mail_words.placeholders import LINK_TO, MAILS

ROUND_FAILED = MailKind(
    template=f"{MAILS}/round_failed",
    label=_("Calcul arrêté"),
    subject=_("Le calcul de « {tournée} » n’est pas allé au bout"),
    body=(
        _("Le calcul de la tournée {tournée} s’est arrêté avant la fin. Rien n’a été envoyé, et le réglage est gardé."),
        _("Ce qui s’est passé : {cause}"),
        "{lien}",
    ),
    placeholders=(
        Placeholder(
            "tournée",
            _("le titre de la tournée"),
            _("Décembre"),
            lambda context: context["round"].title,
            is_strong=True,
            aliases=("titre", "round"),
        ),
        Placeholder(
            "cause",
            _("pourquoi le calcul s’est arrêté"),
            _("Aucun mentor n’est publié."),
            lambda context: context["round"].failure,
            aliases=("raison", "erreur"),
        ),
        LINK_TO,
    ),
    button=_("Revenir à la tournée et relancer"),
)

KINDS = (ROUND_FAILED,)

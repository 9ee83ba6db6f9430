"""The mails about what the team itself did: a computation that failed, proposals that it took back."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder
from ecosystem.matching.mail_words.placeholders import EXAMPLES, FIRST_NAME, GREETING, LINK_TO, MAILS


def _what_was_taken_back(context: Context) -> str:
    taken = context["proposals"]
    return ngettext(
        "%(name)s : rien à faire, nous avons repris cette proposition",
        "Rien à faire : nous avons repris %(total)s propositions",
        len(taken),
    ) % {"name": taken[0].need.startup.name, "total": len(taken)}


TAKEN_BACK = MailKind(
    template=f"{MAILS}/taken_back",
    label=_("Proposition reprise par l’équipe"),
    subject="{annonce}",
    body=(
        GREETING,
        _(
            "Nous vous avons écrit trop tôt : l’équipe relit encore ce qui suit. Il n’y a rien à répondre, et aucune "
            "place n’est prise chez vous."
        ),
        "{propositions}",
        _("Si la proposition tient toujours après relecture, un nouveau courriel vous le dira."),
    ),
    placeholders=(
        FIRST_NAME,
        Placeholder(
            "annonce",
            _("ce qui est repris"),
            _("Calanque Robotics : rien à faire, nous avons repris cette proposition"),
            _what_was_taken_back,
        ),
        Placeholder(
            "propositions", _("chaque startup et son besoin"), "", block="matching/mails/taken", only_block=True
        ),
    ),
    required=frozenset({"propositions"}),
    is_essential=True,
    examples=f"{EXAMPLES}.of_people",
)
ROUND_FAILED = MailKind(
    template=f"{MAILS}/round_failed",
    label=_("Tournée : le calcul a échoué"),
    subject=_("Le calcul de « {tournée} » n’est pas allé au bout"),
    body=(
        _("Le calcul s’est arrêté avant la fin. Rien n’a été envoyé, et le réglage est gardé."),
        _("Ce qui s’est passé : {cause}"),
        "{lien}",
    ),
    placeholders=(
        Placeholder("tournée", _("le titre de la tournée"), "Novembre", lambda context: context["round"].title),
        Placeholder("cause", _("pourquoi"), _("Le serveur s’est arrêté."), lambda context: context["round"].failure),
        LINK_TO,
    ),
    required=frozenset({LINK}),
    button=_("Revenir à la tournée et relancer"),
    corner=_("Équipe"),
)
KINDS = (TAKEN_BACK, ROUND_FAILED)

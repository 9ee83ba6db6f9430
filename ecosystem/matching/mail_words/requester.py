"""The mails that tell a startup what becomes of its need, to the honest end."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import MailKind, Placeholder
from ecosystem.matching.mail_words import values as mail_values
from ecosystem.matching.mail_words.placeholders import (
    AT_EACH_STEP,
    DEADLINE,
    EXAMPLES,
    FIRST_NAME,
    FOLLOW,
    GREETING,
    MAILS,
    NEED,
)

SEE = _("Suivre ce besoin")

REQUESTER_ASKED = MailKind(
    template=f"{MAILS}/requester_asked",
    label=_("Besoin : quelqu’un est sollicité"),
    subject="{annonce}",
    body=(
        GREETING,
        "{besoins}",
        _(
            "Vous lirez son nom, et pourquoi elle, dès qu’elle aura dit oui. Si elle décline ou ne répond pas, la "
            "suivante est sollicitée sans que vous ayez rien à faire."
        ),
        "{sans_personne}",
        "{lien}",
    ),
    placeholders=(
        FIRST_NAME,
        Placeholder(
            "annonce",
            _("pour combien de besoins"),
            _("Quelqu’un est sollicité pour votre besoin"),
            mail_values.how_many_asked,
        ),
        Placeholder("besoins", _("chaque besoin et ses dates"), "", block="matching/mails/asked", only_block=True),
        Placeholder(
            "sans_personne", _("les besoins restés sans personne"), "", block="matching/mails/without", only_block=True
        ),
        FOLLOW,
    ),
    required=frozenset({"besoins"}),
    button=SEE,
    office_hours=True,
    examples=f"{EXAMPLES}.of_requesters",
)
HAPPENED = Placeholder(
    "nouvelle", _("ce qui s’est passé"), _("La personne sollicitée a décliné."), mail_values.what_happened
)
REQUESTER_MOVED = MailKind(
    template=f"{MAILS}/requester_moved",
    label=_("Besoin : la personne suivante est sollicitée"),
    subject=_("Votre besoin « {besoin} » continue son chemin"),
    body=(GREETING, _("{nouvelle} {suite}"), AT_EACH_STEP, "{lien}"),
    placeholders=(
        FIRST_NAME,
        NEED,
        HAPPENED,
        Placeholder(
            "suite",
            _("qui est sollicité maintenant"),
            _("La suivante est sollicitée aujourd’hui, sa réponse est attendue avant le 27 novembre."),
            mail_values.who_is_asked_now,
        ),
        FOLLOW,
    ),
    button=SEE,
    office_hours=True,
    examples=f"{EXAMPLES}.of_requesters",
)
REQUESTER_WAITING = MailKind(
    template=f"{MAILS}/requester_waiting",
    label=_("Besoin : personne n’a encore répondu"),
    subject=_("Personne n’a encore répondu à « {besoin} »"),
    body=(
        GREETING,
        _(
            "La personne sollicitée vient d’être relancée pour la dernière fois. Elle a jusqu’au {échéance} ; sans "
            "réponse, la suivante est sollicitée."
        ),
        AT_EACH_STEP,
        "{lien}",
    ),
    placeholders=(FIRST_NAME, NEED, DEADLINE, FOLLOW),
    button=SEE,
    office_hours=True,
    examples=f"{EXAMPLES}.of_requesters",
)
REQUESTER_END = MailKind(
    template=f"{MAILS}/requester_end",
    label=_("Fin honnête"),
    subject=_("Nous n’avons trouvé personne pour « {besoin} »"),
    body=(
        GREETING,
        _("{nouvelle} {suite}"),
        _(
            "Trois autres voies : préciser le sujet ou accepter d’autres formats, chercher vous-même dans l’annuaire "
            "des mentors et des financeurs, ou répondre à ce courriel pour en parler à l’équipe."
        ),
        "{lien}",
    ),
    placeholders=(
        FIRST_NAME,
        NEED,
        HAPPENED,
        Placeholder(
            "suite",
            _("ce que devient le besoin"),
            _("Votre besoin reste ouvert et passe en priorité à la prochaine tournée."),
            mail_values.what_becomes_of_it,
        ),
        FOLLOW,
    ),
    button=SEE,
    office_hours=True,
    examples=f"{EXAMPLES}.of_requesters",
)
REQUESTER_WITHOUT = MailKind(
    template=f"{MAILS}/requester_without",
    label=_("Besoin : personne dans cette tournée"),
    subject="{annonce}",
    body=(
        GREETING,
        "{besoins}",
        _(
            "Votre besoin reste ouvert, et il passe en priorité à la prochaine tournée. En le précisant, ou en "
            "acceptant d’autres langues ou d’autres formats, vous élargissez le choix."
        ),
        "{lien}",
    ),
    placeholders=(
        FIRST_NAME,
        Placeholder(
            "annonce",
            _("pour combien de besoins"),
            _("Cette tournée n’a trouvé personne pour votre besoin"),
            mail_values.how_many_alone,
        ),
        Placeholder(
            "besoins", _("les besoins restés sans personne"), "", block="matching/mails/alone", only_block=True
        ),
        FOLLOW,
    ),
    button=SEE,
    office_hours=True,
    examples=f"{EXAMPLES}.of_requesters",
)
REQUESTER_TAKEN_BACK = MailKind(
    template=f"{MAILS}/requester_taken_back",
    label=_("Besoin : l’envoi est repris"),
    subject=_("Votre besoin « {besoin} » : l’envoi est repris"),
    body=(
        GREETING,
        _(
            "L’équipe a repris l’envoi avant toute réponse, pour le corriger. Votre besoin reste ouvert : nous vous "
            "écrirons dès que quelqu’un sera sollicité."
        ),
        "{lien}",
    ),
    placeholders=(FIRST_NAME, NEED, FOLLOW),
    button=SEE,
    office_hours=True,
)
KINDS = (
    REQUESTER_ASKED, REQUESTER_MOVED, REQUESTER_WAITING, REQUESTER_WITHOUT, REQUESTER_TAKEN_BACK, REQUESTER_END,
)  # fmt: skip

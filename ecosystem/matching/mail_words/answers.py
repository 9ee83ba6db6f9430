"""The mails that ask, remind and tell of an answer."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder
from ecosystem.matching.mail_words import values as mail_values
from ecosystem.matching.mail_words.placeholders import (
    DEADLINE,
    EXAMPLES,
    FIRST_NAME,
    GREETING,
    LADDER,
    LINK_TO,
    MAILS,
    NEED,
    OTHER_SIDE,
    PERSON,
    REASONS,
    SCORE,
    STARTUP,
    TEAM_WORD,
)

ASKED = MailKind(
    template=f"{MAILS}/proposals",
    label=_("Proposition"),
    subject=_("{startup} cherche quelqu’un comme vous"),
    body=(
        GREETING,
        _(
            "{startup} cherche de l’aide : {besoin}. L’équipe d’Escale a relu cette proposition avant de vous "
            "l’envoyer."
        ),
        "{fiche}",
        "{raisons}",
        "{mot}",
        "{lien}",
        _(
            "Ce lien ouvre la proposition, il n’accepte rien tout seul. Vous dites oui ou non sur la page, sans mot "
            "de passe. Un non est utile, et son motif n’est jamais montré à la startup."
        ),
    ),
    placeholders=(FIRST_NAME, STARTUP, NEED, SCORE, REASONS, LINK_TO, DEADLINE, OTHER_SIDE, TEAM_WORD),
    required=frozenset({LINK}),
    button=_("Lire et répondre"),
    corner=_("Répondre avant le {échéance}"),
    foot=_("Vos coordonnées ne sont partagées qu’après deux oui."),
    is_essential=True,
    examples=f"{EXAMPLES}.of_people",
)
SEVERAL = MailKind(
    template=f"{MAILS}/proposals_together",
    label=_("Plusieurs propositions"),
    subject=_("{nombre} startups cherchent quelqu’un comme vous"),
    body=(
        GREETING,
        _("L’équipe d’Escale a relu ce qui suit avant de vous l’envoyer."),
        "{propositions}",
        _(
            "Ces liens ouvrent une page, ils n’acceptent rien tout seuls. Vous dites oui ou non sur la page, sans mot "
            "de passe. Un non est utile, et son motif n’est jamais montré à la startup."
        ),
    ),
    placeholders=(
        FIRST_NAME,
        Placeholder("nombre", _("combien de propositions"), "2", lambda context: len(context["listed"])),
        DEADLINE,
        Placeholder(
            "propositions",
            _("chaque proposition avec son bouton"),
            "",
            block="matching/mails/listed",
            only_block=True,
            has_buttons=True,
        ),
    ),
    required=frozenset({"propositions"}),
    corner=_("Répondre avant le {échéance}"),
    foot=_("Vos coordonnées ne sont partagées qu’après deux oui."),
    is_essential=True,
    examples=f"{EXAMPLES}.of_people_together",
)
WEEKDAY = Placeholder("jour", _("le jour de la semaine où l’on n’attend plus"), _("vendredi"), mail_values.weekday)
SENT_ON = Placeholder("envoi", _("le jour où la question est partie"), _("18 novembre"), mail_values.sent_on)
NEXT = Placeholder(
    "suivant",
    _("qu’une autre personne attend, s’il y en a une"),
    _("Une autre personne est prête à être sollicitée après vous."),
    mail_values.who_comes_next,
)
REMINDER = MailKind(
    template=f"{MAILS}/reminder",
    label=_("Relance"),
    subject=_("Votre réponse avant {jour} ?"),
    body=(
        GREETING,
        _(
            "Nous vous avons proposé d’aider {startup} le {envoi}. Un oui ou un non leur permet d’avancer, avant le "
            "{échéance}."
        ),
        "{fiche}",
        "{étapes}",
        "{lien}",
        _(
            "Sans réponse, la proposition passe à la personne suivante. Rien ne vous sera reproché, et vous pourrez "
            "toujours revenir."
        ),
    ),
    placeholders=(
        FIRST_NAME,
        STARTUP,
        PERSON,
        NEED,
        SCORE,
        DEADLINE,
        WEEKDAY,
        SENT_ON,
        NEXT,
        OTHER_SIDE,
        LADDER,
        LINK_TO,
    ),
    required=frozenset({LINK}),
    button=_("Lire et répondre"),
    quiet=_("Me mettre en pause"),
    corner=_("Relance"),
    foot=_("Vous recevez deux relances au plus par proposition, jamais le week-end."),
    office_hours=True,
    examples=f"{EXAMPLES}.of_people",
)
LAST_CHANCE = replace(
    REMINDER,
    template=f"{MAILS}/last_chance",
    label=_("Dernière relance"),
    subject=_("Dernière relance : répondre avant le {échéance}"),
    body=(
        GREETING,
        _(
            "Nous vous avons proposé d’aider {startup} le {envoi}. Nous ne vous relancerons plus : répondez avant le "
            "{échéance}. {suivant}"
        ),
        *REMINDER.body[2:],
    ),
    corner=_("Dernière relance"),
)
REMINDER_TO_STARTUP = replace(
    REMINDER,
    template=f"{MAILS}/reminder_to_startup",
    label=_("Relance à la startup"),
    body=(
        GREETING,
        _("{personne} a dit oui à votre besoin, {besoin}, et attend votre réponse avant le {échéance}."),
        "{fiche}",
        "{étapes}",
        "{lien}",
        _("Sans réponse, sa place est rendue et la personne suivante est sollicitée."),
    ),
    quiet="",
    examples=f"{EXAMPLES}.of_startups",
)
LAST_CHANCE_TO_STARTUP = replace(
    REMINDER_TO_STARTUP,
    template=f"{MAILS}/last_chance_to_startup",
    label=_("Dernière relance à la startup"),
    subject=LAST_CHANCE.subject,
    corner=LAST_CHANCE.corner,
)
STARTUP_ASKED = MailKind(
    template=f"{MAILS}/startup_asked",
    label=_("Un oui : à la startup de répondre"),
    subject=_("{personne} veut vous aider : à vous de répondre"),
    body=(
        GREETING,
        _(
            "{personne} a dit oui à votre besoin : {besoin}. À vous de répondre : une fois votre oui donné, les "
            "coordonnées sont partagées."
        ),
        "{fiche}",
        "{raisons}",
        "{lien}",
        _("Ce lien ouvre la page, il n’accepte rien tout seul."),
    ),
    placeholders=(FIRST_NAME, PERSON, STARTUP, NEED, SCORE, REASONS, LINK_TO, DEADLINE, OTHER_SIDE),
    required=frozenset({LINK}),
    button=_("Lire et répondre"),
    corner=_("Répondre avant le {échéance}"),
    foot=_("Les coordonnées ne sont partagées qu’après deux oui."),
    is_essential=True,
    examples=f"{EXAMPLES}.of_startups",
)
INTRODUCTION = MailKind(
    template=f"{MAILS}/introduction",
    label=_("Deux oui"),
    subject=_("{startup}, {personne} : vous avez dit oui"),
    body=(
        _("Voici de quoi commencer. À partir de maintenant, vous vous écrivez directement."),
        "{coordonnées}",
        "{départ}",
        "{lien}",
        _("Si cela ne va pas, dites-le-nous : nous cherchons quelqu’un d’autre, sans explication à donner."),
    ),
    placeholders=(
        STARTUP,
        PERSON,
        NEED,
        Placeholder("coordonnées", _("qui joindre, et comment"), "", block="matching/mails/contacts", only_block=True),
        Placeholder("départ", _("le besoin, pour commencer"), "", block="matching/mails/start", only_block=True),
        LINK_TO,
    ),
    required=frozenset({"coordonnées"}),
    button=_("Revoir la proposition"),
    corner=_("Mise en relation"),
    foot=_("Vos coordonnées ont été partagées parce que vous avez accepté tous les deux."),
    is_essential=True,
    examples=f"{EXAMPLES}.of_introductions",
)
DECLINED = MailKind(
    template=f"{MAILS}/declined_by_startup",
    label=_("La startup ne donne pas suite"),
    subject=_("{startup} a choisi de ne pas donner suite"),
    body=(
        GREETING,
        _(
            "La startup a choisi de ne pas donner suite pour {besoin}. Votre place est libre de nouveau : il n’y a "
            "rien à faire."
        ),
        _("Merci d’avoir dit oui. Nous vous écrirons dès qu’un autre besoin vous correspond."),
        "{lien}",
    ),
    placeholders=(FIRST_NAME, STARTUP, NEED, LINK_TO),
    button=_("Revoir la proposition"),
    is_essential=True,
    examples=f"{EXAMPLES}.of_people",
)
ENDED = replace(
    DECLINED,
    template=f"{MAILS}/ended",
    label=_("La proposition s’arrête là"),
    subject=_("{startup} : la proposition s’arrête là"),
    body=(
        GREETING,
        _(
            "Vous aviez dit oui à {startup} pour {besoin}. Cette proposition s’arrête là : votre place est libre de "
            "nouveau, il n’y a rien à faire."
        ),
        _("Merci d’avoir dit oui. Nous vous écrirons dès qu’un autre besoin vous correspond."),
        "{lien}",
    ),
    office_hours=True,
)
GIVEN_BACK = MailKind(
    template=f"{MAILS}/given_back",
    label=_("Mise en relation rendue"),
    subject=_("{autre} a mis fin à votre mise en relation"),
    body=(GREETING, _("Elle portait sur {besoin}. {suite}"), "{lien}"),
    placeholders=(
        FIRST_NAME,
        Placeholder("autre", _("qui a mis fin"), "Nadia Belkacem", mail_values.who_gave_back, aliases=("personne",)),
        NEED,
        Placeholder(
            "suite",
            _("ce qui se passe maintenant"),
            _("Nous cherchons aussitôt quelqu’un d’autre et nous vous écrivons dans tous les cas."),
            mail_values.after_giving_back,
        ),
        LINK_TO,
    ),
    button=_("Revoir la proposition"),
    is_essential=True,
)
KINDS = (
    ASKED,
    SEVERAL,
    REMINDER,
    LAST_CHANCE,
    STARTUP_ASKED,
    REMINDER_TO_STARTUP,
    LAST_CHANCE_TO_STARTUP,
    INTRODUCTION,
    DECLINED,
    ENDED,
    GIVEN_BACK,
)

"""What the mails of the matching may name, and the sentences that they share."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, Placeholder
from ecosystem.matching.mail_words import values as mail_values
from ecosystem.ui.typography import number

MAILS = "matching/mails"
EXAMPLES = "ecosystem.matching.mail_words.examples"
GREETING = _("Bonjour {prénom},")
AT_EACH_STEP = _("Vous n’avez rien à faire. Nous vous écrivons à chaque étape.")

FIRST_NAME = Placeholder(
    "prénom", _("le prénom de la personne à qui l’on écrit"), "Nadia", mail_values.first_name, aliases=("nom",)
)
STARTUP = Placeholder(
    "startup", _("le nom de la startup"), "Calanque Robotics", mail_values.startup, aliases=("entreprise", "société")
)
PERSON = Placeholder(
    "personne",
    _("le nom du mentor ou du financeur"),
    "Nadia Belkacem",
    mail_values.person,
    aliases=("mentor", "financeur"),
)
NEED = Placeholder(
    "besoin",
    _("le titre du besoin"),
    _("Un distributeur en Allemagne du Nord"),
    mail_values.need,
    is_strong=True,
    aliases=("demande", "sujet", "titre"),
)
SCORE = Placeholder(
    "score", _("le score, sur 100"), "87", lambda context: number(context["proposal"].score_points), aliases=("note",)
)
DEADLINE = Placeholder(
    "échéance",
    _("le dernier jour pour répondre"),
    _("27 novembre"),
    mail_values.deadline,
    is_strong=True,
    aliases=("date_limite", "date", "délai", "limite", "jour"),
)
LINK_TO = Placeholder(
    LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, mail_values.link, aliases=("bouton", "url")
)
REASONS = Placeholder(
    "raisons",
    _("pourquoi cette paire : une phrase, ou les barres du score si le mot est seul"),
    _("vous avez ouvert ce marché, vos créneaux coïncident"),
    mail_values.reasons_in_a_sentence,
    block="matching/mails/why",
    aliases=("pourquoi", "critères"),
)
OTHER_SIDE = Placeholder(
    "fiche",
    _("qui c’est, avec le score"),
    "",
    block="matching/mails/other_side",
    only_block=True,
    aliases=("carte", "profil"),
)
TEAM_WORD = Placeholder(
    "mot", _("le mot de l’équipe, s’il y en a un"), "", block="matching/mails/word", only_block=True
)
LADDER = Placeholder(
    "étapes",
    _("les dates des relances"),
    "",
    block="matching/mails/rungs",
    only_block=True,
    aliases=("échelle", "dates"),
)

FOLLOW = Placeholder(LINK, _("le bouton vers le besoin"), settings.SITE_URL, mail_values.need_link, aliases=("bouton",))

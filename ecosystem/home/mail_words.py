"""The words of the mails of the front desk: the team's morning, the monthly letter, an account that nobody uses."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import MailKind, Placeholder, register_kind

DAILY = "home/mails/daily"
LETTER = "home/mails/letter"
INACTIVE = "home/mails/inactive"
KINDS = (
    MailKind(
        template=DAILY,
        label=_("Matin de l’équipe"),
        subject=_("Ce qui vous attend : {premier}"),
        body=(_("Bonjour {prénom},"), _("Ce matin, {sujets} pour l’équipe :"), "{liste}", "{lien}"),
        placeholders=(
            Placeholder("prénom", _("le prénom de la personne"), "Lucie", aliases=("nom",)),
            Placeholder("sujets", _("combien de sujets"), _("3 sujets")),
            Placeholder("premier", _("le premier des sujets"), _("2 fiches à relire")),
            Placeholder(
                "liste", _("ce qui attend, une ligne par sujet"), "", block="home/mails/waiting", only_block=True
            ),
            Placeholder("lien", _("le bouton vers l’espace de l’équipe"), "https://"),
        ),
        required=frozenset({"liste"}),
        button=_("Ouvrir mon espace"),
        foot=_("Un courriel par jour ouvré, et seulement quand quelque chose attend."),
        office_hours=True,
    ),
    MailKind(
        template=LETTER,
        label=_("Lettre mensuelle"),
        subject=_("La lettre de {mois}"),
        body=(_("Bonjour {prénom},"), _("Voici ce que {mois} a apporté à l’annuaire."), "{nouvelles}", "{lien}"),
        placeholders=(
            Placeholder("prénom", _("le prénom de la personne"), "Lucie", aliases=("nom",)),
            Placeholder("mois", _("le mois que la lettre raconte"), _("octobre 2026")),
            Placeholder(
                "nouvelles",
                _("les nouveautés du mois, une par ligne"),
                "",
                block="home/mails/news",
                only_block=True,
            ),
            Placeholder("lien", _("le bouton vers l’annuaire"), "https://"),
        ),
        required=frozenset({"nouvelles"}),
        button=_("Ouvrir l’annuaire"),
        foot=_("Un courriel par mois, parce que vous l’avez demandé."),
        by_consent=True,
        office_hours=True,
    ),
    MailKind(
        template=INACTIVE,
        label=_("Compte inutilisé"),
        subject=_("Votre compte sera effacé le {jour}"),
        body=(
            _("Bonjour {prénom},"),
            _("Vous ne vous êtes pas connecté depuis près de trois ans. Le {jour}, votre compte sera effacé."),
            _("Pour le garder, il suffit de vous connecter."),
            "{lien}",
        ),
        placeholders=(
            Placeholder("prénom", _("le prénom de la personne"), "Lucie", aliases=("nom",)),
            Placeholder("jour", _("le jour où le compte sera effacé"), _("12 janvier 2027")),
            Placeholder("lien", _("le bouton vers la page de connexion"), "https://"),
        ),
        required=frozenset({"jour", "lien"}),
        button=_("Garder mon compte"),
        is_essential=True,
        office_hours=True,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register_kind(kind)

"""The words of the team's morning mail."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import MailKind, Placeholder, register_kind

DAILY = "home/mails/daily"


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(
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
        )
    )

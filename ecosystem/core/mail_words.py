"""The words of the one mail that the mail engine writes itself: the digest."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import DIGEST, MailKind, Placeholder, register_kind


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(
        MailKind(
            template=DIGEST,
            label=_("Résumé"),
            subject=_("{moment} : {nouvelles}"),
            body=("{à_faire}", "{liste}", "{lien}"),
            placeholders=(
                Placeholder("moment", _("votre semaine, ou votre journée"), _("Votre semaine")),
                Placeholder("nouvelles", _("combien de nouvelles"), _("3 nouvelles")),
                Placeholder("prénom", _("le prénom de la personne"), "Inès", aliases=("nom",)),
                Placeholder("depuis", _("le jour de la première nouvelle"), _("16 novembre"), aliases=("date",)),
                Placeholder("à_faire", _("ce qui attend une réponse"), "", block="ui/mail/todos", only_block=True),
                Placeholder("liste", _("les nouvelles, une par ligne"), "", block="ui/mail/lines", only_block=True),
                Placeholder("lien", _("le bouton vers les messages"), "https://"),
            ),
            required=frozenset({"liste"}),
            button=_("Lire mes messages"),
            corner=_("Depuis le {depuis}"),
            foot=_("Un seul courriel, à 8 h, les jours ouvrés. Rien à dire, rien n’est envoyé."),
        )
    )

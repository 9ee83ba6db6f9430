"""The words of the mails about an account: each is drawn by the same two templates, in the person's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Wording:
    """What a mail says: `link` names the value of the context that its button opens; a notice tells of a change."""

    subject: Text
    lines: tuple[Text, ...]
    button: Text = ""
    link: str = ""
    is_notice: bool = False


IGNORE = _("Si vous n’avez rien demandé, ignorez ce courriel : rien ne changera.")

CODE = Wording(
    _("Votre code de confirmation"),
    (
        _("Cette adresse, %(email)s, vient d’être donnée pour un compte. Recopiez ce code dans la page ouverte."),
        IGNORE,
    ),
)


def notice(subject: Text, line: Text) -> Wording:
    return Wording(subject, (line,), is_notice=True)


WORDINGS: Mapping[str, Wording] = {
    "account/email/email_confirmation": CODE,
    "account/email/email_confirmation_signup": CODE,
    "account/email/login_code": Wording(
        _("Votre code de connexion"),
        (_("Recopiez ce code dans la page restée ouverte. Il dure quelques minutes et ne sert qu’une fois."), IGNORE),
    ),
    "account/email/unknown_account": Wording(
        _("Aucun compte à cette adresse"),
        (
            _("Quelqu’un a voulu se connecter avec l’adresse %(email)s, qui n’a pas de compte."),
            _("Si c’était vous, peut-être avez-vous un compte à une autre adresse. Sinon, créez-en un."),
            IGNORE,
        ),
        _("Créer un compte"),
        "signup_url",
    ),
    "account/email/account_already_exists": Wording(
        _("Vous avez déjà un compte"),
        (
            _("Quelqu’un a voulu créer un compte avec l’adresse %(email)s, qui en a déjà un."),
            _("Si c’était vous, connectez-vous. Si vous avez oublié votre mot de passe, choisissez-en un autre."),
            IGNORE,
        ),
        _("Choisir un autre mot de passe"),
        "password_reset_url",
    ),
    "account/email/password_reset_key": Wording(
        _("Choisissez un nouveau mot de passe"),
        (_("Vous avez demandé à changer le mot de passe de votre compte. Le lien ne sert qu’une fois."), IGNORE),
        _("Choisir un nouveau mot de passe"),
        "password_reset_url",
    ),
    "account/email/email_changed": notice(
        _("Votre adresse a changé"), _("Votre adresse était %(from_email)s, elle est désormais %(to_email)s.")
    ),
    "account/email/email_confirm": notice(_("Votre adresse est confirmée"), _("Votre adresse est confirmée.")),
    "account/email/email_deleted": notice(
        _("Une adresse a été retirée"), _("L’adresse %(deleted_email)s n’est plus liée à votre compte.")
    ),
    "account/email/password_changed": notice(
        _("Votre mot de passe a changé"), _("Le mot de passe de votre compte vient d’être changé.")
    ),
    "account/email/password_reset": notice(
        _("Votre mot de passe a changé"), _("Le mot de passe de votre compte vient d’être remplacé.")
    ),
    "account/email/password_set": notice(
        _("Votre compte a un mot de passe"), _("Un mot de passe vient d’être ajouté à votre compte.")
    ),
    "mfa/email/totp_activated": notice(
        _("Double authentification activée"),
        _("Votre compte demande désormais aussi un code de votre application."),
    ),
    "mfa/email/totp_deactivated": notice(
        _("Double authentification désactivée"),
        _("Votre compte ne demande plus de code de votre application."),
    ),
    "mfa/email/recovery_codes_generated": notice(
        _("Nouveaux codes de secours"),
        _("De nouveaux codes de secours remplacent les précédents."),
    ),
}


def told(wording: Wording, context: Mapping[str, Any]) -> dict[str, Any]:
    """The wording with the values of one mail in it, ready for the templates."""
    names = ("email", "from_email", "to_email", "deleted_email")
    values = {name: context.get(name, "") for name in names}
    return {
        "subject": str(wording.subject),
        "lines": [str(line) % values for line in wording.lines],
        "button": wording.button,
        "url": context.get(wording.link, ""),
        "code": context.get("code", ""),
        "is_notice": wording.is_notice,
        "at": context.get("timestamp", ""),
        "ip": context.get("ip", ""),
        "user_agent": context.get("user_agent", ""),
    }

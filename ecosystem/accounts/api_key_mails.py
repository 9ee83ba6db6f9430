"""The words by which a person learns that a key of the API was made in her name: if it was not she, she ends it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import ApiToken
from ecosystem.core.mail import write_mail
from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder, register_kind
from ecosystem.ui.typography import day, moment

MADE = "accounts/mails/key_made"


def tell_made(key: ApiToken) -> None:
    """Written with the key, whose secret is not in it."""
    with translation.override(key.user.language):
        path = reverse("home:api_keys")
    write_mail(
        key=f"api_key:{key.token_key}",
        to=key.user.email,
        template=MADE,
        context={"key": key, LINK: f"{settings.SITE_URL}{path}"},
        language=key.user.language,
        reader=key.user_id,
        url=path,
    )


def opened_by(context: Context) -> str:
    """What the key can do, in words."""
    scopes = context["key"].scopes or ()
    return "\N{NO-BREAK SPACE}; ".join(str(label) for value, label in ApiToken.Scope.choices if value in scopes)


KIND = MailKind(
    template=MADE,
    label=_("Clé de l’API créée"),
    subject=_("Une clé de l’API a été créée pour votre compte : {clé}"),
    body=(
        _("Bonjour {prénom},"),
        _("Une clé de l’API, « {clé} », a été créée pour votre compte le {moment}. Son début : {début}."),
        _("Elle permet de : {droits}. Elle ne laisse rien écrire. Elle s’arrête d’elle-même le {échéance}."),
        "{lien}",
        _(
            "Ce n’était pas vous ? Révoquez-la sur cette page : elle n’ouvre plus rien aussitôt. Puis changez votre "
            "mot de passe et prévenez l’équipe."
        ),
    ),
    placeholders=(
        Placeholder(
            "prénom", _("le prénom de la personne"), "Inès", lambda context: context["key"].user.get_short_name()
        ),
        Placeholder("clé", _("le nom de la clé"), _("Tableau de bord"), lambda context: context["key"], is_strong=True),
        Placeholder(
            "début",
            _("les premiers caractères de la clé, qui n’ouvrent rien"),
            "escale_3f9a1c2b",
            lambda context: f"{context['key'].token_key}…",
        ),
        Placeholder("droits", _("ce que la clé permet"), ApiToken.Scope.DIRECTORY.label, opened_by),
        Placeholder(
            "moment",
            _("quand la clé a été créée"),
            "12 mai 2027, 14 h 56",
            lambda context: moment(context["key"].created),
        ),
        Placeholder(
            "échéance", _("le jour où la clé s’arrête"), "12 mai 2028", lambda context: day(context["key"].expiry)
        ),
        Placeholder(LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, aliases=("bouton", "url")),
    ),
    required=frozenset({LINK, "droits"}),
    button=_("Voir et révoquer mes clés"),
    corner=_("Votre compte"),
    is_essential=True,
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(KIND)

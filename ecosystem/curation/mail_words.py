"""The words of what an owner learns about her listing."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind

GREETING = _("Bonjour {prénom},")
FIRST_NAME = Placeholder(
    "prénom", _("le prénom de la personne"), "Inès", lambda context: context["user"].get_short_name(), aliases=("nom",)
)
LISTING = Placeholder(
    "fiche",
    _("le nom de la fiche"),
    "Calanque Robotics",
    lambda context: context["listing"].name,
    is_strong=True,
    aliases=("startup", "titre"),
)


def _link(where: str) -> Placeholder:
    """The button: to the public page of the listing, or to the space where it is corrected."""

    def value(context: object) -> str:
        path = context["listing"].get_absolute_url() if where == "page" else reverse("home:space")  # type: ignore[index]
        return f"{settings.SITE_URL}{path}"

    return Placeholder(
        LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, value, aliases=("bouton", "url")
    )


PUBLISHED = MailKind(
    template="curation/mails/publish",
    label=_("Fiche en ligne"),
    subject=_("La fiche de {fiche} est en ligne"),
    body=(
        GREETING,
        _("L’équipe a relu votre fiche et l’a publiée. Elle compte dans les prochaines tournées."),
        "{lien}",
    ),
    placeholders=(FIRST_NAME, LISTING, _link("page")),
    required=frozenset({LINK}),
    button=_("Voir la page"),
    corner=_("Relecture"),
)
CHANGES_REQUESTED = MailKind(
    template="curation/mails/request_changes",
    label=_("Correction demandée"),
    subject=_("Une correction pour la fiche de {fiche}"),
    body=(
        GREETING,
        _("L’équipe a lu votre fiche et vous demande une correction :"),
        "{message}",
        "{lien}",
        _("Corrigez la fiche depuis votre espace, puis renvoyez-la."),
    ),
    placeholders=(
        FIRST_NAME,
        LISTING,
        Placeholder(
            "message",
            _("ce que l’équipe demande"),
            _("Il manque une source pour la levée d’octobre."),
            block="curation/mails/message",
            aliases=("correction", "mot"),
        ),
        _link("space"),
    ),
    required=frozenset({LINK, "message"}),
    button=_("Ouvrir mon espace"),
    corner=_("Relecture"),
    is_essential=True,
)


def register() -> None:
    """Called once, when the apps are ready."""
    register_kind(CHANGES_REQUESTED)
    register_kind(PUBLISHED)

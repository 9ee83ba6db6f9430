"""The words of what an owner learns about her listing."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder, register_kind
from ecosystem.directory.models import Report, Suggestion

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


def link_to(where: str) -> Placeholder:
    """The button: to the public page of the listing, or to the space where it is corrected."""

    def value(context: object) -> str:
        path = context["listing"].get_absolute_url() if where == "page" else reverse("home:space")  # type: ignore[index]
        return f"{settings.SITE_URL}{path}"

    return Placeholder(
        LINK, _("le bouton, seul dans son paragraphe"), settings.SITE_URL, value, aliases=("bouton", "url")
    )


def _followed(context: Context) -> str:
    """What a suggestion became, in a sentence."""
    state = context["told"].state
    said = {
        Suggestion.State.ACCEPTED: _("Vous avez suggéré une correction : l’équipe l’a vérifiée et publiée."),
        Suggestion.State.PARTLY: _("Vous avez suggéré une correction : l’équipe en a publié une partie."),
    }
    other = _("Vous avez suggéré une correction : l’équipe l’a lue et laisse la fiche telle quelle.")
    return str(said.get(state, other))


def _settled(context: Context) -> str:
    """What was done about a report, in a sentence."""
    said = {
        Report.Outcome.CORRECTED: _("Vous avez signalé une fiche : l’équipe l’a corrigée."),
        Report.Outcome.HIDDEN: _("Vous avez signalé une fiche : l’équipe l’a retirée de l’annuaire."),
    }
    other = _("Vous avez signalé une fiche : l’équipe l’a vérifiée et la laisse telle quelle.")
    return str(said.get(context["told"].outcome, other))


PUBLISHED = MailKind(
    template="curation/mails/publish",
    label=_("Fiche en ligne"),
    subject=_("La fiche de {fiche} est en ligne"),
    body=(
        GREETING,
        _("L’équipe a relu votre fiche et l’a publiée. Elle compte dans les prochaines tournées."),
        "{lien}",
    ),
    placeholders=(FIRST_NAME, LISTING, link_to("page")),
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
        link_to("space"),
    ),
    required=frozenset({LINK, "message"}),
    button=_("Ouvrir mon espace"),
    corner=_("Relecture"),
    is_essential=True,
)


MESSAGE = Placeholder(
    "message",
    _("ce que l’équipe écrit"),
    _("Il manque une source pour la levée d’octobre."),
    block="curation/mails/message",
    aliases=("correction", "mot"),
)
CORNER = _("Relecture")
KINDS = (
    MailKind(
        template="curation/mails/change",
        label=_("Modification en ligne"),
        subject=_("Vos modifications de {fiche} sont en ligne"),
        body=(
            GREETING,
            _("L’équipe a relu ce que vous avez changé dans votre fiche : c’est en ligne, en entier ou en partie."),
            "{message}",
            "{lien}",
        ),
        placeholders=(FIRST_NAME, LISTING, MESSAGE, link_to("page")),
        required=frozenset({LINK, "message"}),
        button=_("Voir la page"),
        corner=CORNER,
    ),
    MailKind(
        template="curation/mails/change_refused",
        label=_("Modification refusée"),
        subject=_("Votre modification de {fiche} n’est pas publiée"),
        body=(
            GREETING,
            _("L’équipe a lu ce que vous avez changé dans votre fiche et ne le publie pas. La page ne change pas."),
            "{message}",
            "{lien}",
        ),
        placeholders=(FIRST_NAME, LISTING, MESSAGE, link_to("space")),
        required=frozenset({LINK, "message"}),
        button=_("Ouvrir mon espace"),
        corner=CORNER,
        is_essential=True,
    ),
    MailKind(
        template="curation/mails/word",
        label=_("Mot de l’équipe sur une fiche"),
        subject=_("À propos de la fiche de {fiche}"),
        body=(GREETING, _("L’équipe vous écrit à propos de votre fiche :"), "{message}", "{lien}"),
        placeholders=(FIRST_NAME, LISTING, MESSAGE, link_to("space")),
        required=frozenset({"message"}),
        button=_("Ouvrir mon espace"),
        corner=CORNER,
    ),
    MailKind(
        template="curation/mails/restored",
        label=_("Version rétablie"),
        subject=_("La fiche de {fiche} revient à une version antérieure"),
        body=(
            GREETING,
            _("L’équipe a rétabli ce que votre fiche disait avant :"),
            "{message}",
            "{lien}",
            _("Rien n’est perdu : vos mots restent dans l’historique. Répondez si c’est une erreur."),
        ),
        placeholders=(FIRST_NAME, LISTING, MESSAGE, link_to("page")),
        required=frozenset({LINK, "message"}),
        button=_("Voir la page"),
        corner=CORNER,
    ),
    MailKind(
        template="curation/mails/suggestion_applied",
        label=_("Correction suggérée et publiée"),
        subject=_("Une correction dans la fiche de {fiche}"),
        body=(
            GREETING,
            _("Quelqu’un a suggéré une correction de votre fiche. L’équipe l’a vérifiée et publiée :"),
            "{message}",
            "{lien}",
            _("Si c’est une erreur, corrigez la fiche depuis votre espace : votre mot passe avant."),
        ),
        placeholders=(FIRST_NAME, LISTING, MESSAGE, link_to("page")),
        required=frozenset({LINK, "message"}),
        button=_("Voir la page"),
        corner=CORNER,
    ),
    MailKind(
        template="curation/mails/suggestion",
        label=_("Réponse à une correction suggérée"),
        subject=_("Votre suggestion pour la fiche de {fiche}"),
        body=(_("Bonjour,"), "{suite}", "{message}", "{lien}", _("Merci d’aider à tenir l’annuaire à jour.")),
        placeholders=(
            LISTING,
            Placeholder("suite", _("ce que la suggestion est devenue"), _("Votre correction est publiée."), _followed),
            MESSAGE,
            link_to("page"),
        ),
        required=frozenset({"suite"}),
        button=_("Voir la page"),
        corner=CORNER,
        is_essential=True,
    ),
    MailKind(
        template="curation/mails/report",
        label=_("Réponse à un signalement"),
        subject=_("Votre signalement de la fiche de {fiche}"),
        body=(_("Bonjour,"), "{suite}", "{message}", _("Merci d’aider à tenir l’annuaire à jour.")),
        placeholders=(
            LISTING,
            Placeholder("suite", _("ce que l’équipe a fait"), _("La fiche a été corrigée."), _settled),
            MESSAGE,
        ),
        required=frozenset({"suite"}),
        corner=CORNER,
        is_essential=True,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in (CHANGES_REQUESTED, PUBLISHED, *KINDS):
        register_kind(kind)

"""The words of the team's typed replies to a need: one kind a reason, each with what to do next."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder, register_kind
from ecosystem.ui.typography import percent
from startups.contact import TEMPLATE as CONTACT
from startups.mails import RETURNED
from startups.models import NeedReview
from startups.reminders import DRAFT_WAITS

Verdict = NeedReview.Verdict


def _elsewhere(context: Context) -> str:
    review: NeedReview = context["review"]
    if not review.elsewhere:
        return ""
    where = f"{review.elsewhere} ({review.elsewhere_url})" if review.elsewhere_url else review.elsewhere
    return _("Une autre voie : %(where)s.") % {"where": where}


def _twin(context: Context) -> str:
    twin = context["review"].twin
    return _("L’autre besoin : « %(title)s ».") % {"title": twin.title} if twin else ""


def _words(context: Context) -> str:
    words = context["review"].words
    return _("Le mot de l’équipe : « %(words)s »") % {"words": words} if words else ""


def _upcoming(context: Context) -> str:
    upcoming = context["next"]
    return _("Pour la suite : %(next)s.") % {"next": upcoming.label} if upcoming else ""


PLACEHOLDERS = (
    Placeholder("prénom", gettext_lazy("le prénom de la personne"), "Inès", lambda c: c["name"], aliases=("nom",)),
    Placeholder(
        "besoin",
        gettext_lazy("le titre du besoin"),
        gettext_lazy("Un distributeur en Allemagne du Nord"),
        lambda c: c["need"].title,
        is_strong=True,
        aliases=("titre", "demande"),
    ),
    Placeholder("mot", gettext_lazy("le mot de l’équipe, s’il y en a un"), gettext_lazy("Précisez le pays."), _words),
    Placeholder(
        "autre_voie", gettext_lazy("vers qui se tourner, si l’équipe le dit"), gettext_lazy("La permanence"), _elsewhere
    ),
    Placeholder("double", gettext_lazy("l’autre besoin, s’il est nommé"), gettext_lazy("Un premier client"), _twin),
    Placeholder(
        LINK,
        gettext_lazy("le bouton, seul dans son paragraphe"),
        settings.SITE_URL,
        lambda c: f"{settings.SITE_URL}{c['path']}",
        aliases=("bouton", "url"),
    ),
)
GREETING = gettext_lazy("Bonjour {prénom},")
UNTIL = gettext_lazy(
    "Il n’entre pas dans les tournées tant que vous ne l’avez pas modifié. Ce qui est déjà proposé continue."
)


def _kind(verdict: str, label: StrPromise, subject: StrPromise, *sentences: StrPromise) -> MailKind:
    body: tuple[str | StrPromise, ...] = (GREETING, *sentences, "{mot}", "{autre_voie}", UNTIL, "{lien}")
    return MailKind(
        template=f"{RETURNED}{verdict}",
        label=label,
        subject=subject,
        body=body,
        placeholders=PLACEHOLDERS,
        required=frozenset({"mot", LINK}),
        button=gettext_lazy("Reprendre ce besoin"),
        is_essential=True,
    )


KINDS = (
    _kind(
        Verdict.TOO_VAGUE,
        gettext_lazy("Besoin rendu : trop vague"),
        gettext_lazy("Votre besoin « {besoin} » est à préciser"),
        gettext_lazy(
            "Nous avons lu votre besoin « {besoin} ». Tel qu’il est écrit, personne ne saurait s’il peut vous aider : "
            "dites quel pays, quel client, quelle date, et ce que vous avez déjà essayé."
        ),
    ),
    _kind(
        Verdict.OUT_OF_SCOPE,
        gettext_lazy("Besoin rendu : hors de notre champ"),
        gettext_lazy("Votre besoin « {besoin} » sort de ce que nous savons faire"),
        gettext_lazy(
            "Nous avons lu votre besoin « {besoin} ». Aucun de nos mentors ni de nos financeurs ne traite ce sujet : "
            "plutôt que de vous faire attendre, nous vous le disons tout de suite."
        ),
    ),
    _kind(
        Verdict.WRONG_REGION,
        gettext_lazy("Besoin rendu : hors de notre territoire"),
        gettext_lazy("Votre besoin « {besoin} » relève d’un autre territoire"),
        gettext_lazy(
            "Nous avons lu votre besoin « {besoin} ». Il demande des personnes que nous n’avons pas ici : une "
            "association plus proche saura mieux y répondre."
        ),
    ),
    _kind(
        Verdict.DUPLICATE,
        gettext_lazy("Besoin rendu : en double"),
        gettext_lazy("Votre besoin « {besoin} » existe déjà"),
        gettext_lazy(
            "Nous avons lu votre besoin « {besoin} ». Vous en avez un autre qui demande la même chose : deux besoins "
            "pareils se partagent les mêmes personnes. Gardez celui que vous préférez. {double}"
        ),
    ),
    _kind(
        Verdict.NOT_YET,
        gettext_lazy("Besoin rendu : trop tôt"),
        gettext_lazy("Votre besoin « {besoin} » vient un peu tôt"),
        gettext_lazy(
            "Nous avons lu votre besoin « {besoin} ». Il manque une étape avant qu’un mentor ou un financeur puisse "
            "vraiment aider. Franchissez-la, puis reprenez ce besoin : il garde tout ce que vous avez écrit."
        ),
    ),
)


DRAFT = MailKind(
    template=DRAFT_WAITS,
    label=gettext_lazy("Fiche commencée et laissée"),
    subject=gettext_lazy("Votre fiche « {startup} » vous attend"),
    body=(
        GREETING,
        gettext_lazy(
            "Vous avez commencé la fiche de « {startup} ». Elle est à {part}, et elle part à l’équipe à partir de 60 %."
        ),
        "{suite}",
        "{lien}",
        gettext_lazy("Rien n’est public tant que vous ne l’avez pas envoyée. Nous ne vous le rappellerons pas."),
    ),
    placeholders=(
        PLACEHOLDERS[0],
        Placeholder("startup", gettext_lazy("le nom de la startup"), "Calanque", lambda c: c["startup"].name),
        Placeholder("part", gettext_lazy("ce qui est rempli"), "42 %", lambda c: percent(c["percent"] / 100)),
        Placeholder(
            "suite", gettext_lazy("ce qui manque d’abord"), gettext_lazy("Écrire votre présentation"), _upcoming
        ),
        PLACEHOLDERS[-1],
    ),
    required=frozenset({LINK}),
    button=gettext_lazy("Continuer ma fiche"),
)


CONTACT_KIND = MailKind(
    template=CONTACT,
    label=gettext_lazy("Message d’un visiteur à une startup"),
    subject=gettext_lazy("{expéditeur} écrit à {startup}"),
    body=(
        GREETING,
        gettext_lazy("{expéditeur} vous écrit depuis la page de « {startup} » :"),
        gettext_lazy("« {message} »"),
        gettext_lazy("Pour répondre, écrivez à {réponse}."),
        "{lien}",
        gettext_lazy(
            "Votre adresse n’a pas été donnée : elle le sera si vous répondez. L’équipe n’a pas lu ce message."
        ),
    ),
    placeholders=(
        PLACEHOLDERS[0],
        Placeholder("startup", gettext_lazy("le nom de la startup"), "Calanque", lambda c: c["startup"].name),
        Placeholder("expéditeur", gettext_lazy("qui écrit"), "Lina Roux", lambda c: c["sender"], is_strong=True),
        Placeholder("réponse", gettext_lazy("l’adresse où répondre"), "lina@exemple.test", lambda c: c["reply"]),
        Placeholder(
            "message",
            gettext_lazy("le message"),
            gettext_lazy("Nous inspectons douze navires par an."),
            lambda c: " ".join(c["message"].split()),
        ),
        PLACEHOLDERS[-1],
    ),
    required=frozenset({"message", "réponse"}),
    button=gettext_lazy("Voir votre page"),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in (*KINDS, DRAFT, CONTACT_KIND):
        register_kind(kind)

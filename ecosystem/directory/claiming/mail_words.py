"""The words of what people are written about claims, invitations and listings of nobody."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.core.mail import register_truth
from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder, Text, register_kind
from ecosystem.directory.claiming.mails import FOLDER
from ecosystem.directory.models import Claim, Invitation, OrphanChase

GREETING = gettext_lazy("Bonjour {prénom},")
HELLO = gettext_lazy("Bonjour,")
IGNORE = gettext_lazy("Si vous n’avez rien demandé, ignorez ce courriel : rien ne changera.")
WAITS = {"claim_asked", "claim_reminder", "claim_link"}
"""What is only true as long as a claim waits."""


def asker(context: Context) -> str:
    """Who asks, with the address that proves it."""
    person = context["claim"].by
    return f"{person.full_name} ({person.email})" if person and person.full_name else str(person or "")


def said(context: Context) -> str:
    """What she wrote, where she wrote something."""
    words = context["claim"].message
    return _("Son message : « %(words)s »") % {"words": words} if words else ""


def answered(context: Context) -> str:
    """The word that goes with a decision."""
    words = context["claim"].answer
    return _("La réponse : « %(words)s »") % {"words": words} if words else ""


def offered(context: Context) -> str:
    """What an invitation offers, as the end of « vous invite à »."""
    return offer(context["invitation"])


def offer(invitation: Invitation) -> str:
    """The same, for a page."""
    name = invitation.listing.name if invitation.listing else ""
    says = {
        Invitation.Target.MEMBER: _("rejoindre l’équipe de %(name)s"),
        Invitation.Target.OWNER: _("prendre en main la fiche de %(name)s"),
        Invitation.Target.MENTOR: _("accompagner des startups comme mentor"),
        Invitation.Target.FUNDER: _("rencontrer des startups comme financeur"),
        Invitation.Target.FOUNDER: _("inscrire votre startup"),
    }
    return str(says[Invitation.Target(invitation.target)]) % {"name": name}


def inviter(context: Context) -> str:
    """Who invites."""
    return str(context["invitation"].by or settings.ESCALE_NAME)


def welcome(context: Context) -> str:
    """The word of who invites."""
    words = context["invitation"].word
    return _("« %(words)s »") % {"words": words} if words else ""


FIRST_NAME = Placeholder(
    "prénom", gettext_lazy("le prénom de la personne"), "Inès", lambda c: c["user"].get_short_name(), aliases=("nom",)
)
LISTING = Placeholder(
    "fiche", gettext_lazy("le nom de la fiche"), "Calanque Robotics", lambda c: c["listing"].name, is_strong=True
)
BUTTON = Placeholder(
    LINK,
    gettext_lazy("le bouton, seul dans son paragraphe"),
    settings.SITE_URL,
    lambda c: c["url"],
    aliases=("bouton",),
)
PERSON = Placeholder("personne", gettext_lazy("qui demande"), "Théo Maurel", asker, is_strong=True)
MESSAGE = Placeholder("message", gettext_lazy("ce qu’elle a écrit"), gettext_lazy("Je dirige cette entreprise."), said)
ANSWER = Placeholder("réponse", gettext_lazy("le mot de la réponse"), gettext_lazy("Bienvenue."), answered)
OFFER = Placeholder(
    "offre",
    gettext_lazy("ce que l’invitation propose"),
    gettext_lazy("rejoindre l’équipe de Calanque Robotics"),
    offered,
    is_strong=True,
)
INVITER = Placeholder("auteur", gettext_lazy("qui invite"), "Inès Vidal", inviter)
WORD = Placeholder("mot", gettext_lazy("le mot de qui invite"), gettext_lazy("À bientôt."), welcome)
PAGE = Placeholder("page", gettext_lazy("l’adresse de la page publique"), settings.SITE_URL, lambda c: c["page"])


def _kind(name: str, label: Text, subject: Text, button: Text, *body: Text, optional: bool = False) -> MailKind:
    known = (FIRST_NAME, LISTING, PERSON, MESSAGE, ANSWER, OFFER, INVITER, WORD, PAGE, BUTTON)
    written = " ".join(str(part) for part in (subject, *body))
    return MailKind(
        template=f"{FOLDER}/{name}",
        label=label,
        subject=subject,
        body=body,
        placeholders=tuple(one for one in known if f"{{{one.name}}}" in written),
        required=frozenset({LINK}),
        button=button,
        is_essential=not optional,
    )


KINDS = (
    _kind(
        "claim_asked",
        gettext_lazy("Reprise d’une fiche : demande"),
        gettext_lazy("{personne} demande à rejoindre la fiche de {fiche}"),
        gettext_lazy("Répondre"),
        GREETING,
        gettext_lazy("{personne} demande à rejoindre la fiche de {fiche}. Vous l’administrez : à vous de répondre."),
        "{message}",
        "{lien}",
        gettext_lazy("N’acceptez que quelqu’un que vous connaissez. Sans réponse sous trente jours, la demande tombe."),
    ),
    _kind(
        "claim_reminder",
        gettext_lazy("Reprise d’une fiche : rappel"),
        gettext_lazy("{personne} attend votre réponse pour {fiche}"),
        gettext_lazy("Répondre"),
        GREETING,
        gettext_lazy("Depuis une semaine, {personne} demande à rejoindre la fiche de {fiche}, sans réponse."),
        "{message}",
        "{lien}",
    ),
    _kind(
        "claim_approved",
        gettext_lazy("Reprise d’une fiche : acceptée"),
        gettext_lazy("La fiche de {fiche} est à vous"),
        gettext_lazy("Ouvrir la fiche"),
        GREETING,
        gettext_lazy("Votre demande est acceptée : vous pouvez désormais modifier la fiche de {fiche}."),
        "{réponse}",
        "{lien}",
    ),
    _kind(
        "claim_refused",
        gettext_lazy("Reprise d’une fiche : refusée"),
        gettext_lazy("Votre demande pour la fiche de {fiche}"),
        gettext_lazy("Ouvrir mon espace"),
        GREETING,
        gettext_lazy("Votre demande pour la fiche de {fiche} n’est pas acceptée."),
        "{réponse}",
        "{lien}",
        gettext_lazy("Si c’est une erreur, répondez à ce courriel : l’équipe regardera avec vous."),
    ),
    _kind(
        "claim_expired",
        gettext_lazy("Reprise d’une fiche : sans suite"),
        gettext_lazy("Personne n’a répondu pour la fiche de {fiche}"),
        gettext_lazy("Ouvrir mon espace"),
        GREETING,
        gettext_lazy("Personne n’a répondu à votre demande pour la fiche de {fiche} en trente jours : elle est close."),
        "{lien}",
        gettext_lazy("Vous pouvez demander de nouveau, ou répondre à ce courriel pour en parler à l’équipe."),
    ),
    _kind(
        "claim_link",
        gettext_lazy("Reprise d’une fiche : lien"),
        gettext_lazy("Reprendre la fiche de {fiche}"),
        gettext_lazy("Reprendre la fiche"),
        HELLO,
        gettext_lazy("Quelqu’un veut tenir à jour la fiche de {fiche}, dont l’adresse est la vôtre."),
        "{lien}",
        gettext_lazy("Ce lien ne sert qu’une fois et dure sept jours."),
        IGNORE,
    ),
    _kind(
        "invitation",
        gettext_lazy("Invitation"),
        gettext_lazy("{auteur} vous invite à {offre}"),
        gettext_lazy("Voir l’invitation"),
        HELLO,
        gettext_lazy("{auteur} vous invite à {offre}."),
        "{mot}",
        "{lien}",
        gettext_lazy("Vous pourrez accepter ou décliner. Si cette invitation ne vous dit rien, ignorez-la."),
        optional=True,
    ),
    _kind(
        "invitation_reminder",
        gettext_lazy("Invitation : relance"),
        gettext_lazy("Votre invitation à {offre} vous attend"),
        gettext_lazy("Voir l’invitation"),
        HELLO,
        gettext_lazy("{auteur} vous invite à {offre}. Cette invitation attend votre réponse."),
        "{mot}",
        "{lien}",
        gettext_lazy("Déclinez en un clic si elle ne vous concerne pas : nous n’écrirons plus."),
        optional=True,
    ),
    _kind(
        "orphan",
        gettext_lazy("Fiche sans auteur"),
        gettext_lazy("La fiche de {fiche} vous attend"),
        gettext_lazy("Reprendre la fiche"),
        HELLO,
        gettext_lazy("L’équipe a écrit une fiche sur {fiche}, que tout le monde peut lire : {page}"),
        gettext_lazy("Reprenez-la pour la corriger, la compléter ou la masquer. Deux minutes suffisent."),
        "{lien}",
        gettext_lazy("Nous écrivons quatre fois au plus, en six semaines, puis plus jamais."),
        optional=True,
    ),
)


def claim_holds(pk: int, template: str) -> bool:
    """A question is only asked while the claim waits; an answer stays true."""
    waits = template.rpartition("/")[2] in WAITS
    rows = Claim.objects.pending() if waits else Claim.objects.all()
    return rows.filter(pk=pk).exists()


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register_kind(kind)
    register_truth("directory.claim", claim_holds)
    register_truth("directory.invitation", lambda pk, _t: Invitation.objects.pending().filter(pk=pk).exists())
    register_truth(
        "directory.orphanchase", lambda pk, _t: OrphanChase.objects.exclude(outcome="claimed").filter(pk=pk).exists()
    )

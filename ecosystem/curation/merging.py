"""Merging two listings, or undoing it, and writing so to those who own them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import User
from ecosystem.core.mail import write_mail
from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind
from ecosystem.curation.mail_words import FIRST_NAME, GREETING, LISTING, link_to
from ecosystem.directory.fields import Plain
from ecosystem.directory.merging import merge_listings, undo_merge
from ecosystem.directory.models import Listing, Merge
from ecosystem.directory.owners import deciders_of

OTHER = Placeholder(
    "autre",
    _("le nom de l’autre fiche"),
    "Calanque SAS",
    lambda context: context["other"].name,
    is_strong=True,
)
KINDS = (
    MailKind(
        template="curation/mails/merged",
        label=_("Fiches réunies"),
        subject=_("Les fiches {fiche} et {autre} n’en font plus qu’une"),
        body=(
            GREETING,
            _("L’équipe a réuni {autre} et {fiche}, qui parlaient de la même chose. C’est {fiche} qui reste."),
            _("L’ancienne adresse y mène. Besoins, propositions et historique ont suivi, rien n’est perdu."),
            "{lien}",
            _("Si ce sont deux choses différentes, dites-le à l’équipe : cela s’annule pendant 30 jours."),
        ),
        placeholders=(FIRST_NAME, LISTING, OTHER, link_to("page")),
        required=frozenset({LINK}),
        button=_("Voir la page"),
        corner=_("Relecture"),
        is_essential=True,
    ),
    MailKind(
        template="curation/mails/unmerged",
        label=_("Fiches de nouveau séparées"),
        subject=_("Les fiches {fiche} et {autre} sont de nouveau séparées"),
        body=(
            GREETING,
            _("L’équipe avait réuni {autre} et {fiche} ; elle est revenue là-dessus. Chacune est ce qu’elle était."),
            "{lien}",
        ),
        placeholders=(FIRST_NAME, LISTING, OTHER, link_to("page")),
        required=frozenset({LINK}),
        button=_("Voir la page"),
        corner=_("Relecture"),
        is_essential=True,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register_kind(kind)


@transaction.atomic
def merge_and_tell(kept: Listing, gone: Listing, *, values: Mapping[str, Plain], by: User, reason: str = "") -> Merge:
    """Merge `gone` into `kept`; the owners of either learn it once."""
    people = _owners(kept, gone)
    merge = merge_listings(kept, gone, values=values, by=by, reason=reason)
    _tell(merge, people, "merged", by=by)
    return merge


@transaction.atomic
def undo_and_tell(merge: Merge, *, by: User) -> Merge:
    """Undo a merge; the owners of either learn it once."""
    done = undo_merge(merge, by=by)
    _tell(done, _owners(merge.kept, merge.gone), "unmerged", by=by)
    return done


def _owners(kept: Listing, gone: Listing) -> list[User]:
    return list({owner.pk: owner for owner in [*deciders_of(kept), *deciders_of(gone)]}.values())


def _tell(merge: Merge, people: list[User], template: str, *, by: User) -> None:
    kept, gone = (Listing.objects.get(pk=pk) for pk in (merge.kept_id, merge.gone_id))
    for owner in people:
        if owner.pk == by.pk:
            continue
        write_mail(
            key=f"merge:{merge.pk}:{template}:{owner.pk}",
            to=owner.email,
            template=f"curation/mails/{template}",
            context={"listing": kept, "other": gone, "user": owner},
            language=owner.language,
            reader=owner.pk,
            about=f"directory.listing:{kept.pk}",
            url=kept.get_absolute_url(),
        )

"""A person erases her account: her words and her name go, dates and counts stay without her, proofs stay sealed."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.actions import end_sessions
from ecosystem.accounts.consents import Purpose, record_consent
from ecosystem.accounts.erasing import Eraser, Obstacle, forget_everywhere, obstacles_of, register_eraser
from ecosystem.accounts.models import Consent, User
from ecosystem.core.errors import Refused
from ecosystem.core.models import Mail, MailChoice
from ecosystem.directory.actions import move_listing
from ecosystem.directory.fields import of_its_kind
from ecosystem.directory.merging import family_of
from ecosystem.directory.models import Listing
from ecosystem.home.scrubbing import apply_register, own_listings, traces_of
from funders.models import Funder
from startups.consents import alone_in
from startups.models import Member, Startup

GONE = gettext_lazy("Personne partie")
SHOWN = (Listing.State.PUBLISHED, Listing.State.SUBMITTED)
SHARED_WORDS = ("tagline", "description", "tagline_alt", "description_alt", "website", "contact_email",
                "contact_phone", "city", "region", "siren", "parent_siren", "source_ref", "search_text")  # fmt: skip
OWN_WORDS = {
    Listing.Kind.MENTOR: ("job_title", "company", "employer_siren", "sector_note", "stage_note", "availability_note"),
    Listing.Kind.FUNDER: ("thesis",),
}


class SomethingInTheWay(Refused):
    """An account is not erased while others would be left without anybody, nor by the team's own members."""

    message = gettext_lazy("Réglez d’abord ce qui suit : votre compte n’est pas effacé.")


def register() -> None:
    """Called once, when the site starts."""
    register_eraser("listings", Eraser(forget_listings, obstacles))


def obstacles(user: User) -> list[Obstacle]:
    """Who is alone in charge of a listing that is on line hands it over, or hides it; who is of the team leaves it."""
    found = [
        Obstacle(
            _("Vous êtes la seule personne à administrer « %(name)s » : nommez quelqu’un d’autre, ou masquez la fiche.")
            % {"name": startup.name},
            reverse("startups:team", args=[startup.pk]),
        )
        for startup in alone_in(user)
        if startup.state in SHOWN
    ]
    if user.is_curator:
        found.append(Obstacle(_("Vous êtes de l’équipe : demandez à quelqu’un d’autre de vous en retirer d’abord.")))
    return found


@transaction.atomic
def erase_account(user: User) -> None:
    """Everything at once, or nothing: SomethingInTheWay where others would be left alone."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if obstacles_of(locked):
        raise SomethingInTheWay
    for purpose in (Purpose.MATCHING, Purpose.PUBLISH):
        record_consent(locked, purpose, False, where="effacement")
    end_sessions(locked)
    traces = traces_of(locked)
    forget_everywhere(locked)
    apply_register(traces)
    _seal_proofs(locked)
    _forget_account(locked, traces.addresses)


def forget_listings(user: User) -> None:
    """A listing that tells of a person loses its words; an organisation's stays, hidden, without her contact."""
    for person in own_listings(user):
        for pk in family_of(person):
            _empty(of_its_kind(Listing.objects.get(pk=pk)))
    Funder.objects.filter(user=user).update(user=None, contact_email="", contact_phone="")
    for draft in lone_drafts(user):
        for file in (draft.logo, draft.deck):
            file.delete(save=False)
        draft.delete()
    Member.objects.filter(user=user).delete()


def lone_drafts(user: User) -> QuerySet[Startup]:
    """The drafts that she alone began and that nobody was ever sent: they go with her."""
    others = Member.objects.filter(user__isnull=False).exclude(user=user)
    mine = Startup.objects.of(user).filter(state=Listing.State.DRAFT, submitted_at=None, absorbed=None)
    return mine.exclude(pk__in=others.values("startup"))


def _empty(listing: Any) -> None:
    if listing.logo:
        listing.logo.delete(save=False)
    for name in (*SHARED_WORDS, *OWN_WORDS[listing.kind]):
        setattr(listing, name, "")
    listing.name, listing.slug, listing.user = str(GONE), f"partie-{listing.pk}", None
    listing.latitude = listing.longitude = None
    listing.save()
    listing.conflicts.clear()
    if listing.state in (Listing.State.PUBLISHED, Listing.State.HIDDEN):
        move_listing(listing, "archive", by=None)


def _seal_proofs(user: User) -> None:
    """The proofs stay three years, under a seal of the address: who shows it can be told, nobody can read it."""
    seal = sha256(user.email.encode()).hexdigest()
    for row in Consent.objects.filter(user=user):
        kept = {name: value for name, value in row.proof.items() if name != "email"}
        Consent.objects.filter(pk=row.pk).update(proof={**kept, "seal": seal})


def _forget_account(user: User, addresses: Iterable[str]) -> None:
    for address in addresses:
        Mail.objects.filter(to__iexact=address).delete()
        MailChoice.objects.filter(address__iexact=address).delete()
    user.groups.clear()
    user.email, user.full_name, user.door, user.is_active = f"partie-{user.pk}@escale.invalid", "", "", False
    user.set_unusable_password()
    user.save()

"""Two live listings of a kind never carry the same SIREN: who types a number that is taken learns how to go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ecosystem.core.errors import Refused
from ecosystem.directory.models import Listing


class SirenTaken(Refused):
    """Another live listing of the kind bears the number: `listing`, which is named once everybody may read it."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        super().__init__(taken_words(listing))


def taken_words(listing: Listing) -> str:
    """What somebody who typed the listing's number reads beside the field."""
    if listing.is_public and not listing.is_discreet:
        words = _(
            "Une fiche existe déjà avec ce SIREN : « %(name)s ». Si c’est votre entreprise, reprenez sa fiche ou "
            "demandez à rejoindre son équipe."
        )
    else:
        words = _(
            "Une fiche existe déjà avec ce SIREN, sans être en ligne. Continuez-la si elle est à vous ; sinon, "
            "demandez à vos associés, ou écrivez à l’équipe : %(contact)s."
        )
    return words % {"name": listing.name, "contact": settings.ESCALE_CONTACT}


def bearer_of(kind: str, siren: str, *, but: int | None) -> Listing | None:
    """The live listing of the kind that bears the number, another than `but`."""
    return Listing.objects.live().filter(kind=kind, siren=siren).exclude(pk=but or 0).first() if siren else None


@contextmanager
def unless_siren_is_taken(listing: Listing, siren: str) -> Iterator[None]:
    """Turn the database's refusal of a number that is taken into one that the person reads."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        twin = bearer_of(listing.KIND, siren, but=listing.pk)
        if twin is None:
            raise
        raise SirenTaken(twin) from error

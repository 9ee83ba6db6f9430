"""What a person agrees to, one purpose at a time: the words she reads, the act that records it, what holds now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.models import Consent, User

Text = str | Promise
Purpose = Consent.Purpose

WORDING = "2026-12"
"""The version of the words below; it changes with them."""

consent_moved = Signal()
"""Sent in the transaction in which a person's word changes, with `user`, `purpose` and `given`."""


@dataclass(frozen=True)
class Words:
    """What is asked, in one line and one sentence."""

    title: Text
    text: Text


_MENTORS = Words(_("Me proposer des mentors"), _("Besoins, secteur et stade, lus par le calcul et par l’équipe."))
_FILES = Words(_("Me proposer des dossiers"), _("Votre thèse et vos exclusions, lues par le calcul et par l’équipe."))
_STARTUPS = Words(_("Me proposer des startups"), _("Vos sujets, vos places et vos refus, lus par le calcul."))

WORDS: Mapping[Purpose, Words] = {
    Purpose.PUBLISH: Words(
        _("Publier ma fiche"), _("Nom, rôle et phrase, visibles de tous. Retirer masque la fiche tout de suite.")
    ),
    Purpose.MATCHING: _MENTORS,
    Purpose.RAISE: Words(
        _("Montrer mon dossier de levée"), _("Aux seuls financeurs que j’ai acceptés ; chaque ouverture est notée.")
    ),
    Purpose.CITED: Words(
        _("Être cité par les personnes qui m’accompagnent"), _("Nom de la startup et objectif, sur leur profil public.")
    ),
    Purpose.NEWSLETTER: Words(
        _("Lettre mensuelle"),
        _("Un courriel au début du mois : fiches nouvelles et salons à venir. Un lien dans chaque lettre l’arrête."),
    ),
}
OF_SPACE: Mapping[tuple[str, Purpose], Words] = {
    ("mentor", Purpose.MATCHING): _STARTUPS,
    ("funder", Purpose.MATCHING): _FILES,
}
ASKED: Mapping[str, tuple[Purpose, ...]] = {
    "founder": tuple(Purpose),
    "mentor": (Purpose.PUBLISH, Purpose.MATCHING, Purpose.NEWSLETTER),
    "funder": (Purpose.PUBLISH, Purpose.MATCHING, Purpose.NEWSLETTER),
    "partner": (Purpose.NEWSLETTER,),
    "staff": (Purpose.NEWSLETTER,),
}


@dataclass(frozen=True)
class Standing:
    """Where one purpose stands: `given` is None when nobody ever asked."""

    purpose: Purpose
    words: Words
    given: bool | None = None
    at: datetime | None = None
    was_given: bool = False


def words_of(purpose: Purpose, space: str = "") -> Words:
    """What a person of that space reads of a purpose."""
    return OF_SPACE.get((space, purpose), WORDS[purpose])


@transaction.atomic
def record_consent(
    user: User, purpose: Purpose | str, given: bool, *, where: str, space: str = "", **more: Any
) -> Consent:
    """Write a person's yes or no with what she read; the same word twice is written once, and another acts at once."""
    User.objects.select_for_update().get(pk=user.pk)
    purpose = Purpose(purpose)
    last: Consent | None = Consent.objects.filter(user=user, purpose=purpose).last()
    if last is not None and last.given == given:
        return last
    words = words_of(purpose, space)
    read = {"title": str(words.title), "text": str(words.text), "language": (get_language() or "fr")[:2]}
    proof = {**read, "where": where, "email": user.email, **more}
    row = Consent.objects.create(user=user, purpose=purpose, given=given, wording=WORDING, proof=proof)
    if last is not None or not given:
        consent_moved.send(Consent, user=user, purpose=purpose, given=given)
    return row


def agree(user: User, *purposes: Purpose, where: str, space: str = "") -> None:
    """Note a yes to what an act plainly needs; a no that was said to something else stays."""
    for purpose in purposes:
        record_consent(user, purpose, True, where=where, space=space)


def has_refused(user: User, purpose: Purpose | str) -> bool:
    """Whether the person's last word is no; who was never asked has not refused."""
    last = Consent.objects.filter(user=user, purpose=purpose).last()
    return last is not None and not last.given


def standings(user: User, space: str) -> list[Standing]:
    """What the person agreed to, purpose by purpose, those of her space and those on which she ever said a word."""
    rows = list(Consent.objects.filter(user=user))
    said = {row.purpose: row for row in rows}
    ever = {row.purpose for row in rows if row.given}
    asked = [one for one in Purpose if one in ASKED.get(space, ()) or one in said]
    return [
        Standing(one, words_of(one, space), said[one].given, said[one].at, one in ever)
        if one in said
        else Standing(one, words_of(one, space))
        for one in asked
    ]

"""What the placeholders of the matching's mails read: names, dates, and the sentences that depend on the case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.core.mail_kinds import Context
from ecosystem.matching.models import Proposal
from ecosystem.matching.words import Names, reasons
from ecosystem.ui.typography import day as full_day

PERSON, STARTUP = Proposal.Side.PERSON, Proposal.Side.STARTUP
MOST_REASONS = 2


def day(found: date | None) -> str:
    """The day in words, without its year while that is this one."""
    said = full_day(found)
    is_this_year = found is not None and found.year == timezone.localdate().year
    return said.rpartition(" ")[0] if is_this_year else said


def first_name(context: Context) -> str:
    return str(context["reader"].name)


def startup(context: Context) -> str:
    return str(context["proposal"].need.startup.name)


def person(context: Context) -> str:
    return str(context["proposal"].person.name)


def need(context: Context) -> str:
    found = context.get("need") or context["proposal"].need
    return str(found.title)


def deadline(context: Context) -> str:
    found = context.get("proposal") or context["listed"][0]["proposal"]
    return day(found.expires_on)


def weekday(context: Context) -> str:
    ends = context["proposal"].expires_on
    return date_format(ends, "l") if ends else ""


def link(context: Context) -> str:
    return str(context.get("url", ""))


def need_link(context: Context) -> str:
    """Where the startup follows its need; nothing for who reads an address without an account."""
    return f"{settings.SITE_URL}{context['need_url']}" if context.get("need_url") else ""


def reasons_in_a_sentence(context: Context) -> str:
    """The two strongest reasons of the pair, as the end of a sentence."""
    proposal = context["proposal"]
    found = reasons(proposal, context.get("side", PERSON), Names.of([proposal]))
    best = sorted((one for one in found if not one.missing), key=lambda one: -one.points)[:MOST_REASONS]
    return ", ".join(str(one.label)[:1].lower() + str(one.label)[1:] for one in best)


# --- reminders ---------------------------------------------------------------------------------------------------


def sent_on(context: Context) -> str:
    return day(context["rungs"]["sent"])


def who_comes_next(context: Context) -> str:
    return _("Une autre personne est prête à être sollicitée après vous.") if context.get("has_next") else ""


# --- given back --------------------------------------------------------------------------------------------------


def who_gave_back(context: Context) -> str:
    return person(context) if context["to_startup"] else startup(context)


def after_giving_back(context: Context) -> str:
    if context["to_startup"]:
        return _("Nous cherchons aussitôt quelqu’un d’autre et nous vous écrivons dans tous les cas.")
    return _("Votre place est libre de nouveau, il n’y a rien à faire.")


# --- what becomes of a need --------------------------------------------------------------------------------------


def how_many_asked(context: Context) -> str:
    total = len(context["needs"])
    return ngettext(
        "Quelqu’un est sollicité pour votre besoin",
        "Des personnes sont sollicitées pour %(total)s de vos besoins",
        total,
    ) % {"total": total}


def how_many_alone(context: Context) -> str:
    total = len(context["without"])
    return ngettext(
        "Cette tournée n’a trouvé personne pour votre besoin",
        "Cette tournée n’a trouvé personne pour %(total)s de vos besoins",
        total,
    ) % {"total": total}


def what_happened(context: Context) -> str:
    """What ended, told to the startup; nobody's reason."""
    proposal, cause = context.get("proposal"), context["cause"]
    name: Mapping[str, Any] = {"name": proposal.person.name if proposal is not None else ""}
    if context.get("was_her_no"):
        return _("Vous avez dit non à %(name)s.") % name
    if cause == "silent" and proposal is not None and proposal.person_answer:
        return _("%(name)s avait dit oui, sans réponse de votre part : sa place est rendue.") % name
    return {
        "declined": _("La personne sollicitée a décliné."),
        "silent": _("La personne sollicitée n’a pas répondu."),
        "given_back": _("La personne qui avait dit oui ne peut plus vous aider."),
        "passed_on": _("L’équipe n’attend plus la réponse de la personne sollicitée."),
    }.get(cause, _("La date que vous aviez fixée est passée."))


def who_is_asked_now(context: Context) -> str:
    following, pending = context.get("following"), context["pending"]
    if following is not None:
        when = {"when": day(following.expires_on)}
        return _("La suivante est sollicitée aujourd’hui, sa réponse est attendue avant le %(when)s.") % when
    return ngettext(
        "Une autre réponse est encore attendue.", "%(total)s autres réponses sont encore attendues.", pending
    ) % {"total": pending}


def what_becomes_of_it(context: Context) -> str:
    if context["cause"] == "expired":
        return _("Vous pouvez le rouvrir avec une autre date.")
    return _(
        "Il n’y a plus personne à solliciter dans cette tournée. Votre besoin reste ouvert et passe en priorité à la "
        "prochaine."
    )

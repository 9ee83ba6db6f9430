"""What matching adds to the pages of the apps below."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.directory.panels import register_notes, register_panel
from startups.panels import NeedOnForm


def asked_for(need: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """Who was asked for a need, told to its startup: names only once they said yes; None before anybody was."""
    asked = list(need.proposals.seen().with_parties().order_by("sent_at", "pk"))
    if not asked:
        return None
    said_yes = [one for one in asked if one.person_answer == one.Answer.YES]
    waiting = [one for one in asked if one.state == one.State.SENT and not one.person_answer]
    return {"asked": asked, "said_yes": said_yes, "waiting": waiting}


def asked_in_words(needs: Sequence[Any]) -> dict[int, str]:
    """How many people were asked for each need and what waits, in one query; nothing where nobody was."""
    asked = apps.get_model("matching", "Proposal").objects.seen().filter(need__in=[need.pk for need in needs])
    sent = Q(state="sent", startup_answer="")
    counted = asked.order_by().values("need_id").annotate(
        asked=Count("pk"),
        waiting=Count("pk", filter=sent & Q(person_answer="")),
        yours=Count("pk", filter=sent & Q(person_answer="yes")),
    )  # fmt: skip
    return {row["need_id"]: _in_words({**row}) for row in counted}


def _in_words(row: Mapping[str, Any]) -> str:
    asked, waiting = row["asked"], row["waiting"]
    words = [ngettext("%(total)s personne sollicitée", "%(total)s personnes sollicitées", asked) % {"total": asked}]
    if waiting:
        words.append(
            ngettext("%(total)s réponse attendue", "%(total)s réponses attendues", waiting) % {"total": waiting}
        )
    if row["yours"]:
        words.append(_("À vous de répondre"))
    return " · ".join(words)


def open_need(need: Any, request: HttpRequest) -> Mapping[str, Any] | None:
    """The next round may serve an open need alone: its panel says what former rounds are worth to it."""
    return {"need": need} if need.state == need.State.OPEN else None


def yours_to_answer(need: Any, request: HttpRequest) -> Mapping[str, Any]:
    """Whoever said yes and waits for the startup, and the honest end of a need that is over."""
    sent = need.proposals.sent().filter(person_answer="yes", startup_answer="").with_parties()
    return {"need": need, "yours": list(sent.order_by("expires_on", "pk"))}


def of_reader(need: Any, request: HttpRequest) -> Mapping[str, Any]:
    """Where the need stands, for the person who reads."""
    return {"need": need, "user": request.user}


def on_form(written: Any, request: HttpRequest) -> Mapping[str, Any]:
    """The live count beside the form."""
    return {"written": written}


def register() -> None:
    """Called once, when the apps are ready."""
    need = apps.get_model("startups", "Need")
    register_panel(need, "matching/need_top.html", yours_to_answer, slot="top")
    register_panel(need, "matching/need_side.html", of_reader, slot="side", order=10)
    register_panel(need, "matching/need_panel.html", asked_for, slot="side")
    register_panel(need, "matching/priority_panel.html", open_need)
    register_panel(NeedOnForm, "matching/live_panel.html", on_form)
    register_notes(need, asked_in_words)

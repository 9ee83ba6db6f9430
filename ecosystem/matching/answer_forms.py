"""What the team writes about answers, and what a person adds to hers."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.forms import DeclineForm
from ecosystem.matching.models import AnswerSchedule, Proposal

PAUSE_OFFERED = timedelta(days=30)


class PersonDeclineForm(DeclineForm):
    """A no, and with it perhaps a rest, or one place less."""

    rest = forms.BooleanField(label=_("Me mettre en pause"), required=False)
    paused_until = forms.DateField(
        label=_("Jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dernier jour de pause. Rien ne vous est proposé d’ici là, ce qui est en cours continue."),
    )
    one_less = forms.BooleanField(label=_("Une place de moins à partir de maintenant"), required=False)

    def __init__(self, proposal: Proposal, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(Proposal.Side.PERSON, data)
        self.fields["paused_until"].initial = timezone.localdate() + PAUSE_OFFERED
        mentor = proposal.mentor
        if mentor is None or mentor.places_left < 1 or mentor.capacity <= max(1, mentor.load_min):
            del self.fields["one_less"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        until: date | None = cleaned.get("paused_until")
        if not cleaned.get("rest"):
            self.errors.pop("paused_until", None)
            return {**cleaned, "paused_until": None}
        if until is None and "paused_until" not in self.errors:
            self.add_error("paused_until", _("Indiquez le dernier jour de votre pause, ou décochez-la."))
        elif until is not None and until < timezone.localdate():
            said = _("Cette date est passée. Indiquez le dernier jour de votre pause.")
            self.add_error("paused_until", said)
        return cleaned


class CallForm(forms.Form):
    """What was heard by telephone."""

    said = forms.CharField(
        label=_("Ce qui s’est dit"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Pour l’équipe seule. Un appel noté ne remet pas le compte à zéro."),
        error_messages={"required": _("Notez en une phrase ce qui s’est dit.")},
    )


class OnBehalfForm(forms.Form):
    """An answer that the team gives for somebody, and how it knows."""

    answer = forms.ChoiceField(
        label=_("Réponse"),
        choices=[("accept", _("Oui")), ("decline", _("Non"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez oui ou non.")},
    )
    reason = forms.ChoiceField(label=_("Motif, si c’est non"), required=False)
    why = forms.CharField(
        label=_("Comment vous le savez"),
        max_length=300,
        help_text=_("Gardé au journal avec votre nom. Exemple : dit au téléphone le 3."),
        error_messages={"required": _("Dites comment vous connaissez cette réponse : elle est gardée au journal.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["reason"].choices = [("", _("Choisir")), *Proposal.DeclineReason.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("answer") == "decline" and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Choisissez un motif : un seul suffit.")))
        return cleaned


class PassOnForm(forms.Form):
    """Why the team waits no longer."""

    reason = forms.CharField(label=_("Motif"), max_length=300, required=False, help_text=_("Gardé dans le journal."))


class GiveBackForm(forms.Form):
    """Why a match is given back: for the team only."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pour l’équipe seule : l’autre côté ne le lit jamais."),
    )


class ScheduleForm(forms.ModelForm[AnswerSchedule]):
    """The ladder and its hours."""

    class Meta:
        model = AnswerSchedule
        fields = ("reminder_days", "last_chance_days", "opens_at", "closes_at")
        widgets = {
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("reminder_days"), cleaned.get("last_chance_days")
        if first is not None and last is not None and first >= last:
            self.add_error("last_chance_days", _("La dernière relance vient après la première."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens is not None and closes is not None and opens >= closes:
            self.add_error("closes_at", _("Les derniers courriels partent après les premiers."))
        return cleaned

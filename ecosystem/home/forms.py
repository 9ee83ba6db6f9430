"""What a person chooses of her mails, and what the team searches and rewrites among them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ecosystem.accounts.acting import openable
from ecosystem.accounts.errors import ReasonMissing
from ecosystem.accounts.models import User
from ecosystem.core.mail_choices import all_rhythms, choose, general_rhythm
from ecosystem.core.mail_kinds import MailKind, all_kinds
from ecosystem.core.mail_log import search
from ecosystem.core.mail_texts import check_text, save_text
from ecosystem.core.models import Mail, MailChoice, MailQuerySet, MailText
from ecosystem.ui.forms import capital_choices

Rhythm = MailChoice.Rhythm
RHYTHMS_OF_ALL = [
    (str(Rhythm.AT_ONCE), _("Tout de suite")),
    (str(Rhythm.DAILY), _("Un résumé par jour")),
    (str(Rhythm.WEEKLY), _("Un résumé par semaine")),
    (str(Rhythm.NEVER), _("Jamais par courriel")),
]
EXPLAINED = {
    str(Rhythm.AT_ONCE): _("Chaque courriel part quand la chose arrive."),
    str(Rhythm.DAILY): _("À 8 h, les jours ouvrés. Rien à dire, rien n’est envoyé."),
    str(Rhythm.WEEKLY): _("Le premier jour ouvré de la semaine, à 8 h."),
    str(Rhythm.NEVER): _("Tout se lit dans vos messages, sur le site."),
}


class ExplainedChoiceField(forms.ChoiceField):
    """Choices with a line of explanation each."""

    descriptions = EXPLAINED


class RhythmForm(forms.Form):
    """One rhythm for all that can be refused; it takes back the choices by kind."""

    rhythm = ExplainedChoiceField(label=_("Rythme"), choices=RHYTHMS_OF_ALL, widget=forms.RadioSelect)

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        self.fields["rhythm"].initial = general_rhythm(address)

    def save(self) -> None:
        choose(self.address, "", self.cleaned_data["rhythm"])


class KindsForm(forms.Form):
    """The rhythm of each kind; only what changed is noted, so that the rest follows the general one."""

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        for kind, rhythm in all_rhythms(address):
            self.fields[kind.template] = forms.ChoiceField(
                label=str(kind.label), choices=Rhythm.choices, initial=rhythm, required=False
            )
            capital_choices(self.fields[kind.template])

    def save(self) -> None:
        for template in self.changed_data:
            if self.cleaned_data[template]:
                choose(self.address, template, self.cleaned_data[template])


class MailTextForm(forms.Form):
    """The words of a kind in a language; what would leave a hole in a mail is refused with what to write instead."""

    subject = forms.CharField(label=_("Objet"), required=False)
    body = forms.CharField(
        label=_("Texte"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Une ligne vide sépare deux paragraphes. {lien} seul sur sa ligne devient le bouton."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: MailKind, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.language = kind, language
        for name in ("subject", "body"):
            self.fields[name].widget.attrs["lang"] = language

    def save(self, by: User) -> MailText | None:
        """None when the words are those of today already."""
        given = {name: self.cleaned_data[name] for name in ("subject", "body")}
        return save_text(self.kind, self.language, by=by, based_on=self.cleaned_data["version"], **given)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        errors = check_text(self.kind, given.get("subject", ""), given.get("body", ""))
        for name, texts in errors.items():
            for text in texts:
                self.add_error(name, text)
        return given


class MailLogForm(forms.Form):
    """What the team looks for among all mails."""

    q = forms.CharField(label=_("Adresse, objet ou sujet"), required=False, max_length=100)
    etat = forms.ChoiceField(label=_("État"), required=False)
    modele = forms.ChoiceField(label=_("Modèle"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(value, capfirst(label)) for value, label in Mail.State.choices]
        self.fields["etat"].choices = [("", _("Tous les états")), *states]  # type: ignore[attr-defined]
        kinds = sorted(((kind.template, str(kind.label)) for kind in all_kinds()), key=lambda one: one[1])
        self.fields["modele"].choices = [("", _("Tous les modèles")), *kinds]  # type: ignore[attr-defined]

    def found(self) -> MailQuerySet:
        """What the filters keep, the newest first; a filter that cannot be read keeps everything."""
        mails = Mail.objects.defer("text", "html").select_related("reader").order_by("-created_at", "-pk")
        given = self.cleaned_data if self.is_valid() else {}
        for name, field in (("etat", "state"), ("modele", "template")):
            if given.get(name):
                mails = mails.filter(**{field: given[name]})
        return search(mails, given.get("q", ""))


class PeopleForm(forms.Form):
    """Whose space is looked for."""

    q = forms.CharField(label=_("Nom ou adresse"), required=False, max_length=100)

    def found(self) -> QuerySet[User]:
        people = openable().order_by("full_name", "email")
        for word in (self.cleaned_data["q"] if self.is_valid() else "").split():
            people = people.filter(Q(full_name__icontains=word) | Q(email__icontains=word))
        return people


class ActingForm(forms.Form):
    """Why somebody's space is opened."""

    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=300,
        help_text=_("Une phrase, que la personne lira. Exemple : ne voit pas sa proposition."),
        error_messages={"required": ReasonMissing.message},
    )

"""What a person chooses of her mails, and what the team searches and rewrites among them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_choices import all_rhythms, choose, general_rhythm
from ecosystem.core.models import MailChoice
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
            self.fields[kind.template] = forms.ChoiceField(label=kind.label, choices=Rhythm.choices, initial=rhythm)
            capital_choices(self.fields[kind.template])

    def save(self) -> None:
        for template in self.changed_data:
            choose(self.address, template, self.cleaned_data[template])

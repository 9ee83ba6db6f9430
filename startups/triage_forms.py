"""The needs that the team reads: which ones the desk shows, in which order, and how many wait."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models import Skill
from startups.models import Need, NeedQuerySet, NeedReview

WAITING, RETURNED, KEPT, ALL = "a-lire", "rendus", "gardes", "tous"


class TriageFilter(forms.Form):
    """What the address of the desk says."""

    etat = forms.ChoiceField(
        label=_("État"),
        required=False,
        choices=[(WAITING, _("À lire")), (RETURNED, _("Rendus")), (KEPT, _("Gardés")), (ALL, _("Tous les ouverts"))],
    )
    sujet: Any = forms.ModelChoiceField(
        Skill.objects.none(), label=_("Sujet"), required=False, empty_label=_("Tous les sujets")
    )
    pour = forms.ChoiceField(
        label=_("Pour"),
        required=False,
        choices=[("", _("Mentors et financeurs")), ("mentors", _("Mentors")), ("financeurs", _("Financeurs"))],
    )
    q = forms.CharField(
        label=_("Mots"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject: Any = self.fields["sujet"]
        subject.queryset = Skill.objects.roots().order_by("position")

    def needs(self) -> NeedQuerySet:
        """Oldest first: whoever waits for longest is read first. A filter that means nothing filters nothing."""
        self.is_valid()
        said = self.cleaned_data
        found = Need.objects.open().filter(_state(said.get("etat") or WAITING))
        if said.get("sujet"):
            found = found.filter(Q(topic__parent=said["sujet"]) | Q(topic=said["sujet"]))
        if said.get("pour"):
            found = found.for_mentors() if said["pour"] == "mentors" else found.for_funders()
        if words := said.get("q"):
            named = Q(title__icontains=words) | Q(details__icontains=words) | Q(startup__name__icontains=words)
            found = found.filter(named)
        return found.select_related("startup", "topic").order_by("opened_at", "pk")


def _state(chosen: str) -> Q:
    states = {WAITING: Need.Review.WAITING, RETURNED: Need.Review.RETURNED, KEPT: Need.Review.KEPT}
    return Q(review=states[chosen]) if chosen in states else Q()


REPLIES = {
    NeedReview.Verdict.TOO_VAGUE: _(
        "Il manque ce qui permettrait à quelqu’un de dire oui : un pays, un client, une date."
    ),
    NeedReview.Verdict.OUT_OF_SCOPE: _("Ce n’est pas un sujet que nos mentors ou nos financeurs traitent."),
    NeedReview.Verdict.WRONG_REGION: _("Une autre association, plus proche, sait mieux y répondre."),
    NeedReview.Verdict.DUPLICATE: _("La startup a déjà un besoin qui demande la même chose."),
    NeedReview.Verdict.NOT_YET: _("Il manque une étape avant que quelqu’un puisse aider."),
}
"""When each reply is meant, said to the team."""


class ReplyForm(forms.ModelForm[NeedReview]):
    """One typed reply to a need, in the team's words, with another way to go."""

    verdict = forms.ChoiceField(
        label=_("Pourquoi le rendre ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une raison : chacune a son courriel.")},
    )

    elsewhere_url = forms.URLField(label=_("Adresse de cette voie"), required=False, assume_scheme="https")

    class Meta:
        model = NeedReview
        fields = ("verdict", "words", "twin", "elsewhere", "elsewhere_url")
        labels: ClassVar[dict[str, Any]] = {
            "words": _("Un mot de l’équipe"),
            "twin": _("Son autre besoin"),
            "elsewhere": _("Une autre voie"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "words": _("Lu par la startup, dans le courriel et sur la page du besoin."),
            "twin": _("Si le besoin est en double."),
            "elsewhere": _("Par exemple une permanence, un salon, une autre association."),
        }
        widgets: ClassVar[dict[str, Any]] = {"words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, need: Need, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(NeedReview.Verdict.choices)
        verdict: Any = self.fields["verdict"]
        verdict.choices = [(verdict_, str(labels[verdict_]).capitalize()) for verdict_ in REPLIES]
        verdict.descriptions = REPLIES
        twin: Any = self.fields["twin"]
        twin.queryset = need.startup.needs.exclude(pk=need.pk).order_by("-created_at")
        twin.empty_label = _("Aucun")

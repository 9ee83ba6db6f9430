"""What the team sets, and what people answer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Field, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ecosystem.matching.models import Part, Proposal, Round, parts_of
from ecosystem.matching.models.round import MOST_RISK
from ecosystem.matching.weights import spread

RULES = {
    Round.Kind.MENTORS: (
        "rule_language",
        "rule_expertise",
        "rule_conflict",
        "rule_refused_before",
        "rule_stage",
        "rule_refused_sector",
    ),
    Round.Kind.FUNDERS: ("rule_conflict", "rule_refused_before", "rule_stage", "rule_refused_sector", "rule_thesis"),
}
WEIGHT_HINTS = {
    Part.EXPERTISE: _("Le sujet du besoin est-il maîtrisé, ou un sujet voisin ?"),
    Part.SECTOR: _("Secteur identique, ou voisin."),
    Part.MARKET: _("Part des pays visés que la personne connaît."),
    Part.STAGE: _("Stade que la personne accepte ou finance."),
    Part.LANGUAGE: _("Langues possibles que la personne parle."),
    Part.TEXT: _("Mots du besoin que l’on retrouve dans le profil."),
    Part.AVAILABILITY: _("Format possible, distance et places libres."),
    Part.TICKET: _("Montant recherché face aux tours déjà financés, ou au ticket."),
    Part.PLACE: _("Commune, région et pays des financements passés ou annoncés."),
    Part.ACTIVITY: _("Rythme des derniers mois, entreprises nouvelles seulement."),
    Part.CIRCLE: _("Ses cofinanceurs habituels financent-ils ce genre d’entreprise ?"),
}
RULE_HINTS = {
    "rule_conflict": _(
        "Même personne sous une autre adresse, même entreprise ou même groupe, parts détenues, concurrent."
    ),
}
ASK_TITLE = _("Indiquez un titre.")
MOST_UPLOADED = 16 * 1024 * 1024
MOST_SEED = 2_147_483_647


class RoundForm(forms.Form):
    """A new round."""

    title = forms.CharField(label=_("Titre"), max_length=120, error_messages={"required": ASK_TITLE})
    kind = forms.ChoiceField(
        label=_("Pour"),
        choices=Round.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez mentors ou financeurs.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].descriptions = {  # type: ignore[attr-defined]
            Round.Kind.MENTORS: _("Un besoin, des personnes qui accompagnent."),
            Round.Kind.FUNDERS: _("Un montant, des personnes qui financent."),
        }


class SettingsForm(forms.Form):
    """Weights, hard rules and limits of one round; the weights make 100."""

    title = forms.CharField(label=_("Titre"), max_length=120, error_messages={"required": ASK_TITLE})
    alternates_count = forms.IntegerField(
        label=_("Remplaçants par besoin"), min_value=0, max_value=10, help_text=_("Sollicités l’un après l’autre.")
    )
    min_score = forms.IntegerField(
        label=_("Score minimal"), min_value=0, max_value=100, help_text=_("En dessous, personne n’est proposé.")
    )
    answer_days = forms.IntegerField(label=_("Jours pour répondre"), min_value=1, max_value=60)
    floor_percent = forms.IntegerField(
        label=_("Plancher, en %"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Part du meilleur score que chaque besoin pouvait obtenir, à atteindre avant le total. 0 : aucun."),
    )
    fairness_memory = forms.BooleanField(
        label=_("Mémoire d’équité"),
        required=False,
        help_text=_("Un besoin laissé sans personne aux dernières tournées gagne 2 points par tournée, 5 au plus."),
    )
    expected_acceptance = forms.BooleanField(
        label=_("Tenir compte des chances d’un oui"),
        required=False,
        help_text=_("Le score est multiplié par la chance estimée que la personne accepte. L’équipe seule la voit."),
    )
    over_acceptance_risk = forms.IntegerField(
        label=_("Risque de trop de oui, en %"),
        required=False,
        min_value=0,
        max_value=MOST_RISK,
        help_text=_("0 : jamais plus de personnes sollicitées que le besoin n’en demande."),
    )
    as_of = forms.DateField(
        label=_("Situation au"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Les besoins ouverts et les pauses sont lus à cette date."),
    )
    seed = forms.IntegerField(
        label=_("Graine"),
        min_value=0,
        max_value=MOST_SEED,
        help_text=_("Départage les égalités. La même graine donne le même résultat."),
    )

    def __init__(self, round_: Round, data: Mapping[str, Any] | None = None) -> None:
        self.round, self.parts, self.rules = round_, parts_of(round_.kind), RULES[Round.Kind(round_.kind)]
        names = [*SettingsForm.base_fields, *self.rules, *(f"weight_{part}" for part in self.parts)]
        super().__init__(data, initial={name: getattr(round_, name) for name in names})
        for part in self.parts:
            self.fields[f"weight_{part}"] = forms.IntegerField(
                label=part.label, min_value=0, max_value=100, help_text=WEIGHT_HINTS[part]
            )
        for name in self.rules:
            column: Field[Any, Any] = Round._meta.get_field(name)  # type: ignore[assignment]
            hint = RULE_HINTS.get(name, "")
            self.fields[name] = forms.BooleanField(label=column.verbose_name, required=False, help_text=hint)

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{part}"] for part in self.parts]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.rules]

    @property
    def locked(self) -> list[str]:
        """The weights that stay where they are while the others move, by name of their field."""
        return [bound.html_name for bound in self.weight_fields if f"lock_{bound.html_name}" in self.data]

    def spread(self) -> "SettingsForm":
        """The same form with the typed weights brought to 100; what is not a whole number counts for nothing."""
        typed = {bound.html_name: _whole(bound.value()) for bound in self.weight_fields}
        data = {**self.data.dict(), **spread(typed, self.locked)} if isinstance(self.data, QueryDict) else self.data
        return SettingsForm(self.round, data)

    @property
    def total(self) -> int:
        """The sum of what is typed, whole numbers only."""
        return sum(_whole(bound.value()) for bound in self.weight_fields)

    def clean_over_acceptance_risk(self) -> int:
        return self.cleaned_data["over_acceptance_risk"] or 0

    def clean_floor_percent(self) -> int:
        return self.cleaned_data["floor_percent"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("over_acceptance_risk") and not cleaned.get("expected_acceptance"):
            said = _("Ce risque se calcule à partir des chances d’un oui : cochez-les.")
            self.add_error("over_acceptance_risk", said)
        weights = [cleaned.get(f"weight_{part}") for part in self.parts]
        total = sum(weight for weight in weights if weight is not None)
        if None not in weights and total != 100:
            self.add_error(None, off_by(total))
        return cleaned


def _whole(typed: object) -> int:
    """What was typed, as a whole number; 0 for anything else."""
    text = str(typed or "0").strip()
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def off_by(total: int) -> forms.ValidationError:
    """How far weights are from 100, and what to do."""
    if total < 100:
        message = _("Les poids font %(total)s. Ajoutez %(gap)s pour arriver à 100.")
    else:
        message = _("Les poids font %(total)s. Retirez %(gap)s pour revenir à 100.")
    return forms.ValidationError(message, "weights", {"total": total, "gap": abs(100 - total)})


class CloneForm(forms.Form):
    """A scenario: which setting to start from, and what it is called."""

    source = forms.ModelChoiceField(
        label=_("Réglage à copier"),
        queryset=Round.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez le réglage à copier."),
            "invalid_choice": _("Ce réglage n’existe plus. Choisissez-en un autre."),
        },
    )
    title = forms.CharField(label=_("Titre du scénario"), max_length=120, error_messages={"required": ASK_TITLE})

    def __init__(self, rounds: QuerySet[Round], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = rounds  # type: ignore[attr-defined]


class WordForm(forms.Form):
    """The team's word, added to the mail."""

    word = forms.CharField(
        label=_("Mot de l’équipe"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il est ajouté au courriel et à la page de la proposition."),
    )


class WithdrawForm(forms.Form):
    """Why the team sets a proposal aside: for the record only."""

    reason = forms.CharField(label=_("Motif"), max_length=500, required=False, help_text=_("Gardé dans le journal."))


class ReceivedForm(forms.Form):
    """A certificate that somebody sent, to be verified and forgotten."""

    file = forms.FileField(
        label=_("Fichier du certificat"),
        help_text=_("JSON, compressé ou non, 16 Mo au plus. Rien n’en est gardé."),
        max_length=200,
        error_messages={
            "required": _("Choisissez le fichier à vérifier."),
            "empty": _("Ce fichier est vide. Demandez qu’on vous l’envoie de nouveau."),
        },
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_UPLOADED:
            raise forms.ValidationError(_("Ce fichier dépasse 16 Mo : aucun certificat n’est aussi grand."))
        return upload


class DeclineForm(forms.Form):
    """One reason, and a note if the person wants; the other side never reads either."""

    reason = forms.ChoiceField(
        label=_("Motif"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un motif : un seul suffit.")},
    )
    note = forms.CharField(
        label=_("Précision"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, side: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        labels = dict(Proposal.DeclineReason.choices)
        if side == Proposal.Side.STARTUP:
            labels[Proposal.DeclineReason.NOT_MY_FIELD] = _("Ce n’est pas l’expertise que nous cherchons")
        self.fields["reason"].choices = list(labels.items())  # type: ignore[attr-defined]

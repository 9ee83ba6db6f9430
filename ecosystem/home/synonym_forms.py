"""The team's synonyms as they are typed: one expression a line, or several with an equals sign between."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import fold
from ecosystem.search.index.stems import tokens
from ecosystem.search.models import Synonym
from ecosystem.search.models.words import EXPRESSION_MAX, EXPRESSIONS_MAX


class SynonymForm(forms.ModelForm[Synonym]):
    """At least two expressions that differ, and none that another row already holds."""

    class Meta:
        model = Synonym
        fields: ClassVar = ["terms"]
        labels: ClassVar = {"terms": _("Expressions qui veulent dire la même chose")}
        help_texts: ClassVar = {"terms": _("Une par ligne. Chacune peut compter plusieurs mots.")}
        widgets: ClassVar = {"terms": forms.Textarea(attrs={"rows": 5})}

    def clean_terms(self) -> str:
        typed = [" ".join(one.split()) for one in re.split(r"[\n=]", self.cleaned_data["terms"])]
        kept: dict[tuple[str, ...], str] = {}
        for one in filter(key_of, typed):
            kept.setdefault(key_of(one), one)
        expressions = list(kept.values())
        if len(expressions) < 2:
            raise forms.ValidationError(_("Indiquez au moins deux expressions différentes, une par ligne."))
        if len(expressions) > EXPRESSIONS_MAX:
            raise forms.ValidationError(_("Douze expressions au plus : créez une autre ligne pour le reste."))
        for one in expressions:
            self._refuse(one)
        return "\n".join(expressions)

    def _refuse(self, expression: str) -> None:
        """An expression stands in one row, and stays one that somebody may type."""
        said: dict[str, Any] = {"text": expression}
        if len(expression) > EXPRESSION_MAX:
            raise forms.ValidationError(_("« %(text)s » est trop long : 80 caractères au plus."), params=said)
        for row in Synonym.objects.exclude(pk=self.instance.pk):
            if key_of(expression) in map(key_of, row.expressions):
                message = _("« %(text)s » est déjà dans la ligne « %(row)s ». Complétez-la plutôt.")
                raise forms.ValidationError(message, params={**said, "row": str(row)})


def key_of(expression: str) -> tuple[str, ...]:
    """What makes two expressions one: their words, whatever accents and capitals."""
    return tokens(fold(expression))

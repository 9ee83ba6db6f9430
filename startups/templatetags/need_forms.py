"""How the form of a need draws its chips, its steppers and its five steps."""

from typing import Any

from django import template
from django.forms import BoundField
from django.forms import widgets as w

from ecosystem.directory.models import Skill
from ecosystem.ui.forms import control_attributes
from startups.importance import CRITERIA, NEUTRAL, STEPS, step_in_words
from startups.need_forms import NeedForm

register = template.Library()
Props = dict[str, Any]
SHOWN = 2


@register.filter
def first_subjects(family: Skill) -> str:
    """« Premiers clients, Grands comptes » : what a family is about, by its first subjects."""
    ordered = sorted(family.children.all(), key=lambda skill: (skill.position, skill.slug))
    return ", ".join(str(skill) for skill in ordered[:SHOWN])


@register.filter
def asked_fields(form: NeedForm) -> list[BoundField]:
    """The questions of the chosen subject, in their order."""
    return [form[f"q_{question.slug}"] for question in form.questions]


@register.inclusion_tag("startups/space/chips.html")
def chips(bound: BoundField, family: Skill) -> Props:
    """The subjects of one family, one to choose."""
    chosen = str(getattr(bound.value(), "pk", bound.value()))
    ordered = sorted(family.children.all(), key=lambda skill: (skill.position, skill.slug))
    options = [{"value": skill.pk, "label": skill, "checked": str(skill.pk) == chosen} for skill in ordered]
    return {"field": bound, "type": "radio", "options": options}


@register.inclusion_tag("startups/space/question.html")
def question(bound: BoundField) -> Props:
    """One question: chips, a list when only one of several can be right, or what is typed."""
    many = isinstance(bound.field.widget, w.CheckboxSelectMultiple)
    chosen = {str(one) for one in (bound.value() or [])} if many else {str(bound.value())}
    choices = getattr(bound.field, "choices", ())
    options = [{"value": value, "label": label, "checked": value in chosen} for value, label in choices]
    return {"field": bound, "type": "checkbox" if many else "radio", "options": options}


@register.inclusion_tag("startups/space/stepper.html")
def stepper(bound: BoundField) -> Props:
    """A small number with its two buttons, which scripts alone show."""
    return {"field": bound, "control": bound.as_widget(attrs=control_attributes(bound, "", {"class": "num"}))}


@register.inclusion_tag("startups/space/importance.html")
def importance(form: NeedForm) -> Props:
    """One range a criterion, from « peu importe » to « avant tout »."""
    rows = []
    for part in CRITERIA:
        bound = form[f"w_{part}"]
        value = str(bound.value() or NEUTRAL)
        step = int(value) if value in {"1", "2", "3", "4", "5"} else NEUTRAL
        rows.append({"field": bound, "value": step, "words": step_in_words(step)})
    return {"rows": rows, "words": "|".join(str(step) for step in STEPS)}

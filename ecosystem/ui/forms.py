"""How Django draws forms here: every form, ours or a library's, goes through the same field template."""

from collections.abc import Mapping

from django.forms import BoundField, Field
from django.forms import widgets as w
from django.forms.renderers import DjangoTemplates
from django.utils.text import capfirst

Attribute = str | bool


class EscaleRenderer(DjangoTemplates):
    """Plain `{{ form }}` looks like the rest of the site."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/plain_field.html"


def kind(bound: BoundField) -> str:
    """Which drawing a field asks for: hidden, check, choices, file, group, select, textarea or input."""
    widget = bound.field.widget
    drawings: tuple[tuple[str, type[w.Widget] | tuple[type[w.Widget], ...]], ...] = (
        ("hidden", (w.HiddenInput, w.MultipleHiddenInput)),
        ("check", w.CheckboxInput),
        ("choices", w.RadioSelect),
        ("file", w.FileInput),
        ("group", (w.MultiWidget, w.SelectDateWidget)),
        ("select", w.Select),
        ("textarea", w.Textarea),
    )
    return next((name for name, types in drawings if isinstance(widget, types)), "input")


def capital_choices(field: Field) -> None:
    """Choices that are words in a sentence elsewhere start with a capital in a list."""
    field.choices = [(value, capfirst(label)) for value, label in field.choices]  # type: ignore[attr-defined]


def described_by(bound: BoundField, hint: str) -> str:
    """The ids of what explains a field: its hint and its error."""
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids) if bound.auto_id else ""


def control_attributes(bound: BoundField, hint: str, extra: Mapping[str, Attribute]) -> dict[str, Attribute]:
    """The attributes that tie a control to its look, its hint and its error."""
    own = str(bound.field.widget.attrs.get("class", ""))
    classes = {"input": "input", "textarea": "input", "select": "input", "file": "input file", "group": "input"}
    attributes: dict[str, Attribute] = {name.replace("_", "-"): value for name, value in extra.items() if value != ""}
    joined = " ".join(part for part in (classes.get(kind(bound), ""), own, str(attributes.pop("class", ""))) if part)
    if joined:
        attributes["class"] = joined
    if kind(bound) == "textarea" and bound.field.widget.attrs.get("rows") == "10":
        attributes.setdefault("rows", "4")  # Django's own ten lines when nobody chose
    if ids := described_by(bound, hint):
        attributes["aria-describedby"] = ids
    return attributes

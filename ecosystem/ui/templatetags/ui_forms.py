"""Fields with their label, hint, control and error tied together, and the summary on top."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, Field
from django.forms import widgets as w
from django.utils.safestring import SafeString

from ecosystem.ui.forms import Attribute, control_attributes, described_by, kind
from ecosystem.ui.navigation import Text

register = template.Library()
Props = dict[str, object]


@register.simple_tag
def control(bound: BoundField, hint: Text = "", **attributes: Attribute) -> SafeString:
    """The bare control, styled and tied to its hint and error."""
    return bound.as_widget(attrs=control_attributes(bound, str(hint or bound.help_text), attributes))


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField,
    label: Text = "",
    hint: Text = "",
    prefix: Text = "",
    suffix: Text = "",
    optional: bool = True,
    **attributes: Attribute,
) -> Props:
    """A field as it stands on a page: label, hint, control, and what to correct."""
    explained = hint or bound.help_text
    classes = attributes.pop("class", "")
    return {
        "field": bound,
        "kind": kind(bound),
        "label": label or bound.label,
        "hint": explained,
        "prefix": prefix,
        "suffix": suffix,
        "optional": optional and not bound.field.required,
        "classes": classes,
        "described_by": described_by(bound, str(explained)),
        "control": control(bound, explained, **attributes) if kind(bound) != "choices" else "",
    }


@register.inclusion_tag("ui/picks.html")
def picks(bound: BoundField, label: Text = "", hint: Text = "") -> Props:
    """Choices as cards, each with its line of explanation when the field gives one in `descriptions`."""
    descriptions = getattr(bound.field, "descriptions", {})
    many = isinstance(bound.field.widget, (w.CheckboxSelectMultiple, w.SelectMultiple))
    options = [
        {**option, "description": descriptions.get(option["value"], "")}
        for option in _options(bound, {})
        if option["value"] != ""
    ]
    explained = hint or bound.help_text
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": explained,
        "type": "checkbox" if many else "radio",
        "options": options,
        "described_by": described_by(bound, str(explained)),
    }


@register.inclusion_tag("ui/pills.html")
def pills(bound: BoundField, label: Text = "", hint: Text = "") -> Props:
    """A few short choices, to touch."""
    return picks(bound, label, hint)


@register.inclusion_tag("ui/slider.html")
def slider(bound: BoundField, tone: str = "", hint: Text = "", label: Text = "") -> Props:
    """A number between two bounds, dragged or typed with the arrow keys, and shown."""
    bounds = {
        "min": getattr(bound.field, "min_value", None) or 0,
        "max": 100 if getattr(bound.field, "max_value", None) is None else bound.field.max_value,  # type: ignore[attr-defined]
        "step": getattr(bound.field, "step_size", None) or 1,
    }
    explained = hint or bound.help_text
    value = bound.value()
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": explained,
        "tone": tone,
        "value": bounds["min"] if value is None else value,
        "described_by": described_by(bound, str(explained)),
        **bounds,
    }


@register.inclusion_tag("ui/weight.html")
def weight(bound: BoundField, tone: str = "", hint: Text = "", locked: bool = False) -> Props:
    """A share of 100: a number, a slider beside it where scripts run, and a lock that keeps it where it is."""
    explained = hint or bound.help_text
    return {
        "field": bound,
        "label": bound.label,
        "hint": explained,
        "tone": tone,
        "value": 0 if bound.value() is None else bound.value(),
        "locked": locked,
        "lock": f"lock_{bound.html_name}",
        "control": control(bound, explained, min="0", max="100", step="1", inputmode="numeric"),
        "described_by": described_by(bound, str(explained)),
    }


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> Props:
    """What to correct, on top of the form, each line a link to its field."""
    wrong = [{"bound": bound, "says_all": _says_all(bound)} for bound in form if bound.errors]
    general = form.non_field_errors() if form.is_bound else []
    return {"form": form, "fields": wrong, "general": general, "total": len(wrong) + len(general)}


def _says_all(bound: BoundField) -> bool:
    """A field that asks for itself in its own words needs no label before them."""
    asked = str(bound.field.error_messages.get("required", ""))
    return bool(bound.errors[0] == asked) and asked != str(Field.default_error_messages["required"])


@register.inclusion_tag("ui/facet.html")
def facet(
    bound: BoundField,
    counts: Mapping[Any, int] | None = None,
    shown: int = 5,
    label: Text = "",
    found_only: bool = False,
) -> Props:
    """A group of filters with how many results each keeps; a count of zero stays, dimmed.

    `found_only` is for long vocabularies: past the first choices, what is neither chosen nor counted is left out.
    """
    options = [option for option in _options(bound, counts) if option["value"] != ""]
    if found_only:
        kept = (option for option in options[shown:] if option["count"] or option["checked"])
        options = [*options[:shown], *kept]
    many = not isinstance(bound.field.widget, w.RadioSelect) or isinstance(bound.field.widget, w.CheckboxSelectMultiple)
    single = type(bound.field.widget) in (w.Select, w.RadioSelect)
    rest = options[shown:]
    if rest:
        rest[0]["begins_rest"] = True
    return {
        "name": bound.html_name,
        "id": bound.auto_id or bound.html_name,
        "label": label or bound.label,
        "type": "radio" if single or not many else "checkbox",
        "options": options,
        "rest": rest,
        "open": any(option["checked"] for option in rest),
    }


@register.inclusion_tag("ui/rangefacet.html")
def rangefacet(low: BoundField, high: BoundField, label: Text) -> Props:
    """Two bounds of one filter."""
    return {"low": low, "high": high, "label": label}


def _options(bound: BoundField, counts: Mapping[Any, int] | None) -> list[dict[str, Any]]:
    value = bound.value()
    chosen = {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value)}
    named = {str(key): count for key, count in (counts or {}).items()}
    return [
        {
            "value": key,
            "label": label,
            "checked": key in chosen,
            "count": named.get(key, 0) if counts else None,
            "id": f"{bound.auto_id or bound.html_name}_{index}",
        }
        for index, (key, label) in enumerate(_flat(getattr(bound.field, "choices", ())))
    ]


def _flat(choices: Iterable[Any]) -> Iterator[tuple[str, Text]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield ("" if value is None else str(value)), label

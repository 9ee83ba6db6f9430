"""A listing that somebody names: by what it is called, or by the address of its page."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.text import sort_key
from ecosystem.directory.models import Listing


class NamedListingField(forms.CharField):
    """Gives the one public listing of these kinds that answers; none, or several, is an error that says what to do."""

    default_error_messages = {
        "unknown": _("Aucune fiche publiée ne porte ce nom. Copiez l’adresse de sa page."),
        "several": _("Plusieurs fiches portent ce nom. Copiez l’adresse de la bonne page."),
    }

    def __init__(self, kinds: Collection[str] = (), *, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.kinds = kinds

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        if not typed:
            return None
        known = Listing.objects.public().filter(kind__in=self.kinds)
        listed = list(known.filter(**_lookup(typed))[:2])
        if len(listed) != 1:
            code = "several" if listed else "unknown"
            raise ValidationError(self.error_messages[code], code)
        return listed[0]


def _lookup(typed: str) -> dict[str, str]:
    """An address holds a slash; what looks like one and cannot be read is a name that nobody bears."""
    if "/" not in typed:
        return {"sort_name": sort_key(typed, length=140)}
    try:
        path = urlsplit(typed).path
    except ValueError:
        return {"slug": ""}
    return {"slug": path.rstrip("/").rpartition("/")[2][:140]}

"""What is asked of the journal, and how its lines stand on a page or in a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.models import CURATORS, User
from ecosystem.core.journal import SITE, Asked, Journal, Line, all_sources
from ecosystem.core.text import plain_cell, whole
from ecosystem.ui.forms import capital_choices

MOST_LINES = 20_000
PERIODS = {"7": 7, "30": 30, "365": 365, "": None}
TEAM = "equipe"


class JournalForm(forms.Form):
    """Words, who, what, which listing, and since when; what cannot be read keeps everything."""

    q = forms.CharField(
        label=gettext_lazy("Chercher"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Startup, personne, mot du motif")}),
    )
    qui = forms.ChoiceField(label=gettext_lazy("Qui"), required=False)
    quoi = forms.ChoiceField(label=gettext_lazy("Quoi"), required=False)
    quand = forms.ChoiceField(
        label=gettext_lazy("Quand"),
        required=False,
        choices=[
            ("7", gettext_lazy("7 derniers jours")),
            ("30", gettext_lazy("30 derniers jours")),
            ("365", gettext_lazy("12 derniers mois")),
            ("", gettext_lazy("Depuis le début")),
            ("dates", gettext_lazy("Entre deux dates")),
        ],
    )
    du = forms.DateField(label=gettext_lazy("Du"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    au = forms.DateField(label=gettext_lazy("Au"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    fiche = forms.CharField(required=False, widget=forms.HiddenInput, max_length=18)

    def __init__(self, data: Any) -> None:
        given = data.copy()
        given.setdefault("quand", "dates" if given.get("du") or given.get("au") else "7")
        super().__init__(given)
        team = User.objects.filter(Q(groups__name=CURATORS) | Q(is_superuser=True)).distinct()
        people = sorted(((str(one.pk), str(one)) for one in team), key=lambda one: one[1])
        first = [("", _("Tout le monde")), (TEAM, _("Toute l’équipe")), (SITE, _("Le site, de lui-même"))]
        self.team = tuple(pk for pk, _name in people)
        self.fields["qui"].choices = [*first, *people]  # type: ignore[attr-defined]
        kinds = sorted(((one.name, capfirst(str(one.label))) for one in all_sources()), key=lambda one: one[1])
        self.fields["quoi"].choices = [("", _("Toutes les actions")), *kinds]  # type: ignore[attr-defined]
        capital_choices(self.fields["quand"])

    def asked(self) -> Asked:
        """The filters that can be read."""
        self.is_valid()
        given = self.cleaned_data
        since, until = self._dates(given)
        return Asked(
            words=given.get("q", ""),
            names=(given["quoi"],) if given.get("quoi") else (),
            by=self._people(given.get("qui", "")),
            listings=(pk,) if (pk := whole(given.get("fiche", ""))) is not None else None,
            since=since,
            until=until,
        )

    def _people(self, who: str) -> tuple[str, ...] | str | None:
        if who == TEAM:
            return self.team
        return SITE if who == SITE else (who,) if who else None

    def _dates(self, given: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
        if given.get("quand") == "dates":
            end = given.get("au")
            return _midnight(given.get("du")), _midnight(end + timedelta(days=1) if end else None)
        days = PERIODS.get(given.get("quand", ""))
        return _midnight(timezone.localdate() - timedelta(days=days - 1)) if days else None, None


def by_day(lines: Iterable[Line]) -> list[tuple[Any, list[Line]]]:
    """The lines of each day together, in the reader's time."""
    return [(day, list(found)) for day, found in groupby(lines, key=lambda line: timezone.localdate(line.at))]


def table(asked: Asked) -> Iterator[list[str]]:
    """A header, then a row a line."""
    yield [_("Quand"), _("Quoi"), _("Qui"), _("Ce qui a changé"), _("Détail"), _("Page")]
    for line in Journal(asked)[:MOST_LINES]:
        when = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
        page = f"{settings.SITE_URL}{line.said.url}" if line.said.url else ""
        cells = [when, str(line.source.label), str(line.by or ""), line.said.title, line.said.detail, page]
        yield [plain_cell(cell) for cell in cells]


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None

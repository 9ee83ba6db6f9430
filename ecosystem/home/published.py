"""The figures as they are published: counted once an hour, in each language, and written as files."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from ecosystem.home import figures, outcomes
from ecosystem.home.masking import MASK_UNDER, Chart, Share

KEPT_FOR = 2 * 60 * 60
"""Longer than the hour that a key names: the next hour asks under another."""


@dataclass(frozen=True)
class Published:
    """Everything that the page of figures says, as of a moment."""

    at: datetime
    totals: Mapping[str, int]
    capacities: Mapping[str, int]
    accompanied: Mapping[str, int | None]
    charts: Mapping[str, Chart]
    shares: Mapping[str, Share]
    answers: outcomes.Answers


def published() -> Published:
    """Of this hour: counted by whoever asks first, then read from the cache; without a cache, counted each time."""
    now = timezone.now()
    key = f"figures:{get_language() or 'fr'}:{now:%Y%m%d%H}"
    kept: Published | None = cache.get(key)
    if kept is None:
        kept = count(now)
        cache.set(key, kept, KEPT_FOR)
    return kept


def count(now: datetime) -> Published:
    return Published(
        at=now,
        totals=figures.totals(),
        capacities=figures.capacities(),
        accompanied={name: shown(n) for name, n in outcomes.accompanied().items()},
        charts={name: build() for name, build in figures.CHARTS.items()},
        shares={**figures.shares(), "agreed_women_led": outcomes.women_led_among_agreed()},
        answers=outcomes.answers(),
    )


def shown(n: int) -> int | None:
    """A number of acts between people; None when it is too small to be told."""
    return None if 0 < n < MASK_UNDER else n


def as_csv(chart: Chart) -> str:
    """One figure as a table; a masked group has its name and no number."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([chart.title, "n"])
    writer.writerows([row.label, "" if row.value is None else row.value] for row in chart.rows)
    return file.getvalue()


def as_data(told: Published) -> dict[str, Any]:
    """All the figures as plain values, ready for JSON."""
    return {
        "at": told.at.isoformat(timespec="seconds"),
        "masked_under": MASK_UNDER,
        "totals": dict(told.totals),
        "capacities": dict(told.capacities),
        "accompanied": dict(told.accompanied),
        "shares": {
            name: None if share.masked else {"count": share.count, "total": share.total}
            for name, share in told.shares.items()
        },
        "charts": {
            name: {
                "title": chart.title,
                "note": chart.note,
                "rows": [{"label": row.label, "value": row.value, "masked": row.value is None} for row in chart.rows],
            }
            for name, chart in told.charts.items()
        },
    }


def as_json(told: Published) -> str:
    return json.dumps(as_data(told), ensure_ascii=False, indent=2)


def as_zip(told: Published) -> bytes:
    """A table for each figure and all of them together; the same figures give the same bytes."""
    files = {f"escale-{name}.csv": as_csv(chart) for name, chart in told.charts.items()}
    files["escale-chiffres.json"] = as_json(told)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text.encode("utf-8"))
    return packed.getvalue()

"""The whole table: every address of the site, by part. The back office's rows follow from what it registers."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import Model

from tests.permissions import api, claims, imports, keeping, matching, public, review, searching, spaces
from tests.permissions.answers import ELSEWHERE, LOGIN, Row, everyone, office

SITE = [*public.ROWS, *spaces.ROWS, *matching.ROWS, *imports.ROWS, *claims.ROWS, *review.ROWS, *keeping.ROWS,
        *searching.ROWS, *api.ROWS]  # fmt: skip


WRITTEN_BY_THE_SITE = {
    "core.mail", "core.mailtext", "core.mailchoice", "matching.round", "matching.proposal",
    "matching.unservedneed", "core.taskrun",
    "matching.roundcertificate", "directory.listing",
    "directory.listingmove", "startups.needmove", "engagements.engagement", "engagements.introduction",
    "directory.capacitychange", "matching.roundinputs", "matching.roundchunk", "matching.scarcityreport",
    "matching.roundpair", "matching.balancerule", "matching.answerschedule", "matching.callnote",
    "directory.claim", "directory.invitation", "directory.orphanchase",
    "matching.sending", "accounts.actingas", "directory.freshnessask", "directory.linkcheck",
    "directory.likeness", "directory.merge", "directory.redirect",
}  # fmt: skip
"""Models whose rows nobody adds in the back office."""
NEVER_DELETED = {
    "core.mailtext", "matching.proposal", "matching.unservedneed", "matching.roundcertificate", "directory.listing",
    "directory.listingmove", "startups.needmove", "engagements.engagement", "engagements.introduction",
    "directory.capacitychange", "matching.roundinputs", "matching.roundchunk", "matching.scarcityreport",
    "matching.roundpair", "matching.balancerule", "matching.answerschedule", "matching.callnote",
    "directory.claim", "directory.invitation", "directory.orphanchase",
    "matching.sending", "accounts.actingas", "directory.freshnessask", "directory.linkcheck",
    "directory.likeness", "directory.merge", "directory.redirect",
}  # fmt: skip

OFFICE = [
    Row("admin:index", get=office(200), post=None),
    Row("admin:login", get=everyone(403, visitor=LOGIN, admin=ELSEWHERE), post=None),
    Row("admin:logout", get=everyone(ELSEWHERE, admin=405), post=None),
    Row("admin:app_list", ("=core",), get=office(200), post=None),
    Row("admin:password_change", get=office(200), post=None),
    Row("admin:password_change_done", get=office(200), post=None),
    Row("admin:jsi18n", get=office(200), post=None),
    Row("admin:autocomplete", get=office(403), post=None),
    Row("admin:view_on_site", ("=1", "=0"), get=office(404), post=None),
    Row("admin:auth_user_password_change", ("stranger.pk",), get=office(200), post=None),
]


def back_office() -> list[Row]:
    """For each registered model: its list, a new row, and an existing row's page, past and removal."""
    return [*OFFICE, *(row for model in admin.site._registry for row in _rows_of(model))]


def _rows_of(model: type[Model]) -> Iterator[Row]:
    label = model._meta.label_lower
    start = f"admin:{label.replace('.', '_')}"
    first = (f"first.{label}",)
    yield Row(f"{start}_changelist", get=office(200), post=None)
    yield Row(f"{start}_add", get=office(403 if label in WRITTEN_BY_THE_SITE else 200), post=None)
    yield Row(f"{start}_change", first, get=office(200), post=None)
    yield Row(f"{start}_history", first, get=office(200), post=None)
    yield Row(f"{start}_delete", first, get=office(403 if label in NEVER_DELETED else 200), post=None)

"""Rows of the pages of imports and of networks: the team's, and a partner's own."""

from tests.permissions.answers import ELSEWHERE, Row, members, only, team

READ, MOVE, LOST = team(200), team(ELSEWHERE), members(404)

PARTNER = only(partner=200, curator=200, admin=200)

ROWS = [
    Row("curation:networks", get=READ, post=team(422)),
    Row("curation:network_edit", ("networks.own.pk",), get=READ, post=team(422)),
    Row("curation:network_startup_add", ("networks.own.pk",), post=team(422)),
    Row("curation:network_startup_remove", ("networks.own.pk", "networks.member.pk"), post=MOVE),
    Row("curation:network_startup_remove", ("networks.other.pk", "networks.member.pk"), "of another", post=LOST),
    Row("curation:network_partner_add", ("networks.own.pk",), post=team(422)),
    Row("curation:network_partner_remove", ("networks.own.pk", "networks.person.pk"), post=MOVE),
    Row("curation:network_partner_remove", ("networks.other.pk", "networks.person.pk"), "of another", post=LOST),
    Row("curation:network_delete", ("networks.own.pk",), get=READ, post=MOVE),
    Row("curation:network", ("networks.own.slug",), "own", get=PARTNER),
    Row("curation:network", ("networks.other.slug",), "other's", get=READ),
    Row("curation:network_csv", ("networks.own.slug",), "own", get=PARTNER, page=False),
    Row("curation:network_csv", ("networks.other.slug",), "other's", get=READ, page=False),
    Row("curation:imports", get=READ, post=team(422)),
    Row("curation:import_model", ("=startup",), get=READ, page=False),
    Row("curation:import_model", ("=nothing",), "unknown kind", get=LOST, page=False),
    Row("curation:import", ("imports.columns",), "columns", get=READ),
    Row("curation:import", ("imports.tried",), "tried", get=READ),
    Row("curation:import_columns", ("imports.columns",), post=team(422)),
    Row("curation:import_correct", ("imports.tried",), post=MOVE),
    Row("curation:import_line", ("imports.tried", "=99"), "to come", post=LOST),
    Row("curation:import_write", ("imports.tried",), post=MOVE),
    Row("curation:import_stop", ("imports.tried",), post=MOVE),
    Row("curation:import_undo", ("imports.tried",), get=MOVE, post=MOVE),
    Row("curation:import_errors", ("imports.tried",), get=READ, page=False),
]

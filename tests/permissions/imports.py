"""Rows of the pages of imports: the team's."""

from tests.permissions.answers import ELSEWHERE, Row, members, team

READ, MOVE, LOST = team(200), team(ELSEWHERE), members(404)

ROWS = [
    Row("curation:imports", get=READ, post=team(422)),
    Row("curation:import_model", ("=startup",), get=READ, page=False),
    Row("curation:import_model", ("=nothing",), "unknown kind", get=LOST, page=False),
    Row("curation:import", ("imports.columns",), "columns", get=READ),
    Row("curation:import", ("imports.tried",), "tried", get=READ),
    Row("curation:import_columns", ("imports.columns",), post=team(422)),
    Row("curation:import_correct", ("imports.tried",), post=MOVE),
    Row("curation:import_write", ("imports.tried",), post=MOVE),
    Row("curation:import_stop", ("imports.tried",), post=MOVE),
    Row("curation:import_undo", ("imports.tried",), get=MOVE, post=MOVE),
    Row("curation:import_errors", ("imports.tried",), get=READ, page=False),
]

"""Rows of the history of listings, of what the team notes, and of what anybody tells it."""

from tests.permissions.answers import ELSEWHERE, Row, everyone, members, team

READ, MOVE, LOST = team(200), team(ELSEWHERE), members(404)
NOTE = ("startup.pk", "first.directory.note")

ROWS = [
    Row("curation:history", ("startup.pk",), get=READ),
    Row("curation:restore", ("startup.pk", "=1"), get=READ, post=team(422)),
    Row("curation:restore", ("startup.pk", "=99"), "to come", get=LOST, post=LOST),
    Row("curation:note", ("startup.pk",), post=MOVE, data={"text": "Rappeler."}),
    Row("curation:remove_note", NOTE, "of nobody", post=LOST),
    Row("curation:tag", ("startup.pk",), post=MOVE, data={"nom": "À visiter"}),
    Row("curation:assign", ("startup.pk",), post=MOVE),
    Row("curation:together", post=MOVE),
    Row("telling:correct", ("startup.pk",), get=everyone(200), post=everyone(422)),
    Row("telling:correct", ("draft.pk",), "draft", get=everyone(404), post=everyone(404)),
    Row("telling:report", ("startup.pk",), get=everyone(200), post=everyone(422)),
    Row("telling:report", ("draft.pk",), "draft", get=everyone(404), post=everyone(404)),
]

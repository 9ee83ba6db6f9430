"""Rows of the search as one types, and of the team's desk behind it."""

from tests.factories import SynonymFactory
from tests.permissions.answers import ELSEWHERE, Row, everyone, team

SYNONYM = ("=1",)


def with_synonyms(world: object) -> None:
    """There is a first row of synonyms, in the row's own transaction."""
    SynonymFactory(pk=1)


ROWS = [
    Row("home:suggestions", get=everyone(200), page=False),
    Row("home:suggestions", state="with a text", query="?q=essai", get=everyone(200), page=False),
    Row("home:search", state="without result", query="?q=introuvable+vraiment", get=everyone(200)),
    Row("home:searches", get=team(200), post=team(ELSEWHERE)),
    Row("home:synonyms", get=team(200), post=team(422)),
    Row("home:synonym", SYNONYM, get=team(200), post=team(422), given=with_synonyms),
    Row("home:synonym_delete", SYNONYM, post=team(ELSEWHERE), given=with_synonyms),
]

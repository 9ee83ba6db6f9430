"""The team's dictionary as the search reads it: kept by each process, and read again as soon as a row has changed."""

from threading import Lock

from django.db.models import Count, Max

from ecosystem.search.index.synonyms import Synonyms
from ecosystem.search.models import Synonym

VARIANTS_MAX = 8


class _Kept:
    """What this process read last, and of which state of the table."""

    state: object = None
    synonyms = Synonyms()
    lock = Lock()


def dictionary() -> Synonyms:
    """Today's synonyms: one short query tells whether another process has changed them."""
    state = Synonym.objects.aggregate(n=Count("pk"), at=Max("changed_at"), last=Max("pk"))
    with _Kept.lock:
        if state != _Kept.state:
            _Kept.synonyms = Synonyms.of(row.expressions for row in Synonym.objects.all()) if state["n"] else Synonyms()
            _Kept.state = state
        return _Kept.synonyms


def kept() -> Synonyms:
    """The dictionary of the last search of this process, to mark its words without asking again."""
    return _Kept.synonyms


def said_otherwise(text: str) -> tuple[str, ...]:
    """The text, then the same with each of its known expressions said in the other ways; for the database's answer."""
    return dictionary().variants(text, most=VARIANTS_MAX)

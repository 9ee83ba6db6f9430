"""The team's dictionary as the search reads it: kept by each process, and read again as soon as a row has changed."""

from threading import Lock, local

from django.core.signals import request_finished, request_started
from django.db.models import Count, Max
from django.db.models.signals import post_delete, post_save

from ecosystem.search.index.synonyms import Synonyms
from ecosystem.search.models import Synonym

VARIANTS_MAX = 8


class _Kept:
    """What this process read last, and of which state of the table."""

    state: object = None
    synonyms = Synonyms()
    lock = Lock()


_asked = local()


def begin(**_facts: object) -> None:
    """A page begins: it asks for the state of the table once, however often it searches."""
    _asked.is_within, _asked.synonyms = True, None


def forget(**_facts: object) -> None:
    """A page is over, or has itself changed a row: the table is asked again."""
    _asked.synonyms = None


def end(**_facts: object) -> None:
    _asked.is_within, _asked.synonyms = False, None


def follow_pages() -> None:
    """Called once, when the site starts."""
    request_started.connect(begin, dispatch_uid="search.synonyms")
    request_finished.connect(end, dispatch_uid="search.synonyms")
    post_save.connect(forget, sender=Synonym, dispatch_uid="search.synonyms.saved")
    post_delete.connect(forget, sender=Synonym, dispatch_uid="search.synonyms.deleted")


def dictionary() -> Synonyms:
    """Today's synonyms: one short query tells whether another process has changed them."""
    known: Synonyms | None = getattr(_asked, "synonyms", None)
    if known is None:
        known = _read()
        _asked.synonyms = known if getattr(_asked, "is_within", False) else None
    return known


def _read() -> Synonyms:
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

"""What a setting is read against before it is computed."""

from ecosystem.matching.figures import COMPUTED
from ecosystem.matching.models import Round


def reference_of(round_: Round) -> Round | None:
    """The kept scenario of its family, else the last published round for the same people; never the round itself."""
    others = Round.objects.exclude(pk=round_.pk)
    adopted = others.family(round_.root_id).filter(adopted=True, state__in=[*COMPUTED]).first()
    published = others.filter(kind=round_.kind, published_at__isnull=False).order_by("-published_at", "-pk")
    return adopted or published.first()

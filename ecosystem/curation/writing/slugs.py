"""Free addresses for many listings in a query or two."""

from collections.abc import Sequence

from django.utils.text import slugify

from ecosystem.core.text import fold
from ecosystem.directory.models import Listing

PROBED = 8
REMEMBERED = 20_000


class Slugs:
    """Readable addresses as `free_slug` gives them, for batches: `calanque-robotics`, then `calanque-robotics-2`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._next: dict[str, int] = {}
        """The next number to try, for names that came back."""

    def give(self, names: Sequence[str]) -> list[str]:
        """One address for each name, free in the database and unlike one another."""
        bases = [slugify(fold(name))[:120].strip("-_") or self.kind for name in names]
        taken = self._taken(set(bases))
        given = []
        for base in bases:
            slug = base if base not in taken else self._numbered(base, taken)
            taken.add(slug)
            given.append(slug)
        return given

    def _numbered(self, base: str, taken: set[str]) -> str:
        number = self._next.get(base, 2)
        probed = number
        while True:
            if probed <= number:
                size = PROBED if probed < 100 else probed
                taken |= self._taken({f"{base}-{n}" for n in range(number, number + size)})
                probed = number + size
            slug = f"{base}-{number}"
            number += 1
            if slug not in taken:
                break
        if len(self._next) < REMEMBERED or base in self._next:
            self._next[base] = number
        return slug

    def _taken(self, slugs: set[str]) -> set[str]:
        wanted = sorted(slugs)
        found: set[str] = set()
        for start in range(0, len(wanted), 500):
            some = Listing.objects.filter(kind=self.kind, slug__in=wanted[start : start + 500])
            found.update(some.values_list("slug", flat=True))
        return found

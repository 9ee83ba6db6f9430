"""`manage.py rebuild_search`: the whole search index, from the database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ecosystem.directory.documents import rebuild
from ecosystem.directory.models import Listing
from ecosystem.search.actions import IndexBusy, IndexUnavailable

WIDTH = 30


class Command(BaseCommand):
    """Readers keep the old index until the new one is complete."""

    help = "Rebuild the search index from the published listings; the site keeps answering meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        self.total = Listing.objects.listed().count()
        try:
            count = rebuild(self.show if sys.stderr.isatty() else None)
        except (IndexBusy, IndexUnavailable) as error:
            raise CommandError(f"The index cannot be written: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Search index rebuilt: {count} listings."))

    def show(self, done: int) -> None:
        """The progress bar, on a terminal."""
        filled = WIDTH * min(done, self.total) // max(self.total, 1)
        end = "\n" if done >= self.total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{self.total}", ending=end)

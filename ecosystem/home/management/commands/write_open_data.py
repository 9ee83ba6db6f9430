"""`manage.py write_open_data`: the open files, now instead of tonight."""

from typing import Any

from django.core.management.base import BaseCommand

from ecosystem.home.open_data.writing import write_open_data


class Command(BaseCommand):
    """Readers keep the former files until the new ones are complete."""

    help = "Write the open files (CSV, JSON, dictionary) from what is published now."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(self.style.SUCCESS(f"Open files written: {write_open_data()} rows."))

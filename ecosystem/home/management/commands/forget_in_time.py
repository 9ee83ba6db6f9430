"""Forget what was kept long enough, at once instead of tonight."""

from typing import Any

from django.core.management.base import BaseCommand

from ecosystem.home.retention import forget_in_time


class Command(BaseCommand):
    """Runs the rules of retention and says what each found."""

    help = "Forget what was kept long enough: unused accounts, old addresses, sealed proofs, sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in forget_in_time().items():
            self.stdout.write(f"{name}: {count}")

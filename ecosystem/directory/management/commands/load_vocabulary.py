"""`manage.py load_vocabulary`: sectors and skills from the taxonomy's files."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ecosystem.directory.vocabulary import load_vocabulary


class Command(BaseCommand):
    help = "Write the sectors and skills of the taxonomy into the database; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_vocabulary()
        self.stdout.write(
            _("Termes ajoutés : %(created)d ; mis à jour : %(updated)d ; inchangés : %(unchanged)d.")
            % {"created": loaded.created, "updated": loaded.updated, "unchanged": loaded.unchanged}
        )

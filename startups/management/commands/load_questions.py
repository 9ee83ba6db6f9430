"""`manage.py load_questions`: what each subject asks, from the file of questions."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from startups.questions import load_questions


class Command(BaseCommand):
    help = "Write the questions of the subjects that the database lacks; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(_("Questions ajoutées : %(count)d.") % {"count": load_questions()})

"""`manage.py demo`: a season of sample data, in one command."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ecosystem.core.samples import write_samples
from ecosystem.directory.vocabulary import load_vocabulary
from ecosystem.home.demo.last_season import create_last_season
from ecosystem.home.demo.listings import create_listings, date_back_listings
from ecosystem.home.demo.needs import create_needs
from ecosystem.home.demo.people import ACCOUNTS, PASSWORD, create_accounts
from ecosystem.home.demo.rounds import create_rounds
from ecosystem.home.demo.words import create_words
from startups.questions import load_questions

REFUSED = (
    "Sample data come with accounts whose password is published: they are written only with DEBUG=1, "
    "on a development machine. Nothing was written."
)


class Command(BaseCommand):
    """Writes the sample data that is missing, and leaves the rest as it is."""

    help = "Write sample data: fictional people and companies, real trade shows, rounds sent and one to choose from."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(REFUSED)
        load_vocabulary()
        load_questions()
        users = create_accounts()
        listings = create_listings(users)
        needs = create_needs()
        rounds = create_rounds(users) + create_last_season(users)
        others = write_samples()
        create_words()
        if needs or rounds or others:
            date_back_listings()
        self.stdout.write(f"Sample data: {listings} listings, {needs} needs and {rounds} rounds added.")
        self.stdout.write(f"For the team's desk: {others} things to read added.")
        self.stdout.write(f"Accounts: {', '.join(ACCOUNTS)} (password {PASSWORD})")

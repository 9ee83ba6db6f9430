"""`manage.py replay_round ID`: the same round again, from the inputs that were kept."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ecosystem.core.errors import Refused
from ecosystem.matching.actions.certifying import note_replay
from ecosystem.matching.actions.replaying import replay_round
from ecosystem.matching.models import Round


class Command(BaseCommand):
    """Computes a round again from its stored inputs, and says OK or what differs (exit code 1)."""

    help = "Compute a round again from its stored inputs and compare it, byte for byte, with what was stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("round", type=int, help="number of the round, as in its address")

    def handle(self, *args: Any, **options: Any) -> None:
        round_ = Round.objects.filter(pk=options["round"]).first()
        if round_ is None:
            raise CommandError(f"There is no round {options['round']}.")
        try:
            replay = replay_round(round_)
        except Refused as error:
            raise CommandError(str(error)) from error
        note_replay(round_, replay)
        if not replay.identical:
            raise CommandError("\n".join(["The round differs:", *replay.differences]))
        self.stdout.write(f"OK: {round_} comes out the same, digest {replay.digest}")

"""`manage.py run_round`: one round from the command line, computed by a worker when there is a broker."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from ecosystem.core.errors import Refused
from ecosystem.core.queue import enqueue
from ecosystem.matching.actions.rounds import create_round, publish_round, start_round
from ecosystem.matching.models import Round
from ecosystem.matching.tables import proposals_table

GIVE_UP_AFTER_SECONDS = 900
SECONDS_BETWEEN_LOOKS = 0.2


class Command(BaseCommand):
    """Computes a round of mentors or funders, prints its proposals, and publishes it on demand."""

    help = "Compute one round of matching, print what it proposes, and publish it with --publish."

    def add_arguments(self, parser: ArgumentParser) -> None:
        def day(text: str) -> date:
            try:
                return date.fromisoformat(text)
            except ValueError as error:
                raise ArgumentTypeError(f"{text!r} is no day of the calendar; write it as YYYY-MM-DD.") from error

        parser.add_argument("--kind", choices=Round.Kind.values, required=True, help="who is proposed to the needs")
        parser.add_argument("--title", default="", help="title of the round (default: the month)")
        parser.add_argument("--on", type=day, default=None, help="date of the situation, YYYY-MM-DD")
        parser.add_argument("--seed", type=int, default=1, help="seed that breaks ties")
        parser.add_argument("--publish", action="store_true", help="publish at once: mails leave")
        parser.add_argument("--show", type=int, default=40, help="how many proposals to print (0: none)")
        parser.add_argument("--once", action="store_true", help="show the last round with this title, if any")

    def handle(self, *args: Any, **options: Any) -> None:
        done = [Round.State.READY, Round.State.PUBLISHED]
        same = Round.objects.filter(kind=options["kind"], title=options["title"], state__in=done)
        last = same.order_by("-computed_at").first()
        if options["once"] and last is not None:
            self._show(last, options["show"])
            return
        try:
            round_ = self._compute(options)
            if options["publish"]:
                round_ = publish_round(round_, by=None)
                enqueue("ecosystem.matching.tasks.announce_round", round_.pk)
        except Refused as error:
            raise CommandError(str(error)) from error
        self._show(round_, options["show"])

    def _compute(self, options: dict[str, Any]) -> Round:
        on = options["on"] or timezone.localdate()
        title = options["title"] or _("Tournée du %(date)s") % {"date": on.isoformat()}
        round_ = create_round(title=title, kind=options["kind"], by=None, as_of=on, seed=options["seed"])
        start_round(round_, by=None)
        enqueue("ecosystem.matching.tasks.compute_round", round_.pk)
        return self._wait(round_)

    def _wait(self, round_: Round) -> Round:
        """Follow the row that the worker writes: the same bar as on the page."""
        deadline = time.monotonic() + GIVE_UP_AFTER_SECONDS
        with tqdm(total=1, unit="", desc=str(round_), leave=False, disable=None) as bar:
            while True:
                round_ = Round.objects.get(pk=round_.pk)
                if round_.state != Round.State.COMPUTING:
                    break
                if time.monotonic() > deadline:
                    raise CommandError("No worker computed the round in time. Is one running?")
                bar.total, bar.n = round_.total_count or 1, round_.done_count
                bar.set_postfix_str(round_.get_step_display())
                time.sleep(SECONDS_BETWEEN_LOOKS)
        if round_.state != Round.State.READY:
            raise CommandError(f"{round_.get_state_display()}: {round_.failure}")
        return round_

    def _show(self, round_: Round, count: int) -> None:
        chosen = round_.proposals.chosen()
        if count:
            self.stdout.write(proposals_table(list(chosen.with_parties().order_by("-score", "pk")[:count])))
        points = (round_.objective or 0) / 100
        self.stdout.write(
            f"{round_} ({round_.get_kind_display()}): {chosen.count()} proposals, "
            f"{round_.unserved.count()} needs short of people, total {points:.2f} points, gap {round_.gap}, "
            f"digest {round_.input_digest[:16]}"
        )

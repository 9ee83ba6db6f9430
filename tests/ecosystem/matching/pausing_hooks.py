"""Stops this worker at PAUSE_AT; see `pausing`. Nothing of it exists in the site itself."""

import os
import signal
from pathlib import Path
from typing import Any

from django.db import transaction

from ecosystem.matching.actions import computing, mails, sendings, sharing

PLACES = os.environ.get("PAUSE_AT", "").split()
FLAGS = Path(os.environ.get("PAUSE_FLAGS", "."))
WHOLE_BATCHES, IN_THE_MIDDLE = 2, 3


def pause(place: str) -> None:
    """Say that the place is reached, and wait to be killed."""
    flag = FLAGS / place
    if place in PLACES and not flag.exists():
        flag.touch()
        while True:
            signal.pause()


class PausingProgress(computing.Progress):
    """Tells its step, then stops there."""

    def __init__(self, round_id: int, lease: str) -> None:
        super().__init__(round_id, lease)
        self.round_id = round_id

    def __call__(self, step: str, done: int, total: int) -> None:
        super().__call__(step, done, total)
        pause(f"{self.round_id}:{step}")


class PausingChunkProgress(sharing.ChunkProgress):
    """Stops when a chunk begins, or when its candidates are written and nobody was told."""

    def __init__(self, chunk: Any, lease: str) -> None:
        super().__init__(chunk, lease)
        self.chunk = chunk

    def __call__(self, step: str, done: int, total: int) -> None:
        super().__call__(step, done, total)
        pause(f"{self.round.pk}:chunk-{self.chunk.start}")

    def tell_round(self) -> None:
        super().tell_round()
        if not self.mine.exists():
            pause(f"{self.round.pk}:found-{self.chunk.start}")


def store(round_: Any, *rest: Any) -> None:
    """Everything is written, nothing is committed."""
    write_rows(round_, *rest)
    pause(f"{round_.pk}:stored")


def write(*args: Any, **more: Any) -> Any:
    """One batch is committed, another is under way."""
    mail = write_mail(*args, **more)
    written.append(mail)
    if len(written) == IN_THE_MIDDLE:
        pause("mailed")
    return mail


def leave(sending: Any, today: Any) -> None:
    """Everything has left, nothing is committed."""
    leave_rows(sending, today)
    pause(f"leaving-{sending.pk}")


def depart(sending_id: int, **more: Any) -> Any:
    """It has left, and nobody was told."""
    sending = depart_at_its_hour(sending_id, **more)
    if sending is not None:
        pause(f"left-{sending.pk}")
    return sending


def write_batch(round_: Any, sending: Any, people: Any, key: str) -> int:
    """The mails of the last batch are in the outbox."""
    count = write_rows_of(round_, sending, people, key)
    transaction.on_commit(lambda: pause("written"))
    return count


written: list[Any] = []
write_rows, write_mail = computing.store, mails._write
computing.Progress, computing.store = PausingProgress, store
sharing.ChunkProgress = PausingChunkProgress
leave_rows, depart_at_its_hour, write_rows_of = sendings._leave, sendings.depart, mails._write_batch
sendings._leave, sendings.depart, mails._write_batch = leave, depart, write_batch
if "mailed" in PLACES:
    mails.BATCH, mails._write = WHOLE_BATCHES, write

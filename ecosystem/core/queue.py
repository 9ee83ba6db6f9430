"""Handing work to the workers: after commit, by name, and without making the page wait for the broker.

A task is named, not imported, so that a page that starts a computation does not load the engine. When the broker
refuses, the row that describes the work is still there and the beat picks it up (docs/adr/0003); for a while nothing
more is sent, so that one page at most waits for a broker that never answers.
"""

import logging
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from time import monotonic
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

SECONDS_WITHOUT_BROKER = 20.0


class Silence:
    """Until when this process leaves the broker alone."""

    until = 0.0


def enqueue(task: str, *args: int | str) -> None:
    """Send the task once the transaction has committed; without a broker it runs at once in this process."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: str, args: tuple[int | str, ...]) -> None:
    if current_app.conf.task_always_eager:
        import_module(task.rpartition(".")[0])
        current_app.tasks[task].apply(args, throw=True)
        return
    if monotonic() < Silence.until:
        logger.info("The broker did not answer a moment ago: %s%s waits for the beat.", task, args)
        return
    try:
        current_app.send_task(task, args, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        Silence.until = monotonic() + SECONDS_WITHOUT_BROKER
        logger.warning("The broker does not answer (%s): %s%s waits for the beat.", error, task, args)


@dataclass(frozen=True)
class Standing:
    """How many processes work, and how many tasks wait for one."""

    workers: int
    waiting: int


def standing(within: float = 0.5) -> Standing | None:
    """What the broker says of the workers; None when there is none, or when it does not answer."""
    if current_app.conf.task_always_eager or monotonic() < Silence.until:
        return None
    name = current_app.conf.task_default_queue
    try:
        with current_app.connection_for_read() as connection:
            channel: Any = connection.default_channel
            waiting = channel.queue_declare(queue=name).message_count
        nodes = current_app.control.inspect(timeout=within).stats() or {}
    except (OperationalError, OSError):
        return None
    workers = sum(len(node.get("pool", {}).get("processes", [1])) for node in nodes.values())
    return Standing(workers, int(waiting or 0))

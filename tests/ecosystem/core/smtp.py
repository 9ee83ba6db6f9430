"""A mail server that says as much SMTP as it takes, and dies or falls silent where it is told to."""

import socket
from email import message_from_bytes
from email.message import Message
from threading import Event, Thread
from types import TracebackType
from typing import IO, Self

from ecosystem.core.models import Mail

STEPS = ("greeting", "ehlo", "mail", "rcpt", "data", "body", "quit")


def queued_mail(key: str, **fields: object) -> Mail:
    """A mail of the outbox."""
    return Mail.objects.create(
        **{
            "key": key,
            "to": "ines@exemple.test",
            "template": "essai",
            "subject": "Bonjour",
            "text": "Une phrase.",
            "html": "<p>Une phrase.</p>",
            "message_id": f"<{key}@exemple.test>",
            **fields,
        }
    )


class MailServer:
    """Listens on a port of its own.

    `dies_at` names the step at which it closes the line instead of answering, `deaths` how often it does;
    `silent_at` the one at which it says nothing more, until it is closed.
    """

    def __init__(self, dies_at: str = "", silent_at: str = "", deaths: int = 1000) -> None:
        self.dies_at = dies_at
        self.deaths = deaths
        self.line_count = 0
        self.silent_at = silent_at
        self.is_silent = Event()
        self.closes = Event()
        self.received: list[Message] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.closes.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.received]

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.line_count += 1
            with line, line.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: IO[bytes]) -> None:
        def say(step: str, answer: str) -> bool:
            if step == self.silent_at:
                self.is_silent.set()
                self.closes.wait()
            if step == self.dies_at and self.deaths:
                self.deaths -= 1
                return False
            if step == self.silent_at:
                return False
            stream.write(f"{answer}\r\n".encode())
            stream.flush()
            return True

        alive = say("greeting", "220 essai")
        while alive and (command := stream.readline()):
            verb = command[:4].decode().strip().lower()
            if verb == "data":
                alive = say("data", "354 go")
                alive = alive and self._take(stream) and say("body", "250 taken")
            else:
                alive = say(verb, "221 bye" if verb == "quit" else "250 ok")

    def _take(self, stream: IO[bytes]) -> bool:
        lines = iter(stream.readline, b".\r\n")
        self.received.append(message_from_bytes(b"".join(lines)))
        return True

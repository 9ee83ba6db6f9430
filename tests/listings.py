"""The four kinds side by side, for the tests of what they have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories


@dataclass(frozen=True)
class Kind:
    """One kind: where its list is, how a full listing of it is made, what its API is called."""

    name: str
    path: str
    make: Callable[..., Any]
    fill: Callable[[Any], None]
    api: str

    @property
    def api_path(self) -> str:
        return f"/api/v1/{self.api}/"

    def full(self, **fields: Any) -> Any:
        """A published listing with every relation that its pages read."""
        listing = self.make(published=True, sectors=[factories.SectorFactory(), factories.SectorFactory()], **fields)
        self.fill(listing)
        return listing


def fill_startup(startup: Any) -> None:
    factories.NeedFactory.create_batch(2, startup=startup, opened=True)
    factories.MemberFactory.create_batch(2, startup=startup)


def fill_mentor(mentor: Any) -> None:
    factories.MentorSkillFactory.create_batch(2, mentor=mentor)
    mentor.refused_sectors.set([factories.SectorFactory()])


def fill_funder(funder: Any) -> None:
    factories.DealFactory.create_batch(2, funder=funder)
    funder.refused_sectors.set([factories.SectorFactory()])


def fill_tradeshow(show: Any) -> None:
    factories.EditionFactory(tradeshow=show, year=timezone.localdate().year)
    factories.EditionFactory(tradeshow=show)


KINDS = [
    Kind("startup", "/startups/", factories.StartupFactory, fill_startup, "startups"),
    Kind("mentor", "/mentors/", factories.MentorFactory, fill_mentor, "mentors"),
    Kind("funder", "/financeurs/", factories.FunderFactory, fill_funder, "funders"),
    Kind("tradeshow", "/salons/", factories.TradeShowFactory, fill_tradeshow, "tradeshows"),
]


def query_count(client: Client, path: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)

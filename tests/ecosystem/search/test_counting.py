"""What is sought is counted, and nobody is."""

from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone
from redis.exceptions import RedisError

from ecosystem.search import counting
from ecosystem.search.counting import countable, forget_old_counts, note_search, waiting, write_searches
from ecosystem.search.models import SearchCount
from tests.factories import SearchCountFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("  Énergie   SOLAIRE ", "energie solaire"),
        ("salon 2026", "salon 2026"),
        ("13002", "13002"),
        ("c++", "c++"),
        ("maia@exemple.fr", ""),
        ("06 12 34 56 78", ""),
        ("+33 4 91 00 00 00", ""),
        ("552 100 554", ""),
        ("https://exemple.fr/x", ""),
        ("www.exemple.fr", ""),
        ("a" * 61, ""),
        ("***", ""),
        ("\x00", ""),
    ],
)
def test_only_words_are_counted(text: str, counted: str) -> None:
    assert countable(text) == counted


def test_searches_add_up_by_day() -> None:
    for found in (3, 0, 0):
        note_search("Énergie", found)
    note_search("maia@exemple.fr", 0)
    assert (waiting(), SearchCount.objects.count()) == (3, 0)
    assert write_searches() == 3
    note_search("énergie", 1)
    assert (write_searches(), write_searches(), waiting()) == (1, 0, 0)
    row = SearchCount.objects.get()
    assert (row.day, row.words, row.asked_count, row.empty_count) == (timezone.localdate(), "energie", 4, 2)


def test_two_workers_never_write_the_same_searches() -> None:
    note_search("énergie", 1)
    cache.add(counting.TAKEN, 1, 60)
    assert write_searches() == 0
    cache.delete(counting.TAKEN)
    assert write_searches() == 1


def test_a_search_is_counted_once_at_most_whoever_dies_or_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    note_search("énergie", 1)
    with monkeypatch.context() as dying:
        dying.setattr(counting, "_add", killed)
        with pytest.raises(SystemExit):
            write_searches()
    cache.delete(counting.TAKEN)
    assert (write_searches(), waiting(), SearchCount.objects.count()) == (0, 0, 0), (
        "lost with its worker, not counted twice"
    )
    note_search("réseau", 1)
    read, written = cache.get_many, []

    def read_late(names: list[str]) -> dict[str, Any]:
        """A worker that stopped for longer than its claim lasts: another one wrote meanwhile what it had read."""
        found = read(names)
        if not written:
            written.append(True)
            cache.delete(counting.TAKEN)
            assert write_searches() == 1
        return found

    monkeypatch.setattr(counting, "cache", Mock(wraps=cache, get_many=read_late))
    assert write_searches() == 0
    assert SearchCount.objects.get().asked_count == 1


def killed(*args: Any) -> None:
    raise SystemExit


def test_what_the_database_refuses_is_written_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    note_search("énergie", 1)
    with monkeypatch.context() as failing:
        failing.setattr(SearchCount.objects, "bulk_create", refused)
        with pytest.raises(OperationalError):
            write_searches()
    note_search("énergie", 0)
    assert (waiting(), write_searches(), waiting()) == (2, 2, 0)
    assert SearchCount.objects.get().asked_count == 2


def refused(*args: Any, **kwargs: Any) -> None:
    raise OperationalError


def test_what_nobody_writes_stops_being_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "WAITING_MAX", 3)
    for word in "abcdefg":
        note_search(f"{word} mot", 1)
    assert (waiting(), write_searches(), waiting()) == (3, 3, 0)
    note_search("encore", 1)
    assert write_searches() == 1


def test_a_cache_that_fails_does_not_fail_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise RedisError

    monkeypatch.setattr(cache, "add", refuse)
    note_search("énergie", 1)


def test_counts_go_after_ninety_days_and_a_past_day_keeps_its_most_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    now, today = timezone.now(), timezone.localdate()
    monkeypatch.setattr(counting, "TEXTS_A_DAY", 2)
    SearchCountFactory(day=today - timedelta(days=91), words="ancien")
    for words, asked in (("a", 1), ("b", 5), ("c", 3)):
        SearchCountFactory(day=today - timedelta(days=1), words=words, asked_count=asked)
        SearchCountFactory(day=today, words=words)
    assert forget_old_counts(now) == 2
    assert forget_old_counts(now) == 0
    assert set(SearchCount.objects.filter(day__lt=today).values_list("words", flat=True)) == {"b", "c"}
    assert SearchCount.objects.filter(day=today).count() == 3

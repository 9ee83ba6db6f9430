"""`make run` stops what a kill -9 left behind, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecosystem.config import run_folder

SLEEPER = "import time; time.sleep(600)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run_folder, "RUN", tmp_path)
    return tmp_path


@pytest.fixture
def leftover() -> Iterator[subprocess.Popen[bytes]]:
    """A process whose command line looks like one of ours."""
    process = subprocess.Popen([sys.executable, "-c", SLEEPER, "ecosystem.config"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", SLEEPER, "somebody.else"])
    yield process
    process.kill()
    process.wait()


def test_a_leftover_is_stopped_and_forgotten(
    folder: Path, leftover: subprocess.Popen[bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    run_folder.record("worker", leftover.pid)
    run_folder.stop_leftovers()
    assert leftover.wait(20) < 0
    assert list(folder.glob("*.pid")) == []
    assert f"worker (process {leftover.pid})" in capsys.readouterr().out


def test_a_stranger_with_a_recycled_pid_is_left_alone(folder: Path, stranger: subprocess.Popen[bytes]) -> None:
    run_folder.record("worker", stranger.pid)
    run_folder.stop_leftovers()
    assert stranger.poll() is None
    assert list(folder.glob("*.pid")) == []


def titled(*words: str) -> subprocess.Popen[bytes]:
    """A process whose command line reads like a Redis's title."""
    return subprocess.Popen([sys.executable, "-c", SLEEPER, "redis-server", *words])


@pytest.fixture
def ended() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that end with the test."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.parametrize("words", ["*:6379", "unixsocket:/srv/another/var/run/redis.sock"])
def test_another_projects_redis_with_a_recycled_pid_is_left_alone(
    folder: Path, ended: list[subprocess.Popen[bytes]], words: str
) -> None:
    ended.append(titled(words))
    run_folder.record("redis", ended[0].pid)
    run_folder.stop_leftovers()
    assert ended[0].poll() is None


@pytest.mark.parametrize("name", ["RUN", "SHORT_RUN"])
def test_our_own_redis_is_known_by_its_socket(folder: Path, ended: list[subprocess.Popen[bytes]], name: str) -> None:
    ended.append(titled(f"unixsocket:{getattr(run_folder, name)}/redis.sock"))
    run_folder.record("redis", ended[0].pid)
    run_folder.stop_leftovers()
    assert ended[0].wait(20) < 0


@pytest.mark.parametrize("content", ["", "not a number", "0", "-1", "1"])
def test_an_unreadable_pid_file_is_forgotten(folder: Path, content: str) -> None:
    (folder / "web.pid").write_text(content)
    run_folder.stop_leftovers()
    assert list(folder.glob("*.pid")) == []


def test_a_second_start_in_the_same_folder_is_refused(folder: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLEEPER, "ecosystem.config.serve"])
    try:
        run_folder.record("serve", process.pid)
        with pytest.raises(run_folder.CannotServe, match=f"process {process.pid}"):
            run_folder.refuse_a_second_start()
    finally:
        process.kill()
        process.wait()
    run_folder.refuse_a_second_start()


def test_its_own_pid_does_not_refuse_it(folder: Path) -> None:
    run_folder.record("serve", os.getpid())
    run_folder.refuse_a_second_start()

"""Two runs of one client at once: on one machine the second is refused, on two nothing is made twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.conftest import Ended, Worker, start_worker
from tests.crash.scenario import SEED, Held, held
from tests.heavy import heavy, sample


@pytest.fixture
def after(store, worker, aoi, state) -> Held:
    """The content of the accounts after a run that nobody disturbs."""
    assert worker("sync", aoi, "--yes").code == 0
    found = held(store)
    store.reset(SEED)
    return found


def stopped(process: int) -> None:
    """Wait until a process stands still."""
    until = time.monotonic() + 30
    while Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < until, "the process does not stop"
        time.sleep(0.01)


@pytest.fixture
def paused(worker: Worker, aoi: Path) -> Iterator[Callable[..., int]]:
    """Starts a run that stops at a point, until it gets SIGCONT. The process's id."""
    started: list[int] = []

    def start(point: int, **environment: str) -> int:
        process = worker.begin("sync", aoi, "--yes", kill=point, number=signal.SIGSTOP, **environment)
        stopped(process)
        started.append(process)
        return process

    yield start
    for process in started:  # where a test failed before it let the process go
        if Path(f"/proc/{process}").exists():
            os.kill(process, signal.SIGKILL)
            worker.end()


BEFORE_THE_FIRST_WRITE, IN_THE_MIDDLE = 5, 30
"""Numbers of points: after the first intent, and somewhere among the steps."""


@pytest.mark.parametrize("point", [BEFORE_THE_FIRST_WRITE, IN_THE_MIDDLE])
def test_the_second_run_is_refused_until_the_first_has_ended(store, worker, aoi, run, after, paused, point) -> None:
    process = paused(point)
    before = held(store)
    second = run("sync", aoi, "--yes")
    assert second.code == 4
    assert "aoi: error: nothing was changed" in second.err
    assert "another run is changing GA4 property 345678901 on this machine right now [locked]" in second.err
    assert "ga4-345678901.lock" in second.err
    assert held(store) == before
    assert run("plan", aoi).code == 0  # reading is free

    os.kill(process, signal.SIGCONT)
    assert worker.end().code == 0
    assert held(store) == after
    assert run("sync", aoi, "--yes").code == 0


@pytest.mark.parametrize("point", [BEFORE_THE_FIRST_WRITE, IN_THE_MIDDLE])
def test_a_lock_does_not_outlive_its_process(store, worker, aoi, run, after, paused, point) -> None:
    process = paused(point)
    assert run("sync", aoi, "--yes").code == 4
    os.kill(process, signal.SIGKILL)
    assert worker.end().killed
    assert run("sync", aoi, "--yes").code == 0
    assert held(store) == after


def test_another_folder_for_journals_is_no_way_around(store, worker, aoi, run, after, paused, tmp_path) -> None:
    process = paused(IN_THE_MIDDLE)
    before = held(store)
    second = run("sync", aoi, "--yes", "--journal", tmp_path / "theirs")
    assert (second.code, held(store)) == (4, before)
    assert "another run is changing GA4 property 345678901 on this machine right now [locked]" in second.err
    os.kill(process, signal.SIGCONT)
    assert (worker.end().code, held(store)) == (0, after)


def test_a_folder_for_journals_that_machines_share_keeps_them_apart(
    store, worker, aoi, run, after, tmp_path, monkeypatch
) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "theirs"))
    process = worker.begin("sync", aoi, "--yes", "--journal", shared, kill=IN_THE_MIDDLE, number=signal.SIGSTOP)
    stopped(process)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "ours"))
    second = run("sync", aoi, "--yes", "--journal", shared)
    os.kill(process, signal.SIGCONT)
    assert worker.end().code == 0
    assert second.code == 4
    assert f"another run is changing GA4 property 345678901 with a journal in {shared} right now [locked]" in second.err
    assert held(store) == after


@pytest.mark.parametrize("point", sample(range(5, 50, 6), 5))
def test_another_machine_syncs_in_the_middle(store, worker, aoi, run, after, paused, tmp_path, point) -> None:
    """The first run has planned, and maybe written; then the other one does everything; then the first goes on."""
    process = paused(point, MICROCONV_STATE_DIR=str(tmp_path / "theirs"))
    other = run("sync", aoi, "--yes")
    assert (other.code, held(store)) == (0, after), (other.out, other.err)
    os.kill(process, signal.SIGCONT)
    first = worker.end()
    assert first.code in {0, 4, 5}, first.out
    assert held(store) == after, first.out
    assert run("sync", aoi, "--yes").code == 0
    assert held(store) == after


@pytest.fixture
def second_worker() -> Iterator[Worker]:
    with start_worker() as process:
        yield Worker(process)
        assert process.stdin is not None
        process.stdin.close()


def at_once(worker: Worker, second_worker: Worker, aoi: Path, tmp_path: Path, point: int) -> list[Ended]:
    """Two runs on two machines: each has come to a point before either goes on."""
    runs = ((worker, "a"), (second_worker, "b"))
    processes = [
        one.begin("sync", aoi, "--yes", kill=point, number=signal.SIGSTOP, MICROCONV_STATE_DIR=str(tmp_path / name))
        for one, name in runs
    ]
    for process in processes:
        stopped(process)
    for process in processes:
        os.kill(process, signal.SIGCONT)
    return [one.end() for one, _ in runs]


@heavy
def test_two_machines_at_the_same_time(store, worker, second_worker, aoi, run, after, tmp_path) -> None:
    """Both have read before either writes: Google's uniqueness decides, and of two event rules one goes."""
    codes = [ended.code for ended in at_once(worker, second_worker, aoi, tmp_path, 1)]
    assert set(codes) <= {0, 4, 5}
    held(store)  # nothing stands there twice
    assert run("sync", aoi, "--yes").code == 0
    assert held(store) == after

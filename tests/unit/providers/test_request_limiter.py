"""The limiter: no window has more requests than allowed, whoever asks, and whatever becomes of its file."""

from __future__ import annotations

import subprocess
import sys
from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.errors import JournalError
from microconv.providers.request_limiter import Rate, RequestLimiter
from tests.heavy import examples

RATES = (Rate(25, 100.0), Rate(60, 1_000.0))


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def limiter(self, path: Path, rates: tuple[Rate, ...] = RATES) -> RequestLimiter:
        return RequestLimiter(path, rates, clock=lambda: self.now, sleep=self.sleep, notify=self.pauses.append)


def most_in(sent: list[float], seconds: float) -> int:
    """The most requests in any half-open window of this length."""
    return max(index + 1 - bisect_left(sent, at - seconds + 1e-6) for index, at in enumerate(sent))


@given(st.lists(st.floats(0, 60), min_size=1, max_size=150))
@settings(max_examples=examples(60), deadline=None)
def test_no_window_has_more_requests_than_allowed(tmp_path_factory: pytest.TempPathFactory, gaps: list[float]) -> None:
    folder = tmp_path_factory.mktemp("limiter")
    moment = Time()
    workers = [moment.limiter(folder / "requests.json") for _ in range(3)]
    sent = []
    for index, gap in enumerate(gaps):
        moment.now += gap
        assert workers[index % 3].acquire(float("inf")) is not None
        sent.append(moment.now)
    for rate in RATES:
        assert most_in(sent, rate.seconds) <= rate.requests


def test_the_first_requests_do_not_wait_and_the_next_waits_for_the_window(tmp_path: Path) -> None:
    moment = Time()
    limiter = moment.limiter(tmp_path / "deep" / "requests.json")
    assert [limiter.acquire(200.0) for _ in range(25)] == [0.0] * 25
    moment.now += 40
    assert limiter.acquire(200.0) == pytest.approx(60.0)
    assert moment.pauses == [pytest.approx(60.0)]


def test_what_would_take_too_long_is_not_waited_for_and_not_counted(tmp_path: Path) -> None:
    moment = Time()
    limiter = moment.limiter(tmp_path / "requests.json")
    for _ in range(25):
        limiter.acquire(0.0)
    assert limiter.acquire(99.0) is None
    assert not moment.pauses
    assert limiter.acquire(100.0) == pytest.approx(100.0)


def test_a_refusal_of_the_api_keeps_every_process_quiet(tmp_path: Path) -> None:
    moment = Time()
    moment.limiter(tmp_path / "requests.json").close(70.0)
    assert moment.limiter(tmp_path / "requests.json").acquire(1_000.0) == pytest.approx(70.0)


def test_a_clock_that_is_set_back_does_not_wait_for_ever(tmp_path: Path) -> None:
    moment = Time()
    limiter = moment.limiter(tmp_path / "requests.json")
    for _ in range(25):
        limiter.acquire(0.0)
    moment.now -= 10_000_000
    pause = limiter.acquire(float("inf"))
    assert pause is not None
    assert pause <= 1_100.0


@pytest.mark.parametrize("content", ["", "{", "null", '["a"]', "[[1]]", "\x00"])
def test_a_broken_file_counts_as_a_window_that_is_used_up(tmp_path: Path, content: str) -> None:
    moment = Time()
    path = tmp_path / "requests.json"
    path.write_text(content)
    assert moment.limiter(path).acquire(1_000.0) == pytest.approx(100.0)
    assert moment.limiter(path).acquire(1_000.0) is not None


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    limiter = Time().limiter(tmp_path / "file" / "requests.json")
    with pytest.raises(JournalError) as caught:
        limiter.acquire(0.0)
    assert "cannot be kept" in str(caught.value)
    assert "MICROCONV_STATE_DIR" in str(caught.value.hint)


_WORK = """
import sys, time
from pathlib import Path
from microconv.providers.request_limiter import Rate, RequestLimiter
limiter = RequestLimiter(Path(sys.argv[1]), [Rate(5, 1.0)])
for _ in range(4):
    limiter.acquire(60.0)
    print(time.time(), flush=True)
"""


def test_processes_share_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WORK, str(tmp_path / "requests.json")]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    sent = sorted(float(line) for worker in workers for line in worker.communicate(timeout=60)[0].split())
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    assert len(sent) == 12
    assert most_in(sent, 0.9) <= 5  # a process may be late after it was let go, never early

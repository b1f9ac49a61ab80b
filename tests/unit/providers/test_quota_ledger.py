"""The ledger: no window holds more than its limit, whoever asks; refusals close the gate for all."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from bisect import bisect_left
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.core.errors import JournalError
from microconv.providers.quota_ledger import SPENT_S, Place, QuotaLedger
from microconv.providers.quota_windows import DAY_S, Window
from tests.heavy import examples

FOREVER = float("inf")


class Time:
    """A clock that sleeping moves, for every ledger that is opened with it."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def ledger(
        self, path: Path, day: int | None = None, minute: int | None = None, chance: float = 0.0, level: str = ""
    ) -> QuotaLedger:
        return QuotaLedger(
            path, windows(day, minute), level=level, clock=lambda: self.now, sleep=self.sleep, chance=lambda: chance,
            notify=self.pauses.append,
        )  # fmt: skip


def windows(day: int | None, minute: int | None) -> tuple[Window, ...]:
    return Window("day", DAY_S, 60.0, day), Window("minute", 60.0, 1.0, minute)


def one(amount: int = 1) -> dict[str, int]:
    return {"day": amount, "minute": 1}


def most_in(sent: list[tuple[float, int]], seconds: float) -> int:
    """The most that any half-open window of this length holds."""
    times = [at for at, _ in sent]
    return max(
        (sum(count for _, count in sent[bisect_left(times, at - seconds + 1e-6) : index + 1])
         for index, (at, _) in enumerate(sent)),
        default=0,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "requests" / "api-project-day.json"


@given(st.lists(st.tuples(st.floats(0, 9_000), st.integers(0, 7)), max_size=120))
@settings(max_examples=examples(300), deadline=None)
def test_no_window_ever_holds_more_than_its_limit(
    tmp_path_factory: pytest.TempPathFactory, asked: list[tuple[float, int]]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "file.json"
    moment = Time()
    workers = [moment.ledger(path, day=60, minute=4) for _ in range(3)]
    sent: list[tuple[float, int]] = []
    for index, (gap, amount) in enumerate(asked):
        moment.now += gap if index % 5 == 0 else gap / 1_000
        place = workers[index % 3].take(one(amount), 120.0)
        if place.sent_at is None:
            assert place.spent
            assert most_in([*sent, (moment.now, amount)], DAY_S) > 60 - 7, "refused although there was room"
        else:
            sent.append((moment.now, amount))
    assert most_in(sent, DAY_S) <= 60
    assert most_in([(at, 1) for at, _ in sent], 60.0) <= 4


def test_the_day_is_not_waited_for_and_frees_itself_a_minute_late_at_most(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path, day=10)
    assert [ledger.take(one(5), FOREVER).sent_at for _ in range(2)] == [moment.now] * 2
    assert ledger.used_and_left("day") == (10, 0)
    place = ledger.take(one(), FOREVER)
    assert (place.sent_at, place.spent, moment.pauses) == (None, True, [])
    assert DAY_S <= place.until - moment.now <= DAY_S + 60
    moment.now = place.until
    assert ledger.take(one(10), FOREVER).sent_at == moment.now


def test_the_minute_is_waited_for(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path, minute=3)
    for _ in range(4):
        assert ledger.take(one(), 100.0).sent_at is not None
    assert moment.pauses == [pytest.approx(61.0, abs=1.0)]
    assert ledger.take(one(), 5.0).sent_at is not None
    assert ledger.take(one(), 5.0).sent_at is not None
    late = ledger.take(one(), 5.0)
    assert (late.sent_at, late.spent) == (None, False)


def test_what_is_more_than_the_limit_alone_is_sent_into_an_empty_window(path: Path) -> None:
    moment = Time()
    assert moment.ledger(path, day=10).take(one(25), 0.0).sent_at == moment.now
    assert moment.ledger(path, day=10).take(one(), 0.0).spent


# ---- the gate


def test_a_refusal_closes_the_gate_for_all_and_they_come_back_apart(path: Path) -> None:
    moment = Time()
    sent = moment.ledger(path).take(one(), 0.0).sent_at
    assert sent is not None
    moment.ledger(path).refused(sent, 30.0)
    begun, back = moment.now, []
    for chance in (0.0, 0.5, 1.0):
        moment.now = begun
        assert moment.ledger(path, chance=chance).take(one(), 100.0).sent_at is not None
        back.append(moment.now - begun)
    assert back == [30.0, 35.0, 40.0]
    moment.now = begun
    assert moment.ledger(path).take(one(), 29.0) == Place(None, begun + 30.0)


def test_who_was_refused_comes_back_apart_too(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path, chance=0.5)
    begun = moment.now
    ledger.refused(begun, 8.0)
    ledger.sleep(8.0)
    assert ledger.take(one(), 100.0).sent_at == begun + 12.0
    assert ledger.take(one(), 100.0).sent_at == begun + 12.0


def test_refusals_in_a_row_close_it_for_longer_and_an_answer_ends_the_row(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path)
    pauses = []
    for _ in range(12):
        place = ledger.take(one(), FOREVER)
        assert place.sent_at is not None
        pauses.append(ledger.refused(place.sent_at, None) - moment.now)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    place = ledger.take(one(), FOREVER)
    assert place.watched
    assert place.sent_at is not None
    ledger.answered(place.sent_at)
    place = ledger.take(one(), 0.0)
    assert (place.sent_at, place.watched) == (moment.now, False)
    assert ledger.refused(moment.now, None) - moment.now == 1


def test_a_day_of_nothing_but_refusals_sends_little(path: Path) -> None:
    """A loop that is refused whatever it sends does not use up the day."""
    moment = Time()
    ledger = moment.ledger(path)
    end, sent = moment.now + DAY_S, 0
    while moment.now < end:
        place = ledger.take(one(), FOREVER)
        assert place.sent_at is not None
        ledger.refused(place.sent_at, None)
        sent += 1
    assert sent < 160


def test_what_was_too_much_for_one_account_holds_back_that_one_alone(path: Path) -> None:
    moment = Time()
    here, elsewhere = moment.ledger(path), moment.ledger(path)
    first = here.take(one(), 600.0, "123-456-7890")
    assert first.sent_at is not None
    here.refused(first.sent_at, 30.0, account="123-456-7890")
    assert "123" not in path.read_text("utf-8"), "accounts are not named"
    other = elsewhere.take(one(), 600.0, "222-333-4444")
    assert (other.sent_at, other.watched, moment.pauses) == (moment.now, False, [])
    begun = moment.now
    same = elsewhere.take(one(), 600.0, "123-456-7890")
    assert same.sent_at is not None
    assert (same.sent_at - begun >= 30.0, same.watched) == (True, True)
    elsewhere.answered(same.sent_at, "123-456-7890")
    assert "accounts" not in json.loads(path.read_text("utf-8"))


def test_refusals_of_one_account_in_a_row_hold_it_back_for_longer_and_are_forgotten(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path)
    waits = []
    for _ in range(4):
        begun = moment.now
        place = ledger.take(one(), 600.0, "a")
        assert place.sent_at is not None
        waits.append(place.sent_at - begun)
        ledger.refused(place.sent_at, None, account="a")
    assert waits == [0.0, 1.0, 2.0, 4.0]
    moment.now += 3_600.0
    ledger.take(one(), 600.0, "b")
    assert "accounts" not in json.loads(path.read_text("utf-8"))


def test_while_the_project_waits_every_account_does(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path)
    place = ledger.take(one(), 600.0, "a")
    assert place.sent_at is not None
    ledger.refused(place.sent_at, 30.0)
    begun = moment.now
    assert (ledger.take(one(), 600.0, "b").sent_at or 0.0) - begun >= 30.0


def test_several_that_were_under_way_close_it_once(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path)
    sent = [ledger.take(one(), 0.0).sent_at or 0.0 for _ in range(8)]
    moment.now += 0.2
    ends = [ledger.refused(at, None) - moment.now for at in sent]
    assert ends == [1.0] * 8


def test_a_day_that_is_used_up_keeps_everybody_from_sending(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path)
    ledger.refused(moment.now, 7_200.0, spent=True)
    other = moment.ledger(path)
    assert other.take(one(), FOREVER) == Place(None, moment.now + 7_200.0, spent=True)
    assert (other.used_and_left("day")[1], other.spent_until(), moment.pauses) == (0, moment.now + 7_200.0, [])
    assert moment.ledger(path, level="basic").take(one(), 0.0).sent_at == moment.now, "another level has another day"
    moment.now += 7_200.0
    assert other.take(one(), 0.0).sent_at == moment.now
    other.refused(moment.now, None, spent=True)
    assert other.take(one(), FOREVER) == Place(None, moment.now + SPENT_S, spent=True)


# ---- the file


def test_a_day_of_fifteen_thousand_is_a_small_file(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path, day=15_000)
    for _ in range(1_441):
        assert ledger.take(one(10), 0.0).sent_at is not None
        moment.now += DAY_S / 1_441
    assert path.stat().st_size < 8_000
    assert ledger.used("day") == 14_410
    begun = time.perf_counter()
    for _ in range(50):
        ledger.take(one(), 0.0)
    assert (time.perf_counter() - begun) / 50 < 0.01


def test_a_clock_that_is_set_back_counts_what_it_had(path: Path) -> None:
    moment = Time()
    ledger = moment.ledger(path, day=10, minute=5)
    for _ in range(5):
        ledger.take(one(), 0.0)
    moment.now -= 30 * DAY_S
    assert moment.ledger(path, day=10, minute=5).used("day") == 5
    assert moment.ledger(path, day=10, minute=5).take(one(), 100.0).sent_at is not None
    assert moment.now < 1_000_000_000.0


@pytest.mark.parametrize(
    "content", ["", "{", "null", "[]", "{}", '{"format": 2}', '{"format": 1, "windows": {"day": {"counts": ["a"]}}}']
)
def test_a_damaged_file_is_told_and_not_taken_for_an_empty_day(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(JournalError) as caught:
        Time().ledger(path, day=10).take(one(), 0.0)
    assert str(path) in str(caught.value)
    assert "may be deleted" in str(caught.value.hint)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError, match="cannot be used"):
        Time().ledger(tmp_path / "file" / "x.json").take(one(), 0.0)


def test_it_says_neither_what_was_sent_nor_to_whom(path: Path) -> None:
    Time().ledger(path).take(one(), 0.0)
    content = json.loads(path.read_text())
    assert set(content) == {"format", "closed", "windows"}


# ---- many at once


def test_threads_share_it(path: Path) -> None:
    ledger = QuotaLedger(path, windows(100, None))
    places: list[Any] = []

    def work() -> None:
        for _ in range(20):
            places.append(ledger.take(one(), 0.0))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(place.sent_at is not None for place in places) == 100
    assert ledger.used("day") == 100


_WORK = """
import sys, time
from pathlib import Path
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quota_windows import DAY_S, Window
ledger = QuotaLedger(Path(sys.argv[1]), [Window("day", DAY_S, 60.0, 90), Window("second", 0.5, 0.02, 20)])
for _ in range(60):
    place = ledger.take({"day": 1, "second": 1}, 60.0)
    if place.sent_at is not None:
        print(place.sent_at, flush=True)
"""


def test_two_processes_share_it(path: Path) -> None:
    command = [sys.executable, "-c", _WORK, str(path)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outs = [worker.communicate(timeout=60)[0].split() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    sent = sorted((float(line), 1) for out in outs for line in out)
    assert len(sent) == 90
    assert all(len(out) > 10 for out in outs)
    assert most_in(sent, 0.5) <= 20

"""The engine: order, isolation, gates, executors."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import pytest

from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.errors import MicroconvError, WorkerLostError
from microconv.core.text import NO_TEXT, Text
from microconv.fleet.chains import Chains
from microconv.fleet.engine import finished_each, jobs_for
from microconv.fleet.gates import Interrupted


@dataclass(frozen=True)
class Job:
    client: NamedAccounts
    shared: frozenset[tuple[str, str]] = frozenset()


def job(number: int, *, property_id: str = "", shared: frozenset[tuple[str, str]] = frozenset()) -> Job:
    return Job(NamedAccounts(f"c{number}", Accounts(f"10000000{number:02}", property_id=property_id)), shared)


JOBS = [job(number) for number in range(12)]


def label(task: Job) -> str:
    return task.client.label


def test_every_task_ends_once_with_its_own_answer() -> None:
    ends = list(finished_each(JOBS, label, jobs=3))
    assert sorted((one.number, one.answer) for one in ends) == [(n, f"c{n}") for n in range(12)]
    assert all(one.task is JOBS[one.number] and one.reached and one.error is None for one in ends)


def test_ends_come_as_they_come_and_only_so_many_are_under_way() -> None:
    under_way, most, lock = [0], [0], threading.Lock()

    def work(task: Job) -> str:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        time.sleep(0.12 if task is JOBS[0] else 0.01)
        with lock:
            under_way[0] -= 1
        return label(task)

    ends = [one.number for one in finished_each(JOBS, work, jobs=3)]
    assert most[0] == 3
    assert ends.index(0) > 3


def test_an_error_is_its_own_and_stops_no_other() -> None:
    def work(task: Job) -> str:
        if task is JOBS[4]:
            raise MicroconvError("closed", hint="open it")
        return label(task)

    ends = {one.number: one for one in finished_each(JOBS, work)}
    assert len(ends) == 12
    assert ends[4].error == MicroconvError("closed", hint="open it")
    assert [one.error for one in ends.values() if one.number != 4] == [None] * 11


def test_a_mistake_of_ours_is_raised_with_the_client() -> None:
    def work(task: Job) -> str:
        return str(1 // (task is not JOBS[2]))

    with pytest.raises(ZeroDivisionError) as caught:
        list(finished_each(JOBS, work, jobs=1))
    assert caught.value.__notes__ == ["while working for c2"]


def test_what_shares_an_account_goes_one_after_another_in_order() -> None:
    tasks = [
        job(0, property_id="7"), job(1), job(2, property_id="7"), job(3, shared=frozenset({("google_ads", "9")})),
        job(4, property_id="7", shared=frozenset({("google_ads", "9")})), job(5),
    ]  # fmt: skip
    log: list[tuple[str, str]] = []

    def work(task: Job) -> None:
        log.append(("begin", label(task)))
        time.sleep(0.02)
        log.append(("end", label(task)))

    list(finished_each(tasks, work, jobs=6))
    sharing = [one for one in log if one[1] in {"c0", "c2", "c3", "c4"}]
    assert sharing == [(what, name) for name in ("c0", "c2", "c3", "c4") for what in ("begin", "end")]
    assert log.index(("begin", "c5")) < log.index(("end", "c0"))


def test_chains_by_number() -> None:
    chains = Chains([job(0, property_id="7"), job(1), job(2, property_id="7")])
    assert [chains.take(), chains.take(), chains.take()] == [0, 1, None]
    chains.ended(0)
    assert chains.take() == 2


def test_after_an_interrupt_what_runs_ends_and_the_rest_is_left_out() -> None:
    came = threading.Event()

    def work(task: Job) -> str:
        if task is JOBS[2]:
            came.set()
        return label(task)

    ends = list(finished_each(JOBS, work, jobs=1, gates=[Interrupted(came.is_set)]))
    assert [one.answer for one in ends] == ["c0", "c1", "c2", *[None] * 9]
    assert {one.left_out.en for one in ends[3:]} == {"the run was interrupted"}


def test_a_gate_hears_of_every_end_and_may_stop_one() -> None:
    class Third:
        def __init__(self) -> None:
            self.heard: list[int] = []

        def against(self, task: Any) -> Text:
            return Text("no", "不可") if task is JOBS[3] else NO_TEXT

        def ended(self, finished: Any) -> None:
            self.heard.append(finished.number)

    gate = Third()
    ends = {one.number: one.reached for one in finished_each(JOBS, label, gates=[gate])}
    assert sorted(gate.heard) == list(range(12))
    assert [number for number, reached in ends.items() if not reached] == [3]


SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")


def test_threads_see_the_context_of_the_caller_and_not_each_others() -> None:
    def work(task: Job) -> str:
        seen = SPOKEN.get()
        SPOKEN.set(label(task))
        return seen

    before = SPOKEN.set("ja")
    try:
        assert {one.answer for one in finished_each(JOBS, work, jobs=2)} == {"ja"}
        assert SPOKEN.get() == "ja"
    finally:
        SPOKEN.reset(before)


def test_any_executor_will_do_and_is_left_open() -> None:
    with ThreadPoolExecutor(2) as pool:
        assert len(list(finished_each(JOBS, label, executor=pool))) == 12
        assert pool.submit(int).result() == 0
        assert (jobs_for(12, pool), jobs_for(1, pool), jobs_for(12), jobs_for(3)) == (2, 1, 8, 3)


def test_a_worker_that_dies_is_told_and_the_rest_is_not_begun() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        ends = list(finished_each([3, 4, 5], os._exit, executor=pool, jobs=1))
    assert type(ends[0].error) is WorkerLostError
    assert [one.left_out.en for one in ends[1:]] == ["there are no workers any more"] * 2


def test_left_early_nothing_more_begins() -> None:
    begun: list[str] = []

    def work(task: Job) -> None:
        begun.append(label(task))
        time.sleep(0.01)

    for _ in finished_each(JOBS, work, jobs=1):
        break
    time.sleep(0.05)
    assert len(begun) <= 2

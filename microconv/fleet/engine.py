"""The engine: goes through tasks on an executor, a few at a time, and gives each end as it comes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar, cast

from microconv.core.errors import WorkerLostError
from microconv.core.text import NO_TEXT, Text
from microconv.fleet.chains import Chains
from microconv.fleet.finished import Finished, label_of
from microconv.fleet.gates import Gate
from microconv.fleet.worker import Attempt, attempt

MOST_JOBS = 8
"""The clients at a time, unless somebody says otherwise. A judgement: quotas are the wall, not this machine."""

SomeTask = TypeVar("SomeTask")
SomeAnswer = TypeVar("SomeAnswer")


def jobs_for(clients: int, executor: Executor | None = None) -> int:
    """The number of clients at a time where nobody says: at most MOST_JOBS, or as many as an executor has workers."""
    workers = getattr(executor, "_max_workers", None)
    return max(1, min(workers if isinstance(workers, int) else MOST_JOBS, clients))


def finished_each(
    tasks: Sequence[SomeTask],
    work: Callable[[SomeTask], SomeAnswer],
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    gates: Sequence[Gate] = (),
    lost: tuple[type[BaseException], ...] = (),
) -> Iterator[Finished[SomeTask, SomeAnswer]]:
    """Work on every task and give each end as it comes, those that are not begun too.

    At most `jobs` are under way. Without an `executor` there are threads, which see the context variables of the
    caller. `lost` are errors of the executor which say that a worker is gone, beside BrokenExecutor. Raises what is no
    MicroconvError, with the client's label as a note. Left early, it begins nothing more.
    """
    count = jobs or jobs_for(len(tasks), executor)
    pool = executor or ThreadPoolExecutor(count, thread_name_prefix="microconv")
    make_attempt: Callable[..., Attempt] = partial(attempt, work)
    begin = partial(_in_context if executor is None else _as_it_is, pool, make_attempt)
    going = _Going(tasks, begin, count, gates, (BrokenExecutor, *lost))
    try:
        while going.more():
            yield from cast(Iterator[Finished[SomeTask, SomeAnswer]], going.ended())
    finally:
        going.cancel()
        if executor is None:
            pool.shutdown(wait=False, cancel_futures=True)


class NotBegunError(BrokenExecutor):
    """The worker of a task is gone, nobody had begun the task, and nobody will."""


def _as_it_is(pool: Executor, work: Callable[..., Attempt], task: Any) -> Future[Attempt]:
    """Submit a task to somebody's executor, which may pickle it."""
    return pool.submit(work, task)


def _in_context(pool: Executor, work: Callable[..., Attempt], task: Any) -> Future[Attempt]:
    """Submit a task that sees the present context variables; those that it sets are its own."""
    return pool.submit(partial(copy_context().run, work, task))


class _Going:
    """A run under way."""

    def __init__(
        self,
        tasks: Sequence[Any],
        begin: Callable[[Any], Future[Attempt]],
        jobs: int,
        gates: Sequence[Gate],
        lost: tuple[type[BaseException], ...],
    ) -> None:
        self._tasks, self._begin, self._jobs, self._gates, self._lost = tasks, begin, jobs, gates, lost
        self._chains = Chains(tasks)
        self._pending: dict[Future[Attempt], int] = {}
        self._ended: deque[Finished[Any, Any]] = deque()

    def more(self) -> bool:
        """Begin what can be begun, and wait for an end. False once all have ended."""
        self._fill()
        if not self._ended and self._pending:
            done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=self._pending.__getitem__):
                self._end(self._finished(self._pending.pop(future), future))
            self._fill()  # before anybody looks at the ends
        return bool(self._ended)

    def ended(self) -> Iterator[Finished[Any, Any]]:
        """The ends that nobody has been given yet."""
        while self._ended:
            yield self._ended.popleft()

    def cancel(self) -> None:
        """Begin nothing that was given to the executor and has not begun."""
        for future in self._pending:
            future.cancel()

    def _fill(self) -> None:
        while len(self._pending) < self._jobs:
            number = self._chains.take()
            if number is None:
                return
            task = self._tasks[number]
            reason = next(filter(None, (gate.against(task) for gate in self._gates)), NO_TEXT)
            if reason:
                self._end(Finished(task, number, left_out=reason))
            else:
                self._submit(task, number)

    def _submit(self, task: Any, number: int) -> None:
        try:
            self._pending[self._begin(task)] = number
        except BrokenExecutor:
            self._end(Finished(task, number, left_out=_NO_WORKERS))

    def _finished(self, number: int, future: Future[Attempt]) -> Finished[Any, Any]:
        task = self._tasks[number]
        error = future.exception()
        if error is None:
            answer, own, seconds, spent = future.result()
            return Finished(task, number, answer, own, seconds, spent=spent)
        if isinstance(error, NotBegunError):
            return Finished(task, number, left_out=_NOT_BEGUN)
        if isinstance(error, self._lost):
            return Finished(task, number, error=WorkerLostError(_LOST, hint=_AGAIN))
        error.add_note(f"while working for {label_of(task)}")
        raise error

    def _end(self, finished: Finished[Any, Any]) -> None:
        self._chains.ended(finished.number)
        for gate in self._gates:
            gate.ended(finished)
        self._ended.append(finished)


_NO_WORKERS = Text("there are no workers any more", "ワーカーがなくなりました")
_NOT_BEGUN = Text("its worker was lost before it began", "開始前にワーカーが失われました")
_LOST = Text(
    "the worker that had this client is gone; it is not known how far it came",
    "このクライアントを処理していたワーカーが失われ、どこまで進んだか不明です",
)
_AGAIN = Text(
    "run again with --resume: the accounts are read first",
    "--resume を付けて再実行してください。最初にアカウントの状態を読み取ります",
)

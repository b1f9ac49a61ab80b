"""Workers of a Dask scheduler as an executor: `with connected(address, tasks) as workers: run(tasks, executor=…)`.

What reads is begun again where its worker is lost, a few times. What writes is begun at most once: Dask is told not to
begin it again (`retries=0`, and the scheduler's `allowed-failures` must be 0), and as it would nevertheless, where a
worker leaves in good order or is lost with an answer that nobody has fetched, each task is claimed by a file first.
Behaviour of Dask: distributed 2026.8.0, `Scheduler.remove_worker`, read 2026-11-30.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from microconv.fleet import far
from microconv.fleet.dask_scheduler import (
    CONNECT_S,
    client_of,
    lost,
    require_fit,
    require_no_second_start,
    some_threads,
    threads_of,
    unshared,
)
from microconv.fleet.engine import NotBegunError
from microconv.fleet.far import Order

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 30.0
"""The time without any worker after which tasks under way are given up, in seconds. A restart takes about 5."""

AGAIN = 2
"""The times that a task that reads is begun again after its worker was lost."""

LOOK_S = 0.5
"""The time between two looks at the scheduler, in seconds."""

Answer = TypeVar("Answer")


class WorkerGoneError(BrokenExecutor):
    """The worker of a task is lost, or the way to it."""


class DaskExecutor(Executor):
    """Tasks on the workers of a `distributed.Client`, for one run. It does not close the client."""

    def __init__(self, client: Client, order: Order, *, once: bool | None = None) -> None:
        """`once`: tasks are begun at most once; None for those that write. Raises nothing."""
        self._client, self._order, self._once = client, order, once
        self._lock = threading.Lock()
        self._under_way: dict[Future[Any], Any] = {}
        self._names: dict[Future[Any], str] = {}

    def submit(self, fn: Callable[..., Answer], /, *args: Any, **kwargs: Any) -> Future[Answer]:
        """Begin `fn(task)` on a worker. Raises WorkerGoneError where the scheduler is gone."""
        (task,) = args
        once = bool(getattr(task, "writes", False)) if self._once is None else self._once
        given: Future[Answer] = Future()
        self._begin(given, fn, far.at_home(task), once=once, left=0 if once else AGAIN)
        given.add_done_callback(self._cancelled)
        return given

    @property
    def under_way(self) -> bool:
        """True while a task has no end."""
        with self._lock:
            return bool(self._under_way)

    def give_up(self) -> None:
        """End every task under way with WorkerGoneError: nothing is known of it, unless it was not begun."""
        with self._lock:
            waiting = [*self._under_way]
        for given in waiting:
            self._lose(given, "there are no workers")

    def _begin(self, given: Future[Any], fn: Callable[..., Any], task: Any, *, once: bool, left: int) -> None:
        if self._client.status != "running":
            raise WorkerGoneError("the scheduler is gone")
        name = uuid.uuid4().hex
        there = self._client.submit(
            far.perform, self._order, name, fn, task, once=once, key=f"microconv-{name}", pure=False, retries=0
        )
        with self._lock:
            self._under_way[given] = there
            if once:
                self._names[given] = name
        there.add_done_callback(partial(self._ended, given, fn, task, once, left))

    def _ended(self, given: Future[Any], fn: Callable[..., Any], task: Any, once: bool, left: int, there: Any) -> None:
        """Pass on what became of a task, or begin it again; runs in a thread of the client."""
        again = False
        try:
            if there.status == "finished":
                self._pass_on(given, there)
                return
            error = there.exception() if there.status == "error" else WorkerGoneError("the scheduler is gone")
            if not isinstance(error, lost()):
                self._fail(given, error)
            elif once:
                self._lose(given, type(error).__name__)
            elif left and self._client.status == "running" and not given.done():
                with contextlib.suppress(WorkerGoneError):
                    self._begin(given, fn, task, once=once, left=left - 1)
                    again = True
        finally:
            if not again:  # also where this raises, as nobody would hear of it
                self._fail(given, WorkerGoneError("nothing is known of the task"))

    def _pass_on(self, given: Future[Any], there: Any) -> None:
        try:
            answer = there.result()
        except lost(OSError) as error:  # lost between its end and ours
            self._lose(given, type(error).__name__)
            return
        self._forget(given)
        with contextlib.suppress(InvalidStateError):
            given.set_result(answer)

    def _lose(self, given: Future[Any], why: str) -> None:
        """End a task whose worker is lost. One that nobody has claimed is claimed here: nobody begins it any more."""
        with self._lock:
            name = self._names.get(given, "")
        if not name:
            self._fail(given, WorkerGoneError(why))
            return
        try:
            far.claim(self._order.claim_of(name))
        except far.BegunBeforeError:
            self._fail(given, WorkerGoneError(why))
        else:
            self._fail(given, NotBegunError(why))

    def _fail(self, given: Future[Any], error: BaseException) -> None:
        self._forget(given)
        with contextlib.suppress(InvalidStateError):
            given.set_exception(error)

    def _forget(self, given: Future[Any]) -> None:
        with self._lock:
            self._under_way.pop(given, None)
            self._names.pop(given, None)

    def _cancelled(self, given: Future[Any]) -> None:
        if given.cancelled():
            with self._lock:
                there = self._under_way.get(given)
            if there is not None:
                there.cancel()


class Workers:
    """The workers of a scheduler for one run.

    executor: where tasks are computed.
    order: what workers know of the run.
    threads: how many tasks they work on at a time.
    """

    def __init__(self, client: Client, order: Order, threads: int, *, once: bool | None) -> None:
        self.executor = DaskExecutor(client, order, once=once)
        self.order, self.threads = order, threads
        self._client = client

    def watch(self, stop: Callable[[], bool], over: threading.Event, patience_s: float) -> None:
        """Pass the wish to stop on, and give up what is under way once there has been no worker for a while."""
        seen = time.monotonic()
        while not over.wait(LOOK_S):
            if stop():
                with contextlib.suppress(OSError):
                    self.order.place(self.order.state).joinpath("stop").touch()
            if threads_of(self._client):
                seen = time.monotonic()
            elif time.monotonic() - seen > patience_s:
                self.executor.give_up()


@contextmanager
def connected(
    address: str,
    tasks: Sequence[Any],
    *,
    once: bool | None = None,
    stop: Callable[[], bool] = lambda: False,
    connect_s: float = CONNECT_S,
    patience_s: float = PATIENCE_S,
) -> Iterator[Workers]:
    """The workers of the scheduler at an address, such as `tcp://scheduler:8786`, for these tasks.

    once: tasks are begun at most once; None for those that write.
    stop: asked now and then; once it is true, what writes ends after the request under way.

    Raises MicroconvError where there is no scheduler or no worker, where one is not like the caller, or does not share
    the folders, and where tasks are to be begun at most once and the scheduler would begin them again.
    """
    given = list(tasks)
    order = Order.of(uuid.uuid4().hex, given)
    writes = any(getattr(task, "writes", False) for task in given) if once is None else once
    client, over = client_of(address, connect_s), threading.Event()
    try:
        threads = some_threads(client, address, connect_s)
        if writes:
            require_no_second_start(client)
        try:
            far.prepared(order)
        except OSError as error:
            raise unshared(error) from error
        workers = Workers(client, order, threads, once=once)
        try:
            require_fit(client, order)
            watching = threading.Thread(target=workers.watch, args=(stop, over, patience_s), daemon=True)
            watching.start()
            yield workers
        finally:
            over.set()
            far.tidied(order, under_way=workers.executor.under_way)
    finally:
        client.close(timeout=2)

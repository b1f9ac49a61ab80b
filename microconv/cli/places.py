"""Where the clients of a run are computed: in threads of this process, or with `--dask` on workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, NamedTuple

from microconv.cli.fleet_options import DASK, JOBS
from microconv.cli.waiting import silence, waiting_for
from microconv.core.text import Text


class Place(NamedTuple):
    """An executor, or None for threads; what to have it compute; and how many clients at a time."""

    executor: Executor | None
    work: Callable[[Any], Any]
    jobs: int


@contextmanager
def place_of(
    tasks: Sequence[Any], compute: Callable[[Any], Any], jobs: int, stop: Callable[[], bool]
) -> Iterator[Place]:
    """The place for tasks. Raises MicroconvError where there are no workers, or unfit ones."""
    address = DASK.get()
    if not address:
        yield Place(None, partial(_quietly, compute), jobs)
        return
    from microconv.fleet.dask import connected
    from microconv.fleet.far import computed

    function, stops = elsewhere(compute)
    with waiting_for(Text(f"connecting to the Dask scheduler {address}", f"Dask スケジューラ {address} に接続中")):
        opened = ExitStack()
        workers = opened.enter_context(connected(address, tasks, once=stops, stop=stop))
    with opened:
        work = partial(computed, workers.order, function, stops)
        yield Place(workers.executor, work, JOBS.get() or workers.threads)


def elsewhere(compute: Callable[[Any], Any]) -> tuple[Callable[..., Any], bool]:
    """The function that a worker calls instead of `compute`, and whether it is one that writes.

    `compute` is a partial of a function of a module, whose `connections`, `events` and `stop` are this process's own;
    workers have others. What writes is asked to `stop`. Raises TypeError for anything else, which could not be sent.
    """
    if not isinstance(compute, partial) or compute.args or not {*compute.keywords} <= {"connections", "events", "stop"}:
        raise TypeError(f"{compute} cannot be computed by a worker")
    return compute.func, "stop" in compute.keywords


def _quietly(compute: Callable[[Any], Any], task: Any) -> Any:
    with silence():
        return compute(task)

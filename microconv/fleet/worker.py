"""The part of a run that happens in a worker: a thread, a process, or another machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from microconv.core.errors import MicroconvError
from microconv.providers.spending import counted

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events

SomeTask = TypeVar("SomeTask")


class Attempt(NamedTuple):
    """The end of a task where it was computed: its answer or its own error, the seconds, and what it sent, by API."""

    answer: Any
    error: MicroconvError | None
    seconds: float
    spent: Mapping[str, int]


def attempt(work: Callable[[SomeTask], Any], task: SomeTask) -> Attempt:
    """Work on a task. An error that microconv raises on purpose is the task's own; any other is raised.

    An answer that lacks what the quota of the day did not allow to be read is none, unless its task writes: another day
    has the whole one.
    """
    begun = time.perf_counter()
    answer, own = None, None
    with counted() as spending:
        try:
            answer = work(task)
        except MicroconvError as error:
            own = error
    if own is None and spending.short is not None and not getattr(task, "writes", False):
        answer, own = None, spending.short
    return Attempt(answer, own, time.perf_counter() - begun, spending.sent)


_made: dict[tuple[str, bool], Connections] = {}
_making = threading.Lock()


def connections_of(run: str, *, read_only: bool) -> Connections:
    """The connections of this process for a run: made at the first use, and kept until another run comes."""
    from microconv.connections import Connections

    with _making:
        for other in [key for key in _made if key[0] != run]:
            del _made[other]
        if (run, read_only) not in _made:
            _made[run, read_only] = Connections(read_only=read_only)
        return _made[run, read_only]


def compute(run: str, events: Events | None, task: Any) -> Any:
    """The answer of a task, over the connections of this process; those of a task that writes can write."""
    from microconv.core.ports import Silent

    return task.compute(connections_of(run, read_only=not getattr(task, "writes", False)), events or Silent())

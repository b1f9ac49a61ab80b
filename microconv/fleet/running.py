"""Tasks of many clients, each computed over connections that its process has once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from microconv.core.ports import Silent
from microconv.fleet import worker
from microconv.fleet.engine import finished_each
from microconv.fleet.finished import Finished, Task
from microconv.fleet.gates import Gate

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events

Answer = TypeVar("Answer")


def run(
    tasks: Iterable[Task[Answer]],
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    connections: Connections | None = None,
    events: Events | None = None,
    gates: Sequence[Gate] = (),
    lost: tuple[type[BaseException], ...] = (),
) -> Iterator[Finished[Any, Answer]]:
    """Compute tasks, clients side by side, and give each end as it comes, errors as well as answers.

    executor: where tasks are computed; threads of this process where there is none. Tasks, answers and errors can be
        pickled, so that processes and other machines will do; it is not shut down.
    jobs: how many clients at a time; None for eight, or as many as a pool of processes or threads has.
    connections: credentials and channels, for threads of this process alone; None for some that each process makes
        once, and that can write only for tasks that do.
    events: hears what goes on; with processes it must be one that can be pickled.
    gates: what may keep tasks from being begun; those come back with the reason.
    lost: errors of the executor which say that a worker is gone.

    Tasks whose clients share an account go one after another. An error that is no MicroconvError is raised, with the
    client's label as a note on it.
    """
    given = list(tasks)
    if connections is not None:
        return finished_each(
            given, partial(_over, connections, events or Silent()), executor=executor, jobs=jobs, gates=gates, lost=lost
        )
    work = partial(worker.compute, uuid.uuid4().hex, events)
    return finished_each(given, work, executor=executor, jobs=jobs, gates=gates, lost=lost)


def _over(connections: Connections, events: Events, task: Task[Answer]) -> Answer:
    """The answer of a task over these connections."""
    return task.compute(connections, events)

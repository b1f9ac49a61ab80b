"""Many clients at once: tasks as data, and an engine that works through them on threads, or on any executor.

::

    from microconv import load_all
    from microconv.fleet import run
    from microconv.fleet.tasks.plan import PlanTask

    clients = [loaded.client for loaded in load_all(["configs/"]) if loaded.client]
    for done in run([PlanTask(client) for client in clients]):
        print(done.task.client.label, done.error or done.answer.plan.counts)

Names are loaded at their first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microconv.fleet.finished import Finished as Finished
    from microconv.fleet.finished import Task as Task
    from microconv.fleet.gates import Gate as Gate
    from microconv.fleet.running import run as run

_HOME = {
    "Finished": "microconv.fleet.finished",
    "Task": "microconv.fleet.finished",
    "Gate": "microconv.fleet.gates",
    "run": "microconv.fleet.running",
}

__all__ = ["Finished", "Gate", "Task", "run"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)

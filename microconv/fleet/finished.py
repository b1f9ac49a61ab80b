"""A task of a run, and the end of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from microconv.core.errors import MicroconvError
from microconv.core.frozen import FrozenDict
from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.connections import Connections
    from microconv.core.ports import Events

SomeTask = TypeVar("SomeTask")
SomeAnswer = TypeVar("SomeAnswer")
Answer_co = TypeVar("Answer_co", covariant=True)


class Task(Protocol[Answer_co]):
    """The work for one client as data, see `fleet.tasks`."""

    def compute(self, connections: Connections, events: Events) -> Answer_co:
        """The answer. Raises MicroconvError."""


@dataclass(frozen=True, slots=True)
class Finished(Generic[SomeTask, SomeAnswer]):
    """The end of one task.

    task: the task.
    number: its place among the tasks, from 0.
    answer: what it computed; None where it has an error or was not begun.
    error: the task's own error.
    seconds: the time that it took where it was computed.
    left_out: the reason why it was not begun.
    spent: the operations and requests that it sent, by API.
    """

    task: SomeTask
    number: int
    answer: SomeAnswer | None = None
    error: MicroconvError | None = None
    seconds: float = 0.0
    left_out: Text = NO_TEXT
    spent: Mapping[str, int] = field(default_factory=FrozenDict)

    @property
    def reached(self) -> bool:
        """True where the task was begun."""
        return not self.left_out


def label_of(task: object) -> str:
    """The label of a task's client; the task itself where it has none."""
    return str(getattr(getattr(task, "client", None), "label", task))

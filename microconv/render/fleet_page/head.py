"""The overview page of a run as a whole: when it was, the order of its lines, and its sums."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from microconv.core.client_numbers import ClientNumbers
from microconv.core.earlier_end import Course
from microconv.core.text import Text
from microconv.render.fleet_page.course_words import course_of
from microconv.render.fleet_page.line import FleetLine, State, worst_first


@dataclass(frozen=True, slots=True)
class Head:
    """The run.

    command: its name.
    made: when, in UTC.
    tool: the version of microconv.
    heads: of the further cells that its lines have.
    refusals: why a sync of all these clients together would write nothing.
    """

    command: str
    made: datetime.datetime
    tool: str = ""
    heads: tuple[Text, ...] = ()
    refusals: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The lines of the page in their order, and the sums of all."""

    lines: tuple[FleetLine, ...]
    head: Head

    @cached_property
    def loud(self) -> tuple[FleetLine, ...]:
        """The clients of which there is something to say."""
        return tuple(line for line in self.lines if not self._quiet(line))

    @cached_property
    def quiet(self) -> tuple[FleetLine, ...]:
        """The others: done, with nothing to change now or in the last run. What other commands say stands beside."""
        return tuple(line for line in self.lines if self._quiet(line))

    def _quiet(self, line: FleetLine) -> bool:
        numbers = line.numbers or ClientNumbers()
        nothing = not (numbers.total or numbers.waiting or line.remarks or line.cells)
        return line.state is State.DONE and nothing and course_of(line)[0] in {Course.FIRST, Course.SAME}

    @cached_property
    def states(self) -> dict[State, int]:
        """The number of clients of each state that occurs, the worst first."""
        counted = Counter(line.state for line in self.lines)
        return {state: counted[state] for state in State if counted[state]}

    @cached_property
    def courses(self) -> dict[Course, int]:
        """The number of clients by what has become of them since the last run."""
        counted = Counter(course_of(line)[0] for line in self.lines)
        return {course: counted[course] for course in Course if counted[course]}

    @property
    def all_emulated(self) -> bool:
        """True where the emulator answered for every client that has an answer."""
        answered = [line for line in self.lines if line.accounts]
        return bool(answered) and all(line.emulated for line in answered)

    @cached_property
    def totals(self) -> ClientNumbers:
        """The sums of all numbers."""
        counted: Counter[str] = Counter()
        for line in self.lines:
            counted.update(line.numbers.counted() if line.numbers is not None else {})
        return ClientNumbers(**counted)

    @cached_property
    def unreached(self) -> dict[Text, list[str]]:
        """The labels of the clients that were not reached, by the reason."""
        reasons: dict[Text, list[str]] = {}
        for line in self.lines:
            if line.state is State.UNREACHED:
                reasons.setdefault(line.why, []).append(line.label)
        return reasons

    @property
    def last(self) -> datetime.datetime | None:
        """When the last run before this one had one of these clients; None where none is known."""
        return max((line.before[0].at for line in self.lines if line.before and line.before[0].at), default=None)

    @property
    def compared(self) -> bool:
        """True where a client has an earlier end whose numbers say something: those of reports are in their cells."""
        return not self.head.heads and any(line.before for line in self.lines)

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """The other commands whose last run is known of a client."""
        return tuple(dict.fromkeys(command for line in self.lines for command, _ in line.others))


def outline(lines: Sequence[FleetLine], head: Head) -> Outline:
    """The page of these lines, the worst first."""
    return Outline(tuple(worst_first(lines)), head)

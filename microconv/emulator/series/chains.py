"""Chains as a seed sets them: who has the micro-conversion goes on, with a probability, within a number of days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.series.course import Course

#: Steps of a chain, and the days from the micro-conversion to the last of them, at most.
MOST_STEPS, MOST_DAYS = 5, 90


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step.

    event: its name.
    probability: of those who did the step before.
    within_days: it comes on the day of the step before, or on one of so many days after, each as likely.
    devices: other probabilities, by category of device.
    value: of each event, None if it carries none.
    page: where it happens; empty for the first page.
    course: the days on which people do it, and from which on its tag sends nothing; None for always.
    """

    event: str
    probability: float
    within_days: int = 0
    devices: tuple[tuple[str, float], ...] = ()
    value: float | None = None
    page: str = ""
    course: Course | None = None

    def chance(self, device: str, day: date) -> float:
        """The probability on a device, if the step comes on that day; a broken tag does not change what people do."""
        set_to = dict(self.devices).get(device, self.probability)
        course = None if self.course is None else replace(self.course, broken_from=None)
        return set_to if course is None else min(1.0, set_to * course.factor(day))

    def is_sent(self, day: date) -> bool:
        """True if the tag works on the day."""
        broken = None if self.course is None else self.course.broken_from
        return broken is None or day < broken


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain.

    after: the micro-conversion; each session that has it is a start.
    steps: what follows, one after the other.
    """

    after: str
    steps: tuple[ChainStep, ...]

    @property
    def days(self) -> int:
        """The days from a start to the last step, at most."""
        return sum(step.within_days for step in self.steps)

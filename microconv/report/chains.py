"""The parts of a report about chains of conversions: how many users come how far, and where they are lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from microconv.report.figures import NOTHING, Figure, Known, Note


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step of a chain, for all users or for those of one device, channel or page.

    name: the conversion's.
    label: its name for people.
    users: who came so far.
    onward: the share of them that took the next step, with its interval; NOT_ASKED at the last step.
    lost: who did not take it.
    completion: the share of them that came to the end of the chain.
    reach: users of the step for each user of the first step.
    onward_before: `onward` in the month before.
    moved: true where the intervals of both months are apart; None where it is not judged.
    """

    name: str
    label: str
    users: Figure
    onward: Figure
    lost: Figure
    completion: Figure
    reach: Figure
    onward_before: Figure = NOTHING
    moved: bool | None = None

    @property
    def abandonment(self) -> Figure:
        """The share of its users who did not take the next step, with its interval: what `onward` leaves."""
        low, high = self.onward.low, self.onward.high
        return replace(
            self.onward,
            value=None if self.onward.value is None else 1 - self.onward.value,
            low=None if high is None else 1 - high,
            high=None if low is None else 1 - low,
        )


@dataclass(frozen=True, slots=True)
class FunnelPart:
    """A chain for one value of a breakdown. `by` and `of` are empty for all users."""

    by: str
    of: str
    steps: tuple[FunnelStep, ...]


@dataclass(frozen=True, slots=True)
class Leak:
    """Where users are lost between two steps, the most of them first.

    step: the conversion after which they are lost.
    next: the one that they do not come to.
    lost: how many.
    share: of those who came so far.
    by: the breakdown; empty for all users.
    of: the device, channel or page.
    """

    step: str
    next: str
    lost: Figure
    share: Figure
    by: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class NextAction:
    """An act of users right after a step: `event` and how many of them."""

    step: str
    event: str
    users: Figure


@dataclass(frozen=True, slots=True)
class FunnelMonth:
    """One chain of the config's `funnel: {next}`, the farthest step first.

    steps: the names of the conversions.
    closed: users had to begin at the first step.
    within_days: the longest time between two steps, in days; None for any.
    known: REFUSED where GA4 does not answer funnels here.
    why: its words.
    parts: all users first, then the breakdowns.
    leaks: the largest loss first.
    next_actions: of users after each step, where asked.
    notes: what is to be known of all its numbers.
    left_out: conversions of the chain that are not measured yet; not in `steps`, unless the chain was not asked for.
    """

    steps: tuple[str, ...]
    closed: bool
    within_days: float | None
    known: Known
    why: str = ""
    parts: tuple[FunnelPart, ...] = ()
    leaks: tuple[Leak, ...] = ()
    next_actions: tuple[NextAction, ...] = ()
    notes: tuple[Note, ...] = ()
    left_out: tuple[str, ...] = ()

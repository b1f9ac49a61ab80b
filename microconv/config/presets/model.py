"""The parts of a preset."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from microconv.core.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Result:
    """The final conversion.

    name: its name in the config.
    label: its name for people.
    purpose: the reason why it is measured.
    category: Google's category, in lower case.
    event: its GA4 event.
    counting: Google Ads' way of counting.
    comment: the comment above it.
    from_event: true if its value is the one that the tag sends, such as the total of an order.
    """

    name: str
    label: Text
    purpose: Text
    category: str
    event: str
    counting: str
    comment: Text
    from_event: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A micro-conversion.

    name: its name in the config, and its GA4 event.
    label: its name for people.
    purpose: the reason why it is measured.
    category: Google's category, in lower case.
    share: its part of the result's value, None for no value.
    next: the name of the conversion that it leads to.
    comment: the comment above it.
    when: the rule that makes its event in GA4, as a config has it; empty for none.
    when_comment: the comment on that rule.
    observed: true if it is of no use to bidding; it stands in GA4 alone, where there is GA4.
    """

    name: str
    label: Text
    purpose: Text
    category: str
    share: Decimal | None
    next: str
    comment: Text
    when: str = ""
    when_comment: Text = NOTHING
    observed: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """One case.

    name: its name on the command line.
    title: its name for people.
    result: the final conversion.
    steps: the micro-conversions, from the nearest to the farthest.
    nearest: the name of the one to bid on while results are few.
    measurement: the setting of enhanced measurement that a rule of a step needs, and the reason; None for none.
    """

    name: str
    title: Text
    result: Result
    steps: tuple[Step, ...]
    nearest: str
    measurement: tuple[str, Text] | None = None

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """The shares of the result's value that the steps have."""
        return tuple(step.share for step in self.steps if step.share is not None)

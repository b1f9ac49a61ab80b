"""What a preset is made of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from microconv.core.text import Text

NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Result:
    """The final conversion. `from_event`: its value is what the tag sends, such as the total of an order."""

    name: str
    label: Text
    category: str
    event: str
    counting: str
    comment: Text
    from_event: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A micro-conversion. `share` is its part of the result's value, None for no value; `next` what it leads to.

    `when` is the rule that makes its event in GA4, as a config has it, and `when_comment` what is to be said of that.
    With `observed` it is of no use to bidding and stands in GA4 alone, where there is GA4.
    """

    name: str
    label: Text
    category: str
    share: Decimal | None
    next: str
    comment: Text
    when: str = ""
    when_comment: Text = NOTHING
    observed: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """One case: its result, the steps from the nearest to the farthest, and the one to bid on while results are few.

    `measurement` names the setting of enhanced measurement that a rule of a step needs, and says why.
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

"""The config's `learning` and `review.decisions`: when finals are enough, and what was decided in a review."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from microconv.core.conversion import Role

DEFAULT_ENOUGH_FINALS = 30
"""Final conversions in 30 days from which on bidding can learn from them alone: domain.md, and `configs/`."""

DEFAULT_LEARNING_DAYS = 30
"""The days in which recommendations count conversions: see `analysis.learning`."""

DEFAULT_REVIEWS = 2
"""Reviews in a row that must come to the same before a role is to change. A judgement."""


class Learning(NamedTuple):
    """The settings that decide when a step is made secondary, and when it is needed again.

    finals: final conversions within `days` that are enough; None where the config does not say.
    days: the days in which they are counted.
    back_below: fewer finals than this, and a step is needed again; None for half of what is enough.
    reviews: reviews in a row that must come to the same.
    """

    finals: int | None = None
    days: int = DEFAULT_LEARNING_DAYS
    back_below: int | None = None
    reviews: int = DEFAULT_REVIEWS

    def enough_in(self, days: int) -> float:
        """Final conversions in so many days that are enough: the config's number, or DEFAULT_ENOUGH_FINALS."""
        if self.finals is None:
            return DEFAULT_ENOUGH_FINALS * days / DEFAULT_LEARNING_DAYS
        return self.finals * days / self.days


NO_LEARNING = Learning()
"""The settings of a config that says nothing."""


class Decision(NamedTuple):
    """One decision. Where neither a role nor a value is named, everything was left as it is.

    date: the day of the decision.
    conversion: the name of the conversion at that time; one that is gone from the config stays in its decisions.
    role: the role that it got; None where the role was not changed.
    value: the value that it got, in its currency; None where the value was not changed.
    reason: the reason, never empty.
    """

    date: datetime.date
    conversion: str
    role: Role | None = None
    value: float | None = None
    reason: str = ""

    @property
    def changes(self) -> bool:
        """True where a role or a value was changed."""
        return self.role is not None or self.value is not None

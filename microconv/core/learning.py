"""The config's `learning`: how many final conversions bidding needs to learn from them alone."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_ENOUGH_FINALS = 30
"""Final conversions in 30 days from which on bidding can learn from them alone: domain.md, and `configs/`."""

DEFAULT_LEARNING_DAYS = 30
"""The days in which recommendations count conversions: see `analysis.learning`."""

DEFAULT_REVIEWS = 2
"""Reviews in a row that must come to the same before a role is to change. A judgement."""


@dataclass(frozen=True, slots=True)
class Learning:
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

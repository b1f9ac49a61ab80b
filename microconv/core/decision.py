"""The config's `review.decisions`: what was decided about a conversion in a review, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from microconv.core.conversion import Role
from microconv.core.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Where neither a role nor a value is named, everything was left as it is.

    date: the day of the decision.
    conversion: the name of the conversion at that time; one that is gone from the config stays in its decisions.
    role: the role that it got; None where the role was not changed.
    value: the value that it got, in its currency; None where the value was not changed.
    reason: the reason, never empty.
    span: its place in the config.
    """

    date: datetime.date
    conversion: str
    role: Role | None = None
    value: float | None = None
    reason: str = ""
    span: Span | None = None

    @property
    def changes(self) -> bool:
        """True where a role or a value was changed."""
        return self.role is not None or self.value is not None

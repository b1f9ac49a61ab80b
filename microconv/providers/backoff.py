"""The pauses before a request is sent again. Pure: clock, sleep and chance are given from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off: `attempts` in all, the first pause `first_s` seconds, each `factor` times the last one.

    No pause is longer than `longest_s`, and all of them together not longer than `budget_s`. A server that names a
    pause is obeyed if the budget allows it, and otherwise not asked again.
    """

    attempts: int = 5
    first_s: float = 1.0
    factor: float = 2.0
    longest_s: float = 30.0
    budget_s: float = 120.0

    def pause(self, attempt: int, spent_s: float, asked_s: float | None, chance: float) -> float | None:
        """Seconds to wait after attempt number `attempt` (from 1) failed; None: give up.

        `spent_s` was waited so far, `asked_s` is what the server asks for, `chance` is from 0 to 1 and spreads the
        requests of many clients over the second half of the pause.
        """
        if attempt >= self.attempts:
            return None
        pause = min(self.first_s * self.factor ** (attempt - 1), self.longest_s) * (0.5 + chance / 2)
        pause = max(pause, asked_s or 0.0)
        return pause if spent_s + pause <= self.budget_s else None


NO_RETRY = Backoff(attempts=1)
"""Asks once."""

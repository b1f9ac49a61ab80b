"""Sizes of tests of two arms: which step to test so that a client's traffic suffices, and for how long.

A test of two proportions with a fixed horizon: the number of users is settled before, and nobody looks at the result in
between, as each look is another chance to be wrong. Sizes by Cohen's effect size for proportions (the difference of
arcsines; Statistical Power Analysis for the Behavioral Sciences, 1988, chapter 6), two-sided.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

from microconv.review.model import Evidence, SampleSize

SIGNIFICANCE = 0.05
"""The chance to see a difference where there is none, on both sides together."""

POWER = 0.8
"""The chance to see the difference where it is there."""

UPLIFT = 0.2
"""The relative change that is to be seen, where nothing else is wanted. A judgement: the article's one example."""

LEAST_UPLIFT = 0.001
"""The smallest relative change that a test can be about: it takes more users than anybody has. A judgement."""

LONGEST_WEEKS = 8
"""Weeks of the longest test: beyond it cookies go and seasons change. A judgement."""


def per_arm(rate: float, uplift: float, significance: float = SIGNIFICANCE, power: float = POWER) -> int:
    """The users that each arm needs, to tell `rate` from `rate * (1 + uplift)`.

    Raises ValueError where both are not between 0 and 1, or are the same.
    """
    effect = _effect(rate, uplift)
    if effect == 0:
        raise ValueError(f"{rate} and {rate * (1 + uplift)} cannot be told apart by a test")
    normal = NormalDist()
    wanted = normal.inv_cdf(1 - significance / 2) + normal.inv_cdf(power)
    return math.ceil(2 * (wanted / effect) ** 2)


def _effect(rate: float, uplift: float) -> float:
    """The difference of arcsines between both shares; 0 where one is not between 0 and 1, or both are the same."""
    other = rate * (1 + uplift)
    if not 0 < rate < 1 or not 0 < other < 1:
        return 0.0
    return 2 * (math.asin(math.sqrt(other)) - math.asin(math.sqrt(rate)))


def sample_size(
    step: str, final: str, rate: float, users_a_week: float | None = None, uplift: float = UPLIFT
) -> SampleSize:
    """The size of a test of one step, and the weeks that it takes. Raises ValueError as `per_arm` does."""
    users = per_arm(rate, uplift)
    weeks = math.ceil(2 * users / users_a_week) if users_a_week else None
    suffices = weeks is not None and weeks <= LONGEST_WEEKS
    return SampleSize(step, final, rate, uplift, users, users_a_week, weeks, suffices)


def sizes(evidence: Iterable[Evidence], uplift: float = UPLIFT) -> tuple[SampleSize, ...]:
    """The tests that are possible, the shortest first. Steps whose share is not known, or cannot grow so far, are none.

    Users do a step once or several times: those of the whole count come evenly into the weeks of the test. Raises
    ValueError for an uplift that is no change: one nearer to 0 than LEAST_UPLIFT, or no number.
    """
    if not LEAST_UPLIFT <= abs(uplift) < math.inf:
        raise ValueError(f"{uplift} is no change that a test can be about")
    made = [
        sample_size(one.event, one.final, one.reached / one.users, one.users / one.days * 7, uplift)
        for one in evidence
        if _effect(one.reached / one.users, uplift) != 0
    ]
    return tuple(sorted(made, key=lambda one: (one.weeks or 0, one.per_arm, one.step)))

"""Shares that grow towards the final conversion: weighted isotonic regression on a tree, and on a posterior.

Chains of conversions form a tree: several steps may lead to the same one. The regression is the nearest set of numbers,
by weighted squares, in which no step is above the one it leads to. Method: Thompson's pooling of violators on a rooted
tree (The Problem of Negative Estimates of Variance Components, Annals of Mathematical Statistics 1962), which on a
chain is pooling of adjacent violators. Tests hold it against scipy and against a search of all poolings.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from microconv.analysis.intervals import LEVEL, jeffreys

DRAWS = 4000
"""Draws from the posterior: the ends of an interval then stray by about 2 % of its width."""


@dataclass(frozen=True, slots=True)
class Grown:
    """One step after the regression.

    mean: the mean of its share.
    low: the lower end of the 90 % interval of its share.
    high: the upper end.
    added: the mean of what its share adds to those of the steps that lead to it.
    added_low: the lower end of that.
    added_high: the upper end.
    pooled: true where the counts alone were not in order, so that it has the share of a neighbour.
    """

    mean: float
    low: float
    high: float
    added: float
    added_low: float
    added_high: float
    pooled: bool


def isotonic(values: Sequence[float], weights: Sequence[float], after: Sequence[int | None]) -> list[float]:
    """The nearest numbers in which none is above that of the place `after` it; None: nothing is after it.

    `after` has no circle. Weights are above 0.
    """
    if all(place is None or values[one] <= values[place] for one, place in enumerate(after)):
        return list(values)
    block = list(range(len(values)))
    sums = [value * weight for value, weight in zip(values, weights, strict=True)]
    total = list(weights)
    following = list(after)  # of a block: the place that its last step leads to
    while True:
        worst, height = -1, 0.0
        for one in set(block):
            place = following[one]
            if place is not None:
                mean, above = sums[one] / total[one], sums[block[place]] / total[block[place]]
                if mean > above and (worst < 0 or mean > height):
                    worst, height = one, mean
        if worst < 0:
            return [sums[one] / total[one] for one in block]
        place = following[worst]
        assert place is not None
        into = block[place]
        sums[into] += sums[worst]
        total[into] += total[worst]
        block = [into if one == worst else one for one in block]


def grown(counts: Sequence[tuple[int, int]], after: Sequence[int | None]) -> list[Grown]:
    """The shares of steps, each from users who reached the final conversion and all users, growing along the tree.

    Every draw from the posterior is put in order, weighted by the users. The draws follow from the counts alone, so
    that the same counts give the same answer. A step that no draw moves has its own interval, exactly.

    Raises ValueError where 0 <= reached <= users and users >= 1 do not hold.
    """
    ends = [jeffreys(reached, users) for reached, users in counts]
    weights = [float(users) for _, users in counts]
    means = [(reached + 0.5) / (users + 1) for reached, users in counts]
    fitted = isotonic(means, weights, after)
    pooled = [abs(one - other) > 1e-12 * other for one, other in zip(fitted, means, strict=True)]
    before: list[list[int]] = [[place for place, then in enumerate(after) if then == one] for one in range(len(after))]
    draws, added, moved = _draws(counts, weights, after, before)
    steps = []
    for one, (low, high) in enumerate(ends):
        mean = means[one]
        if moved[one]:
            mean, low, high = _middle(draws[one])
        more = _middle(added[one]) if before[one] else (mean, low, high)
        steps.append(Grown(mean, low, high, *more, pooled[one]))
    return steps


def _draws(
    counts: Sequence[tuple[int, int]],
    weights: Sequence[float],
    after: Sequence[int | None],
    before: Sequence[Sequence[int]],
) -> tuple[list[list[float]], list[list[float]], list[bool]]:
    """For each step its draws in order, what they add to the steps before it, and whether any draw was moved."""
    steps = range(len(counts))
    draws: list[list[float]] = [[] for _ in steps]
    added: list[list[float]] = [[] for _ in steps]
    moved = [False for _ in steps]
    if all(place is None for place in after):
        return draws, added, moved
    chance = random.Random(repr((list(counts), list(after))))
    for _ in range(DRAWS):
        raw = [chance.betavariate(reached + 0.5, users - reached + 0.5) for reached, users in counts]
        ordered = isotonic(raw, weights, after)
        for one in steps:
            draws[one].append(ordered[one])
            added[one].append(ordered[one] - max((ordered[place] for place in before[one]), default=0.0))
            moved[one] = moved[one] or ordered[one] != raw[one]
    return draws, added, moved


def _middle(draws: list[float]) -> tuple[float, float, float]:
    """The mean of the draws and the ends of the middle part of them."""
    ordered = sorted(draws)
    tail = round((1 - LEVEL) / 2 * len(ordered))
    return sum(ordered) / len(ordered), ordered[tail], ordered[-tail - 1]

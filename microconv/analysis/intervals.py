"""Intervals of shares: how far the share of k among n may be from the one that was seen.

The Jeffreys interval: the ends of the middle part of the beta distribution with k + 1/2 and n - k + 1/2 (Brown, Cai
and DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 2001). Only for whole numbers of
independent trials, such as users: never for the conversions of Google Ads, which are fractions.
"""

from __future__ import annotations

import functools
import math
from statistics import NormalDist

LEVEL = 0.9
"""The part of the distribution between the ends of an interval."""

_CLOSE = 1e-9
"""The relative step of Newton's method after which the next would be its square: below what a float can tell."""

_EXACT = 1e-15
_SMALL = 1e-300
_TERMS = 100_000


def jeffreys(hits: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The ends of the interval of the share `hits` / `of`. The lower one is 0 where none hit, the upper 1 where all
    did.

    Raises ValueError where 0 <= hits <= of and of >= 1 do not hold.
    """
    if not 0 <= hits <= of or of < 1:
        raise ValueError(f"{hits} of {of} is no share")
    return _ends(hits, of, level)


@functools.lru_cache(maxsize=4096)
def _ends(hits: int, of: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    a, b = hits + 0.5, of - hits + 0.5
    low = 0.0 if hits == 0 else beta_quantile(tail, a, b)
    high = 1.0 if hits == of else beta_quantile(1 - tail, a, b)
    return low, high


def beta_share(x: float, a: float, b: float) -> float:
    """The part of the beta distribution with `a` and `b` that is below `x`: the regularised incomplete beta function.

    By its continued fraction, which is quick on one side of the mean (NIST, DLMF 8.17.22); the other side mirrors it.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    head = math.exp(_log_density(x, a, b) + math.log(x) + math.log1p(-x))
    if x <= (a + 1) / (a + b + 2):
        return head * _fraction(x, a, b) / a
    return 1 - head * _fraction(1 - x, b, a) / b


def beta_quantile(share: float, a: float, b: float) -> float:
    """The number below which `share` of the beta distribution with `a` and `b` is; `share` lies between 0 and 1.

    Newton's steps from the normal approximation, and halves of what is left wherever a step would leave it.
    """
    low, high = 0.0, 1.0
    mean = a / (a + b)
    x = mean + NormalDist().inv_cdf(share) * math.sqrt(mean * (1 - mean) / (a + b + 1))
    if not low < x < high:
        x = mean
    while True:
        error = beta_share(x, a, b) - share
        if error > 0:
            high = x
        else:
            low = x
        step = error / max(math.exp(_log_density(x, a, b)), _SMALL)
        following = x - step
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - x) <= _CLOSE * max(x, _SMALL) or not low < following < high:
            return following
        x = following


def _log_density(x: float, a: float, b: float) -> float:
    constant = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return constant + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 / (1 + d1 / (1 + d2 / …)), by the method of Lentz (DLMF 3.10).

    Written without calls, since a report of 600 pages takes half a million terms.
    """
    value = upper = 1.0
    lower = 0.0
    both = a + b
    for term in range(1, _TERMS):
        m = term // 2
        at = a + 2 * m
        part = -(a + m) * (both + m) * x / (at * (at + 1)) if term % 2 else m * (b - m) * x / ((at - 1) * at)
        lower = 1 + part * lower
        lower = 1 / (lower if lower > _SMALL or lower < -_SMALL else _SMALL)
        upper = 1 + part / upper
        if -_SMALL <= upper <= _SMALL:
            upper = _SMALL
        factor = upper * lower
        value *= factor
        if -_EXACT < factor - 1 < _EXACT:
            break
    return 1 / value

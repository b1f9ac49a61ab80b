"""Proposed values that keep a chain growing towards its final conversion, where some of its values stay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from microconv.review.chains import Way
from microconv.review.hysteresis import LEAST_CHANGE
from microconv.review.model import Reason, ValueProposal, ValueResult


def in_order(every: Sequence[Way], results: Sequence[ValueResult]) -> tuple[ValueResult, ...]:
    """The results, no proposal of which puts a step above the one it leads to, unless it is so already.

    The estimates grow along a chain, but a value that stays need not be where its estimate is. A proposal goes no
    further than the value that stays; where that would be outside its interval, or a small change, it is dropped.
    Steps that count per event are left out: their values are shared out among the events of a user.
    """
    chain = {way.step.name: way for way in every}
    current = {one.conversion: one for one in results}
    nearest_first = sorted(chain, key=lambda name: chain[name].distance)
    while True:
        limited = {name: _limited(name, chain, current) for name in nearest_first}
        stays = next((name for name in nearest_first if limited[name].proposal != current[name].proposal), None)
        if stays is None:
            return tuple(current[one.conversion] for one in results)
        current[stays] = limited[stays]


def _limited(name: str, chain: dict[str, Way], current: dict[str, ValueResult]) -> ValueResult:
    result = current[name]
    proposal = result.proposal
    if proposal is None or _apart(result):
        return result
    low = max((_new(current[one]) for one in _before(name, chain) if _bounds(current[one], result)), default=0.0)
    high = math.inf
    after = chain[name].after
    waits = after is not None and _waits(current[after.name], result)
    if after is not None and not (waits or _apart(current[after.name])) and _ordered(result, current[after.name]):
        high = _new(current[after.name])
    if low <= proposal.value <= high:
        return result
    return _moved(result, proposal, low if proposal.value < low else high)


def _moved(result: ValueResult, proposal: ValueProposal, value: float) -> ValueResult:
    estimate = result.estimate
    assert estimate is not None
    now = proposal.now or 0.0
    between = min(now, proposal.value) <= value <= max(now, proposal.value)
    inside = between if proposal.capped else estimate.low <= value <= estimate.high
    if not inside or value <= 0 or abs(value - now) < LEAST_CHANGE * now:
        return replace(result, proposal=None, reasons=(Reason.NEIGHBOUR,))
    return replace(result, proposal=replace(proposal, value=value))


def _before(name: str, chain: dict[str, Way]) -> list[str]:
    """Every step that leads to this one, however far away."""
    direct = [one for one, way in chain.items() if way.after is not None and way.after.name == name]
    return direct + [far for one in direct for far in _before(one, chain)]


def _apart(result: ValueResult) -> bool:
    return result.estimate is not None and result.estimate.per_event is not None


def _bounds(step: ValueResult, result: ValueResult) -> bool:
    """True for a step that keeps its value, which is not above that of the later one today, or that is on its way."""
    if _apart(step):
        return False
    return _waits(result, step) or (step.proposal is None and step.now is not None and _ordered(step, result))


def _waits(later: ValueResult, step: ValueResult) -> bool:
    """True for a later step without a value: it gets one when the step before is no longer on its way to its own."""
    return later.now is None and step.proposal is not None and step.proposal.capped


def _ordered(step: ValueResult, following: ValueResult) -> bool:
    """True where two steps have values that do not fall today; one without a value is in order with a later one."""
    if following.now is None:
        return following.proposal is not None
    return step.now is None or step.now <= following.now


def _new(result: ValueResult) -> float:
    return result.proposal.value if result.proposal is not None else result.now or 0.0

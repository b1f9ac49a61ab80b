"""Roles by numbers: a step is primary while final conversions are too few for bidding to learn, and no longer.

Both ways need several reviews in a row that say the same, one more where a review decided before, and the bounds are
apart: between `back_below` and `finals` everything stays. Of a chain one step at a time: the nearest to the final
conversion is the first to become primary, and the farthest the first to become secondary, as it says the least.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microconv.analysis.learning import Enough
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.cycle import ConversionCycle
from microconv.core.frozen import FrozenDict
from microconv.review.chains import Way, chains
from microconv.review.hysteresis import learnt, not_before
from microconv.review.model import (
    NOTHING_KNOWN,
    ChainRoles,
    Changed,
    Evidence,
    Grade,
    Past,
    Reason,
    RoleProposal,
    RolesReview,
)


@dataclass(frozen=True, slots=True)
class FinalsCount:
    """Final conversions that bidding was given in the days (`Enough.days`) before a review; None: not known."""

    day: datetime.date
    finals: float | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ground of a review of roles.

    enough: how many final conversions suffice, and how many are too few.
    finals: all final conversions of the account at past reviews and today, the last one today's.
    today: the day of the review.
    past: changes of values and roles before.
    cycle: the account's conversion cycle; None where it is not known.
    steps: what each step counted in `enough.days`, by name.
    evidence: the way from each step to its final conversion, by name.
    """

    enough: Enough
    finals: Sequence[FinalsCount]
    today: datetime.date
    past: Past = NOTHING_KNOWN
    cycle: ConversionCycle | None = None
    steps: Mapping[str, float] = field(default_factory=FrozenDict)
    evidence: Mapping[str, Evidence] = field(default_factory=FrozenDict)


def roles(client: Client, numbers: Numbers) -> RolesReview:
    """The roles of each chain, and which one is proposed to change."""
    wait = not_before(numbers.past, numbers.cycle, numbers.today)
    return RolesReview(
        chains=tuple(_chain(steps, numbers, wait) for steps in chains(client)),
        not_before=wait,
        last_change_known=numbers.past.known,
    )


def _chain(steps: Sequence[Way], numbers: Numbers, wait: datetime.date | None) -> ChainRoles:
    """One chain, its steps the nearest to the final conversion first."""
    final = steps[0].final
    assert final is not None
    names = tuple(way.step.name for way in reversed(steps))
    primary = tuple(way.step.name for way in reversed(steps) if way.step.role is Role.PRIMARY)
    outcome = _outcome(steps, numbers)
    if isinstance(outcome, RoleProposal) and wait is None:
        return ChainRoles(names, final.name, proposal=outcome, primary=primary)
    reason = outcome if isinstance(outcome, Reason) else Reason.RECENT
    return ChainRoles(names, final.name, reason=reason, primary=primary)


def _outcome(steps: Sequence[Way], numbers: Numbers) -> RoleProposal | Reason:
    primary = [way for way in steps if way.step.role is Role.PRIMARY]
    now = numbers.finals[-1].finals if numbers.finals else None
    if now is None:
        return Reason.COUNTS_UNKNOWN
    needed = _reviews(steps, numbers)
    last = [one.finals for one in numbers.finals][-needed:]
    known = [count for count in last if count is not None]
    whole = len(known) == needed
    if now >= numbers.enough.finals and primary:
        if whole and min(known) >= numbers.enough.finals:
            return _proposal(primary[-1], Role.SECONDARY, Reason.FINALS_SUFFICE, numbers)
        return _one_only(primary, numbers) or Reason.NEXT_REVIEW
    if now < numbers.enough.back_below and not primary:
        candidate = next((way for way in steps if _fit(way, numbers)), None)
        if candidate is None:
            return Reason.NO_STEP
        if whole and max(known) < numbers.enough.back_below:
            return _proposal(candidate, Role.PRIMARY, Reason.FINALS_TOO_FEW, numbers)
        return Reason.NEXT_REVIEW
    several = _one_only(primary, numbers)
    if several is not None:
        return several
    between = numbers.enough.back_below <= now < numbers.enough.finals
    return Reason.BETWEEN if between else Reason.AS_IT_SHOULD


def _reviews(steps: Sequence[Way], numbers: Numbers) -> int:
    """The reviews in a row that must say the same: one more to take back what a review decided about this chain."""
    names = {way.step.name for way in steps}
    decided = any(one.reviewed and one.part is Changed.ROLE and one.conversion in names for one in numbers.past.changes)
    return numbers.enough.reviews + decided


def _one_only(primary: Sequence[Way], numbers: Numbers) -> RoleProposal | None:
    """Of several primary steps of a chain the farthest one: a user who takes both counts twice."""
    if len(primary) < 2:
        return None
    return _proposal(primary[-1], Role.SECONDARY, Reason.SEVERAL_OF_CHAIN, numbers)


def _fit(way: Way, numbers: Numbers) -> bool:
    """True for a step in Google Ads from which enough users came to tell more than nothing, and more than of others."""
    evidence = numbers.evidence.get(way.step.name)
    if evidence is None or way.step.source is None:
        return False
    return evidence.grade is not Grade.NOT_ENOUGH and evidence.related is not False


def _proposal(way: Way, role: Role, reason: Reason, numbers: Numbers) -> RoleProposal:
    return RoleProposal(
        conversion=way.step.name,
        now=way.step.role,
        role=role,
        reason=reason,
        finals=numbers.finals[-1].finals,
        days=numbers.enough.days,
        count=numbers.steps.get(way.step.name),
        evidence=numbers.evidence.get(way.step.name),
        learnt=learnt(numbers.today, numbers.cycle),
    )

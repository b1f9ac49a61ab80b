"""The time that bidding needs to learn from a plan: the account is asked for its conversion cycle, in one call."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from microconv.clock import Clock
from microconv.core.capabilities import Cycling
from microconv.core.cycle import ConversionCycle
from microconv.core.plan import Plan
from microconv.core.planning.learning import learning_of
from microconv.core.ports import Provider
from microconv.core.resource import Reading
from microconv.core.text import Text
from microconv.core.time_zone import today_in

_MANAGER = Text("a manager account counts nothing itself", "MCC アカウントでは計測されません")


class Teller(Cycling, Provider, Protocol):
    """A provider that can tell how long conversions take."""


def with_learning(plan: Plan, reading: Reading, provider: Teller, clock: Clock) -> Plan:
    """`plan` with the time that bidding needs to learn, where it has to: one call, and none where it has not.

    `reading` is what the plan was made of in the provider's account. Raises CredentialsError.
    """
    learning = learning_of(plan, reading.resources, _MANAGER)
    if learning is None or reading.facts.customer.manager is True:
        return replace(plan, learning=learning)
    before = provider.calls
    told = provider.cycle()
    reads = plan.reads + provider.calls - before
    if told.median_days is None or told.most_days is None:
        return replace(plan, learning=learning._replace(why=told.why), reads=reads)
    days = (told.last - told.first).days + 1 if told.first and told.last else 0
    cycle = ConversionCycle(told.median_days, told.most_days, told.conversions, days)
    known = learning._replace(
        cycle_days=cycle.length,
        median_days=cycle.median_days,
        conversions=cycle.conversions,
        review_from=cycle.learnt(today_in(reading.facts.customer.time_zone, clock())),
        why=told.why,
    )
    return replace(plan, learning=known, reads=reads)

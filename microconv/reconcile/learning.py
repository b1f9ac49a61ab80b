"""The time that bidding needs to learn from a plan: the account is asked for its conversion cycle, in one call."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Protocol

from microconv.core.capabilities import Cycling
from microconv.core.cycle import length_of
from microconv.core.plan import Plan
from microconv.core.planning.learning import learning_of
from microconv.core.ports import Provider
from microconv.core.resource import Reading
from microconv.core.text import Text

_MANAGER = Text("a manager account counts nothing itself", "MCC アカウントでは計測されません")


class Teller(Cycling, Provider, Protocol):
    """A provider that can tell how long conversions take."""


def with_learning(plan: Plan, reading: Reading, provider: Teller) -> Plan:
    """`plan` with the time that bidding needs to learn, where it has to: one call, and none where it has not.

    `reading` is what the plan was made of in the provider's account. The day after those that were counted is today.
    Raises CredentialsError.
    """
    learning = learning_of(plan, reading.resources, _MANAGER)
    if learning is None or reading.facts.customer.manager is True:
        return replace(plan, learning=learning)
    before = provider.calls
    answer = provider.cycle(reading.facts.customer.time_zone or "UTC")
    cycle = length_of(answer)
    learning = learning._replace(why=answer.why)
    if cycle is not None and answer.last is not None:
        learning = learning._replace(
            cycle_days=cycle.length,
            median_days=cycle.median_days,
            conversions=cycle.conversions,
            review_from=cycle.learnt(answer.last + datetime.timedelta(days=1)),
        )
    return replace(plan, learning=learning, reads=plan.reads + provider.calls - before)

"""Steps that are worth no less than the conversion they lead to, because of an edit."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.client import Client
from microconv.review.chains import ways


@dataclass(frozen=True, slots=True)
class Fall:
    """A step that is worth as much as the next conversion, or more. Amounts are in the currency of both."""

    step: str
    next: str
    value: float
    following: float
    currency: str


def new_falls(before: Client, after: Client) -> tuple[Fall, ...]:
    """The falls of a config that it did not have before, in its order."""
    known = {(one.step, one.next) for one in falls(before)}
    return tuple(one for one in falls(after) if (one.step, one.next) not in known)


def falls(client: Client) -> tuple[Fall, ...]:
    """Every place where a chain does not grow: the audit's `values-not-growing`. Only one currency is compared."""
    several = []
    for way in ways(client):
        step, following = way.step, way.after or way.final
        if following is None or step.value is None or following.value is None:
            continue
        value, other = step.value, following.value
        same = (value.currency or client.currency) == (other.currency or client.currency)
        if same and value.amount is not None and other.amount is not None and value.amount >= other.amount:
            currency = value.currency or client.currency
            several.append(Fall(step.name, following.name, value.amount, other.amount, currency))
    return tuple(several)

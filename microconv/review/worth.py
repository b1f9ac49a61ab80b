"""The value of final conversions, and the share of all value that comes from steps before them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.frozen import FrozenDict
from microconv.review.evidence import days_counted
from microconv.review.given import Given, Measured
from microconv.review.model import FinalValue, Origin

ENOUGH_FINALS = 5
"""Measured final conversions below which their mean value is none to rest others on."""

MONTH = 30
"""Days of a month, where a pace is told."""

_NOTHING: Mapping[str, float] = FrozenDict()


def final_values(client: Client, given: Given) -> Mapping[str, FinalValue]:
    """The value of each final conversion, by its name."""
    finals = [one for one in client.conversions if one.kind is ConversionKind.MACRO]
    return FrozenDict({one.name: final_value(one, client, given) for one in finals})


def final_value(final: Conversion, client: Client, given: Given) -> FinalValue:
    """The value of a final conversion: the config's where it is fixed, else the mean of what was measured."""
    if final.value is not None and not final.value.from_event and final.value.amount:
        return FinalValue(final.name, final.value.amount, final.value.currency, Origin.CONFIG)
    measured, currency = _measured(final, client, given)
    if measured is None or currency != (client.currency or currency):
        return FinalValue(final.name, None, client.currency or currency, Origin.UNKNOWN)
    if measured.finals < ENOUGH_FINALS or measured.value <= 0:
        missing = months_missing(measured.finals, ENOUGH_FINALS, days_counted(given.paths.wanted))
        return FinalValue(final.name, None, currency, Origin.UNKNOWN, measured.finals, missing)
    return FinalValue(final.name, measured.value / measured.finals, currency, Origin.MEASURED, measured.finals)


def _measured(final: Conversion, client: Client, given: Given) -> tuple[Measured | None, str]:
    """The numbers of Google Ads, else those of GA4, and their currency."""
    ads = (given.measured or {}).get(final.name)
    if ads is not None:
        return ads, client.currency
    for one in given.paths.finals:
        if one.event == final.event and one.events is not None and one.value is not None:
            return Measured(one.events, one.value), given.paths.currency
    return None, given.paths.currency


def months_missing(counted: float, wanted: int, days: int) -> int | None:
    """Whole months until there are as many as wanted, at the pace of these days; None where nobody can say."""
    if counted >= wanted or counted <= 0:
        return None
    return math.ceil((wanted - counted) * days / (counted * MONTH))


def micro_share(
    client: Client,
    finals: Mapping[str, FinalValue],
    counts: Mapping[str, float] | None,
    new: Mapping[str, float] = _NOTHING,
    demoted: Collection[str] = (),
) -> float | None:
    """The share of value that primary micro-conversions bring; None where a count or a final's value is not known.

    `new`: other values, by name. `demoted`: conversions that are no longer primary.
    """
    if counts is None:
        return None
    sums = {ConversionKind.MICRO: 0.0, ConversionKind.MACRO: 0.0}
    for one in client.conversions:
        if one.role is Role.PRIMARY and one.kind in sums and one.name not in demoted:
            amount = finals[one.name].amount if one.kind is ConversionKind.MACRO else _amount(one, new)
            if amount is None or one.name not in counts:
                return None
            sums[one.kind] += counts[one.name] * amount
    whole = sum(sums.values())
    return sums[ConversionKind.MICRO] / whole if whole > 0 else None


def _amount(micro: Conversion, new: Mapping[str, float]) -> float | None:
    """The value of a micro-conversion: 0 where it has none, None where its tag sends it."""
    if micro.name in new:
        return new[micro.name]
    if micro.value is None:
        return 0.0
    return None if micro.value.from_event else micro.value.amount or 0.0

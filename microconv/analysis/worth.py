"""The value of one conversion of an action, as far as it is known, and the form of numbers in findings."""

from __future__ import annotations

import math

from microconv.analysis.once import once
from microconv.analysis.same_act import repeated
from microconv.analysis.subject import Subject
from microconv.core.action_state import AS_MADE
from microconv.core.currencies import DECIMALS
from microconv.core.resource import Live

ENOUGH = 10.0
"""From how many conversions in 30 days on the values that a tag sends can be judged. A judgement, no limit of Google's.
"""

ROUNDING = 1e-4
"""The largest relative difference of a sum of values from count x default that rounding explains."""


NOISE = 0.05
"""The relative distance of an average from the value that Google offers, up to which nobody sends another value.

A month's sum has shares of conversions, adjusted and restated ones in it, so that the average strays. A judgement.
"""


def smallest(subject: Subject) -> float:
    """The smallest coin of the account's currency (1 yen, 0.01 dollars): less than that is no difference of values.

    0 where the currency is not known.
    """
    decimals = DECIMALS.get(subject.currency)
    return 0.0 if decimals is None else float(f"1e-{decimals}")


def default(item: Live) -> float:
    """The default value, in currency units; 0 for none."""
    return item.action.value or 0.0


def dynamic(item: Live) -> bool:
    """True if the value that the tag sends counts, and the default only where it sends none."""
    return item.action.always_default is False


def foreign(subject: Subject, item: Live) -> bool:
    """True if the default value is in another currency than the account's."""
    code = item.action.currency
    return bool(code) and bool(subject.currency) and code != subject.currency


def unchosen(subject: Subject, item: Live) -> bool:
    """True if the default value is 1 and nobody says so in the config."""
    conversion = subject.decided(item)
    chosen = conversion is not None and conversion.value is not None and conversion.value.amount == AS_MADE
    return default(item) == AS_MADE and not chosen


def always_default(subject: Subject, item: Live) -> bool:
    """True if every conversion counted lately had the default value, but for rounding.

    Where the default is the one that Google offers, and nobody chose it, but for noise: 0.99 on average is not a value
    that a tag sends. Nothing at all is no noise.
    """
    counted = subject.counted(item)
    expected = counted.all * default(item)
    if unchosen(subject, item):
        coin = smallest(subject) * counted.all
        return counted.all_value > 0 and math.isclose(counted.all_value, expected, rel_tol=NOISE, abs_tol=coin)
    return math.isclose(counted.all_value, expected, rel_tol=ROUNDING)


def left_alone(subject: Subject, item: Live) -> bool:
    """True if an action counts the value that Google offers, which nobody chose, and no tag sends another."""
    return unchosen(subject, item) and (not dynamic(item) or always_default(subject, item))


def sent(subject: Subject, item: Live) -> float | None:
    """The average value of the last 30 days, in the account's currency, of an action whose tag sends values.

    None where it sends none, where the default is in another currency, and on fewer than ENOUGH conversions.
    """
    counted = subject.counted(item)
    if not dynamic(item) or foreign(subject, item) or counted.all < ENOUGH or always_default(subject, item):
        return None
    return counted.all_value / counted.all


def worth(subject: Subject, item: Live) -> float:
    """The value of one conversion in the account's currency; 0 where it has none, or where it cannot be known.

    A fixed value counts as it stands. A dynamic one is the average of the last 30 days, from ENOUGH conversions on. It
    cannot be told where the value is in another currency, or is still the one that Google offers.
    """
    if foreign(subject, item):
        return 0.0
    counted = subject.counted(item)
    if dynamic(item) and (counted.all < ENOUGH or not always_default(subject, item)):
        return sent(subject, item) or 0.0
    return 0.0 if unchosen(subject, item) else default(item)


def alike(subject: Subject) -> bool:
    """True if actions of two acts or more have a value, and all of them the same."""
    amounts = [round(amount, 2) for _, amount in valued(subject)]
    return len(amounts) > 1 and len(set(amounts)) == 1


@once
def valued(subject: Subject) -> tuple[tuple[Live, float], ...]:
    """The actions with a value, one for each act, and that value: what records an act twice is worth the same twice."""
    again = repeated(subject)
    worths = [(item, worth(subject, item)) for item in subject.relevant if item.id not in again]
    return tuple((item, amount) for item, amount in worths if amount > 0)


def figure(value: float) -> str:
    """A number as people write it, with at most two decimals: `1,234.5`."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def amount(subject: Subject, value: float, currency: str = "") -> str:
    """An amount with its currency, the account's unless told: `10,000 JPY`."""
    return f"{figure(value)} {currency or subject.currency}".rstrip()

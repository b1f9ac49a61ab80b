"""The events that the conditions of event-create rules exclude: pure logic, never a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from microconv.core.event_rule import Condition

INSENSITIVE = "_case_insensitive"
ADDRESS = "page_location"
"""The parameter that holds the whole address of a page, with its scheme."""

_ABOVE = {"greater_than": False, "greater_than_or_equal": True}
_BELOW = {"less_than": False, "less_than_or_equal": True}
_OPPOSITE = {
    "greater_than": "less_than_or_equal",
    "greater_than_or_equal": "less_than",
    "less_than": "greater_than_or_equal",
    "less_than_or_equal": "greater_than",
}


def contradiction(conditions: Sequence[Condition]) -> tuple[Condition, Condition] | None:
    """Two of the conditions that no event can meet both; None if none are surely so.

    Looked for: an exact value that another condition on the same field refuses, a condition and its opposite, and
    numbers that would have to be above and below. A regular expression is never judged.
    """
    for one, other in combinations(sorted(set(conditions)), 2):
        if one.field == other.field and (_clash(one, other) or _clash(other, one)):
            return one, other
    return None


def _clash(one: Condition, other: Condition) -> bool:
    if one.comparison == other.comparison and one.value == other.value and one.negated != other.negated:
        return True
    if not one.negated and one.comparison.startswith("equals"):
        exact = one.comparison == "equals"
        return _meets(one.value, other, exact=exact) is other.negated
    return _apart(one, other)


def _meets(value: str, condition: Condition, *, exact: bool) -> bool | None:
    """True if a value is like `condition` says, not looking at `negated`; None where that is not sure.

    Not `exact`: the value is only known up to the case of its letters.
    """
    kind = condition.comparison.removesuffix(INSENSITIVE)
    folds = condition.comparison.endswith(INSENSITIVE)
    wanted, there = condition.value, value
    if folds or not exact:
        wanted, there = wanted.lower(), there.lower()
    result = {
        "equals": there == wanted,
        "contains": wanted in there,
        "starts_with": there.startswith(wanted),
        "ends_with": there.endswith(wanted),
    }.get(kind)
    if result is None or (kind == "equals" and _number(value) is not None):
        return _compares(value, condition)
    return None if result and not (folds or exact) else result


def _compares(value: str, condition: Condition) -> bool | None:
    """True if a number is equal, above or below as `condition` says; None for no number, or other comparisons."""
    left, right = _number(value), _number(condition.value)
    if left is None or right is None:
        return None
    kind = condition.comparison
    if kind.startswith("equals"):
        return left == right  # `10` and `10.0` may be the same to GA4
    if kind in _ABOVE:
        return left > right or (_ABOVE[kind] and left == right)
    if kind in _BELOW:
        return left < right or (_BELOW[kind] and left == right)
    return None


def _apart(one: Condition, other: Condition) -> bool:
    """True if a number would have to be above `one` and below `other`, and there is none between."""
    above, below = _straight(one), _straight(other)
    low, high = _number(one.value), _number(other.value)
    if above not in _ABOVE or below not in _BELOW or low is None or high is None:
        return False
    return low > high or (low == high and not (_ABOVE[above] and _BELOW[below]))


def _straight(condition: Condition) -> str:
    """The comparison that says the same without a negation."""
    kind = condition.comparison
    return _OPPOSITE.get(kind, kind) if condition.negated else kind


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


_SCHEMES = ("http://", "https://")


def without_scheme(conditions: Iterable[Condition]) -> Condition | None:
    """The first condition that an address, which always begins with its scheme, cannot meet."""
    for condition in conditions:
        kind = condition.comparison.removesuffix(INSENSITIVE)
        if condition.field != ADDRESS or condition.negated or kind not in {"equals", "starts_with"}:
            continue
        value = condition.value.lower()
        begun = kind == "starts_with" and any(scheme.startswith(value) for scheme in _SCHEMES)
        if not begun and re.match(r"[a-z][a-z0-9+.-]*://", value) is None:
            return condition
    return None


def source(conditions: Iterable[Condition]) -> str:
    """The event that a rule starts from, empty where no condition names one exactly."""
    for condition in conditions:
        if (condition.field, condition.comparison, condition.negated) == ("event_name", "equals", False):
            return condition.value
    return ""

"""The value of a conversion, from its data."""

from __future__ import annotations

from typing import Any

from microconv.config.forms import INVALID
from microconv.config.keys import NO_VALUE
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import quote
from microconv.core.conversion import Value
from microconv.core.diagnostics import Span

Data = Any


def value_of(
    data: dict[str, Data], spot: SourcePlace, own: str | None, unpriced: list[Span], problems: Problems
) -> Value | Data | None:
    """The value that a conversion's data gives; INVALID where it was refused, None for none.

    `spot` is its place and `own` the client's currency: empty where it has none, None where it was refused. The places
    of values without a currency are added to `unpriced`.
    """
    written = data.get("value")
    if written is None or written is INVALID:
        return written
    from_event, amount = False, written
    if isinstance(written, dict):
        amount, from_event = written.get("default"), written.get("from_event", False)
        own = written.get("currency", own)
        if INVALID in (amount, from_event):
            return INVALID
        if amount is None and not from_event:
            problems.error(
                "missing", spot.key_span, "value.default is missing", "without from_event the default always counts",
                "write a `default`, or `from_event: true`, or `value: none`",
            )  # fmt: skip
            return INVALID
    elif written == NO_VALUE:
        amount = None
    if amount is not None and own == "":
        unpriced.append(spot.span)
    if amount == 0 and not from_event:
        problems.warning(
            "zero-value", spot.span, f"{quote(str(data.get('name')))} is always worth 0",
            "bidding by value then does not look for it", "write `value: none` if it has no value",
        )  # fmt: skip
    return Value(None if amount is None else float(amount), own if isinstance(own, str) else "", from_event)

"""The value of a conversion: its forms in a config, and what they say."""

from __future__ import annotations

from typing import Any

from microconv.config.forms import INVALID, Flag, Key, Map, Number, OneOf, Word
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import cut, quote
from microconv.core.conversion import Value
from microconv.core.currencies import DECIMALS, WITHDRAWN, decimals_of, rounded
from microconv.core.diagnostics import Span
from microconv.core.value import draw

Data = Any

UNUSUAL = 10**12
"""The value from which on zeros were probably miscounted: a fortune in the smallest currencies."""


NO_VALUE = "none"
"""The word that says that a conversion is worth nothing in numbers."""

CURRENCY = Word(tuple(sorted({*DECIMALS, *WITHDRAWN})), "an ISO 4217 code of three capital letters, as JPY", "iso_4217")
"""The codes of currencies."""

_MOST = 10**18
"""The highest value of a conversion: beyond it a number is a slip of the keyboard in any currency."""


def value_form() -> OneOf:
    """The forms of `value`."""
    amount = Number(0, _MOST, "currency units")
    parts = (
        Key(
            "default",
            amount,
            "What counts where the tag sends no value, or always. Absent with `from_event`: stays as it is.",
            examples=(10000,),
        ),
        Key("from_event", Flag(), "True: the value that the tag sends counts.", default="false", examples=(True,)),
        Key("currency", CURRENCY, "Currency of this value.", default="the client's currency", examples=("JPY",)),
    )
    return OneOf((amount, Word((NO_VALUE,)), Map(parts)))


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
        if "currency" in written:
            check_currency(own, spot.child("currency") or spot, problems)
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
    if amount is not None and isinstance(own, str) and own in DECIMALS:
        _check_amount(amount, own, spot.child("default") or spot, problems)
    if amount == 0 and not from_event:
        problems.warning(
            "zero-value", spot.span, f"{quote(str(data.get('name')))} is always worth 0",
            "bidding by value then does not look for it", "write `value: none` if it has no value",
        )  # fmt: skip
    return Value(None if amount is None else float(amount), own if isinstance(own, str) else "", from_event)


def check_currency(code: Data, spot: SourcePlace, problems: Problems) -> None:
    """Warn of a currency that ISO 4217 has given up."""
    if isinstance(code, str) and code in WITHDRAWN:
        problems.warning(
            "withdrawn-currency", spot.span, f"the currency {code} is no longer in use",
            f"{WITHDRAWN[code]} took its place", f"write `{WITHDRAWN[code]}`, with the amounts converted",
        )  # fmt: skip


def _check_amount(amount: float, code: str, spot: SourcePlace, problems: Problems) -> None:
    """Warn of an amount that nobody pays, or can pay: too high, or with more decimals than its currency has."""
    decimals = DECIMALS[code]
    if amount > UNUSUAL:
        summary = f"a value is {cut(spot.text)} {code}, more than anybody pays"
        problems.warning("unusual-value", spot.span, summary, hint="count its zeros")
    if decimals_of(amount) <= decimals:
        return
    have = "no decimals" if decimals == 0 else f"{decimals} decimals"
    nearest = rounded(amount, decimals)
    hint = f"write {draw(nearest)}" if nearest else f"the smallest amount is {draw(10**-decimals)}"
    problems.warning(
        "value-decimals", spot.span, f"a value is {cut(spot.text)} {code}, and {code} has {have}", "", hint
    )

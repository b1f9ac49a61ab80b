"""The value of a conversion: its forms in a config, and what they say."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.config.forms import INVALID, Flag, Key, Map, Number, OneOf, Word
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import cut, quote
from microconv.core.conversion import Value
from microconv.core.currencies import DECIMALS, WITHDRAWN, decimals_of, rounded
from microconv.core.diagnostics import Span
from microconv.core.text import Text
from microconv.core.value import draw

Data = Any

UNUSUAL = 10**12
"""The value from which on zeros were probably miscounted: a fortune in the smallest currencies."""


NO_VALUE = "none"
"""The word that says that a conversion is worth nothing in numbers."""

CURRENCY = Word(
    tuple(sorted({*DECIMALS, *WITHDRAWN})),
    Text("an ISO 4217 code of three capital letters, as JPY", "ISO 4217 の通貨コード（半角大文字 3 文字。例: JPY）"),
    "iso_4217",
)
"""The codes of currencies."""

MOST = 10**18
"""The highest value of a conversion: beyond it a number is a slip of the keyboard in any currency."""


def value_form() -> OneOf:
    """The forms of `value`."""
    amount = Number(0, MOST, "currency units")
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
                "missing", spot.key_span, Text("value.default is missing", "value.default がありません"),
                Text(
                    "without from_event the default always counts",
                    "from_event がない場合は、常に default の値を使います",
                ),
                Text(
                    "write a `default`, or `from_event: true`, or `value: none`",
                    "`default`、`from_event: true`、`value: none` のいずれかを書いてください",
                ),
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
            "zero-value", spot.span,
            Text(
                f"{quote(str(data.get('name')))} is always worth 0",
                f"「{cut(str(data.get('name')))}」の値が常に 0 になっています",
            ),
            Text("bidding by value then does not look for it", "値に基づく入札では考慮されません"),
            Text("write `value: none` if it has no value", "値がない場合は `value: none` と書いてください"),
        )  # fmt: skip
    return Value(None if amount is None else float(amount), own if isinstance(own, str) else "", from_event)


def check_currency(code: Data, spot: SourcePlace, problems: Problems) -> None:
    """Warn of a currency that ISO 4217 has given up."""
    if isinstance(code, str) and code in WITHDRAWN:
        problems.warning(
            "withdrawn-currency", spot.span,
            Text(f"the currency {code} is no longer in use", f"通貨 {code} は現在使われていません"),
            Text(f"{WITHDRAWN[code]} took its place", f"{WITHDRAWN[code]} に置き換えられました"),
            Text(
                f"write `{WITHDRAWN[code]}`, with the amounts converted",
                f"金額を換算し、`{WITHDRAWN[code]}` と書いてください",
            ),
        )  # fmt: skip


def _check_amount(amount: float, code: str, spot: SourcePlace, problems: Problems) -> None:
    """Warn of an amount that nobody pays, or can pay: too high, or with more decimals than its currency has."""
    decimals = DECIMALS[code]
    if amount > UNUSUAL:
        summary = Text(
            f"a value is {cut(spot.text)} {code}, more than anybody pays",
            f"値が {cut(spot.text)} {code} と、通常ありえない金額です",
        )
        hint = Text("count its zeros", "桁数を確認してください")
        problems.warning("unusual-value", spot.span, summary, hint=hint)
    if decimals_of(amount) <= decimals:
        return
    have = (
        Text("no decimals", "小数がありません")
        if decimals == 0
        else Text(f"{decimals} decimals", f"小数点以下 {decimals} 桁までです")
    )
    nearest, smallest = rounded(amount, decimals), draw(10**-decimals)
    hint = (
        Text(f"write {draw(nearest)}", f"{draw(nearest)} と書いてください")
        if nearest
        else Text(f"the smallest amount is {smallest}", f"最小の金額は {smallest} です")
    )
    summary = Text(
        f"a value is {cut(spot.text)} {code}, and {code} has {have.en}",
        f"値が {cut(spot.text)} {code} ですが、{code} は{have.ja}",
    )
    problems.warning("value-decimals", spot.span, summary, "", hint)


def day(value: Data, dotted: str, place: SourcePlace, problems: Problems) -> datetime.date | None:
    """The day that a key has as YYYY-MM-DD; None where there is none, or no such day, which is reported."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        summary = Text(f"{dotted} cannot be {quote(value)}", f"{dotted} に「{cut(value)}」は指定できません")
        problems.error("wrong-form", place.span, summary, Text("there is no such day", "存在しない日付です"))
        return None

"""The moment at which a tag sends, and the parameters that it sends."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.conversion import Conversion, ConversionKind, Value
from microconv.core.tags.snippet import Moment, Parameter
from microconv.core.text import NO_TEXT, Text, joined

_REACHED = frozenset(
    {
        *("purchase", "submit_lead_form", "signup", "subscribe_paid", "request_quote", "book_appointment"),
        *("page_view", "converted_lead", "qualified_lead"),
    }
)
"""Categories of acts that end on a page of their own."""


_CLICKED = frozenset({"add_to_cart", "begin_checkout", "outbound_click", "get_directions", "phone_call_lead"})
"""Categories of acts that are clicks."""


def moment_of(conversion: Conversion, category: str) -> Moment:
    """When it happens, as far as its category tells; else results are reached and micro-conversions are clicked."""
    if category in _REACHED:
        return Moment.LOAD
    if category in _CLICKED:
        return Moment.CLICK
    return Moment.CLICK if conversion.kind is ConversionKind.MICRO else Moment.LOAD


def worth(value: Value | None) -> Iterable[Parameter]:
    """The parameters for a value and its currency."""
    if value is None or (value.amount is None and not value.from_event):
        return
    advice = NO_TEXT
    if value.from_event:
        advice = Text(
            "The page has to put its own value here: a number, such as 1980.5, without a sign of currency.",
            "ページごとの実際の値を入れてください。1980.5 のような数値で、通貨記号は付けません。",
        )
        if value.amount is not None:
            default = Text("What stands here is only the config's default.", "ここにある値は設定の既定値です。")
            advice = joined((advice, default), " ", "")
    yield Parameter("value", value.amount, advice)
    if value.currency:
        yield Parameter("currency", value.currency)


def order_number(category: str) -> Iterable[Parameter]:
    """The parameter for an order's number, which purchases have."""
    if category == "purchase":
        advice = Text(
            "The page has to put the order's own number here, so that no order counts twice.",
            "同じ注文が二重に計測されないよう、注文ごとの注文番号を入れてください。",
        )
        yield Parameter("transaction_id", "", advice)

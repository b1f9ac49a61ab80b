"""The parameters that the rule of a conversion gives to its event, and what reading them shares with the conditions."""

from __future__ import annotations

from typing import Any

from microconv.config import problem_texts as texts
from microconv.config.forms import INVALID, Key, Map, Number, OneOf, TextForm
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import LEAVE_ONE_OUT, first_at
from microconv.core.conversion import Value
from microconv.core.diagnostics import Span
from microconv.core.event_rule import MAX_PARAMETER_NAME, MAX_PARAMETER_VALUE, MAX_PARAMETERS
from microconv.core.text import Text
from microconv.core.value import number

Data = Any


def parameter_form() -> Map:
    """One item of `ga4.when.set`."""
    return Map(
        (
            Key("parameter", parameter_name(), "The parameter that is set.", required=True, examples=("plan",)),
            Key("to", OneOf((TextForm(), Number())), "What it is set to, always.", examples=("basic",)),
            Key(
                "from",
                parameter_name(),
                "The parameter of the other event that it is copied from.",
                examples=("form_id",),
            ),
        )
    )


def parameter_name() -> TextForm:
    """The name of an event's parameter."""
    return TextForm(r"^\S+$", Text("the name of a parameter, without blanks", "パラメータ名（空白なし）"))


def parameters(
    when: dict[str, Data], place: SourcePlace, value: Data, problems: Problems
) -> tuple[tuple[str, str], ...]:
    """The parameters that `send_value` and `set` add, as far as they are right. `value` is the conversion's."""
    spans: dict[str, tuple[str, Span]] = {}
    if when.get("send_value") is True:
        span = (place.child("send_value") or place).key_span
        spans = {name: (text, span) for name, text in _sent(value, span, problems)}
    sent = len(spans)
    items = items_of(when, "set", place)
    for item, spot in items:
        pair = _parameter(item, spot, problems)
        if pair is None:
            continue
        span = (spot.child("parameter") or spot).span
        first = spans.setdefault(pair[0], (pair[1], span))[1]
        if first is not span:
            problems.error("duplicate-parameter", span, texts.set_twice(pair[0]), first_at(first))
    if sent + len(items) > MAX_PARAMETERS:
        problems.error(
            "too-many-parameters", (place.child("set") or place).key_span,
            texts.too_many_parameters(sent + len(items), MAX_PARAMETERS), texts.sent_of_them(sent) if sent else "",
        )  # fmt: skip
    return tuple(sorted((name, text) for name, (text, _) in spans.items()))


def _sent(value: Data, span: Span, problems: Problems) -> list[tuple[str, str]]:
    if isinstance(value, Value) and value.amount is not None:
        return [("value", number(value.amount)), ("currency", value.currency)]
    if value is not INVALID:
        problems.error("missing", span, *texts.NO_VALUE_TO_SEND)
    return []


def _parameter(item: dict[str, Data], place: SourcePlace, problems: Problems) -> tuple[str, str] | None:
    """One item of `set`; None if its parts are not known well enough."""
    name, to, source = item.get("parameter"), item.get("to"), item.get("from")
    if isinstance(name, str) and len(name) > MAX_PARAMETER_NAME:
        problems.error(
            "parameter-name-length", (place.child("parameter") or place).span,
            texts.long_name(name, MAX_PARAMETER_NAME),
        )  # fmt: skip
    if to is None and source is None:
        problems.error("missing", place.span, texts.NEITHER, hint=texts.TO_OR_FROM)
        return None
    if INVALID in (name, to, source):
        return None
    if to is not None and source is not None:
        problems.error(
            "either-or", (place.child("from") or place).key_span, texts.TO_AND_FROM, hint=LEAVE_ONE_OUT,
        )  # fmt: skip
    key, text = ("from", f"[[{source}]]") if to is None else ("to", drawn(to))
    if len(text) > MAX_PARAMETER_VALUE:
        problems.error(
            "parameter-value-length", (place.child(key) or place).span,
            texts.long_value(len(text), MAX_PARAMETER_VALUE), texts.BRACKETS if key == "from" else "",
        )  # fmt: skip
    return str(name), text


def items_of(when: dict[str, Data], key: str, place: SourcePlace) -> list[tuple[dict[str, Data], SourcePlace]]:
    """The items of a list that are maps, with their places."""
    listed, spots = when.get(key), place.child(key)
    if not isinstance(listed, list) or spots is None or not isinstance(spots.children, list):
        return []
    return [(item, spot) for item, spot in zip(listed, spots.children, strict=True) if isinstance(item, dict)]


def drawn(value: str | float) -> str:
    """Text as it is, and a number as the core writes it."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else number(value)

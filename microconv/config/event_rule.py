"""`when`: the rules that make a GA4 event out of other ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from microconv.config import problem_texts as texts
from microconv.config.event_rule_parameters import drawn, items_of, parameter_form, parameter_name, parameters
from microconv.config.forms import INVALID, Flag, Key, ListOf, Map, Number, OneOf, Only, TextForm
from microconv.config.id_forms import PAGE
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import LEAVE_OUT, first_at, shorten
from microconv.core import naming
from microconv.core.diagnostics import Span
from microconv.core.event_page import page_reached
from microconv.core.event_rule import MAX_CONDITIONS, Condition, EventRule
from microconv.core.text import Text

Data = Any

PAGE_EVENT = "page_view"
"""The event that a rule for a page starts from."""

_TEXTUAL = {
    "equals": "equals",
    "contains": "contains",
    "starts_with": "starts_with",
    "ends_with": "ends_with",
    "matches": "regular_expression",
}
_NUMERIC = {
    "greater_than": "greater_than",
    "at_least": "greater_than_or_equal",
    "less_than": "less_than",
    "at_most": "less_than_or_equal",
}
_COMPARISONS = _TEXTUAL | _NUMERIC
_IGNORING_CASE = "_case_insensitive"


def when_form(*, of_conversion: bool = True) -> OneOf:
    """The keys under `when`: of one rule, or of each of several. Only a conversion has a value to send."""
    keys = (
        Key("page", PAGE, "The page that must be reached: its whole path, whatever the host, query or fragment. A "
            "slash at the end makes no difference.", examples=("/form/step1",)),
        Key("event", TextForm(), "The event that it is made of. It must not be made by a rule itself.",
            default=f"{PAGE_EVENT} where `page` is given", examples=("scroll",)),
        Key("where", ListOf(_condition_form()), "What the parameters of that event must be like. All must hold."),
        Key("copy_parameters", Flag(), "True: the new event gets all parameters of the other one. Where the key is "
            "absent: as it is.", examples=(True,)),
        Key("send_value", Flag(), "True: the event carries the conversion's own `value`, as the parameters value and "
            "currency.", default="false", examples=(True,)),
        Key("set", ListOf(parameter_form()), "Parameters that the new event gets."),
    )  # fmt: skip
    chosen = (key for key in keys if of_conversion or key.name != "send_value")
    rule = Map(tuple(replace(key, shared=f"ga4.when.{key.name}") for key in chosen))
    return OneOf((Only(False), rule, ListOf(rule)))


def _condition_form() -> Map:
    text = OneOf((TextForm(), Number()))
    comparisons: dict[str, tuple[str, str | int]] = {
        "equals": ("The parameter is exactly this.", 90),
        "contains": ("The parameter has this somewhere in it.", ".pdf"),
        "starts_with": ("The parameter begins with this.", "https://shop."),
        "ends_with": ("The parameter ends with this.", ".pdf"),
        "matches": ("The parameter fits this regular expression.", "^/(plan|price)"),
        "greater_than": ("The parameter is a number above this one.", 0),
        "at_least": ("The parameter is this number or a larger one.", 90),
        "less_than": ("The parameter is a number below this one.", 100),
        "at_most": ("The parameter is this number or a smaller one.", 10),
    }
    keys = [
        Key("parameter", parameter_name(), "The parameter that is looked at.", True, examples=("percent_scrolled",))
    ]
    for name, (summary, example) in comparisons.items():
        keys.append(Key(name, text if name in _TEXTUAL else Number(), summary, examples=(example,)))
    keys.append(Key("ignore_case", Flag(), "True: A is a. Not for numbers.", default="false", examples=(True,)))
    keys.append(Key("not", Flag(), "True: the opposite must hold.", default="false", examples=(True,)))
    return Map(tuple(keys))


def when_of_data(
    when: Data, place: SourcePlace, value: Data, problems: Problems
) -> Iterator[tuple[EventRule, SourcePlace]]:
    """The rules under `when`, each with its place, as far as they are right; none for `false`. `value`: see below."""
    if isinstance(when, dict):
        yield event_rule(when, place, value, problems), place
    if not isinstance(when, list):
        return
    if not when:
        problems.error(
            "missing", place.key_span,
            Text("when has no rule", "when にルールがありません"),
            hint=Text(
                "write a rule, or `when: false` for none",
                "ルールを書くか、ルールなしの場合は `when: false` と書いてください",
            ),
        )  # fmt: skip
    spots = place.children if isinstance(place.children, list) else []
    for item, spot in zip(when, spots, strict=False):
        if isinstance(item, dict):
            yield event_rule(item, spot, value, problems), spot


def event_rule(when: dict[str, Data], place: SourcePlace, value: Data, problems: Problems) -> EventRule:
    """The rule, as far as its parts are right. `value` is the conversion's, INVALID where it was refused."""
    conditions = _start(when, place, problems)
    implied = len(conditions)
    items = items_of(when, "where", place)
    for item, spot in items:
        condition, span = _condition(item, spot, problems), spot.span
        if condition is None:
            continue
        first = conditions.setdefault(condition, span)
        if first is not span:
            problems.error("duplicate-condition", span, texts.SAME_CONDITION, first_at(first))
    if implied + len(items) > MAX_CONDITIONS:
        problems.error(
            "too-many-conditions", (place.child("where") or place).key_span,
            *texts.too_many_conditions(implied + len(items), MAX_CONDITIONS, implied),
        )  # fmt: skip
    copies = when.get("copy_parameters")
    return EventRule(
        conditions=tuple(sorted(conditions)),
        copy_parameters=copies if isinstance(copies, bool) else None,
        parameters=parameters(when, place, value, problems),
        span=place.span,
    )


class Ruled(NamedTuple):
    """An event of whose rules a config speaks.

    event: its name.
    named: the conversion, or the event where there is none, as messages call it.
    span: where the event is named.
    at: where the conversion stands.
    rules: the rules, each with its place.
    checked: what its name may be was looked at already.
    """

    event: str
    named: str
    span: Span
    at: Span | None
    rules: tuple[tuple[EventRule, SourcePlace], ...]
    checked: bool = False


def sorted_rules(rules: Iterable[EventRule]) -> tuple[EventRule, ...]:
    """Rules in an order of their own: that of a config means nothing."""
    return tuple(sorted(rules, key=lambda rule: rule.says()))


def check_rules(ruled: Sequence[Ruled], problems: Problems) -> None:
    """Report rules that GA4 or each other do not allow."""
    makers: dict[str, Ruled] = {}
    for one in ruled:
        if not one.rules:
            continue
        if one.event not in naming.RESERVED_EVENTS:
            makers.setdefault(one.event, one)
        elif not one.checked:
            problems.error("event-name-reserved", one.span, texts.reserved(one.event), hint=texts.OWN_NAME)
    for one in ruled:
        _check_twice(one, problems)
        for rule, place in one.rules:
            maker = makers.get(rule.event)
            if maker is None:
                continue
            span = (place.child("event") or place).span
            if rule.event == one.event:
                problems.error("rule-chain", span, texts.starts_from_itself(rule.event), hint=texts.OWN_EVENT)
            else:
                summary, detail = texts.chained(rule.event, maker.named, maker.at)
                problems.error("rule-chain", span, summary, detail, texts.RECEIVED_EVENT)


def _check_twice(ruled: Ruled, problems: Problems) -> None:
    """Report rules that say the same: GA4 would make the event twice each time."""
    first: dict[tuple[object, ...], SourcePlace] = {}
    for rule, place in ruled.rules:
        other = first.setdefault(rule.says(), place)
        if other is not place:
            problems.error(
                "duplicate-rule", place.span,
                Text("this rule stands there twice", "同じルールが 2 回書かれています"),
                Text(
                    f"first at {other.span}; GA4 makes the event once for each",
                    f"最初は {other.span}。GA4 はルールごとにイベントを作成するため、二重に計測されます",
                ),
                Text("take one of them out", "どちらかを削除してください"),
            )  # fmt: skip


def _start(when: dict[str, Data], place: SourcePlace, problems: Problems) -> dict[Condition, Span]:
    """The conditions that `page` and `event` stand for."""
    page, event = when.get("page"), when.get("event")
    conditions: dict[Condition, Span] = {}
    if page is None and event is None:
        problems.error("missing", place.key_span, *texts.NO_START)
        return conditions
    page_span, event_span = ((place.child(key) or place).span for key in ("page", "event"))
    if isinstance(event, str):
        for problem in naming.check_event(event, collected_by_ga4=True):
            if problem.code == "event-name-characters":
                problems.error("wrong-form", event_span, *texts.no_event_name(event))
    if event is not INVALID:
        conditions[Condition("event_name", "equals", event or PAGE_EVENT)] = event_span
    if isinstance(page, str):
        if not page.isascii():
            _not_ascii(page, page_span, problems)
        conditions[page_reached(page)] = page_span
    return conditions


def _not_ascii(page: str, span: Span, problems: Problems) -> None:
    from string import punctuation
    from urllib.parse import quote as percent

    written = shorten(percent(page, safe=punctuation, errors="replace"))
    problems.error("wrong-form", span, *texts.not_ascii(page, written))


def _condition(item: dict[str, Data], place: SourcePlace, problems: Problems) -> Condition | None:
    """One item of `where`; None if its parts are not known well enough."""
    parameter = item.get("parameter", INVALID)
    given = [key for key in item if key in _COMPARISONS]
    if parameter is INVALID or any(item[key] is INVALID for key in given):
        return None
    if parameter == "event_name":
        span = (place.child("parameter") or place).span
        problems.error("wrong-form", span, *texts.EVENT_NAME)
    if not given:
        problems.error("missing", place.span, texts.NO_COMPARISON, hint=texts.write_one_of(_COMPARISONS))
        return None
    for key in given[1:]:
        problems.error(
            "either-or", (place.child(key) or place).key_span, texts.both(given[0], key), *texts.ONE_COMPARISON
        )
    comparison, written = given[0], item[given[0]]
    ignoring = item.get("ignore_case")
    if ignoring is not None and comparison in _NUMERIC:
        problems.error(
            "not-for-comparison", (place.child("ignore_case") or place).key_span,
            *texts.ignores_case(comparison, _TEXTUAL), LEAVE_OUT,
        )  # fmt: skip
    value = drawn(written)
    if comparison == "matches":
        _check_pattern(value, (place.child("matches") or place).span, problems)
    known = _COMPARISONS[comparison]
    return Condition(parameter, known + _IGNORING_CASE * (ignoring is True), value, item.get("not") is True)


def _check_pattern(pattern: str, span: Span, problems: Problems) -> None:
    from microconv.core import regular_expression

    reason = regular_expression.fault(pattern)
    if reason:
        problems.error("regular-expression", span, texts.no_pattern(pattern), reason)

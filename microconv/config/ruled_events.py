"""Rules of GA4's events seen together: those of conversions, and `ga4.event_rules` for events that are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from microconv.config.event_rule import when_of_data
from microconv.config.event_rule_parameters import items_of
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import quote, shorten
from microconv.core import naming
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.event_rule import EventRule, RuledEvent
from microconv.core.text import Text

Data = Any

_NO_CHAIN = "a rule of GA4 does not see what another rule makes"


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


def ruled_events(ga4: Data, place: SourcePlace, conversions: Sequence[Conversion], problems: Problems) -> list[Ruled]:
    """`ga4.event_rules`: the events that rules make and that are no conversions, as far as they are right."""
    if not isinstance(ga4, dict) or not isinstance(ga4.get("event_rules"), list):
        return []
    owners = {item.event: item for item in conversions if item.event}
    first: dict[str, Span] = {}
    events = []
    for item, spot in items_of(ga4, "event_rules", place):
        event, when, where = item.get("event"), item.get("when"), spot.child("when")
        if not isinstance(event, str):
            continue
        span = (spot.child("event") or spot).span
        for problem in naming.check_made_event(event):
            problems.error(problem.code, span, shorten(problem.summary, event), hint=shorten(problem.hint, event))
        owner = owners.get(event)
        if owner is not None:
            problems.error(
                "duplicate-event", span,
                Text(
                    f"the GA4 event {quote(event)} belongs to a conversion",
                    f"GA4 イベント {quote(event)} はコンバージョンに属しています",
                ),
                Text(f"{quote(owner.name)} at {owner.span}", f"{quote(owner.name)}（{owner.span}）"),
                Text(
                    "write its rules there, under `ga4: {when: …}`",
                    "ルールはそちらの `ga4: {when: …}` に書いてください",
                ),
            )  # fmt: skip
        elif event in first:
            problems.error(
                "duplicate-event", span,
                Text(
                    f"the GA4 event {quote(event)} stands there twice",
                    f"GA4 イベント {quote(event)} が 2 回書かれています",
                ),
                Text(f"first at {first[event]}", f"最初は {first[event]}"),
                Text(
                    "write all its rules as one list under `when`",
                    "ルールを `when` の 1 つのリストにまとめてください",
                ),
            )  # fmt: skip
        first.setdefault(event, span)
        if where is not None and (isinstance(when, dict | list) or when is False):
            events.append(Ruled(event, event, span, span, tuple(when_of_data(when, where, None, problems)), True))
    return events


def plain(ruled: Sequence[Ruled]) -> tuple[RuledEvent, ...]:
    """The same for the client."""
    return tuple(RuledEvent(item.event, sorted_rules(rule for rule, _ in item.rules)) for item in ruled)


def sorted_rules(rules: Iterator[EventRule]) -> tuple[EventRule, ...]:
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
            problems.error(
                "event-name-reserved", one.span, f"a rule cannot make {quote(one.event)}, which GA4 collects itself",
                hint="give the event a name of its own in `ga4.event`",
            )  # fmt: skip
    for one in ruled:
        _check_twice(one, problems)
        for rule, place in one.rules:
            maker = makers.get(rule.event)
            if maker is None:
                continue
            span = (place.child("event") or place).span
            if rule.event == one.event:
                summary = f"the rule starts from {quote(rule.event)}, the event that it makes"
                problems.error("rule-chain", span, summary, hint="start from another event")
            else:
                problems.error(
                    "rule-chain", span, f"the rule starts from {quote(rule.event)}, which another rule makes",
                    f"that of {quote(maker.named)} at {maker.at}; {_NO_CHAIN}",
                    "start from the event that GA4 receives, with conditions of its own",
                )  # fmt: skip


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

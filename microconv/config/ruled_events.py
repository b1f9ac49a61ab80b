"""`ga4.event_rules`: the events that GA4 makes by rules and that are no conversions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.config.event_rule import Ruled, sorted_rules, when_of_data
from microconv.config.event_rule_parameters import items_of
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import cut, quote, shorten
from microconv.core import naming
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.event_rule import RuledEvent
from microconv.core.text import Text

Data = Any


def ruled_events(
    ga4: dict[str, Data], place: SourcePlace, conversions: Sequence[Conversion], problems: Problems
) -> list[Ruled]:
    """`ga4.event_rules`: the events that rules make and that are no conversions, as far as they are right."""
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
                    f"GA4 イベント「{cut(event)}」はコンバージョンのイベントです",
                ),
                Text(f"{quote(owner.name)} at {owner.span}", f"コンバージョン「{cut(owner.name)}」（{owner.span}）"),
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
                    f"GA4 イベント「{cut(event)}」が 2 回書かれています",
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

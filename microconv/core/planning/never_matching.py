"""Warnings about event rules on events that GA4 does not collect, or that another rule makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.event_rule import NEEDS, EventRule
from microconv.core.kinds import EVENT_RULE, MEASUREMENT
from microconv.core.resource import Reading
from microconv.core.text import Text


def never_matching(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Rules on events that GA4 does not collect, as a setting of enhanced measurement is off, or that a rule makes."""
    yield from _chained(client, readings)
    settings = [item for reading in readings for item in reading.resources if item.address.type == MEASUREMENT]
    for made, rule in _rules(client):
        need = NEEDS.get(rule.event, "")
        if not need:
            continue
        for item in settings:
            off = [
                name
                for name in ("stream", need)
                if client.enhanced_measurement.get(name, item.state.get(f"{name}_enabled")) is not True
            ]
            if not off:
                continue
            wanted = ", ".join(f"{name}: true" for name in off)
            yield Diagnostic(
                Severity.WARNING,
                "rule-never-matches",
                _not_collected(made, rule.event, off),
                span=rule.span,
                where=str(item.address),
                hint=Text(
                    f"write `ga4: {{enhanced_measurement: {{{wanted}}}}}` at the top of the file, or send the event "
                    "with a tag",
                    f"ファイルの先頭に `ga4: {{enhanced_measurement: {{{wanted}}}}}` と書くか、タグでイベントを送信して"
                    "ください",
                ),
            )


def _chained(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Rules on what a live rule makes that the config does not list; those that it lists are its own mistakes."""
    made = {
        item.address.name: item.address
        for reading in readings
        for item in reading.resources
        if item.address.type == EVENT_RULE
    }
    for event, rule in _rules(client):
        if rule.event not in made or rule.event == event:
            continue
        yield Diagnostic(
            Severity.WARNING,
            "rule-never-matches",
            Text(
                f"the rule for {event} waits for {rule.event}, which another rule of the property makes: "
                "GA4's rules do not see what another rule makes",
                f"{event} のルールは {rule.event} を待ちますが、これはプロパティの別のルールが作成する"
                "イベントです。GA4 のルールは、別のルールが作成したイベントには適用されません",
            ),
            span=rule.span,
            where=str(made[rule.event]),
            hint=Text(
                "start from the event that GA4 receives, with conditions of its own",
                "GA4 が受信するイベントを起点にし、条件を付けてください",
            ),
        )


def _rules(client: Client) -> Iterator[tuple[str, EventRule]]:
    """Every rule that the config wants, with the event that it makes."""
    for item in client.ruled:
        for rule in item.rules:
            yield item.event, rule


def _not_collected(event: str, origin: str, off: Sequence[str]) -> Text:
    return Text(
        f"the rule for {event} waits for {origin}, which GA4 does not collect: "
        f"{' and '.join(off)} {'is' if len(off) == 1 else 'are'} off in enhanced measurement",
        f"{event} のルールは {origin} を待ちますが、GA4 で収集されていません: "
        f"拡張計測機能の {'、'.join(off)} がオフになっています",
    )

"""Warnings of event rules on events that GA4 does not collect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.event_rule import NEEDS
from microconv.core.kinds import MEASUREMENT
from microconv.core.resource import Reading


def never_matching(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Rules on events that GA4 does not collect, because a setting of enhanced measurement is off."""
    settings = [item for reading in readings for item in reading.resources if item.address.type == MEASUREMENT]
    for conversion in client.conversions:
        need = NEEDS.get(conversion.rule.event, "") if conversion.rule is not None else ""
        if not need or conversion.rule is None:
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
                f"the rule for {conversion.event} waits for {conversion.rule.event}, which GA4 does not collect: "
                f"{' and '.join(off)} {'is' if len(off) == 1 else 'are'} off in enhanced measurement",
                span=conversion.rule.span or conversion.span,
                where=str(item.address),
                hint=f"write `ga4: {{enhanced_measurement: {{{wanted}}}}}` at the top of the file, or send the "
                "event with a tag",
            )

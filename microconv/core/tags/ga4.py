"""The tag of a conversion for GA4."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import Conversion, Value
from microconv.core.event_rule import NEEDS, EventRule
from microconv.core.kinds import EVENT_RULE, KEY_EVENT
from microconv.core.naming import RESERVED_EVENTS
from microconv.core.product import Product
from microconv.core.resource import Reading
from microconv.core.tags.parameters import moment_of, order_number, worth
from microconv.core.tags.snippet import Snippet, Standing
from microconv.core.text import NO_TEXT, Text, joined, untranslated

_MEASUREMENT_ID = re.compile(r"G-[A-Z0-9]{1,20}")


def _of_event(conversion: Conversion) -> Value | None:
    """The value that the GA4 event carries: a config's amount that is not for GA4 does not get there by the tag."""
    value = conversion.value
    return value if value is None or conversion.event_value else replace(value, amount=None)


Known = frozenset[tuple[str, str]]
"""The objects of an account, as pairs of type and identity."""


def known(readings: Sequence[Reading]) -> Known:
    """Everything that was read."""
    return frozenset((item.address.type, item.identity) for reading in readings for item in reading.resources)


def ga4_tags(client: Client, conversion: Conversion, readings: Sequence[Reading], read: Known) -> Iterable[Snippet]:
    """The tag that sends a conversion's event to GA4, or the reason why there is none. `read`: what `known` gives."""
    event = conversion.event
    if not client.property_id or event is None:
        return
    why = _without_tag(conversion, event, ruled=(EVENT_RULE, event) in read)
    if why:
        yield Snippet(conversion.name, Product.GA4, Standing.NOT_NEEDED, why)
        return
    reasons = []
    if (KEY_EVENT, event) not in read:
        reasons.append(_NO_KEY_EVENT)
    if not measurement_id(readings):
        refusal = next((item.facts.stream.refusal for item in readings if item.facts.stream.refusal), "")
        why = untranslated(refusal) or Text("GA4 gives none", "GA4 から取得できません")
        reasons.append(
            Text(
                f"the measurement id for the global tag is not known: {why.en}",
                f"グローバル タグの測定 ID が分かりません: {why.ja}",
            )
        )
    category = str(conversion.settings.get("category") or "")
    yield Snippet(
        conversion=conversion.name,
        product=Product.GA4,
        standing=Standing.READY,
        why=joined(reasons, "; ", "。"),
        moment=moment_of(conversion, category),
        page_view=category == "page_view",
        event=event,
        parameters=(*worth(_of_event(conversion)), *order_number("purchase" if event == "purchase" else category)),
    )


_NO_KEY_EVENT = Text(
    "it is no key event in GA4 yet: `microconv sync` makes it one; its tag can be placed before that",
    "GA4 でまだキーイベントになっていません。`microconv sync` で設定されます。タグは先に設置できます",
)


def _without_tag(conversion: Conversion, event: str, *, ruled: bool) -> Text:
    """Why the website need not send an event; empty if it has to."""
    if conversion.rules:
        return joined((_by_rule(rule, ruled=ruled) for rule in conversion.rules), "; ", "。")
    if ruled and not conversion.no_rule:
        return Text(
            "GA4 makes the event itself: the web stream has a rule for it",
            "GA4 がイベントを作成します（ウェブ ストリームにイベント作成ルールがあります）",
        )
    collects = Text(f"GA4 collects {event} by itself", f"{event} は GA4 が自動的に収集します")
    if event in NEEDS:
        return Text(
            f"{collects.en}, where enhanced measurement has {NEEDS[event]} on",
            f"{collects.ja}（拡張計測機能の {NEEDS[event]} がオンの場合）",
        )
    return collects if event in RESERVED_EVENTS else NO_TEXT


def _by_rule(rule: EventRule, *, ruled: bool) -> Text:
    source = Text("out of other events", "ほかのイベント")
    if rule.event:
        source = Text(f"out of {rule.event}", rule.event)
    when = " and ".join(str(condition) for condition in rule.conditions)
    yet = NO_TEXT
    if not ruled:
        yet = Text(
            "; the rule is not there yet: `microconv sync` makes it",
            "。ルールはまだなく、`microconv sync` で作成されます",
        )
    return Text(
        f"GA4 makes the event itself, {source.en}, by a rule ({when}){yet.en}",
        f"GA4 がルール（{when}）により、{source.ja} からイベントを作成します{yet.ja}",
    )


def measurement_id(readings: Sequence[Reading]) -> str:
    """The web stream's measurement id, empty if it is not known, or not one."""
    for reading in readings:
        known = reading.facts.stream.measurement_id or ""
        if _MEASUREMENT_ID.fullmatch(known):
            return known
    return ""

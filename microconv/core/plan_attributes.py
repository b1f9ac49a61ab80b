"""The attributes of a change in the config's words: `role primary → secondary`, `value 300 JPY → 500 JPY`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from microconv.core.action_state import (
    ALWAYS_DEFAULT,
    CATEGORY,
    CURRENCY,
    ENABLED,
    NAME,
    PRIMARY,
    STATUS,
    VALUE,
)
from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.container_words import container_word, repeats
from microconv.core.goal_state import ORIGIN
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CUSTOM_GOAL, KEY_EVENT, LIVE_VERSION
from microconv.core.money import money
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.publication import OTHERS, OURS, READ, SHOWN
from microconv.core.text import Language, Text, untranslated
from microconv.core.value import Money, Scalar, same

_SAID_BY_THE_OBJECT: Mapping[str, frozenset[str]] = {
    ACTION: frozenset({NAME}),
    CUSTOM_GOAL: frozenset({NAME}),
    KEY_EVENT: frozenset({"event_name"}),
    ACCOUNT_GOAL: frozenset({CATEGORY, ORIGIN}),
    "ga4.event_create_rule": frozenset({"destination_event"}),
    "ga4.google_ads_link": frozenset({"customer_id"}),
}
"""Attributes of a new object that repeat its name."""


class Part(NamedTuple):
    """One attribute as it is shown; `before` is None for what is set and does not change. Not yet safe to be shown."""

    label: Text
    before: Text | None
    after: Text
    name: str

    def of(self, language: Language) -> str:
        """`role primary → secondary`."""
        label, after = self.label.of(language), self.after.of(language)
        return f"{label} {after}" if self.before is None else f"{label} {self.before.of(language)} → {after}"


def parts(change: Change, currency: str) -> list[Part]:
    """The attributes of a change, in the order of the plan. `currency` is the one of amounts that name none."""
    return list(_parts(change, currency))


def _parts(change: Change, currency: str) -> Iterator[Part]:
    made = change.action is Action.CREATE
    by_name = {item.name: item for item in change.attributes}
    said = _SAID_BY_THE_OBJECT.get(change.address.type, frozenset()) if made else frozenset()
    for item in change.attributes:
        if item.name in said or (made and item.name == STATUS and item.after == ENABLED):
            continue
        if made and repeats(change.address, item):
            continue
        if item.name == CURRENCY and VALUE in by_name:
            continue
        if item.name == ALWAYS_DEFAULT and made and item.after is True:
            continue
        if change.address.type == LIVE_VERSION and item.name in {READ, SHOWN}:
            continue
        before, after = _drawn(item, by_name, currency, change.address.type)
        label = attribute_label(item.name)
        yield Part(
            label,
            None if made or item.name in {OURS, OTHERS} or same(item.before, item.after) else before,
            after,
            item.name,
        )


def _drawn(
    item: AttributeChange, by_name: Mapping[str, AttributeChange], currency: str, kind: str
) -> tuple[Text, Text]:
    if item.name == VALUE:
        code = by_name.get(CURRENCY)
        before, after = (code.before, code.after) if code is not None else (currency, currency)
        return _amount(item.before, before or after), _amount(item.after, after)
    return _word(item.name, item.before, kind), _word(item.name, item.after, kind)


def _amount(value: Scalar, currency: Scalar) -> Text:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return untranslated(money(float(value), str(currency or "")))
    return attribute_word(VALUE, value)


def _word(name: str, value: Scalar, kind: str) -> Text:
    if isinstance(value, Money):
        return untranslated(money(value.amount, value.currency))
    return container_word(kind, name, value) or attribute_word(name, value, kind)


def role_reason(shown: Sequence[Part]) -> Text | None:
    """The reason where nothing but the role of an action changes: `the config says primary`; else None."""
    if [item.name for item in shown] != [PRIMARY]:
        return None
    role = shown[0].after
    return Text(f"the config says {role.en}", f"設定は{role.ja}")

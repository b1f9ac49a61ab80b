"""Live conversion actions, key events and rules, as the conversions of a config: the attribute tables read backwards.

What people write under a key of its own is taken as it is, by the table. The rest is derived, and inverted here by
hand: name, type (source), primary_for_goal (role), the value settings (value), and the status, which is always enabled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from microconv.adoption.inverse import texts
from microconv.adoption.inverse.result import Asked, Comments, Place
from microconv.core import naming
from microconv.core.action_state import ALWAYS_DEFAULT, CURRENCY, PRIMARY, STATUS, TYPE, VALUE, ActionState
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role, Value
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import ACTION
from microconv.core.planning.desired import applies
from microconv.core.resource import Live
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.signs import one_line
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Money, Scalar, draw

_CODE = re.compile("[A-Z]{3}")


class NotSayableError(ValueError):
    """A live object that no config can say: why, and what to do (`args`)."""

    def __init__(self, why: Text, hint: Text = NO_TEXT) -> None:
        super().__init__(why, hint)
        self.why, self.hint = why, hint


def check_name(name: str, prefix: str) -> None:
    """Raise NotSayableError for a name that no config can hold."""
    if not one_line(name):
        raise NotSayableError(texts.BAD_NAME, texts.RENAME)
    if naming.is_micro(name, prefix) and naming.check_micro(name, prefix):
        hint = texts.rename_by_rule(naming.suggest_micro(name, prefix))
        raise NotSayableError(texts.breaks_rule(prefix), hint)


def name_of_event(event: str, other: str, prefix: str, taken: Collection[str]) -> str:
    """The name of a conversion that is found by its event: it in the config is free, and must be unique.

    The event's own name where it may be, else `other`, else one that is made up.
    """
    micro = naming.is_micro(event, prefix)
    first = naming.suggest_micro(event, prefix) if micro else event
    stem = f"{first}_ga4" if micro else f"{event} (GA4)"
    numbered = (f"{stem}_{number}" if micro else f"{stem} {number}" for number in range(2, len(taken) + 5))
    for name in (first, stem if micro else other, stem, *numbered):
        fits_rule = not naming.check_micro(name, prefix) if micro else not naming.is_micro(name, prefix)
        if one_line(name) and name not in taken and fits_rule:
            return name
    return f"{prefix}event_{len(taken) + 1}" if micro else f"event {len(taken) + 1}"


class Inverter:
    """Turns live objects into conversions. `currency` is the client's."""

    def __init__(self, asked: Asked, types: Iterable[ResourceType], currency: str, comments: Comments) -> None:
        self._asked = asked
        self._types = {kind.name: kind for kind in types}
        self._currency = currency
        self._comments = comments

    def action(self, live: Live) -> Conversion:
        """A conversion action that microconv could have made. Raises NotSayableError."""
        source = self._asked.sources.get(ActionState(live.state).type)
        if source is None:
            raise NotSayableError(texts.no_source(draw(live.state.get(TYPE))), texts.STAYS)
        if not ActionState(live.state).enabled:
            raise NotSayableError(texts.of_status(draw(live.state.get(STATUS))), texts.ENABLE)
        check_name(live.address.name, self._asked.prefix)
        name = live.address.name
        return Conversion(
            name=name,
            kind=self.kind_of(name),
            role=self._role(live),
            source=source,
            value=self._action_value(live, ("conversions", name)),
            settings=self._settings(live, source, name),
        )

    def imported(self, live: Live, event: str, name: str, key_event: Live | None) -> Conversion:
        """An action that Google imports from the key event `event`, with that event. Raises NotSayableError."""
        if not ActionState(live.state).enabled:
            raise NotSayableError(texts.not_enabled(draw(live.state.get(STATUS))), texts.LOOK)
        self._check_event(event)
        made = Conversion(name, self.kind_of(name), self._role(live), GA4_IMPORT, event)
        return made if key_event is None else self.with_event(made, key_event)

    def event(self, live: Live, name: str) -> Conversion:
        """A key event that stands alone, called `name` in the config. Raises NotSayableError."""
        self._check_event(live.address.name)
        made = Conversion(name, self.kind_of(name), Role.SECONDARY, None, live.address.name)
        return self.with_event(made, live)

    def with_event(self, conversion: Conversion, live: Live) -> Conversion:
        """The conversion with its key event, whose value it takes if it has none."""
        own = self._settings(live, conversion.source, conversion.name)
        value = conversion.value
        if value is None:
            value = self._event_value(live, ("conversions", conversion.name))
        return _with(
            conversion,
            event=live.address.name,
            value=value,
            settings=FrozenDict({**conversion.settings, **own}),
        )

    def joined(self, conversion: Conversion, live: Live) -> Conversion:
        """An action, whose value is known, with the key event of its name. Raises NotSayableError.

        Where the key event has another value, or none, that is left alone.
        """
        self._check_event(live.address.name)
        worth = live.state.get("default_value")
        agree = _agree(conversion.value, worth)
        if not agree and worth is not None:
            self._comments.say(("conversions", conversion.name), texts.event_worth(draw(worth)))
        return _with(self.with_event(conversion, live), event_value=agree)

    @staticmethod
    def without_value(conversion: Conversion) -> Conversion:
        """The conversion of an action whose value nobody chose: the value is not written, and stays."""
        value = conversion.value
        if value is None:
            return conversion
        if value.from_event:
            kept = Value(None, value.currency, from_event=True)
            return _with(conversion, value=kept, event_value=conversion.event is None)
        return _with(conversion, value=None, event_value=True)

    def kind_of(self, name: str) -> ConversionKind:
        """Micro with the prefix; without it a person is to decide."""
        micro = naming.is_micro(name, self._asked.prefix)
        return ConversionKind.MICRO if micro else ConversionKind.UNDECIDED

    def _check_event(self, event: str) -> None:
        for problem in naming.check_event(event, collected_by_ga4=True):
            raise NotSayableError(problem.summary, texts.MARK_ANOTHER)

    @staticmethod
    def _role(live: Live) -> Role:
        primary = live.state.get(PRIMARY)
        if not isinstance(primary, bool):
            raise NotSayableError(texts.NO_ROLE, texts.LOOK)
        return Role.PRIMARY if primary else Role.SECONDARY

    def _settings(self, live: Live, source: str | None, name: str) -> Mapping[str, Scalar]:
        """The attributes of its type that have a key of their own, as they are."""
        settings: dict[str, Scalar] = {}
        for attribute in self._types[live.address.type].attributes:
            value = live.state.get(attribute.name)
            if not attribute.yaml or value is None or not applies(attribute, source):
                continue
            if source == GA4_IMPORT and live.address.type == ACTION:
                continue  # what an import is like Google decides
            if fits(attribute, value, self._asked.words):
                settings[attribute.yaml] = value
            else:
                self._comments.say(("conversions", name), texts.unsayable(attribute.name, draw(value)))
        return FrozenDict(settings)

    def _action_value(self, live: Live, place: Place) -> Value | None:
        amount, always = live.state.get(VALUE), live.state.get(ALWAYS_DEFAULT)
        currency = str(live.state.get(CURRENCY) or "")
        if not isinstance(always, bool) or not _is_amount(amount):
            self._comments.say(place, texts.no_value(draw(amount)))
            return None
        assert isinstance(amount, int | float)
        if amount == 0:
            return Value(None, self._currency, from_event=not always)
        if not _CODE.fullmatch(currency):
            self._comments.say(place, texts.no_currency(draw(amount)))
            return None
        return Value(float(amount), currency, from_event=not always)

    def _event_value(self, live: Live, place: Place) -> Value | None:
        worth = live.state.get("default_value")
        if worth is None:
            return Value(None, self._currency)
        if isinstance(worth, Money) and _is_amount(worth.amount) and _CODE.fullmatch(worth.currency):
            return Value(float(worth.amount), worth.currency)
        self._comments.say(place, texts.no_event_value(draw(worth)))
        return None


def fits(attribute: Attribute, value: Scalar, words: Callable[[Attribute], Sequence[str]]) -> bool:
    """True if a config can give an attribute this value."""
    if attribute.kind is Kind.WORD:
        return value in words(attribute)
    if attribute.kind is Kind.FLAG:
        return isinstance(value, bool)
    if attribute.kind is Kind.TEXT:
        return isinstance(value, str) and one_line(value)
    if attribute.kind is Kind.WHOLE and not isinstance(value, int):
        return False
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return False
    return (attribute.minimum is None or value >= attribute.minimum) and (
        attribute.maximum is None or value <= attribute.maximum
    )


def _agree(value: Value | None, worth: Scalar) -> bool:
    """True if a conversion's value is what its key event has."""
    if value is None or value.amount is None or worth is None:
        return value is not None and value.amount is None and worth is None
    return isinstance(worth, Money) and (value.amount, value.currency) == (worth.amount, worth.currency)


def _is_amount(value: Scalar) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _with(conversion: Conversion, **changes: object) -> Conversion:
    from dataclasses import replace

    return replace(conversion, **changes)  # type: ignore[arg-type]

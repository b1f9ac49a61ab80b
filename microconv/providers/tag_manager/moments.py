"""Live triggers as moments of a config: `trigger.state_of` backwards, and exact.

A trigger is a moment only where the moment has every attribute just as it is, and none besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.tag_condition import TagCondition, path_of
from microconv.core.tag_trigger import VIDEO_MOMENTS, TagTrigger, TriggerKind, without_inside
from microconv.core.value import Scalar, State
from microconv.providers.tag_manager.trigger import ATTRIBUTES, EVENT_NAME, TYPE_OF_KIND, state_of

_KINDS = {word: kind for kind, word in TYPE_OF_KIND.items()}
_NOT_ITS_OWN = frozenset({"name", "used_by", "deletable"})
_PAGE, _ELEMENT, _TEXT, _URL, _FORM = (
    "{{Page Path}}",
    "{{Click Element}}",
    "{{Click Text}}",
    "{{Click URL}}",
    "{{Form Element}}",
)


def moment_of(state: State) -> TagTrigger | None:
    """The moment that a live trigger is; None where a config has no words for it."""
    kind = _KINDS.get(str(state.get("kind")))
    if kind is None:
        return None
    conditions = [TagCondition.parse(line) for line in _lines(state, "conditions")]
    made = (TagTrigger(kind, value, rest) for value, rest in _said(kind, state, conditions))
    return next((one for one in made if _same(one, state)), None)


def _same(trigger: TagTrigger, state: State) -> bool:
    wanted = state_of(trigger)
    return all(
        attribute.alike(_plain(state.get(attribute.name)), _plain(wanted.get(attribute.name)))
        for attribute in ATTRIBUTES
        if attribute.name not in _NOT_ITS_OWN
    )


def _plain(value: Scalar) -> Scalar:
    """Nothing in one form."""
    return None if value == () else value


_Said = tuple[str, tuple[TagCondition, ...]]


def _said(kind: TriggerKind, state: State, conditions: Sequence[TagCondition]) -> Iterator[_Said]:
    """The values that a moment of a kind could have, with the conditions that are left then; the most telling first."""
    every = tuple(sorted(set(conditions)))
    if kind is TriggerKind.PAGE:
        yield from ((path, _but(every, one)) for one in every if (path := path_of(one)))
        yield from (("", every) for one in every[:1] if any(other.variable == _PAGE for other in every))
    elif kind in {TriggerKind.CLICK, TriggerKind.LINK}:
        needed = _TEXT if kind is TriggerKind.CLICK else _URL
        there = any(one.variable == needed for one in every)
        if there or kind is TriggerKind.CLICK:
            selectors = ((without_inside(one.value), one) for one in every if _selects(one, _ELEMENT))
            yield from ((selector, _but(every, one)) for selector, one in selectors if selector)
        if there:
            yield "", every
    elif kind is TriggerKind.FORM:
        yield from ((one.value, _but(every, one)) for one in every if _selects(one, _FORM) and one.value)
    else:
        yield from ((value, every) for value in _values(kind, state))


def _selects(condition: TagCondition, variable: str) -> bool:
    return condition == TagCondition(variable, "fits_selector", condition.value)


def _but(conditions: tuple[TagCondition, ...], one: TagCondition) -> tuple[TagCondition, ...]:
    return tuple(other for other in conditions if other != one)


def _values(kind: TriggerKind, state: State) -> Iterator[str]:
    """The value of a moment that an attribute of its own has."""
    text = ""
    if kind is TriggerKind.SCROLL:
        text = _number(str(state.get("scroll_percent")), 100)
    elif kind is TriggerKind.VISIBLE:
        word, _, selector = str(state.get("element") or "").partition(" ")
        text = selector if word == "selector" else ""
    elif kind is TriggerKind.TIMER:
        milliseconds = str(state.get("interval") or "")
        text = _number(milliseconds.removesuffix("000") if milliseconds.endswith("000") else "", 24 * 60 * 60)
    elif kind is TriggerKind.VIDEO:
        (moment, *more) = _lines(state, "video") or ("",)
        word = moment if moment in VIDEO_MOMENTS else _number(moment.removesuffix(" %"), 99)
        text = "" if more else word
    elif kind is TriggerKind.EVENT:
        (line, *more) = _lines(state, "event") or ("",)
        named = TagCondition.parse(line) if line and not more else None
        text = named.value if named == TagCondition(EVENT_NAME, "equals", named.value if named else "") else ""
    if text:
        yield text


def _number(text: str, most: int) -> str:
    """A whole number from one to `most`, as a config writes it; empty for any other text."""
    plain = text.isascii() and text.isdigit() and not text.startswith("0") and len(text) < 9
    return text if plain and int(text) <= most else ""


def _lines(state: State, name: str) -> tuple[str, ...]:
    value = state.get(name)
    return value if isinstance(value, tuple) else ()

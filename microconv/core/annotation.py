"""Annotations in GA4 that a run leaves: their texts, and the token by which one is known again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from microconv.core.action_state import ALWAYS_DEFAULT, CURRENCY, PRIMARY, VALUE
from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.json_text import json_line
from microconv.core.kinds import ACTION, GOALS, KEY_EVENT
from microconv.core.object_name import object_name
from microconv.core.plan import Action, AttributeChange, Bidding, Change
from microconv.core.value import draw

TITLE, DESCRIPTION, COLOR = "title", "description", "color"
"""The attributes of an annotation."""

LONGEST_TITLE, LONGEST_DESCRIPTION = 60, 150
"""The longest texts, in UTF-16 code units: as guides to GA4's interface have them; the API names no limit."""

WORTH = frozenset({VALUE, CURRENCY, ALWAYS_DEFAULT, "default_value"})
"""The attributes of actions and key events that say what one conversion is worth."""

_BETWEEN = re.compile(r'; (?=(?:conversion|custom goal|campaign|key event) "|goal |and [0-9]+ more$)')
_NAME = re.compile(r"microconv ([0-9a-f]{12})\b")


def token_of(title: str) -> str | None:
    """The token in the title of an annotation of microconv; None for one of somebody else."""
    match = _NAME.match(title)
    return match.group(1) if match else None


def moves(change: Change) -> bool:
    """True where a change moves bidding, a role or a value. What is made and only observed moves nothing."""
    names = {item.name for item in change.attributes}
    if change.address.type in GOALS:
        return True
    if change.address.type == ACTION:
        by_itself = change.action is not Action.CREATE and bool(names & (WORTH | {PRIMARY}))
        return by_itself or change.action is Action.REMOVE or change.bidding is not Bidding.NO_EFFECT
    return change.address.type == KEY_EVENT and change.action is Action.UPDATE and bool(names & WORTH)


def token(client: str, moved: Iterable[Change], earlier: Iterable[str]) -> str:
    """The token of the annotation for what is moved, after the annotations of `earlier` tokens.

    It is the same for the same changes in whatever order: a run that goes on after another was cut off leaves the
    annotation that the other would have left. The earlier ones are in it, as the same may be moved again later.
    """
    said = sorted(
        json_line([one.action.value, str(one.address), [[item.name, draw(item.after)] for item in one.attributes]])
        for one in moved
    )
    return hashlib.sha256(json_line([client, said, sorted(earlier)]).encode()).hexdigest()[:12]


def title_of(token: str, moved: Sequence[Change]) -> str:
    """The title: `microconv 0123456789ab: 3 changes`."""
    return f"microconv {token}: {len(moved)} change{'' if len(moved) == 1 else 's'}"


def description_of(moved: Sequence[Change]) -> str:
    """The changes, one after the other, as far as there is room; the rest as a number."""
    lines = list(map(_line, moved))
    for count in range(len(lines), -1, -1):
        rest = [f"and {len(lines) - count} more"] if count < len(lines) else []
        text = "; ".join([*lines[:count], *rest])
        if len(text.encode("utf-16-le")) // 2 <= LONGEST_DESCRIPTION:
            return text
    return ""


def without_told(changes: Iterable[Change], descriptions: Iterable[str]) -> tuple[Change, ...]:
    """The changes without what descriptions of annotations tell: whole objects, and single attributes of others."""
    parts = [part for description in descriptions for part in parts_of(description)]
    left: list[Change] = []
    for change in changes:
        name = object_name(change.address).en
        words = [part[len(name) :] for part in parts if part.startswith(f"{name}: ")]
        if change.action is Action.REMOVE:
            rest = () if f"{name} removed" in parts else (change,)
        elif change.action is Action.CREATE:
            rest = () if words else (change,)
        else:
            others = tuple(item for item in change.attributes if not _said(_word(change, item), words))
            rest = (replace(change, attributes=others),) if others else ()
        left += rest
    return tuple(left)


def _said(word: str, lines: Iterable[str]) -> bool:
    """True where a line after its object, `: role primary, value 500`, has a word, in which there may be commas."""
    return any(f", {word}, " in f", {line[2:]}, " for line in lines)


def parts_of(description: str) -> list[str]:
    """The changes that a description tells, one by one. A list in it has semicolons too."""
    return _BETWEEN.split(description)


def _line(change: Change) -> str:
    """One change: `conversion "mv_cart": role primary`."""
    name = object_name(change.address).en
    if change.action is Action.REMOVE:
        return f"{name} removed"
    words = [
        _word(change, item)
        for item in change.attributes
        if change.address.type in GOALS or item.name in WORTH | {PRIMARY}
    ]
    return f"{name}: {', '.join(words)}" if words else f"{name}: {change.action.value}"


def _word(change: Change, item: AttributeChange) -> str:
    """An attribute as it is after a change: `role primary`."""
    return f"{attribute_label(item.name).en} {attribute_word(item.name, item.after, change.address.type).en}"

"""The moment at which a conversion's tags fire, as the config declares it."""

from __future__ import annotations

import enum
from typing import NamedTuple

from microconv.core.tag_condition import TagCondition, page_path


class TriggerKind(enum.StrEnum):
    """The kinds of moments; the words are those of `tag.when`.

    PAGE: a page is seen.
    CLICK: something on a page is clicked.
    LINK: a link is clicked; in a config `click: {link: …}`.
    FORM: a form is sent.
    SCROLL: a page is scrolled so far down.
    VISIBLE: something comes into sight.
    TIMER: a page has been open so long.
    VIDEO: a YouTube video is played so far.
    EVENT: the site pushes an event into the data layer.
    """

    PAGE = "page"
    CLICK = "click"
    LINK = "link"
    FORM = "form"
    SCROLL = "scroll"
    VISIBLE = "visible"
    TIMER = "timer"
    VIDEO = "video"
    EVENT = "event"


VIDEO_MOMENTS = ("start", "complete")
"""Moments of a video that have a word; the others are per cent."""


class TagTrigger(NamedTuple):
    """The moment at which tags fire: its kind, what of it, and further conditions, which must all hold.

    kind: the kind of moment.
    value: the path of a page (empty where its conditions say which), the selector of what is clicked, sent or seen
        (empty for any), per cent of a page, the seconds of a timer, the moment of a video (`start`, `complete` or per
        cent), or the name of an event. Of a link the selector of where it is (empty for anywhere).
    conditions: further conditions, in an order of their own.
    preset: the word of the preset that the event's name comes from; empty for none.
    """

    kind: TriggerKind
    value: str = ""
    conditions: tuple[TagCondition, ...] = ()
    preset: str = ""

    def says(self) -> tuple[object, ...]:
        """All that it says: two triggers that say the same fire at the same moments."""
        return self.kind.value, self.value, self.all_conditions

    @property
    def all_conditions(self) -> tuple[TagCondition, ...]:
        """Every condition, with those that its value stands for, sorted."""
        made = _of_value(self)
        return tuple(sorted({*self.conditions, *([made] if made else ())}))


def _of_value(trigger: TagTrigger) -> TagCondition | None:
    if trigger.kind is TriggerKind.PAGE and trigger.value:
        return page_path(trigger.value)
    if trigger.kind in {TriggerKind.CLICK, TriggerKind.LINK} and trigger.value:
        return TagCondition("{{Click Element}}", "fits_selector", with_inside(trigger.value))
    if trigger.kind is TriggerKind.FORM and trigger.value:
        return TagCondition("{{Form Element}}", "fits_selector", trigger.value)
    return None


def with_inside(selector: str) -> str:
    """A selector of what it selects and of everything inside: a click on a button's icon is one on the button."""
    parts = _parts(selector)
    return ", ".join([*parts, *(f"{part} *" for part in parts)])


def without_inside(selector: str) -> str:
    """The selector that `with_inside` was given; empty for any other."""
    parts = _parts(selector)
    first = ", ".join(parts[: len(parts) // 2])
    return first if first and with_inside(first) == selector else ""


def _parts(selector: str) -> list[str]:
    """The selectors of a list, split at the commas that are in neither brackets nor quotation marks."""
    parts, depth, quoted, start, escaped = [], 0, "", 0, False
    for place, sign in enumerate(selector):
        if escaped or sign == "\\":
            escaped = not escaped
        elif quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":
            quoted = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth <= 0:
            parts.append(selector[start:place].strip())
            start = place + 1
    return [part for part in (*parts, selector[start:].strip()) if part]

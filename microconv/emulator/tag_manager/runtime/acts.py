"""A person's acts on a page, and what the page itself tells the data layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microconv.emulator.tag_manager.runtime.page import Element


@dataclass(frozen=True, slots=True)
class Push:
    """The page pushes an object into the data layer; with the key `event` that is an event."""

    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Click:
    """A click on an element."""

    element: Element


@dataclass(frozen=True, slots=True)
class Submit:
    """A form is submitted, as the browser sees it. `valid` is false where the page's own check stops it."""

    element: Element
    valid: bool = True


@dataclass(frozen=True, slots=True)
class See:
    """An element comes into view: how much of it in per cent, and for how many milliseconds."""

    element: Element
    percent: float = 100.0
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class Scroll:
    """The page is scrolled down to a depth, in per cent."""

    percent: float


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, in seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Watch:
    """An embedded YouTube video is started, watched up to a share in per cent, and at 100 completed."""

    percent: float
    url: str = ""
    title: str = ""


Act = Push | Click | Submit | See | Scroll | Wait | Watch

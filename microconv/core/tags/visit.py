"""A visit to a page that is to be simulated."""

from __future__ import annotations

from typing import NamedTuple


class Visit(NamedTuple):
    """A page, and what a person does on it, in this order; what is not given is not done.

    page: the whole address of the page.
    html: its source; empty where it is not known.
    data: what the page puts into the data layer, as pairs of a key and JSON: before the container loads, or with the
        event.
    see: the selector of what comes into sight.
    scroll: how far down it is scrolled, in per cent.
    wait: how long it is open, in seconds.
    watch: how far a video on it is watched, in per cent.
    click: the selector of what is clicked.
    text: the text of that.
    form: the selector of the form that is sent.
    event: the event that the page pushes into the data layer.
    denied: the types of consent that are denied.
    """

    page: str
    html: str = ""
    data: tuple[tuple[str, str], ...] = ()
    see: str = ""
    scroll: float | None = None
    wait: float | None = None
    watch: float | None = None
    click: str = ""
    text: str = ""
    form: str = ""
    event: str = ""
    denied: tuple[str, ...] = ()

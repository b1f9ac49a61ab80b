"""A simulated hit of a tag, and the emulator's answer to it."""

from __future__ import annotations

from typing import NamedTuple

from microconv.core.product import Product


class Receipt(NamedTuple):
    """The emulator's answer to a hit: whether it was counted, and as what or why not."""

    counted: bool
    reason: str


class Hit(NamedTuple):
    """One request of a tag.

    product: where it goes.
    target: `AW-…` or `G-…`.
    name: the label, or the event.
    value: None where it carries none.
    currency: empty for none.
    order: the transaction id, empty for none.
    parameters: those of an event.
    receipt: the emulator's answer; None where it was not sent.
    """

    product: Product
    target: str
    name: str
    value: float | None = None
    currency: str = ""
    order: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    receipt: Receipt | None = None

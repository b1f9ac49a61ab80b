"""Changes of values and roles before a review: the decisions in the config, and what journals and accounts tell."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.client import Client
from microconv.review.model import Change, Changed, Past


def past_of(client: Client, others: Iterable[Change] | None = None) -> Past:
    """The decisions in the config and other changes, the earliest first, by the present names of the conversions.

    `others`: changes that journals or accounts tell of; None where nobody asked. Without those and without any decision
    it is not known when the last change was. A review that changed nothing is not one.
    """
    present = {old: one.name for one in client.conversions for old in one.previously} | {
        one.name: one.name for one in client.conversions
    }
    changes = [
        Change(one.date, present.get(one.conversion, one.conversion), part, reviewed=True, value=value)
        for one in client.decisions
        for part, value, changed in (
            (Changed.VALUE, one.value, one.value is not None),
            (Changed.ROLE, None, one.role is not None),
        )
        if changed
    ]
    changes += others or ()
    known = others is not None or bool(client.decisions)
    return Past(tuple(sorted(changes, key=lambda one: one.day)), known)

"""The annotation of a plan: a change that records in GA4 what the others move in bidding, roles and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.annotation import COLOR, DESCRIPTION, TITLE, description_of, moves, title_of, token
from microconv.core.client import Client
from microconv.core.kinds import ANNOTATION
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Reading
from microconv.core.text import Text

_WANTED = Text(
    "the config says `annotate: true`: GA4's charts show what moved and when",
    "設定に `annotate: true` と書かれているため、変更内容を GA4 のグラフに表示します",
)


def annotation(
    client: Client, readings: Sequence[Reading], changes: Sequence[Change], owed: Sequence[Change]
) -> Iterator[Change]:
    """The annotation, where the config asks for it, GA4 was read for it, and anything moves; nothing otherwise.

    `owed`: the changes of runs that were cut off before they came to their annotation.
    """
    reading = next((one for one in readings if one.has(ANNOTATION)), None)
    if reading is None or not client.annotate:
        return
    planned = {_key(change) for change in changes}
    before = [change for change in owed if _key(change) not in planned]
    by_content = {_key(change): change for change in (*before, *changes) if moves(change)}
    moved = sorted(by_content.values(), key=lambda one: one.sort_key)
    if not moved:
        return
    name = token(client.label, moved, [one.identity for one in reading.resources if one.address.type == ANNOTATION])
    yield Change(
        Action.CREATE,
        Address(ANNOTATION, name),
        (_WANTED,),
        (
            AttributeChange(TITLE, None, title_of(name, moved)),
            AttributeChange(DESCRIPTION, None, description_of(moved)),
            AttributeChange(COLOR, None, "blue"),
        ),
    )


def _key(change: Change) -> tuple[object, ...]:
    """The content of a change, whatever its place in a plan."""
    return change.action, change.address, change.attributes

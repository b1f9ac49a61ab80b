"""Changes of actions cut in two where goals change too: bidding starts to use nothing before its goals are set."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from microconv.core.action_state import CATEGORY, ENABLED, NAME, PRIMARY, STATUS
from microconv.core.kinds import ACTION
from microconv.core.plan import Action, AttributeChange, Bidding, Change, action_of


def in_parts(change: Change, primary: Collection[str], *, listed: bool) -> Iterable[Change]:
    """The changes that carry out `change` in several steps. `primary` are the ids of what is primary now.

    What is enabled waits until goals are set, unless a custom goal of the config is to list it (`listed`).
    """
    if change.address.type == ACTION and change.action is not Action.CREATE and enables(change) and not listed:
        return _late(change)
    return _split(change, primary)


def enables(change: Change) -> bool:
    """True where a change makes an action count."""
    return any(item.name == STATUS and item.after == ENABLED for item in change.attributes)


def _late(change: Change) -> Iterable[Change]:
    """A change that enables what goes out last. Another category comes first: goals appear with it, to be set then."""
    last = tuple(
        item for item in change.attributes if item.name == STATUS or (item.name, item.after) == (PRIMARY, True)
    )
    first = tuple(item for item in change.attributes if item not in last)
    if not any(item.name == CATEGORY for item in first):
        return [replace(change, late=True)]
    before = replace(change, action=action_of(first), attributes=first, bidding=Bidding.NO_EFFECT)
    reasons = ("enabled once the goals are set",)
    return [before, replace(change, action=Action.UPDATE, attributes=last, reasons=reasons, late=True)]


def _split(change: Change, primary: Collection[str]) -> Iterable[Change]:
    """A change that ends in a primary action which counts where it did not: promoted once goals are set, not before.

    What counts elsewhere is new, enabled or of another category. A new name comes first too, as custom goals use it.
    """
    after = {item.name: item.after for item in change.attributes}
    moved = after.get(STATUS) == ENABLED or CATEGORY in after
    begins = change.action is Action.CREATE or moved or (PRIMARY in after and NAME in after)
    if change.address.type != ACTION or not begins or after.get(PRIMARY, change.id in primary) is not True:
        return [change]
    before = None if change.action is Action.CREATE else change.id in primary
    rest = tuple(item for item in change.attributes if item.name != PRIMARY)
    if before is not False:
        rest = (*rest, AttributeChange(PRIMARY, before, False))
    promoted = replace(
        change,
        action=Action.UPDATE,
        attributes=(AttributeChange(PRIMARY, False, True),),
        reasons=("promoted once the goals are set",),
    )
    return [replace(change, attributes=rest, bidding=Bidding.NO_EFFECT), promoted]

"""The order of changes where bidding turns by more of them than one request holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from microconv.core.goal_state import LEVEL
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, BIDDING, CAMPAIGN_CONFIG, CONTAINER
from microconv.core.phase import Phase
from microconv.core.plan import Change
from microconv.core.planning.refused import campaign_of
from microconv.core.planning.turns import phase_of


def leaving(changes: Iterable[Change]) -> frozenset[str]:
    """The campaigns that leave the account's goals, by name."""
    return frozenset(
        change.address.name
        for change in changes
        if change.address.type == CAMPAIGN_CONFIG
        and any(item.name == LEVEL and item.after == "campaign" for item in change.attributes)
    )


def order_in_parts(changes: Sequence[Change]) -> Callable[[Change], tuple[int, str]]:
    """Gives the place of each change in the switch: what opens comes before what closes, and campaigns one by one.

    Campaigns that leave the account's goals take them along as they are: they leave before goals of the account open,
    so that a run that ends in between is carried on to the same end. The others come after these.
    """
    left = leaving(changes)

    def place(change: Change) -> tuple[int, str]:
        phase, campaign = phase_of(change, phased=True), campaign_of(change)
        if campaign:
            return (2 if campaign in left else 4), campaign
        if phase is Phase.CLOSE:
            return 5, ""
        if change.address.type == ACTION:
            return 0, ""
        return (3 if change.address.type == ACCOUNT_GOAL else 1), ""

    return place


def units(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes that no two requests may share: the goals of one campaign with its settings. Every other one is alone."""
    for campaign, group in groupby(changes, key=campaign_of):
        if campaign:
            yield list(group)
        else:
            yield from ([change] for change in group)


def together(first: Change, second: Change) -> bool:
    """True where one call can carry both: of one type, of the types that bidding rests on, or of a container."""
    both = {first.address.type, second.address.type}
    return both <= BIDDING or both <= CONTAINER or len(both) == 1

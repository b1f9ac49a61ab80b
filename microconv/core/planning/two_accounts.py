"""The order of changes where conversions belong to a manager account: its objects and campaigns are not in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from microconv.core.action_state import CATEGORY, NAME, STATUS
from microconv.core.bidding.forecast import Forecast, Foresee
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, Change
from microconv.core.planning.between_requests import IsFinal, between_requests
from microconv.core.planning.in_parts import leaving
from microconv.core.planning.refused import campaign_of
from microconv.core.planning.steps import Step, steps
from microconv.core.schema import ResourceType


def losses_last_in_two_accounts(
    types: Sequence[ResourceType], changes: Sequence[Change], seen: Forecast, foresee: Foresee, final: IsFinal
) -> list[Change]:
    """The changes, marked for the order in which bidding loses least between requests, then uses least unwanted ones.

    Unwanted is what neither the state before nor the one after uses. Of equal orders the one with the fewest calls is
    taken.
    """
    orders = [_marked(changes, last) for last in _choices(changes)]
    return min(orders, key=lambda order: _cost(steps(types, order, apart=True), seen, foresee, final))


def _choices(changes: Sequence[Change]) -> Iterable[Collection[int]]:
    """The sets of changes, by number, that may come last: losses, campaigns, custom goals, and parts of these.

    A campaign that leaves the account's goals takes them along as they are: it leaves before any of them opens, so that
    a run that ends in between is carried on to the same end.
    """
    numbers = range(len(changes))
    losses = {number for number in numbers if _takes(changes[number])}
    actions = {number for number in losses if changes[number].address.type == ACTION}
    campaigns = {number for number in numbers if changes[number].address.type in {CAMPAIGN_CONFIG, CAMPAIGN_GOAL}}
    if any(_opens(change) for change in changes):
        left = leaving(changes)
        campaigns = {number for number in campaigns if campaign_of(changes[number]) not in left}
    lists = {number for number in numbers if _lists(changes[number])}
    return dict.fromkeys(
        frozenset(some | others)
        for some in (losses, actions, losses - actions, set())
        for others in (set(), campaigns, lists, campaigns | lists)
    )


def _marked(changes: Sequence[Change], last: Collection[int]) -> list[Change]:
    return [replace(change, last=True) if number in last else change for number, change in enumerate(changes)]


def _cost(planned: Sequence[Step], seen: Forecast, foresee: Foresee, final: IsFinal) -> tuple[int, int, int, int]:
    """The losses between requests, the unwanted uses, the interrupted ones, and the number of calls."""
    between = between_requests((step.changes for step in planned), seen, foresee, final)
    return len(between.lost), len(between.unwanted), len(between.interrupted), len(planned)


def _takes(change: Change) -> bool:
    """True where a change of what is shared takes something from bidding, and does nothing else."""
    if change.address.type == ACTION:
        moved = any(item.name in {CATEGORY, NAME, STATUS} for item in change.attributes)
        return change.action is Action.REMOVE or (change.action is Action.DEMOTE and not moved)
    if change.address.type == ACCOUNT_GOAL and change.id:
        return all(item.name == BIDDABLE and item.after is False for item in change.attributes)
    return False


def _opens(change: Change) -> bool:
    """True where a goal of the account opens."""
    return change.address.type == ACCOUNT_GOAL and any(item.after is True for item in change.attributes)


def _lists(change: Change) -> bool:
    """True where a custom goal is to list other actions."""
    return change.address.type == CUSTOM_GOAL and change.action is Action.UPDATE

"""Dangers of a plan: what it must not do unless somebody says by name that it may."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from microconv.core.action_state import ActionState
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, effective
from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.inputs import ACCOUNT_GOALS
from microconv.core.client import Client, Unlisted
from microconv.core.kinds import ACTION, BIDDING, CAMPAIGN_CONFIG, CUSTOMER, provider_of
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change, Danger
from microconv.core.planning.danger_texts import DEMOTED, REMOVED, empty_config, manager_account, many, nothing_left
from microconv.core.planning.diff import Difference
from microconv.core.planning.finals import Finals, is_result_action
from microconv.core.resource import Address, Reading, of_type
from microconv.core.text import Text

FEW = 4
"""From this many on, more than half of them is too many."""


def dangers(
    client: Client,
    readings: Sequence[Reading],
    changes: Sequence[Change],
    actions: Difference,
    seen: Forecast,
) -> tuple[Danger, ...]:
    """Every danger, in a fixed order. `actions` are the plan's part for conversion actions."""
    finals = Finals(client, {item.id: conversion for conversion, item in actions.matched.items()})
    return (
        *_manager_account(readings, changes),
        *_empty_config(client, changes),
        *_many(readings, changes, actions, seen),
        *_nothing_left(finals.has, finals.stands_in, changes, seen),
    )


def dangers_of_undoing(changes: Sequence[Change], seen: Forecast) -> tuple[Danger, ...]:
    """The dangers of taking back a run: bidding left with nothing. No config tells what is final: the category does."""
    return tuple(_nothing_left(is_result_action, is_result_action, changes, seen))


def _manager_account(readings: Sequence[Reading], changes: Sequence[Change]) -> Iterator[Danger]:
    count = sum(change.address.type in BIDDING | {CUSTOMER} for change in changes)
    for reading in readings:
        if reading.provider == provider_of(ACTION) and reading.facts.customer.manager and count:
            yield manager_account(reading.account, count)


def _empty_config(client: Client, changes: Sequence[Change]) -> Iterator[Danger]:
    if client.conversions or client.unlisted is Unlisted.KEEP:
        return
    taken = [change.address for change in changes if change.action in {Action.DEMOTE, Action.REMOVE}]
    if taken:
        yield empty_config(taken)


def _many(
    readings: Sequence[Reading], changes: Sequence[Change], actions: Difference, seen: Forecast
) -> Iterator[Danger]:
    """Too many of what is primary now would be demoted, or of what is live removed."""
    ours = {item.id for item in (*actions.matched.values(), *actions.set_aside)}
    live = [item for reading in readings for item in of_type(reading.resources, ACTION) if item.id in ours]
    states = {item.id: ActionState(item.state) for item in live}
    primary = {identifier for identifier, state in states.items() if state.primary and state.enabled}
    gone = {change.id for change in changes if change.address.type == ACTION and change.action is Action.REMOVE}
    down = {change.id for change in changes if change.address.type == ACTION and change.action is Action.DEMOTE}
    rest = bool(seen.after.used() or not seen.before.used())  # one demoted step beside what stays is daily work
    for taken, among, what, verb in (
        ((down | gone) & primary, primary, *DEMOTED),
        (gone, set(states), *REMOVED),
    ):
        every = len(taken) == len(among) and not (len(among) == 1 and (rest or taken == gone))
        if taken and (every or (len(among) >= FEW and len(taken) * 2 > len(among))):
            names = tuple(sorted(states[identifier].name for identifier in taken))
            yield many(names, len(among), what, verb)
            return


def _nothing_left(
    final: Callable[[BiddingAction], bool],
    stands_in: Callable[[BiddingAction], bool],
    changes: Sequence[Change],
    seen: Forecast,
) -> Iterator[Danger]:
    """The account's goals, or a campaign, would be left without a final conversion, or without anything.

    `stands_in` is true for what may be the final conversion that is left.
    """
    if not any(change.address.type in BIDDING for change in changes):
        return
    after = {campaign.id: campaign for campaign in seen.after.campaigns or ()}
    places: list[tuple[Text, Campaign | None, Campaign | None]] = [(ACCOUNT_GOALS, None, None)]
    for campaign in seen.before.campaigns or ():
        name = object_name(Address(CAMPAIGN_CONFIG, campaign.name))
        places.append((name, campaign, after.get(campaign.id)))
    for place, old, new in places:
        used, using = _used(seen.before, old), _used(seen.after, new)
        kept = {action.id for action in using}
        lost = [action for action in used if final(action) and action.id not in kept]
        if lost and not any(map(stands_in, using)):
            kind = Text("final conversion", "最終コンバージョン")
        elif used and not using:
            lost, kind = used, Text("conversion", "コンバージョン")
        else:
            continue
        names = tuple(sorted(action.name for action in lost))
        yield nothing_left(place, kind, names)


def _used(inputs: BiddingInputs, place: Campaign | None) -> list[BiddingAction]:
    return [action for action in inputs.actions if effective(action, inputs.goals, place).used]

"""One list of steps with two readers: the plan's text explains it, the reconciler carries it out.

GA4 comes first, because nothing may become primary in Google Ads before what it depends on exists: the settings of
enhanced measurement, then event rules, key events, and the link to Google Ads. What GA4 loses, it loses last.

Google Ads follows. Where a plan changes no goals, everything goes out in one call, what stops being used before what
starts being used. Where it does, there are up to four calls, and at no moment does bidding use what neither the old nor
the new state wants:

1. close: actions are demoted or removed, goals of the account closed. Bidding uses less than before, never more.
2. make: actions are created, enabled or changed, none of them primary that was not before.
3. goals: custom goals and campaigns change, all at once or not at all, and goals that appeared with new actions close.
   A campaign's goals come before its settings: Google refuses the settings of a campaign that would have no goal.
4. open: goals of the account are opened, actions promoted. All that is still missing is what the config wants.

Each of them needs the one before: after a call of which anything failed, the next ones are not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from microconv.core.action_state import PRIMARY
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    EVENT_RULE,
    GOALS,
    KEY_EVENT,
    LINK,
    MEASUREMENT,
)
from microconv.core.plan import Action, Change
from microconv.core.schema import ResourceType

_ORDER = {Action.DEMOTE: 0, Action.REMOVE: 1, Action.UPDATE: 2, Action.CREATE: 3}
_CLOSE, _MAKE, _SET_GOALS, _OPEN = 10, 11, 12, 13
_GA4_LAST = 20
_GA4 = {MEASUREMENT: 0, EVENT_RULE: 1, KEY_EVENT: 2, LINK: 3}
_WITHIN = {ACCOUNT_GOAL: 0, CUSTOM_GOAL: 1, CAMPAIGN_GOAL: 2, CAMPAIGN_CONFIG: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """Changes of one provider that go out in one API call, in this order.

    `whole`: all of them happen, or none. `dependent`: it is not tried unless every earlier step of its provider was
    carried out without a failure. `names` are the (type, name, id) of what the whole plan changes, under the names that
    it gives: other changes refer to them so before a later step renames them.
    """

    provider: str
    changes: tuple[Change, ...]
    whole: bool = False
    dependent: bool = False
    names: tuple[tuple[str, str, str], ...] = ()


def steps(types: Iterable[ResourceType], changes: Sequence[Change], *, apart: bool = False) -> tuple[Step, ...]:
    """The calls that carry out `changes`, in order. `apart`: shared objects are in an account of their own."""
    by_name = {kind.name: kind for kind in types}
    phased = any(change.address.type in GOALS for change in changes)

    def phase(change: Change) -> int:
        return _phase(change, phased=phased)

    def account(change: Change) -> bool:
        return apart and not by_name[change.address.type].shared

    ordered = sorted(changes, key=lambda change: (phase(change), account(change), *_rank(change)))
    found: list[Step] = []
    batch: list[Change] = []
    for change in ordered:
        if batch:
            first = batch[0]
            separate = first.address.provider != "google_ads" and first.address.type != change.address.type
            full = len(batch) >= by_name[first.address.type].batch
            if full or separate or (phase(first), account(first)) != (phase(change), account(change)):
                found.append(_step(batch, phased=phased))
                batch = []
        batch.append(change)
    if batch:
        found.append(_step(batch, phased=phased))
    given = tuple(
        (change.address.type, change.address.name, change.id)
        for change in changes
        if change.id and change.address.type in {ACTION, CUSTOM_GOAL} and change.action is not Action.REMOVE
    )
    return tuple(replace(step, names=given) for step in found)


def calls(found: Sequence[Step]) -> int:
    """How many API calls the steps take."""
    return len(found)


def _step(batch: Sequence[Change], *, phased: bool) -> Step:
    place = _phase(batch[0], phased=phased)
    return Step(
        batch[0].address.provider,
        tuple(batch),
        whole=place == _SET_GOALS,
        dependent=phased and _CLOSE < place < _GA4_LAST,
    )


def _phase(change: Change, *, phased: bool) -> int:
    if change.address.provider == "ga4":
        return _GA4_LAST if change.action is Action.REMOVE else _GA4.get(change.address.type, 0)
    if not phased:
        return _MAKE
    if change.late:
        return _OPEN
    if change.address.type == ACTION:
        if change.action in {Action.DEMOTE, Action.REMOVE}:
            return _CLOSE
        promoted = any(item.name == PRIMARY and item.after is True for item in change.attributes)
        return _OPEN if promoted and change.action is Action.UPDATE else _MAKE
    if change.address.type == ACCOUNT_GOAL:
        if any(item.name == BIDDABLE and item.after is True for item in change.attributes):
            return _OPEN
        return _CLOSE if change.id else _SET_GOALS
    return _SET_GOALS


def _rank(change: Change) -> tuple[int, int, str, str]:
    last = change.address.type == CUSTOM_GOAL and change.action is Action.REMOVE  # nothing may use it any more
    return (
        len(_WITHIN) if last else _WITHIN.get(change.address.type, 0),
        _ORDER[change.action],
        change.address.name,
        change.id,
    )

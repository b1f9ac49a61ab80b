"""Bidding now, and when a plan is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.core.action_state import NEW
from microconv.core.bidding.effective import BiddingInputs
from microconv.core.bidding.goals import Names, acting
from microconv.core.bidding.inputs import PLANNED, bidding_inputs
from microconv.core.kinds import ACTION, BIDDING
from microconv.core.plan import Action, Bidding, Change, Shift
from microconv.core.resource import Live, frozen


class Forecast(NamedTuple):
    """Bidding before and after. `after` speaks of actions that the plan makes by `PLANNED` and their name."""

    before: BiddingInputs
    after: BiddingInputs

    @property
    def made_pairs(self) -> frozenset[str]:
        """The goals of actions that the plan makes: they are there before it moves other actions."""
        return frozenset(action.pair for action in self.after.actions if action.id.startswith(PLANNED))

    def effect(self, identifier: str) -> Bidding:
        """The effect of the whole plan on bidding's use of one action."""
        used, using = (_uses(bids, identifier) for bids in (self.before, self.after))
        if used == using:
            return Bidding.NO_EFFECT
        return Bidding.STARTS if using else Bidding.STOPS

    def shifts(self) -> tuple[Shift, ...]:
        """The actions that bidding starts and stops using, by action and effect."""
        used, using = self.before.used(), self.after.used()
        names = {item.id: item.name for item in (*self.before.actions, *self.after.actions)}
        campaigns = {item.id: item.name for item in (self.after.campaigns or ())} or {"": ""}
        by_action: dict[tuple[str, str, Bidding], list[str]] = {}
        for pairs, effect in ((used - using, Bidding.STOPS), (using - used, Bidding.STARTS)):
            for campaign, action in pairs:
                if campaign in campaigns:
                    by_action.setdefault((names[action], action, effect), []).append(campaigns[campaign])
        return tuple(
            Shift(
                name,
                effect,
                tuple(sorted(filter(None, places))),
                everywhere=len(places) == len(campaigns),
                id=identifier,
            )
            for (name, identifier, effect), places in sorted(by_action.items())
        )


Foresee = Callable[[Sequence[Change]], Forecast]
"""Bidding before and after some of a plan's changes."""


def _uses(bids: BiddingInputs, identifier: str) -> bool:
    return any(bids.uses(action) for action in bids.actions if action.id == identifier)


def forecast(live: Sequence[Live], future: Sequence[Live], changes: Iterable[Change], names: Names) -> Forecast:
    """Bidding in the `live` state, and after `changes` in `future`: what is live or foreseen, in the plan's words."""
    before = bidding_inputs(live)
    known = dict(zip(map(id, acting(live)), before.actions, strict=True))
    return Forecast(before, bidding_inputs(_carried_out(future, changes), names.ids(), known))


def _carried_out(live: Sequence[Live], changes: Iterable[Change]) -> list[Live]:
    """The state after `changes`, as far as bidding goes."""
    objects = list(live)
    places = {(item.address.type, item.id): number for number, item in enumerate(objects) if item.id}
    new = {(item.address.type, item.address.name): number for number, item in enumerate(objects) if not item.id}
    gone: set[int] = set()
    for change in changes:
        if change.address.type not in BIDDING:
            continue
        state = {item.name: item.after for item in change.attributes}
        if change.action is Action.CREATE:
            new[change.address.type, change.address.name] = len(objects)
            made = {**NEW, **state} if change.address.type == ACTION else state
            objects.append(Live(change.address, PLANNED + change.address.name, change.address.name, frozen(made)))
            continue
        key = change.address.type, change.id or change.address.name
        place = (places if change.id else new)[key]
        if change.action is Action.REMOVE:
            gone.add(place)
            continue
        objects[place] = replace(objects[place], state=frozen({**objects[place].state, **state}))
    return [item for number, item in enumerate(objects) if number not in gone]

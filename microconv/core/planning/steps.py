"""One list of steps with two readers: the plan's text explains it, the reconciler carries it out.

First comes what bidding's own changes depend on, because nothing may become primary in Google Ads before that exists:
of GA4 the settings of enhanced measurement, then event rules, key events, and the link to Google Ads. Types say by
their `phase` that they come first or follow, and among types of one phase the order of the types counts. What such a
type loses, it loses last. What happens in a container of Tag Manager happens in one step, whatever it is, and goes live
in the last step of all.

Bidding's changes are in Google Ads. At no moment may bidding use what neither the old nor the new state wants (law 9),
or have lost what it had before something replaces it, wherever a run ends (law 10).

Where a plan changes no goals, its changes go out in one call. What leaves a place for something else goes out in a
second one, after what replaces it; where it comes into another place by that too, all such changes go out in one call
that happens whole or not at all.

Where it changes goals, there are two calls, and rarely a third:

1. make: actions are created, enabled or changed, none of them primary that was not before.
2. switch: actions are demoted, removed, promoted and moved, goals close and open, all at once or not at all. Inside,
   the order is that of Google's rules: the account's goals close before campaigns leave them and open afterwards, and
   each campaign's goals come before its settings, as Google refuses those of a campaign that would have no goal.
3. release: goals that appear when an action is moved that bidding no longer uses.

Where conversions belong to a manager account, its objects and the client's campaigns cannot go out in one call:

1. close: actions are demoted or removed, goals of the account closed, which the coming goals would use.
2. make: as above.
3. goals: custom goals change and goals that appeared with new actions close, then campaigns.
4. open: goals of the account are opened, actions promoted and moved.
5. release: campaigns that would lose something before, then what is demoted, removed and closed and something replaces.

Each of them needs the one before: after a call of which anything failed, the next ones are not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from microconv.core.kinds import ACCOUNT_GOAL, BIDDING, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, GOALS
from microconv.core.phase import Phase
from microconv.core.plan import Action, Change
from microconv.core.planning.in_parts import order_in_parts, together, units
from microconv.core.planning.names_given import names_of
from microconv.core.planning.refused import campaign_of
from microconv.core.planning.turns import cleaned, phase_of, removed_last, turn_of
from microconv.core.schema import ResourceType

_ORDER = {Action.DEMOTE: 0, Action.REMOVE: 1, Action.UPDATE: 2, Action.CREATE: 3}
_WITHIN = {ACCOUNT_GOAL: 0, CUSTOM_GOAL: 1, CAMPAIGN_GOAL: 2, CAMPAIGN_CONFIG: 2}
_AT_ONCE = frozenset({Phase.SWITCH, Phase.GOALS, Phase.OPEN})
"""The phases that happen whole or not at all."""

_DEPENDENT = _AT_ONCE | {Phase.MAKE, Phase.RELEASE, Phase.PUBLISH}
"""The phases that need the one before; making does where something was closed before."""


class Step(NamedTuple):
    """Changes of one provider that go out in one API call.

    provider: the API.
    changes: what goes out, in this order.
    whole: all of them happen, or none.
    dependent: it is not tried unless every earlier step of its provider was carried out without a failure.
    names: the (type, name, id) of what the whole plan changes, under the names that it gives: other changes refer to
        them so before a later step renames them.
    phase: the phase of the run that it belongs to.
    labels: what stands in changes for the label of an action, and the label: known once an earlier step has made it.
    """

    provider: str
    changes: tuple[Change, ...]
    whole: bool = False
    dependent: bool = False
    names: tuple[tuple[str, str, str], ...] = ()
    phase: Phase = Phase.MAKE
    labels: tuple[tuple[str, str], ...] = ()


def steps(types: Iterable[ResourceType], changes: Sequence[Change], *, apart: bool = False) -> tuple[Step, ...]:
    """The calls that carry out `changes`, in order. `apart`: shared objects are in an account of their own."""
    kinds = list(types)
    by_name = {kind.name: kind for kind in kinds}
    positions = {kind.name: position for position, kind in enumerate(kinds)}
    phased = any(change.address.type in GOALS for change in changes)
    apart = apart and any(change.address.type in {CAMPAIGN_CONFIG, CAMPAIGN_GOAL} for change in changes)

    def slot(change: Change) -> tuple[Phase, int]:
        if change.address.type in BIDDING:
            return turn_of(change, phased=phased, apart=apart)
        return cleaned(change, by_name[change.address.type].phase), 0

    switched = [change for change in changes if slot(change)[0] is Phase.SWITCH]
    in_parts = phased and bool(switched) and len(switched) > by_name[switched[0].address.type].batch
    part = order_in_parts(switched)

    def place(change: Change) -> tuple[object, ...]:
        phase, turn = slot(change)
        by_type = positions[change.address.type] if phase in {Phase.PREPARE, Phase.FOLLOW} else 0
        within = phase_of(change, phased=phased).position if change.address.type in BIDDING else 0
        order = part(change) if in_parts and phase is Phase.SWITCH else (within, "")
        return (phase.position, by_type, turn, removed_last(change), order, *_rank(change))

    batches: list[list[Change]] = []
    for unit in units(sorted(changes, key=place)):
        batch = batches[-1] if batches else []
        full = not batch or len(batch) + len(unit) > by_name[batch[0].address.type].batch
        if full or not together(batch[0], unit[0]) or slot(batch[0]) != slot(unit[0]):
            batches.append([])
        batches[-1] += unit
    names = names_of(changes)
    return tuple(_step(batch, slot(batch[0])[0], names, closing=phased and apart) for batch in batches)


def _step(batch: Sequence[Change], phase: Phase, names: tuple[tuple[str, str, str], ...], *, closing: bool) -> Step:
    goals = any(change.address.type in GOALS for change in batch)
    return Step(
        batch[0].address.provider,
        tuple(batch),
        whole=phase in _AT_ONCE or (phase is Phase.RELEASE and goals),
        dependent=phase in _DEPENDENT and (closing or phase is not Phase.MAKE),
        names=names,
        phase=phase,
    )


def _rank(change: Change) -> tuple[int, str, bool, int, str, str]:
    """The place of a change among those of its turn: campaigns one by one, the goals of each before its settings."""
    kind, name = change.address.type, change.address.name
    return _WITHIN.get(kind, 0), campaign_of(change), kind == CAMPAIGN_CONFIG, _ORDER[change.action], name, change.id

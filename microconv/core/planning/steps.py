"""One list of steps with two readers: the plan's text explains it, the reconciler carries it out.

First comes what bidding's own changes depend on, because nothing may become primary in Google Ads before that exists:
of GA4 the settings of enhanced measurement, then event rules, key events, and the link to Google Ads. Types say by
their `phase` that they come first or follow, and among types of one phase the order of the types counts. What such a
type loses, it loses last.

Bidding's changes are in Google Ads. Where a plan changes no goals, they go out in one call, and what takes something
from bidding in a second one where something replaces it. Where it does change goals, there are up to five calls, and at
no moment does bidding use what neither the old nor the new state wants:

1. close: actions are demoted or removed, goals of the account closed, as far as that takes nothing from bidding.
2. make: actions are created, enabled or changed, none of them primary that was not before.
3. goals: custom goals and campaigns change, all at once or not at all, and goals that appeared with new actions close.
   A campaign's goals come before its settings: Google refuses the settings of a campaign that would have no goal.
4. open: goals of the account are opened, actions promoted. All that is still missing is what the config wants.
5. release: actions that bidding has used are demoted or removed, goals that it has used closed. What replaces them is
   in use by then, so that a run that ends early, or a refusal, leaves bidding what it had.

Each of them needs the one before: after a call of which anything failed, the next ones are not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from microconv.core.action_state import PRIMARY
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, BIDDING, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, GOALS
from microconv.core.phase import Phase
from microconv.core.plan import Action, Change
from microconv.core.schema import ResourceType

_ORDER = {Action.DEMOTE: 0, Action.REMOVE: 1, Action.UPDATE: 2, Action.CREATE: 3}
_WITHIN = {ACCOUNT_GOAL: 0, CUSTOM_GOAL: 1, CAMPAIGN_GOAL: 2, CAMPAIGN_CONFIG: 3}
_DEPENDENT = frozenset({Phase.MAKE, Phase.GOALS, Phase.OPEN})
"""The phases that need the one before, where goals change."""


@dataclass(frozen=True, slots=True)
class Step:
    """Changes of one provider that go out in one API call.

    provider: the API.
    changes: what goes out, in this order.
    whole: all of them happen, or none.
    dependent: it is not tried unless every earlier step of its provider was carried out without a failure.
    names: the (type, name, id) of what the whole plan changes, under the names that it gives: other changes refer to
        them so before a later step renames them.
    phase: the phase of the run that it belongs to.
    """

    provider: str
    changes: tuple[Change, ...]
    whole: bool = False
    dependent: bool = False
    names: tuple[tuple[str, str, str], ...] = ()
    phase: Phase = Phase.MAKE


def steps(types: Iterable[ResourceType], changes: Sequence[Change], *, apart: bool = False) -> tuple[Step, ...]:
    """The calls that carry out `changes`, in order. `apart`: shared objects are in an account of their own."""
    kinds = list(types)
    by_name = {kind.name: kind for kind in kinds}
    positions = {kind.name: position for position, kind in enumerate(kinds)}
    phased = any(change.address.type in GOALS for change in changes)

    def slot(change: Change) -> tuple[Phase, int]:
        """The phase of a change, and its turn where shared objects are apart: they come first, then the client's own.

        A custom goal is removed last: the campaigns that use it are the client's own.
        """
        kind = by_name[change.address.type]
        turn = 2 if _removed_last(change) else int(not kind.shared)
        return _phase(change, kind, phased=phased), turn if apart else 0

    def place(change: Change) -> tuple[object, ...]:
        phase, turn = slot(change)
        by_type = positions[change.address.type] if phase in {Phase.PREPARE, Phase.FOLLOW} else 0
        return (phase.position, by_type, turn, *_rank(change))

    batches: list[list[Change]] = []
    for change in sorted(changes, key=place):
        batch = batches[-1] if batches else []
        full = not batch or len(batch) >= by_name[batch[0].address.type].batch
        if full or not _together(batch[0], change) or slot(batch[0]) != slot(change):
            batches.append([])
        batches[-1].append(change)
    names = tuple(
        (change.address.type, change.address.name, change.id)
        for change in changes
        if change.id and change.address.type in {ACTION, CUSTOM_GOAL} and change.action is not Action.REMOVE
    )
    return tuple(_step(batch, slot(batch[0])[0], names, phased=phased) for batch in batches)


def calls(planned: Sequence[Step]) -> int:
    """The number of API calls that the steps take."""
    return len(planned)


def _together(first: Change, second: Change) -> bool:
    """True where one call can carry both: changes of one type, or of the types that bidding rests on."""
    return {first.address.type, second.address.type} <= BIDDING or first.address.type == second.address.type


def _step(batch: Sequence[Change], phase: Phase, names: tuple[tuple[str, str, str], ...], *, phased: bool) -> Step:
    return Step(
        batch[0].address.provider,
        tuple(batch),
        whole=phase is Phase.GOALS,
        dependent=phase is Phase.RELEASE or (phased and phase in _DEPENDENT),
        names=names,
        phase=phase,
    )


def _phase(change: Change, kind: ResourceType, *, phased: bool) -> Phase:
    if kind.name not in BIDDING:
        return Phase.CLEAN if change.action is Action.REMOVE else kind.phase
    if change.last:
        return Phase.RELEASE
    if not phased:
        return Phase.MAKE
    if change.late:
        return Phase.OPEN
    if kind.name == ACTION:
        if change.action in {Action.DEMOTE, Action.REMOVE}:
            return Phase.CLOSE
        promoted = any(item.name == PRIMARY and item.after is True for item in change.attributes)
        return Phase.OPEN if promoted and change.action is Action.UPDATE else Phase.MAKE
    if kind.name == ACCOUNT_GOAL:
        if any(item.name == BIDDABLE and item.after is True for item in change.attributes):
            return Phase.OPEN
        return Phase.CLOSE if change.id else Phase.GOALS
    return Phase.GOALS


def _rank(change: Change) -> tuple[int, int, str, str]:
    return (
        len(_WITHIN) if _removed_last(change) else _WITHIN.get(change.address.type, 0),
        _ORDER[change.action],
        change.address.name,
        change.id,
    )


def _removed_last(change: Change) -> bool:
    """True for the removal of a custom goal: nothing may use it any more."""
    return change.address.type == CUSTOM_GOAL and change.action is Action.REMOVE

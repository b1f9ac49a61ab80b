"""The inverse of what a run did, as a new plan: checked against what is live, and without overwriting anybody."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from microconv.core.bidding.forecast import Forecast, Foresee, forecast
from microconv.core.bidding.goals import names_after, renamed
from microconv.core.kinds import GOALS, LIVE_VERSION, TRIGGER
from microconv.core.plan import Change, Danger, Managed, Plan
from microconv.core.planning import account_checks as accounts
from microconv.core.planning.container_publication import publishing_dangers
from microconv.core.planning.cost import calls
from microconv.core.planning.dangers import dangers_of_undoing
from microconv.core.planning.dangers_between_requests import between_steps, lost_between_requests, used_between_requests
from microconv.core.planning.effects import Effect, effects
from microconv.core.planning.finals import is_result_action
from microconv.core.planning.given_back import give_back, without_needless
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.published_again import publish_again
from microconv.core.planning.references import referring
from microconv.core.planning.refused import Refused
from microconv.core.planning.release import in_turn, moved_late
from microconv.core.planning.steps import steps
from microconv.core.planning.taken_back import TakenBack
from microconv.core.planning.taken_back_checks import never_live
from microconv.core.resource import Live, Reading, any_emulated
from microconv.core.schema import ResourceType


def undo(
    run: str,
    done: Sequence[Change],
    readings: Sequence[Reading],
    types: Sequence[ResourceType],
    client: str,
    *,
    remove: bool,
    taken_back: Sequence[Change] = (),
    refused: Refused = MappingProxyType({}),
) -> Plan:
    """The plan that takes back the changes `done` by the run called `run`, the latest last.

    A field that is not as the run left it stays as it is, and so does what an API has `refused` to take back; both are
    named. With `remove` what the run made is removed; without, it is kept, and actions become secondary. `taken_back`
    is what that run had itself taken back: goals of campaigns of which it says only that they followed the account.
    """
    live, owner = [item for reading in readings for item in reading.resources], accounts.owner_of(readings)
    live_index, fresh = LiveIndex(live), never_live(readings)
    work = TakenBack(run, live_index, types, remove=remove, refused=refused, fresh=fresh)
    _take_back(work, done, live_index, taken_back)
    changes, seen, foresee = _in_order(work, types, live, live_index, apart=bool(owner))
    planned = steps(types, changes, apart=bool(owner))
    between = between_steps(planned, seen, foresee, is_result_action, apart=bool(owner))
    return Plan(
        client=client,
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        changes=tuple(changes),
        conflicts=tuple(work.conflicts),
        warnings=(*work.notes, *used_between_requests(between, seen)),
        managed=tuple(Managed(kind.name, 0) for kind in types),
        apply_calls=calls(planned),
        reads=sum(reading.calls for reading in readings),
        emulated=any_emulated(readings),
        owner=owner,
        shared_with=accounts.shared_with(readings),
        shifts=seen.shifts(),
        dangers=(*_dangers(changes, seen), *lost_between_requests(between, seen)),
        currency=next((code for one in readings if (code := one.facts.customer.currency_code)), ""),
    )


def _dangers(changes: Sequence[Change], seen: Forecast) -> tuple[Danger, ...]:
    return (*dangers_of_undoing(changes, seen), *publishing_dangers(changes))


def _take_back(work: TakenBack, done: Sequence[Change], live_index: LiveIndex, taken_back: Sequence[Change]) -> None:
    """Take back what a run did to each object."""
    for effect in sorted(effects(done), key=_after_its_users):
        published = live_index.of(effect.change) if effect.change.address.type == LIVE_VERSION else None
        if published is not None:
            publish_again(work, effect, published)
        else:
            work.take_back(effect)
    give_back(work, live_index, done, taken_back)


def _after_its_users(effect: Effect) -> bool:
    """True for what is looked at last: a trigger can go where the tags that fire on it do."""
    return effect.change.address.type == TRIGGER


def _in_order(
    work: TakenBack, types: Sequence[ResourceType], live: Sequence[Live], live_index: LiveIndex, *, apart: bool
) -> tuple[list[Change], Forecast, Foresee]:
    """The changes in the order of a plan, without those that would refer to nothing or that another one implies.

    With them, what all and what some of them do to bidding. `apart`: shared objects are in an account of their own.
    """
    new_names = renamed(work.changes)
    changes = referring(without_needless(work.changes), new_names, live_index, work.note)
    order = [kind.name for kind in types]
    changes.sort(key=lambda change: (order.index(change.address.type), *change.sort_key))
    if any(change.address.type in GOALS for change in changes):
        changes = [moved_late(change) for change in changes]
    names = names_after(live, new_names)
    future = [names.presented(item) for item in live]

    def foresee(some: Sequence[Change]) -> Forecast:
        return forecast(live, future, some, names)

    seen = foresee(changes)
    return in_turn(types, changes, seen, foresee, is_result_action, apart=apart), seen, foresee

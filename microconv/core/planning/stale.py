"""Checks that a plan that was made before still fits what is live: nothing that it touches may have moved."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from microconv.core.client import Client
from microconv.core.errors import Refusal
from microconv.core.ga4_import import name_identity
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.live_index import LiveIndex
from microconv.core.resource import Address, Live, Standing
from microconv.core.value import draw, same


@dataclass(frozen=True, slots=True)
class Moved:
    """A move since a plan was made: an object, a field of it (empty: the whole object), its value then, and now."""

    address: Address
    field: str
    was: str
    now: str

    def __str__(self) -> str:
        field = f" {self.field}" if self.field else ""
        return f"{self.address}{field}: was {self.was}, is {self.now}"


def moved(pinned: Plan, now: Plan, live: Sequence[Live]) -> tuple[Moved, ...]:
    """All that has moved since `pinned` was made. `now` is the plan of the same config for what is `live` now."""
    planned = {_key(change) for change in now.changes}
    live_index = LiveIndex(live)
    moves: list[Moved] = []
    for change in pinned.changes:
        if _key(change) not in planned:
            moves += _of(change, now, live_index) or [
                Moved(change.address, "", "to be changed", "no longer planned so")
            ]
    return tuple(moves)


def stale(
    plan: Plan, client: Client, now: datetime.datetime, longest: datetime.timedelta | None
) -> tuple[Refusal, ...]:
    """Why a plan that was made before must not be applied any more, whatever is live: its age, or another config."""
    reasons = []
    hint = "make a new one with `microconv plan PATH --out FILE`"
    if plan.config_digest != client.digest:
        reasons.append(Refusal("stale", "the config was changed after the plan was made", hint))
    if longest is not None:
        try:
            age = now - datetime.datetime.fromisoformat(plan.made)
        except (ValueError, TypeError):
            reasons.append(Refusal("stale", f"the plan does not say when it was made ({plan.made!r})", hint))
        else:
            if age < datetime.timedelta():
                here = now.isoformat(timespec="seconds")
                summary = f"the plan was made at {plan.made}, which is still to come: it is {here} here"
                reasons.append(Refusal("stale", summary, f"check the clock of this machine; {hint}"))
            if age > longest:
                summary = f"the plan was made at {plan.made}, {_hours(age)} ago; it may be {_hours(longest)} old"
                reasons.append(Refusal("stale", summary, f"{hint}, or allow more with `--max-age HOURS`"))
    return tuple(reasons)


def wrong_accounts(plan: Plan, label: str, accounts: tuple[tuple[str, str], ...]) -> tuple[Refusal, ...]:
    """Why a plan was not made for the client with this label and these (provider, account) pairs."""
    if plan.client == label and plan.accounts == accounts:
        return ()
    made_for = ", ".join(f"{provider} {account}" for provider, account in plan.accounts)
    return (
        Refusal(
            "other-account",
            f"the plan was made for {plan.client} ({made_for}), not for {label}",
            "make a new plan for this client",
        ),
    )


def wrong_world(emulated: bool, now: Plan) -> tuple[Refusal, ...]:
    """Why what was made for an emulator must not reach real accounts, nor the other way round."""
    if emulated is now.emulated:
        return ()
    was, here = ("the emulator", "real accounts") if emulated else ("real accounts", "the emulator's")
    return (Refusal("other-account", f"it was made for {was}; these are {here}", "check the environment variables"),)


def _hours(time: datetime.timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours:.1f} hours"


def _key(change: Change) -> tuple[object, ...]:
    """The content that would be sent."""
    return change.action, change.address, change.id, change.attributes


def _of(change: Change, now: Plan, live_index: LiveIndex) -> list[Moved]:
    if change.action is Action.CREATE or not change.id:
        return _of_new(change, now, live_index)
    live = live_index.by_id.get(change.id)
    if live is None or live.standing is Standing.REMOVED:
        return [Moved(change.address, "", "there", "gone" if live is None else "removed")]
    planned = [item for other in now.changes if other.id == change.id for item in other.attributes]
    before = {item.name: item.before for item in planned}
    moves = []
    called_by_config = change.address.name == change.conversion and live.identity != name_identity(live.address.name)
    renamed = live.address.name != change.address.name and not called_by_config
    if renamed and all(item.name != "name" for item in change.attributes):
        moves.append(Moved(change.address, "name", draw(change.address.name), draw(live.address.name)))
    for item in change.attributes:
        value = before.get(item.name, live.state.get(item.name))
        if not same(value, item.before):
            moves.append(Moved(change.address, item.name, draw(item.before), draw(value)))
        elif item not in planned:
            moves.append(Moved(change.address, item.name, f"to become {draw(item.after)}", "planned otherwise"))
    return moves


def _of_new(change: Change, now: Plan, live_index: LiveIndex) -> list[Moved]:
    """Moves of an object that should be made, and is there now or is planned otherwise."""
    if live_index.of(change) is not None:
        return [Moved(change.address, "", "not there", "there")]
    others = [item for item in now.changes if (item.address, item.action) == (change.address, change.action)]
    if not others:
        return []
    wanted = {item.name: item.after for item in change.attributes}
    wants = {item.name: item.after for item in others[0].attributes}
    return [
        Moved(change.address, name, f"to become {draw(wanted.get(name))}", f"to become {draw(wants.get(name))}")
        for name in sorted(wanted.keys() | wants.keys())
        if not same(wanted.get(name), wants.get(name))
    ]

"""Moves of a plan that count towards the limit of a run of many: what bidding loses, and values that change."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import NamedTuple

from microconv.core.action_state import CURRENCY
from microconv.core.annotation import WORTH
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACTION, KEY_EVENT, TAGS
from microconv.core.plan import Action, Bidding, Change, Plan
from microconv.core.resource import Address
from microconv.core.value import Money, Scalar


class Harm(enum.StrEnum):
    """The thing that a client would lose or have changed."""

    PRIMARY = "primary"
    VALUE = "value"


class Move(NamedTuple):
    """Something of one client that counts towards the limit of a run.

    harm: what it does.
    address: the object.
    conversion: the conversion of the config that it belongs to, empty for none.
    key: the dotted key of the config that decides it: of the conversion, or of the client where there is none.
    """

    harm: Harm
    address: Address
    conversion: str = ""
    key: str = ""


def moves(plan: Plan) -> tuple[Move, ...]:
    """Every primary that a plan takes from bidding, demotes or removes, and every value that it changes."""
    direct = [move for change in plan.changes for move in _of(change)]
    named = {move.address.name for move in direct if move.harm is Harm.PRIMARY}
    stopped = {shift.action for shift in plan.shifts if shift.bidding is Bidding.STOPS}
    if not any(move.key == "goals" for move in direct):  # that of goals stands for all that they turn off
        direct += [Move(Harm.PRIMARY, Address(ACTION, name), key="goals") for name in sorted(stopped - named)]
    return tuple(direct)


def _of(change: Change) -> Iterator[Move]:
    kind, names = change.address.type, {item.name for item in change.attributes}
    if change.action in {Action.DEMOTE, Action.REMOVE}:
        if kind in TAGS | {ACTION, KEY_EVENT}:
            key = "role" if change.conversion else "unlisted"
            yield Move(Harm.PRIMARY, change.address, change.conversion, key)
    elif change.bidding is Bidding.STOPS and kind == ACTION:
        yield Move(Harm.PRIMARY, change.address, change.conversion, "category")
    elif any(item.name == BIDDABLE and item.before is True and item.after is False for item in change.attributes):
        yield Move(Harm.PRIMARY, change.address, key="goals")
    if change.action in {Action.UPDATE, Action.DEMOTE} and kind in {ACTION, KEY_EVENT} and names & WORTH:
        yield Move(Harm.VALUE, change.address, change.conversion, "currency" if _currency_alone(change) else "value")


def _currency_alone(change: Change) -> bool:
    """True where a value stays as many units, of another currency: the config's currency decides that."""
    worth = [item for item in change.attributes if item.name in WORTH]
    return all(item.name == CURRENCY or _same_amount(item.before, item.after) for item in worth)


def _same_amount(before: Scalar, after: Scalar) -> bool:
    return isinstance(before, Money) and isinstance(after, Money) and before.amount == after.amount

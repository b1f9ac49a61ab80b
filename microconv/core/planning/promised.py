"""The effect on bidding, and the accounts, that a plan promised when it was made, against those of now."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.errors import Refusal
from microconv.core.plan import Bidding, Plan, Shift

_HINT = "look at a new plan: somebody, or Google, changed goals, campaigns or actions meanwhile"


def broken_promises(pinned: Plan, now: Iterable[Shift]) -> tuple[Refusal, ...]:
    """Why `pinned` would do something else to bidding than it said: `now` is what its changes would do now."""
    was, here = _by_action(pinned.shifts), _by_action(now)
    return tuple(
        Refusal(
            "stale",
            f'the effect on bidding of "{name}": was "{_words(was.get((identifier, name)))}", '
            f'is "{_words(here.get((identifier, name)))}"',
            _HINT,
        )
        for identifier, name in sorted(was.keys() | here.keys(), key=lambda key: (key[1], key[0]))
        if was.get((identifier, name)) != here.get((identifier, name))
    )


def overtaken(pinned: Plan, now: Plan) -> tuple[Refusal, ...]:
    """Why the changes of `pinned` would reach other accounts than those it names, or must not be made any more.

    The owner of conversions can change while every change stays the same: what is new has no id that tells.
    """
    hint = "look at a new plan: somebody, or Google, changed this meanwhile"
    reasons = [
        Refusal("conflict", f"{item.address}: {item.summary}", item.hint, item.where)
        for item in now.conflicts
        if not item.refused  # of what the plan has of it, something is planned no more
    ]
    accounts_of = (
        ("the manager account that is changed", (pinned.owner,), (now.owner,)),
        ("the accounts that share its conversions", pinned.shared_with, now.shared_with),
    )
    for what, was, here in accounts_of:
        if was != here:
            texts = [", ".join(item for item in accounts if item) or "none" for accounts in (was, here)]
            reasons.append(Refusal("stale", f"{what}: was {texts[0]}, is {texts[1]}", hint))
    return tuple(reasons)


def _by_action(shifts: Iterable[Shift]) -> dict[tuple[str, str], set[tuple[Bidding, tuple[str, ...]]]]:
    """The effects of a plan by action, with the campaigns that are named because it is not all of them."""
    effects: dict[tuple[str, str], set[tuple[Bidding, tuple[str, ...]]]] = {}
    for shift in shifts:
        places = () if shift.everywhere else shift.campaigns
        effects.setdefault((shift.id, shift.action), set()).add((shift.bidding, places))
    return effects


def _words(effects: set[tuple[Bidding, tuple[str, ...]]] | None) -> str:
    """The effects on one action in words."""
    if not effects:
        return "none"
    texts = []
    for bidding, campaigns in sorted(effects):
        where = f" in {', '.join(campaigns)}" if campaigns else ""
        texts.append(f"{bidding.value.removesuffix(' this')} it{where}")
    return "; ".join(texts)

"""The effect on bidding that a plan promised when it was made, against what the same plan would do now."""

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

"""Bidding between two requests of a run: what it is without, and what it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from microconv.core.bidding.effective import BiddingAction
from microconv.core.bidding.forecast import Forecast, Foresee
from microconv.core.kinds import BIDDING
from microconv.core.plan import Change

IsFinal = Callable[[BiddingAction], bool]
"""Tells final conversions from others."""

Uses = frozenset[tuple[str, str]]
"""(campaign id, action id) pairs; the campaign id is empty for the account's goals."""


class BetweenRequests(NamedTuple):
    """All that happens to bidding between the requests of a run.

    lost: the uses that it is without for a moment, and must not be (law 10): a final conversion that is used before and
        after, and whatever a place uses that had something, or a final conversion, and will have.
    unwanted: the uses that neither the state before nor the one after has (law 9).
    interrupted: the uses that are there before and after, and not in between.
    """

    lost: Uses
    unwanted: Uses
    interrupted: Uses


def between_requests(
    requests: Iterable[Sequence[Change]], seen: Forecast, foresee: Foresee, final: IsFinal
) -> BetweenRequests:
    """The effect of requests before the last. `seen` is what all of them do, `foresee` what some of them do."""
    before, after = seen.before.used(), seen.after.used()
    finals = {item.id for item in (*seen.before.actions, *seen.after.actions) if final(item)}
    lost: set[tuple[str, str]] = set()
    unwanted: set[tuple[str, str]] = set()
    interrupted: set[tuple[str, str]] = set()
    done: list[Change] = []
    for request in requests:
        ours = [change for change in request if change.address.type in BIDDING]
        if not ours:
            continue
        done += ours
        now = foresee(done).after.used()
        unwanted |= now - before - after
        interrupted |= (before & after) - now
        lost |= {use for use in (before & after) - now if use[1] in finals}
        for some in (finals, {action for _, action in before | after | now}):
            had, has, keeps = (_places(uses, some) for uses in (before, now, after))
            lost |= {use for use in before if use[0] in (had & keeps) - has and use[1] in some}
    return BetweenRequests(frozenset(lost), frozenset(unwanted), frozenset(interrupted))


def _places(uses: Iterable[tuple[str, str]], actions: Iterable[str]) -> set[str]:
    among = set(actions)
    return {place for place, action in uses if action in among}

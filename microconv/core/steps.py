"""One list of steps with two readers: the plan's text explains it, the reconciler carries it out.

Order, and why: GA4 key events are made and changed first, because nothing may become primary in Google Ads before what
it depends on exists. Google Ads follows, in one call: what stops being used comes before what starts being used.
GA4 key events are deleted last, when nothing uses them any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from microconv.core.plan import Action, Change
from microconv.core.schema import ResourceType

_ORDER = {Action.DEMOTE: 0, Action.REMOVE: 1, Action.UPDATE: 2, Action.CREATE: 3}


@dataclass(frozen=True, slots=True)
class Step:
    """Changes of one provider that go out in one API call, in this order."""

    provider: str
    changes: tuple[Change, ...]


def steps(types: Iterable[ResourceType], changes: Sequence[Change]) -> tuple[Step, ...]:
    """The calls that carry out `changes`, in order."""
    by_name = {kind.name: kind for kind in types}
    ordered = sorted(changes, key=lambda change: (_phase(change), change.address.provider, *_rank(change)))
    found: list[Step] = []
    batch: list[Change] = []
    for change in ordered:
        kind = by_name[change.address.type]
        full = len(batch) >= kind.batch
        other = bool(batch) and (batch[0].address.type != change.address.type or _phase(batch[0]) != _phase(change))
        if batch and (full or other):
            found.append(Step(batch[0].address.provider, tuple(batch)))
            batch = []
        batch.append(change)
    if batch:
        found.append(Step(batch[0].address.provider, tuple(batch)))
    return tuple(found)


def calls(found: Sequence[Step]) -> int:
    """How many API calls the steps take."""
    return len(found)


def _phase(change: Change) -> int:
    if change.address.provider == "ga4":
        return 2 if change.action is Action.REMOVE else 0
    return 1


def _rank(change: Change) -> tuple[int, str, str]:
    return (_ORDER[change.action], change.address.name, change.id)

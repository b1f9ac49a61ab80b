"""The difference between two readings of the same accounts: what was made, changed and removed in between.

What is known to have been done in between is carried out on the first reading; what the second one has otherwise was
done by somebody else. So a value that a run set and somebody set back differs, though both readings have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.expected_setup import Deed, ExpectedObjects
from microconv.core.plan import Change
from microconv.core.resource import Live, Reading, Standing
from microconv.core.schema import ResourceType


def setup_difference(
    types: Iterable[ResourceType], before: Sequence[Reading], after: Sequence[Reading], done: Iterable[Deed] = ()
) -> tuple[Change, ...]:
    """Every object that is not as `done`, the earliest first, would have left it, in the order of plans.

    Attributes that only the server sets are not looked at. Of types and accounts that only one of both has nothing is
    said.
    """
    earlier = {(reading.provider, reading.account): reading for reading in before}
    deeds: dict[str, list[Deed]] = {}
    for deed in done:
        deeds.setdefault(deed.change.address.type, []).append(deed)
    kinds = {kind.name: kind for kind in types}
    changes: list[Change] = []
    for reading in after:
        old = earlier.get((reading.provider, reading.account))
        if old is not None:
            for name, kind in kinds.items():
                if kind.provider == reading.provider and old.has(name) and reading.has(name):
                    expected = ExpectedObjects(kind, _there(old, name))
                    for deed in deeds.get(name, ()):
                        expected.carry_out(deed)
                    changes += expected.differing(_there(reading, name))
    return tuple(sorted(changes, key=lambda change: change.sort_key))


def _there(reading: Reading, kind: str) -> dict[str, Live]:
    """The objects of a type that are there, by id."""
    return {
        item.id: item
        for item in reading.resources
        if item.address.type == kind and item.standing is not Standing.REMOVED
    }

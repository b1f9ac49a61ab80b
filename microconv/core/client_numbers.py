"""The numbers in which runs of many clients are kept and compared: no names of conversions, no values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from microconv.core.plan import Action, Bidding, Plan


class ClientNumbers(NamedTuple):
    """The numbers that one run of one command has counted for one client.

    create: the changes that create something.
    update: those that update it.
    demote: those that demote it.
    remove: those that remove it.
    stops: the actions that bidding stops using.
    starts: the actions that bidding starts using.
    conflicts: what cannot be done in place.
    refusals: the reasons why a sync would refuse the plan, beside conflicts.
    waiting: what only Google can make.
    errors: the findings of an audit that are errors, and count.
    warnings: those that are warnings.
    notes: those that are notes.
    calls: the API calls that it took.
    moves: the primaries that are lost and values that change, which count towards the limit of a run of many.
    """

    create: int = 0
    update: int = 0
    demote: int = 0
    remove: int = 0
    stops: int = 0
    starts: int = 0
    conflicts: int = 0
    refusals: int = 0
    waiting: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    calls: int = 0
    moves: int = 0

    @property
    def changes(self) -> int:
        """The changes of all kinds."""
        return self.create + self.update + self.demote + self.remove

    @property
    def findings(self) -> int:
        """The findings of all weights."""
        return self.errors + self.warnings + self.notes

    @property
    def total(self) -> int:
        """The changes and findings, by which two runs are compared."""
        return self.changes + self.findings

    def counted(self) -> dict[str, int]:
        """The numbers by name, without zeros."""
        return {name: number for name, number in self._asdict().items() if number}


def numbers_of(counted: object) -> ClientNumbers | None:
    """The numbers that `counted` gave; what a later version counts beside them is left out. None for anything else."""
    if not isinstance(counted, Mapping):
        return None
    known = {str(name): number for name, number in counted.items() if name in ClientNumbers._fields}
    if not all(type(number) is int and number >= 0 for number in known.values()):
        return None
    return ClientNumbers(**known)


def plan_numbers(plan: Plan, refusals: int = 0, calls: int | None = None) -> ClientNumbers:
    """The numbers of a plan; `refusals` are those beside conflicts, `calls` those of its reading unless given."""
    by_kind = {str(action): count for action, count in plan.counts.items()}
    return ClientNumbers(
        **{str(action): by_kind[action] for action in Action},
        stops=len({shift.action for shift in plan.shifts if shift.bidding is Bidding.STOPS}),
        starts=len({shift.action for shift in plan.shifts if shift.bidding is Bidding.STARTS}),
        conflicts=len(plan.conflicts),
        refusals=refusals,
        waiting=len(plan.waiting),
        calls=plan.reads if calls is None else calls,
    )

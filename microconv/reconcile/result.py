"""What became of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from microconv.core.plan import Action, Change, Plan
from microconv.core.ports import Outcome, Status


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of every change of `plan`.

    `after` is the plan made from a new reading (None where the reading failed, for the reason in `unverified`);
    `skipped` are changes that were not tried because the run was interrupted. `calls` counts all API calls of the run.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...] = ()
    after: Plan | None = None
    unverified: str = ""
    skipped: tuple[Change, ...] = ()
    interrupted: bool = False
    calls: int = 0

    @property
    def applied(self) -> tuple[Outcome, ...]:
        """Changes that happened."""
        return self._with(Status.APPLIED)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Changes that did not happen."""
        return self._with(Status.FAILED)

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """Changes of which it is not known whether they happened."""
        return self._with(Status.UNKNOWN)

    @property
    def request_ids(self) -> tuple[str, ...]:
        """Google's ids of the requests that wrote, each once."""
        return tuple(dict.fromkeys(outcome.request_id for outcome in self.outcomes if outcome.request_id))

    @property
    def in_sync(self) -> bool:
        """Whether a new reading showed that nothing is left to do."""
        return self.after is not None and self.after.empty

    def _with(self, status: Status) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)


def settled(outcomes: tuple[Outcome, ...], after: Plan) -> tuple[Outcome, ...]:
    """Unclear outcomes decided by a new reading: what is no longer planned has happened, what still is has not."""
    planned = {(change.action, change.address) for change in after.changes}
    attributes = {(change.address, item.name) for change in after.changes for item in change.attributes}

    def happened(change: Change) -> bool:
        if change.action in {Action.CREATE, Action.REMOVE}:
            return (change.action, change.address) not in planned
        return not any((change.address, item.name) in attributes for item in change.attributes)

    return tuple(
        replace(item, status=Status.APPLIED if happened(item.change) else Status.FAILED)
        if item.status is Status.UNKNOWN
        else item
        for item in outcomes
    )

"""What became of a run."""

from __future__ import annotations

from dataclasses import dataclass, replace

from microconv.core.plan import Change, Plan
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
    left = {(change.address, item.name) for change in after.changes for item in change.attributes}
    whole = {change.address for change in after.changes if not change.attributes}
    found = []
    for outcome in outcomes:
        if outcome.status is Status.UNKNOWN:
            change = outcome.change
            open_still = change.address in whole or any(
                (change.address, item.name) in left for item in change.attributes
            )
            status = Status.FAILED if open_still else Status.APPLIED
            found.append(replace(outcome, status=status))
        else:
            found.append(outcome)
    return tuple(found)

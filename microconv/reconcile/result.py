"""The result of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microconv.core.errors import AlreadyThereError, UnansweredError, UnusableError
from microconv.core.import_arrival import GOOGLES_IMPORT
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.happened import TakenBackCount
from microconv.core.planning.happened import happened as as_wanted
from microconv.core.planning.left_over import CODE
from microconv.core.planning.live_index import LiveIndex
from microconv.core.ports import Outcome, Status
from microconv.core.publication import PUBLICATION
from microconv.core.resource import Live
from microconv.core.text import Text
from microconv.core.value import same


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of every change of a plan.

    plan: the plan.
    outcomes: an outcome for each change that was tried.
    after: the plan made from a new reading; None where the reading failed.
    unverified: why the reading failed.
    skipped: changes that were not tried: because the run was interrupted, or because they must not happen without what
        failed before them.
    interrupted: the run was interrupted.
    calls: all API calls of the run.
    stopped: why the run ended itself early: its journal could not be written any more.
    run: the id under which the journal keeps it.
    unrecorded: why the journal lacks the run's end: all was done by then.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...] = ()
    after: Plan | None = None
    unverified: str = ""
    skipped: tuple[Change, ...] = ()
    interrupted: bool = False
    calls: int = 0
    stopped: str = ""
    run: str = ""
    unrecorded: str = ""

    @property
    def applied(self) -> tuple[Outcome, ...]:
        """The changes that happened."""
        return self._with(Status.APPLIED)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The changes that did not happen."""
        return self._with(Status.FAILED)

    @property
    def unknown(self) -> tuple[Outcome, ...]:
        """The changes of which it is not known whether they happened."""
        return self._with(Status.UNKNOWN)

    @property
    def request_ids(self) -> tuple[str, ...]:
        """Google's ids of the requests that wrote, each once."""
        return tuple(dict.fromkeys(outcome.request_id for outcome in self.outcomes if outcome.request_id))

    @property
    def in_sync(self) -> bool:
        """True where a new reading showed that nothing is left to do. Waiting for Google is nothing to do."""
        return self.after is not None and self.after.empty

    @property
    def unpublished(self) -> bool:
        """True where something is in a workspace as the config says, and not live."""
        return self.after is not None and any(item.what == PUBLICATION for item in self.after.waiting)

    @property
    def rest(self) -> Text | None:
        """The words for what keeps live from being what the config says though nothing is left to do; None for none.

        `2 imports wait for Google`, and actions of the account that have no effect as a manager account owns them.
        """
        return rest(self.after) if self.after is not None and self.after.empty else None

    def _with(self, status: Status) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status is status)


def rest(plan: Plan) -> Text | None:
    """The words for what a plan without changes leaves: what waits for Google, and what has no effect."""
    imports = {item.address for item in plan.waiting if item.what == GOOGLES_IMPORT}
    unpublished = {item.address for item in plan.waiting if item.what == PUBLICATION}
    others = {item.address for item in plan.waiting} - imports - unpublished
    without = {item.where for item in plan.warnings if item.code == CODE}
    texts = [
        Text(
            f"{count} {noun}{'' if count == 1 else 's'} {one if count == 1 else many}",
            japanese.format(count),
        )
        for count, noun, one, many, japanese in (
            (len(unpublished), "change", "not published", "not published", "{} 件の変更が未公開"),
            (len(imports), "import", "waits for Google", "wait for Google", "{} 件のインポートが Google 待ち"),
            (len(others), "other change", "waits", "wait", "ほか {} 件の変更が待機中"),
            (len(without), "conversion", "has no effect", "have no effect", "{} 件のコンバージョンは効果なし"),
        )
        if count
    ]
    if not texts:
        return None
    return Text(", ".join(item.en for item in texts), "、".join(item.ja for item in texts))


def ending(result: Result, left: TakenBackCount | None = None) -> str:
    """The end of a run, in a word or two: for its journal. `left` is what a rollback has left of the run before it."""
    if result.interrupted:
        return "interrupted"
    if result.in_sync and not result.failed and not result.unknown:
        if left is not None:
            return "partly taken back" if left.left else "taken back"
        return f"applied; {result.rest.en}" if result.rest else "in sync"
    return "not verified" if result.after is None else "not in sync"


def settled(outcomes: tuple[Outcome, ...], after: Plan, live: Sequence[Live] = ()) -> tuple[Outcome, ...]:
    """Unclear outcomes decided by a new reading: what is as it was wanted has happened, what is as before has not.

    Of what is neither, or where `live` is not known, what is no longer planned has happened, what still is has not.
    What could not be made because it is there already has happened too, if it is as the plan wants it. So has what an
    API refused and what is nevertheless `live` as it was wanted. What got no answer and may be made twice stays unknown
    while it is not there. The error stays with the outcome.
    """
    live_index = LiveIndex(live)
    planned = {(change.action, change.address) for change in after.changes}
    left = {(change.address, item.name): item.before for change in after.changes for item in change.attributes}
    stuck = {item.address for item in after.conflicts}

    def happened(change: Change) -> bool:
        seen = as_wanted(change, live_index) if live_index else None
        if seen is not None:
            return seen  # whatever is planned by now: something may be refused since, and two objects have one name
        if change.action is Action.CREATE and change.address in stuck:
            return False
        if change.action in {Action.CREATE, Action.REMOVE}:
            return (change.action, change.address) not in planned
        return fits(change)

    def fits(change: Change) -> bool:
        # What is planned from the very value that this change gave comes after it: a promotion after its create.
        wanted = {(change.address, item.name): item.after for item in change.attributes}
        return all(key not in left or same(left[key], value) for key, value in wanted.items())

    def decided(item: Outcome) -> Outcome:
        if isinstance(item.error, UnansweredError) and not happened(item.change):
            return item
        if isinstance(item.error, UnusableError):
            return item
        if isinstance(item.error, AlreadyThereError):
            return replace(
                item, status=Status.APPLIED if happened(item.change) and fits(item.change) else Status.FAILED
            )
        if item.status is Status.UNKNOWN:
            return replace(item, status=Status.APPLIED if happened(item.change) else Status.FAILED)
        if item.status is Status.FAILED and live_index and as_wanted(item.change, live_index):
            return replace(item, status=Status.APPLIED)
        return item

    return tuple(map(decided, outcomes))

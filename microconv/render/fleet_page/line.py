"""A client as the overview of many has it, in a table and on a page."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from microconv.core.client_numbers import ClientNumbers
from microconv.core.earlier_end import EarlierEnd
from microconv.core.text import NO_TEXT, Text


class State(enum.StrEnum):
    """The state in which a run left a client, the worst first."""

    FAILED = "failed"
    UNREACHED = "unreached"
    REFUSED = "refused"
    PARTLY = "partly"
    INTERRUPTED = "interrupted"
    FINDINGS = "findings"
    CHANGES = "changes"
    DONE = "done"


STATES: Mapping[State, Text] = {
    State.FAILED: Text("failed", "失敗"),
    State.UNREACHED: Text("not reached", "未処理"),
    State.REFUSED: Text("refused", "中止"),
    State.PARTLY: Text("partly", "一部"),
    State.INTERRUPTED: Text("interrupted", "中断"),
    State.FINDINGS: Text("findings", "指摘あり"),
    State.CHANGES: Text("changes", "変更あり"),
    State.DONE: Text("done", "完了"),
}
_ORDER = {state: place for place, state in enumerate(State)}


class Topic(enum.StrEnum):
    """The subject of a remark on a client, in the order of the page."""

    CONFIG = "config"
    WHY = "why"
    STOPS = "stops"
    STARTS = "starts"
    CONFLICT = "conflict"
    REFUSAL = "refusal"
    DEMOTE = "demote"
    REMOVE = "remove"
    UPDATE = "update"
    CREATE = "create"
    WAITING = "waiting"
    FINDING = "finding"
    PROVISIONAL = "provisional"


class Remark(NamedTuple):
    """A remark on a client, such as the names of what bidding stops using. `text` is not yet safe."""

    topic: Topic
    text: Text


class FleetLine(NamedTuple):
    """One client of a run of many.

    label: its label.
    state: what became of it.
    numbers: what was counted; None where it did not come so far.
    seconds: the time that it took; None where that is not known.
    remarks: what is to be said of it.
    accounts: (provider, account) pairs.
    emulated: true where the emulator answered.
    before: its ends in earlier runs of the command, the last one first.
    mark: the same for two runs that would change exactly the same; empty for not known.
    others: its last end in runs of other commands, by their names.
    cells: further cells, under the page's further heads.
    page: the path of its own page, relative to the overview; empty for none.
    place: the id of its part of that page; empty for the whole.
    missing: the share that is missing to a target or to the month before; 0 for none.
    kept: true where it was done before the run was resumed, and comes from the record.
    """

    label: str
    state: State
    numbers: ClientNumbers | None = None
    seconds: float | None = None
    remarks: tuple[Remark, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    emulated: bool = False
    before: Sequence[EarlierEnd] = ()
    mark: str = ""
    others: tuple[tuple[str, EarlierEnd], ...] = ()
    cells: tuple[Text, ...] = ()
    page: str = ""
    place: str = ""
    missing: float = 0.0
    kept: bool = False

    def said(self, topic: Topic) -> tuple[Text, ...]:
        """The remarks on one topic."""
        return tuple(remark.text for remark in self.remarks if remark.topic is topic)

    @property
    def why(self) -> Text:
        """The reason why it failed or was not reached; empty for none."""
        return next(iter(self.said(Topic.WHY)), NO_TEXT)


def worst_first(lines: Iterable[FleetLine]) -> list[FleetLine]:
    """Lines by state; of one state first what takes from bidding, then errors, then numbers, then what misses most.

    Between equals the order stays.
    """
    return sorted(lines, key=_weight)


def _weight(line: FleetLine) -> tuple[float, ...]:
    numbers = line.numbers or ClientNumbers()
    return (_ORDER[line.state], -numbers.stops, -numbers.errors, -numbers.total, -line.missing)


class Answered(NamedTuple):
    """The part of an answer for one client that an overview keeps, as its line has it.

    numbers: what was counted.
    remarks: what is to be said of it.
    accounts: (provider, account) pairs.
    emulated: true where the emulator answered.
    mark: the same for two runs that would change exactly the same; empty for not known.
    cells: further cells, under the page's further heads.
    page: the path of its own page; empty for none.
    place: the id of its part of that page; empty for the whole.
    missing: the share that is missing to a target or to the month before; 0 for none.
    pending: true where the changes that were counted are still to be made.
    """

    numbers: ClientNumbers
    remarks: tuple[Remark, ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    emulated: bool = False
    mark: str = ""
    cells: tuple[Text, ...] = ()
    page: str = ""
    place: str = ""
    missing: float = 0.0
    pending: bool = False

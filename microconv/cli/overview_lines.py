"""The lines of an overview, from the ends of its clients and those of earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from microconv.cli import exit_codes
from microconv.core.earlier_end import EarlierEnd
from microconv.core.text import Text
from microconv.render.fleet_page.line import Answered, FleetLine, Remark, State, Topic

if TYPE_CHECKING:
    from microconv.fleet.past import Past

_STATES = {
    exit_codes.ERROR: State.FAILED,
    exit_codes.REFUSED: State.REFUSED,
    exit_codes.PARTLY: State.PARTLY,
    exit_codes.INTERRUPTED: State.INTERRUPTED,
    exit_codes.FINDINGS: State.FINDINGS,
    exit_codes.CHANGES: State.CHANGES,
    exit_codes.DONE: State.DONE,
}
OTHERS = {"plan": ("audit", "report"), "audit": ("plan", "report"), "report": ("plan", "audit"), "sync": ("audit",)}
"""The commands whose last run a page tells too, by the command of the page."""


class Ended(NamedTuple):
    """The end of a client in the run.

    label: the client's.
    answered: the answer, as far as it is kept; None where there is none.
    code: the exit code; None where it was not begun.
    seconds: the time that it took; None for not known.
    why: the reason why it failed or was not begun; None for none.
    """

    label: str
    answered: Answered | None
    code: int | None
    seconds: float | None
    why: Text | None


def line_of(ended: Ended, command: str, past: Past, others: Sequence[str]) -> FleetLine:
    """The line of a client of a run of `command`, with its earlier ends and the last ones of `others`."""
    answered, label = ended.answered, ended.label
    remarks = (Remark(Topic.WHY, ended.why),) if ended.why is not None else ()
    line = FleetLine(
        label,
        _state(ended),
        seconds=ended.seconds,
        remarks=remarks,
        before=past.get(command, {}).get(label, ()),
        others=_last(label, past, others),
    )
    if answered is None:
        return line
    return line._replace(
        numbers=answered.numbers,
        seconds=ended.seconds if answered.numbers.calls else None,  # what no account was asked for takes no time
        remarks=(*remarks, *answered.remarks),
        accounts=answered.accounts,
        emulated=answered.emulated,
        mark=answered.mark,
        cells=answered.cells,
        page=answered.page,
        place=answered.place,
        missing=answered.missing,
    )


def broken_line(label: str, why: Text, command: str, past: Past, others: Sequence[str]) -> FleetLine:
    """The line of a client whose config was left out, with its first error."""
    return FleetLine(
        label,
        State.FAILED,
        remarks=(Remark(Topic.CONFIG, why),),
        before=past.get(command, {}).get(label, ()),
        others=_last(label, past, others),
    )


def kept_line(label: str, end: EarlierEnd, command: str, past: Past, others: Sequence[str]) -> FleetLine:
    """The line of a client that was done before the run was resumed, from its record."""
    pending = bool(end.numbers and end.numbers.changes) and command == "plan"
    return FleetLine(
        label,
        State.CHANGES if pending else State.DONE,
        end.numbers,
        before=past.get(command, {}).get(label, ()),
        mark=end.mark,
        others=_last(label, past, others),
        kept=True,
    )


def _state(ended: Ended) -> State:
    if ended.code is None:
        return State.UNREACHED
    state, answered = _STATES[ended.code], ended.answered
    if state is State.DONE and answered is not None:
        if answered.pending and answered.numbers.changes:
            return State.CHANGES
        if answered.numbers.errors:
            return State.FINDINGS
    return state


def _last(label: str, past: Past, commands: Sequence[str]) -> tuple[tuple[str, EarlierEnd], ...]:
    """The last end of a client in runs of each of these commands."""
    return tuple((command, past[command][label][0]) for command in commands if past.get(command, {}).get(label))

"""A client as the page that lists many agendas has it."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.text import NO_TEXT, Text
from microconv.sitting.model import ReviewAnswer


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """A client and what is to be decided about it.

    client: its label.
    path: of its agenda, relative to the list; empty for none.
    proposals: how many there are.
    findings: what its audit found.
    silent: conversions that count nothing.
    emulated: its numbers come from the emulator.
    failed: why there is no agenda; empty where there is one.
    """

    client: str
    path: str = ""
    proposals: int = 0
    findings: int = 0
    silent: int = 0
    emulated: bool = False
    failed: Text = NO_TEXT


def agenda_line(answer: ReviewAnswer, path: str) -> AgendaLine:
    """The client's line. `path` is that of its agenda, relative to the list."""
    return AgendaLine(
        answer.ground.client,
        path,
        len(answer.proposals),
        len(answer.audit.counting),
        len(answer.silent),
        answer.ground.emulated,
    )

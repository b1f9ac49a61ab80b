"""A client of an overview as JSON."""

from __future__ import annotations

from typing import Any

from microconv.core.earlier_end import EarlierEnd
from microconv.render.fleet_page.course_words import course_of
from microconv.render.fleet_page.line import FleetLine


def line_document(line: FleetLine) -> dict[str, Any]:
    """The state of a client, its numbers, the time that it took, and its end in the run before; null for not known."""
    return {
        "client": line.label,
        "state": line.state.value,
        "numbers": line.numbers._asdict() if line.numbers is not None else None,
        "seconds": round(line.seconds, 3) if line.seconds is not None else None,
        "course": course_of(line)[0].value,
        "before": _before(line.before[0]) if line.before else None,
    }


def _before(end: EarlierEnd) -> dict[str, Any]:
    return {
        "outcome": end.outcome,
        "numbers": end.numbers._asdict() if end.numbers is not None else None,
        "at": end.at.isoformat(timespec="seconds") if end.at is not None else None,
    }

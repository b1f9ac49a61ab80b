"""Runs of the past, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from microconv.core.documents.change_json import change_to_dict
from microconv.core.plan import Action
from microconv.core.ports import Status
from microconv.core.value import draw
from microconv.reconcile.past import Done, Run
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style

HISTORY_FORMAT = 1
_SIGNS = {Status.APPLIED: ("✓", "green"), Status.FAILED: ("✗", "red"), Status.UNKNOWN: ("?", "yellow")}
_WORDS = {Status.APPLIED: "done", Status.FAILED: "not done", Status.UNKNOWN: "UNKNOWN whether it happened"}


def history_text(runs: Sequence[Run], style: Style = PLAIN) -> str:
    """A line for each run, with a final newline."""
    if not runs:
        return "No runs yet.\n"
    rows = [(safe(run.id), safe(run.kind), safe(run.client), _summary(run)) for run in runs]
    columns = [max(width(row[column]) for row in rows) for column in range(3)]
    lines = []
    for row in rows:
        head = "  ".join(padded(text, columns[number]) for number, text in enumerate(row[:3]))
        lines.append(f"{style.paint(head, bold=True)}  {row[3]}")
    return "\n".join(lines) + "\n"


def _summary(run: Run) -> str:
    counted = {status: sum(item.status is status for item in run.last) for status in Status}
    parts = [f"{counted[Status.APPLIED]} of {run.planned} done"]
    if counted[Status.FAILED]:
        parts.append(f"{counted[Status.FAILED]} failed")
    if run.open:
        parts.append(f"{len(run.open)} unknown")
    if run.planned > len(run.last):
        parts.append(f"{run.planned - len(run.last)} not tried")
    end = run.end or "cut off"
    emulated = " (emulated)" if run.head.emulated else ""
    return f"{safe(end)}{emulated}: {', '.join(parts)}"


def run_text(run: Run, style: Style = PLAIN) -> str:
    """One run with all its changes, before and after."""
    head = run.head
    emulated = "  (emulated)" if head.emulated else ""
    accounts = " · ".join(" ".join(pair) for pair in head.pairs)
    lines = [
        f"{style.paint(safe(run.client), bold=True)}  {safe(accounts)}{emulated}",
        f"  {safe(run.kind)} {safe(run.id)}, {safe(run.started)}, by {safe(head.who)}",
        f"  plan {safe(head.plan)[:8]}, config {safe(head.config_digest)[:8]}, {safe(head.tool)}",
    ]
    if head.undoes:
        lines.append(f"  takes back {safe(head.undoes)}")
    for item in run.done:
        lines += _done(item, style)
    if run.planned > len(run.last):
        lines.append(f"  · {run.planned - len(run.last)} of {run.planned} changes not tried")
    lines.append(f"  ended: {safe(run.end)}, {safe(run.ended_at)}" if run.end else "  cut off: it has no end")
    if run.torn:
        lines.append("  its last line was not written whole")
    if run.open:
        lines.append(f"  → to find out what became of the rest: `microconv history settle {safe(run.id)}`")
    return "\n".join(lines) + "\n"


def _done(item: Done, style: Style) -> list[str]:
    status = item.status or Status.UNKNOWN
    sign, colour = _SIGNS[status]
    outcome = _WORDS[status] + (", as reading showed" if item.settled else "")
    change = item.change
    lines = [f"  {style.paint(sign, colour, bold=True)} {change.action.value} {safe(str(change.address))}  {outcome}"]
    for attribute in change.attributes if change.action is not Action.REMOVE else ():
        before = "" if change.action is Action.CREATE else f"{safe(draw(attribute.before))} → "
        lines.append(f"      {safe(attribute.name)}  {before}{safe(draw(attribute.after))}")
    if item.error:
        lines.append(f"      {safe(item.error)}")
    if item.request_id:
        lines.append(f"      request id {safe(item.request_id)}")
    return lines


def history_json(runs: Iterable[Run]) -> dict[str, Any]:
    """Runs as JSON."""
    return {"format": HISTORY_FORMAT, "runs": [run_json(run) for run in runs]}


def run_json(run: Run) -> dict[str, Any]:
    """One run as JSON."""
    return {
        **run.head.to_dict(),
        "started": run.started,
        "ended": run.ended_at,
        "end": run.end,
        "torn": run.torn,
        "changes": [
            {
                **change_to_dict(item.change),
                "step": item.step,
                "status": (item.status or Status.UNKNOWN).value,
                "settled": item.settled,
                "request_id": item.request_id,
                "error": item.error,
            }
            for item in run.done
        ],
    }

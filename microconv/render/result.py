"""The result of a run, as text."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.diagnostics import Severity
from microconv.core.errors import MicroconvError
from microconv.core.plan import Action, Plan
from microconv.core.planning.happened import TakenBackCount
from microconv.core.planning.taken_back import NOT_UNDONE
from microconv.core.ports import Outcome
from microconv.reconcile.result import Result
from microconv.render.diagnostics import diagnostics
from microconv.render.plan import plan_text
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style

_DONE = {Action.CREATE: "created", Action.UPDATE: "updated", Action.DEMOTE: "demoted", Action.REMOVE: "removed"}


def result_text(result: Result, style: Style = PLAIN, left: TakenBackCount | None = None) -> str:
    """Every outcome, then whether the accounts are in sync, and what to be warned of all the same; a final newline.

    `left`: the run took back another one, and this is what of that one is left.
    """
    lines = []
    for outcome in result.applied:
        change = outcome.change
        lines.append(f"  {style.paint('✓', 'green')} {safe(str(change.address))}  {_DONE[change.action]}")
        if change not in result.plan.changes:
            lines.append(f"      {safe(change.reasons[0])}")
        if outcome.error is not None:
            lines.append(f"      reading again showed it; the API had answered: {safe(str(outcome.error))}")
    for outcome in result.failed:
        lines += _not_done(outcome, "FAILED", style)
    for outcome in result.unknown:
        lines += _not_done(outcome, "UNKNOWN whether it happened", style)
    for change in result.skipped:
        lines.append(f"  · {safe(str(change.address))}  not tried")
    if result.stopped:
        lines.append(f"  {style.paint('!', 'red', bold=True)} the run stopped itself: {safe(result.stopped)}")
    elif result.unrecorded:
        lines.append(
            f"  {style.paint('!', 'red', bold=True)} the journal lacks the end of this run: {safe(result.unrecorded)}"
        )
        lines.append(
            "      → make room on that disk; what was done stays done, and `microconv history` calls the run cut off"
        )
    lines.append(conclusion(result, style, left))
    if result.unknown and result.run:
        lines.append(f"    → to find out: `microconv history settle {safe(result.run)}`, or run again")
    text = "\n".join(lines) + "\n"
    if result.after is None or (not result.outcomes and result.after.empty):
        return text  # where nothing was to be done, the plan has just said it all
    if not result.after.empty:
        return text + plan_text(result.after, style)
    return text + diagnostics((one for one in result.after.warnings if one.severity is Severity.WARNING), style)


def taken_back_text(run: str, left: TakenBackCount, plan: Plan, *, rollback: bool) -> str:
    """The last words of a rollback: how much of what a run changed is as before, what stays and why, what a sync does.

    `plan` is the rollback's. `rollback`: the run was a rollback itself, so that the config's changes are made again by
    taking it back.
    """
    lines = [f"Taken back: {left.count} of {left.of} objects that {safe(run)} changed."]
    if left.left:
        lines[0] = lines[0].rstrip(".") + "; what stays, and why:"
        told = [item.summary for item in plan.warnings if item.code == NOT_UNDONE]
        silent = [f"{item} is not as it was before" for item in left.left]
        silent = [text for text, item in zip(silent, left.left, strict=True) if not _tells(told, str(item))]
        lines += [f"    · {safe(text)}" for text in (*told, *silent)]
    if (left.count or plan.changes) and not rollback:
        lines.append("    → the config still wants those changes, so the next sync makes them again")
    return "\n".join(lines) + "\n"


def _tells(texts: Sequence[str], name: str) -> bool:
    """True if one of the texts is about the object with this name."""
    return any(text.startswith(f"{name} ") for text in texts)


def conclusion(result: Result, style: Style = PLAIN, left: TakenBackCount | None = None) -> str:
    """The last line: in sync or not, how many changes, what it cost. `left` is what a rollback has left.

    A rollback says nothing of being in sync: the config wants something else than what it brought back.
    """
    name = safe(result.plan.client)
    emulated = " (emulated)" if result.plan.emulated else ""
    cost = f"{result.calls} API calls in all"
    if result.request_ids:
        cost += f"; request {', '.join(safe(item) for item in result.request_ids)}"
    if result.run:
        cost += f"; journal {safe(result.run)}"
    head = style.paint("In sync", "green", bold=True)
    if left is not None:
        words, color = ("Partly taken back", "yellow") if left.left else ("Taken back", "green")
        head = style.paint(words, color, bold=True)
    elif result.rest:
        head = style.paint(f"Applied; {result.rest}", "cyan", bold=True)
    if not result.outcomes and result.in_sync:
        return f"{head}{emulated}: {name}: nothing to do, nothing written. {cost}."
    done = f"{len(result.applied)} of {len(result.outcomes) + len(result.skipped)} changes applied"
    if result.in_sync:
        return f"{head}{emulated}: {name}: {done}. {cost}."
    if result.after is None:
        return (
            f"{style.paint('Not verified', 'yellow', bold=True)}{emulated}: {name}: {done}; "
            f"{_unverified(result)}. {cost}."
        )
    return f"{style.paint('Not in sync', 'red', bold=True)}{emulated}: {name}: {done}. {cost}. What is left:"


def _unverified(result: Result) -> str:
    if result.interrupted:
        return "interrupted; run again, the state is read first"
    return f"reading again failed: {safe(result.unverified).rstrip('.')}"


def _not_done(outcome: Outcome, word: str, style: Style) -> list[str]:
    lines = [f"  {style.paint('✗', 'red', bold=True)} {safe(str(outcome.change.address))}  {word}"]
    if outcome.error is not None:
        lines.append(f"      {safe(str(outcome.error))}")
        if outcome.request_id:
            lines.append(f"      request id {safe(outcome.request_id)}")
        hint = outcome.error.hint if isinstance(outcome.error, MicroconvError) else ""
        if hint:
            lines.append(f"      → {safe(hint)}")
    return lines

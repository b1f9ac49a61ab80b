"""A plan as text and as Markdown."""

from __future__ import annotations

from collections import Counter

from microconv.core.action_state import PRIMARY
from microconv.core.plan import Action, AttributeChange, Bidding, Change, Plan, Shift, Stake
from microconv.core.value import draw, number
from microconv.render.diagnostics import diagnostics
from microconv.render.safe import markdown, padded, safe, width
from microconv.render.style import PLAIN, Style

_SIGNS = {
    Action.CREATE: ("+", "green"),
    Action.UPDATE: ("~", "yellow"),
    Action.DEMOTE: ("~", "magenta"),
    Action.REMOVE: ("-", "red"),
}
_REMOVED = "removed"
_SHOWN = 5
"""Campaigns named in one line."""


def plan_text(plan: Plan, style: Style = PLAIN) -> str:
    """A plan for a terminal, with a final newline."""
    lines = [heading(plan, style)]
    for change in plan.changes:
        lines += change_lines(change, style)
    for conflict in plan.conflicts:
        where = f" ({safe(conflict.where)})" if conflict.where else ""
        lines.append(f"  {style.paint('!', 'red', bold=True)} {safe(str(conflict.address))}  conflict{where}")
        lines.append(f"      {safe(conflict.summary)}")
        lines.append(f"      → {safe(conflict.hint)}")
    for waiting in plan.waiting:
        lines.append(f"  {style.paint('…', 'cyan')} {safe(str(waiting.address))}  waiting for {safe(waiting.what)}")
        lines.append(f"      {safe(waiting.why)}")
    lines += _unmanaged(plan, style)
    lines += _bidding(plan, style)
    text = "\n".join([*lines, summary(plan)]) + "\n"
    return text + diagnostics(plan.warnings, style)


def heading(plan: Plan, style: Style = PLAIN) -> str:
    """Whose plan it is: `aoi-store  google_ads 123-456-7890 · ga4 345678901`."""
    places = " · ".join(f"{provider} {account}" for provider, account in plan.accounts)
    emulated = "  (emulated)" if plan.emulated else ""
    return f"{style.paint(safe(plan.client), bold=True)}  {safe(places)}{emulated}"


def summary(plan: Plan) -> str:
    """The last line: how much of what, and what it costs in API calls."""
    counts = plan.counts
    parts = [
        f"{counts[Action.CREATE]} to create",
        f"{counts[Action.UPDATE]} to update",
        f"{counts[Action.DEMOTE]} to demote",
    ]
    if counts[Action.REMOVE]:
        parts.append(f"{counts[Action.REMOVE]} to remove")
    parts.append(f"{plan.unchanged} unchanged")
    if plan.waiting:
        parts.append(f"{len(plan.waiting)} waiting")
    if plan.conflicts:
        parts.append(f"{len(plan.conflicts)} in conflict")
    parts.append(f"{len(plan.unmanaged)} not ours")
    return f"Plan {plan.fingerprint[:8]}: {', '.join(parts)}. {calls(plan)}"


def calls(plan: Plan) -> str:
    """The API calls of applying a plan, and of reading."""
    apply = _count(plan.apply_calls, "API call")
    reads = f"; reading took {plan.reads}" if plan.reads else ""
    return f"{apply} ({_count(len(plan.changes), 'operation')}){reads}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def change_lines(change: Change, style: Style = PLAIN) -> list[str]:
    """A change and its attributes, a line each."""
    sign, colour = _SIGNS[change.action]
    protected = "; protected" if change.protected else ""
    title = f"{change.action.value}: {', '.join(change.reasons)}{protected}"
    lines = [f"  {style.paint(sign, colour, bold=True)} {safe(str(change.address))}  {safe(title)}"]
    if change.action is Action.REMOVE:
        return lines if change.bidding is Bidding.NO_EFFECT else [*lines, f"      {change.bidding.value}"]
    names = [safe(item.name) for item in change.attributes]
    columns = max([18, *(width(name) for name in names)])
    for name, item in zip(names, change.attributes, strict=True):
        lines.append(f"      {padded(name, columns)} {_values(change, item)}{_effect(change, item)}")
    if change.bidding is not Bidding.NO_EFFECT and not any(_effect(change, item) for item in change.attributes):
        lines.append(f"      {change.bidding.value}")
    return lines


def _values(change: Change, item: AttributeChange) -> str:
    after = safe(draw(item.after))
    return after if change.action is Action.CREATE else f"{safe(draw(item.before))} → {after}"


def _effect(change: Change, item: AttributeChange) -> str:
    if item.name == PRIMARY and change.bidding is not Bidding.NO_EFFECT:
        return f"      {change.bidding.value}"
    return ""


def _unmanaged(plan: Plan, style: Style) -> list[str]:
    lines = []
    removed: Counter[str] = Counter()
    for item in plan.unmanaged:
        if item.why == _REMOVED:
            removed[item.address.type] += 1
        else:
            sign = style.paint("·", dim=True)
            lines.append(f"  {sign} {safe(str(item.address))}  not ours: {safe(item.why)}")
    lines += [f"  {style.paint('·', dim=True)} {count} removed {safe(name)}" for name, count in sorted(removed.items())]
    return lines


def _bidding(plan: Plan, style: Style) -> list[str]:
    """The actions that bidding starts and stops using, one line each; and whom a manager's conversions concern."""
    lines = []
    for shift in plan.shifts:
        sign = style.paint("»", "magenta", bold=True)
        lines.append(f"  {sign} {_shift(shift)}")
    for stake in plan.stakes:
        lines.append(f"  {style.paint('»', 'magenta', bold=True)} {_stake(stake)}")
    if plan.owner:
        lines.append(f"  {style.paint('»', 'magenta', bold=True)} {safe(_owner(plan))}")
    return lines


def _shift(shift: Shift) -> str:
    verb = "starts" if shift.bidding is Bidding.STARTS else "stops"
    where = f" in {_list(shift.campaigns)}" if shift.campaigns and not shift.everywhere else ""
    return f'bidding {verb} using "{safe(shift.action)}"{safe(where)}'


def _stake(stake: Stake) -> str:
    """The recent counts of actions, so that one sees what bidding loses or gains."""
    return (
        f'"{safe(stake.action)}" counted {number(round(stake.conversions, 2))} conversions worth '
        f"{number(round(stake.value, 2))} in the last 30 days"
    )


def _list(names: tuple[str, ...]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more} more campaigns" if more > 0 else shown


def _owner(plan: Plan) -> str:
    shared = ", ".join(plan.shared_with) or "nobody else"
    return f"the conversions belong to the manager account {plan.owner}; shared by: {shared}"


def plan_markdown(plan: Plan) -> str:
    """A plan as a Markdown section, for a pull request or a ticket."""
    emulated = " (emulated)" if plan.emulated else ""
    places = " · ".join(f"{provider} {account}" for provider, account in plan.accounts)
    lines = [f"## {markdown(plan.client)}{emulated}", "", markdown(places), ""]
    if plan.changes:
        lines += ["| | Object | Attribute | Before | After | Why |", "| --- | --- | --- | --- | --- | --- |"]
        for change in plan.changes:
            lines += _markdown_rows(change)
        lines.append("")
    lines += [f"- {markdown(_shift(shift))}" for shift in plan.shifts]
    lines += [f"- {markdown(_stake(stake))}" for stake in plan.stakes]
    if plan.owner:
        lines.append(f"- {markdown(_owner(plan))}")
    for conflict in plan.conflicts:
        line = f"{markdown(str(conflict.address))}: {markdown(conflict.summary)}"
        lines.append(f"- **Conflict** {line}. {markdown(conflict.hint)}")
    for waiting in plan.waiting:
        lines.append(f"- Waiting {markdown(str(waiting.address))}: {markdown(waiting.why)}")
    for warning in plan.warnings:
        line = f"{markdown(warning.summary)}. {markdown(warning.hint)}"
        lines.append(f"- **{warning.severity.value.capitalize()}** {line}")
    for item in plan.unmanaged:
        if item.why != _REMOVED:
            lines.append(f"- Not ours {markdown(str(item.address))}: {markdown(item.why)}")
    if lines[-1]:
        lines.append("")
    lines.append(f"`{summary(plan)}`")
    return "\n".join(lines) + "\n"


def _markdown_rows(change: Change) -> list[str]:
    notes = [", ".join(change.reasons), *(["protected"] if change.protected else []), change.bidding.value]
    why = markdown("; ".join(note for note in notes if note))
    head = f"| {change.action.value} | {markdown(str(change.address))} "
    if not change.attributes or change.action is Action.REMOVE:
        return [f"{head}| | | | {why} |"]
    rows = []
    for item in change.attributes:
        before = "" if change.action is Action.CREATE else markdown(draw(item.before))
        rows.append(f"{head}| {markdown(item.name)} | {before} | {markdown(draw(item.after))} | {why} |")
        head, why = "| | ", ""
    return rows

"""Why bidding uses a conversion or not, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.documents.change_json import change_to_dict
from microconv.core.json_text import json_text
from microconv.core.planning.explanation import ExplainedAction, Explanation, Fit, Place, View
from microconv.render.diagnostics import diagnostics
from microconv.render.plan import change_lines
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style

FORMAT = 1
"""Version of the JSON document."""


def explanation_text(item: Explanation, style: Style = PLAIN) -> str:
    """An explanation for a terminal: the answer first, then what decides it; with a final newline."""
    lines = [style.paint(safe(answer(item)), bold=True), _whose(item, style)]
    lines += [f"  {padded(name, 12)} {safe(text)}" for name, text in _facts(item)]
    lines += _table(item)
    lines += _plan(item, style)
    return "\n".join(lines) + "\n" + diagnostics(item.warnings, style)


def answer(item: Explanation) -> str:
    """One line: whether bidding uses the conversion, and whether the plan changes that. Not yet safe for a terminal."""
    name = f'"{item.conversion.name}"'
    if not item.in_google_ads:
        return f"bidding does not use {name}: the config does not put it into Google Ads"
    if item.action is None or item.action.status == "removed":
        why = "it is removed" if item.action is not None else "it is not in the account"
        if item.waiting and not item.after:
            return f"bidding does not use {name} yet: waiting for {item.waiting[0].what}"
        later = f"; after the plan: {_where(item, item.used_after)}" if item.after else ""
        return f"bidding does not use {name}: {why}{later}"
    if item.used_now:
        sentence = f"bidding uses {name} {_where(item, item.used_now).removeprefix('used ')}"
    else:
        sentence = f"bidding does not use {name}: {_where(item, 0)}"
    changed = [place for place in item.places if place.now.used != place.after.used]
    return f"{sentence}; after the plan: {_where(item, item.used_after)}" if changed else sentence


def _where(item: Explanation, count: int) -> str:
    if not item.campaigns:
        return "used by the account's goals" if count else "not used by the account's goals"
    total = len(item.places)
    noun = "campaign" if total == 1 else "campaigns"
    return f"used in {count} of {total} {noun}"


def _whose(item: Explanation, style: Style) -> str:
    places = " · ".join(f"{provider} {account}" for provider, account in item.accounts)
    emulated = "  (emulated)" if item.emulated else ""
    return f"{style.paint(safe(item.client), bold=True)}  {safe(places)}{emulated}"


def _facts(item: Explanation) -> list[tuple[str, str]]:
    """The lines before the table, by name; texts as they come from the account."""
    facts = [("config", _wanted(item))]
    action = item.action
    if not item.in_google_ads:
        return facts
    if action is None:
        facts.append(("action", "none in the account"))
    else:
        role = "primary" if action.primary else "secondary"
        why = f"; {action.why}" if action.why else ""
        facts.append(("action", f"{action.status}, {role}, {action.type}{why}"))
        if action.name != item.conversion.name:
            facts.append(("called", f'"{action.name}"'))
        facts.append(("owner", f"the account {action.owner}" if action.owner else "this account"))
    if item.goal:
        facts.append(("goal", _goal(item)))
    if not item.campaigns:
        facts.append(("campaigns", "none: the account's goals alone decide"))
    return facts


def _wanted(item: Explanation) -> str:
    role = f"role {item.conversion.role.value}"
    if not item.in_google_ads:
        return role
    now = item.fit_now.value
    if item.action is None:
        now = "not in force yet"
    if not item.after:
        return f"{role}: {now}"
    later = "the same" if item.action is not None and item.fit_after is item.fit_now else item.fit_after.value
    return f"{role}: {now}; after the plan: {later}"


def _goal(item: Explanation) -> str:
    goal = f"{item.goal}: {_biddable(item.goal_now)} in the account"
    if item.goal_of_after not in {"", item.goal}:
        return f"{goal}; after the plan: {item.goal_of_after}, {_biddable(item.goal_after)}"
    if item.after and item.goal_after != item.goal_now:
        return f"{goal}; after the plan: {_biddable(item.goal_after)}"
    return goal


def _biddable(value: bool | None) -> str:
    return "no such goal" if value is None else "biddable" if value else "not biddable"


def _table(item: Explanation) -> list[str]:
    if not item.in_google_ads or (item.action is None and not item.after):
        return []
    moved = any(place.now.use is not place.after.use for place in item.places)
    head = ["campaign", "goals of", "goal", "custom goal", "now"]
    rows = [[*head, "after the plan"] if moved else head]
    for place in item.places:
        row = [safe(text) for text in _row(place)]
        rows.append([*row, _use(place.after)] if moved else row)
    columns = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    drawn = ["  ".join(padded(text, columns[number]) for number, text in enumerate(row)).rstrip() for row in rows]
    return ["", *(f"  {line}" for line in drawn)]


def _row(place: Place) -> list[str]:
    """A place's row, up to now; where there is nothing now, what decides is that of after the plan."""
    view = place.now if place.now.use is not None else place.after
    if not place.id:
        return ["(no campaign)", "the account", _biddable(view.biddable), "-", _use(place.now)]
    custom = "-"
    if view.custom_goal:
        custom = f'"{view.custom_goal}", {"lists it" if view.listed else "does not list it"}'
    level = "the campaign" if view.own else "the account"
    return [f'"{place.name}"', level, _biddable(view.biddable), custom, _use(place.now)]


def _use(view: View) -> str:
    return "not used: it is not there" if view.use is None else view.use.value


def _plan(item: Explanation, style: Style) -> list[str]:
    lines = [""]
    if item.changes:
        lines.append(f"  The plan {item.fingerprint[:8]} changes of this:")
        for change in item.changes:
            lines += [f"  {line}" for line in change_lines(change, style, currency=item.currency)]
    elif not item.waiting and not item.conflicts:
        lines.append(f"  The plan {item.fingerprint[:8]} changes nothing of this.")
    for waiting in item.waiting:
        lines.append(f"  Waiting for {safe(waiting.what)}: {safe(waiting.reason)}")
        if item.action is None:
            lines.append(f"  Once it is there, the next sync enables it as {item.conversion.role.value}.")
    for conflict in item.conflicts:
        before = "" if conflict.refused else "The plan cannot be carried out: "
        lines.append(f"  {before}{safe(conflict.summary)}")
        lines.append(f"      → {safe(conflict.hint)}")
    return lines


def explanations_json(items: Sequence[Explanation]) -> str:
    """One JSON document for all explanations, with a final newline."""
    data = {"format": FORMAT, "explanations": [_to_dict(item) for item in items]}
    return json_text(data)


def _to_dict(item: Explanation) -> dict[str, Any]:
    action = item.action
    return {
        "client": item.client,
        "config": item.config,
        "conversion": item.conversion.name,
        "accounts": [list(pair) for pair in item.accounts],
        "emulated": item.emulated,
        "answer": answer(item),
        "wanted": {"role": item.conversion.role.value, "in_google_ads": item.in_google_ads},
        "action": None if action is None else _action(action),
        "now": {
            "goal": item.goal if action is not None else "",
            "goal_biddable": item.goal_now if action is not None else None,
            "used": item.used_now,
            "fits": None if action is None else item.fit_now is not Fit.DIFFERS,
        },
        "after": {
            "exists": item.after,
            "goal": item.goal_of_after,
            "goal_biddable": item.goal_after,
            "used": item.used_after,
            "fits": item.fit_after is not Fit.DIFFERS if item.after else None,
        },
        "campaigns": [_place(place) for place in item.places] if item.campaigns else [],
        "account": None if item.campaigns else _place(item.places[0]),
        "plan": {
            "fingerprint": item.fingerprint,
            "changes": [change_to_dict(change) for change in item.changes],
            "waiting": [{"for": one.what, "why": one.reason} for one in item.waiting],
            "conflicts": [{"summary": one.summary, "hint": one.hint} for one in item.conflicts],
        },
        "warnings": [{"code": one.code, "summary": one.summary, "hint": one.hint} for one in item.warnings],
        "read_calls": item.reads,
    }


def _action(action: ExplainedAction) -> dict[str, Any]:
    return {
        "id": action.id,
        "name": action.name,
        "status": action.status,
        "type": action.type,
        "primary_for_goal": action.primary,
        "goal": action.goal,
        "owner": action.owner,
        "ours": action.ours,
        "why": action.why,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"id": place.id, "name": place.name, "now": _view(place.now), "after": _view(place.after)}


def _view(view: View) -> dict[str, Any]:
    return {
        "level": "campaign" if view.own else "account",
        "goal_biddable": view.biddable,
        "custom_goal": view.custom_goal,
        "custom_goal_lists_it": view.listed,
        "optimized_for_it": view.selected,
        "used": view.used,
        "rule": None if view.use is None else view.use.name.lower(),
        "reason": _use(view),
    }

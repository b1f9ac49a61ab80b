"""Why bidding uses a conversion or not, as JSON: in English, and in the APIs' words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.documents.change_json import change_to_dict
from microconv.core.json_text import json_text
from microconv.core.planning.explanation import ExplainedAction, Explanation, Fit, Place, View
from microconv.render.explain_words import answer, use_text
from microconv.render.feed_words import feed_to_dict

FORMAT = 1
"""Version of the JSON document."""


def explanations_json(items: Sequence[Explanation]) -> str:
    """One JSON document for all explanations, with a final newline."""
    data = {"format": FORMAT, "explanations": [_to_dict(item) for item in items]}
    return json_text(data)


def _to_dict(item: Explanation) -> dict[str, Any]:
    action = item.action
    return {
        "client": item.client,
        "config": item.config,
        "conversion": item.name,
        "accounts": [list(pair) for pair in item.accounts],
        "emulated": item.emulated,
        "answer": answer(item),
        "wanted": {
            "role": item.conversion.role.value if item.conversion else None,
            "in_google_ads": item.in_google_ads,
        },
        "action": None if action is None else _action(action),
        "now": {
            "goal": item.goal if action is not None else "",
            "goal_biddable": item.goal_now if action is not None else None,
            "used": item.used_now,
            "fits": None if action is None or item.fit_now is None else item.fit_now is not Fit.DIFFERS,
        },
        "after": {
            "exists": item.after,
            "goal": item.goal_of_after,
            "goal_biddable": item.goal_after,
            "used": item.used_after,
            "fits": item.fit_after is not Fit.DIFFERS if item.after and item.fit_after is not None else None,
        },
        "campaigns": [_place(place) for place in item.places] if item.campaigns else [],
        "account": None if item.campaigns else _place(item.places[0]),
        "tags": [feed_to_dict(feed) for feed in item.feeds],
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
        "reason": use_text(view),
    }

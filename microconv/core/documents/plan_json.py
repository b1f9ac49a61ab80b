"""Plans as JSON and back, without loss."""

from __future__ import annotations

import datetime
import hashlib
import json

from microconv.core.documents.change_json import (
    JsonDict,
    address_from_dict,
    address_to_dict,
    change_from_dict,
    change_to_dict,
)
from microconv.core.documents.diagnostic_json import diagnostic_from_dict, diagnostic_to_dict
from microconv.core.documents.text_json import text_from_dict, texts_to_dict
from microconv.core.errors import PlanFileError
from microconv.core.json_text import json_text
from microconv.core.learning_time import LearningTime
from microconv.core.plan import (
    Bidding,
    Conflict,
    Danger,
    Managed,
    Plan,
    Shift,
    Stake,
    Unmanaged,
    Waiting,
)
from microconv.core.text import NO_TEXT

PLAN_FORMAT = 2
"""Version of the plan as JSON. A newer one is refused, never guessed at."""

BESIDE = ("refusals", "exit_code")
"""Keys that `plan --format json` adds to a plan. They are not of the plan: the limits of a run decide them."""


def plan_to_dict(plan: Plan) -> JsonDict:
    """A plan as JSON. Keys are added to format 1 only in ways that leave old readers right."""
    data = _content(plan)
    return {**data, "checksum": _checksum(data)}


def plan_to_json(plan: Plan) -> str:
    """A plan as JSON text, with a final newline."""
    return json_text(plan_to_dict(plan))


def _checksum(data: JsonDict) -> str:
    """SHA-256 over everything in the file, so that nothing of it is changed by hand, not even a conflict."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _content(plan: Plan) -> JsonDict:
    return {
        "format": PLAN_FORMAT,
        "fingerprint": plan.fingerprint,
        "client": plan.client,
        "emulated": plan.emulated,
        "accounts": [{"provider": provider, "account": account} for provider, account in plan.accounts],
        "config_digest": plan.config_digest,
        "stakes": [
            {"action": item.action, "conversions": item.conversions, "value": item.value} for item in plan.stakes
        ],
        "dangers": [
            {
                "allow": item.allow,
                **texts_to_dict(summary=item.summary, hint=item.hint),
                "actions": list(item.actions),
            }
            for item in plan.dangers
        ],
        **({} if plan.learning is None else {"learning": _learning(plan.learning)}),
        "currency": plan.currency,
        "made": plan.made,
        "tool": plan.tool,
        "apis": dict(plan.apis),
        "owner": plan.owner,
        "shared_with": list(plan.shared_with),
        "shifts": [_shift(item) for item in plan.shifts],
        "summary": _summary(plan),
        "changes": [change_to_dict(change) for change in plan.changes],
        "conflicts": [_conflict(item) for item in plan.conflicts],
        "waiting": [_waiting(item) for item in plan.waiting],
        "unmanaged": [
            {"address": address_to_dict(item.address), **texts_to_dict(why=item.why), "id": item.id}
            for item in plan.unmanaged
        ],
        "warnings": [diagnostic_to_dict(item) for item in plan.warnings],
        "managed": [{"type": item.type, "count": item.count} for item in plan.managed],
    }


def _learning(learning: LearningTime) -> JsonDict:
    return {
        "values_only": learning.values_only,
        "cycle_days": learning.cycle_days,
        "median_days": learning.median_days,
        "conversions": learning.conversions,
        "review_from": learning.review_from.isoformat() if learning.review_from else None,
        **texts_to_dict(why=learning.why),
    }


def _learning_from(data: JsonDict) -> LearningTime:
    return LearningTime(
        data["values_only"],
        data["cycle_days"],
        data["median_days"],
        data["conversions"],
        datetime.date.fromisoformat(data["review_from"]) if data["review_from"] else None,
        text_from_dict(data, "why") if data.get("why") else NO_TEXT,
    )


def _waiting(waiting: Waiting) -> JsonDict:
    texts = texts_to_dict(why=waiting.why, what=waiting.what, missing=waiting.missing)
    return {"address": address_to_dict(waiting.address), **texts}


def _waiting_from(data: JsonDict) -> Waiting:
    return Waiting(
        address_from_dict(data["address"]),
        text_from_dict(data, "why"),
        text_from_dict(data, "what"),
        text_from_dict(data, "missing") if "missing" in data else NO_TEXT,
    )


def _conflict(conflict: Conflict) -> JsonDict:
    return {
        "address": address_to_dict(conflict.address),
        **texts_to_dict(summary=conflict.summary, hint=conflict.hint),
        "where": conflict.where,
        "refused": conflict.refused,
        "request_id": conflict.request_id,
    }


def _conflict_from(data: JsonDict) -> Conflict:
    return Conflict(
        address_from_dict(data["address"]),
        text_from_dict(data, "summary"),
        text_from_dict(data, "hint"),
        data["where"],
        data.get("refused", False),
        data.get("request_id", ""),
    )


def _shift(shift: Shift) -> JsonDict:
    return {
        "action": shift.action,
        "bidding": shift.bidding.value,
        "campaigns": list(shift.campaigns),
        "everywhere": shift.everywhere,
        "id": shift.id,
    }


def _summary(plan: Plan) -> JsonDict:
    return {
        **{action.value: count for action, count in plan.counts.items()},
        "unchanged": plan.unchanged,
        "not_ours": len(plan.unmanaged),
        "waiting": len(plan.waiting),
        "conflicts": len(plan.conflicts),
        "read_calls": plan.reads,
        "apply_calls": plan.apply_calls,
    }


def plan_from_json(text: str) -> Plan:
    """Read a plan back. Raises PlanFileError."""
    hint = "make a new one with `microconv plan PATH --out FILE`"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError too
        raise PlanFileError(f"this is not a plan: it is not JSON ({error})", hint=hint) from error
    if not isinstance(data, dict) or "format" not in data:
        raise PlanFileError("this is not a plan: it has no format number", hint=hint)
    if data["format"] != PLAN_FORMAT:
        raise PlanFileError(
            f"the plan has format {data['format']!r}; this version of microconv reads format {PLAN_FORMAT}",
            hint="use the version of microconv that made it, or make a new plan",
        )
    try:
        plan = _plan(data)
        fingerprint = plan.fingerprint
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlanFileError(f"the plan is broken: {type(error).__name__}: {error}", hint=hint) from error
    if fingerprint != data.get("fingerprint"):
        raise PlanFileError(
            "the plan was changed after it was made: its fingerprint does not fit its content", hint=hint
        )
    checksum = data.pop("checksum", None)
    if checksum != _checksum({key: value for key, value in data.items() if key not in BESIDE}):
        raise PlanFileError("the plan was changed after it was made: its checksum does not fit its content", hint=hint)
    return plan


def _plan(data: JsonDict) -> Plan:
    summary = data["summary"]
    return Plan(
        client=data["client"],
        accounts=tuple((item["provider"], item["account"]) for item in data["accounts"]),
        changes=tuple(change_from_dict(item) for item in data["changes"]),
        conflicts=tuple(_conflict_from(item) for item in data["conflicts"]),
        waiting=tuple(_waiting_from(item) for item in data["waiting"]),
        unmanaged=tuple(
            Unmanaged(address_from_dict(item["address"]), text_from_dict(item, "why"), item["id"])
            for item in data["unmanaged"]
        ),
        warnings=tuple(diagnostic_from_dict(item) for item in data["warnings"]),
        managed=tuple(Managed(item["type"], item["count"]) for item in data["managed"]),
        unchanged=summary["unchanged"],
        apply_calls=summary["apply_calls"],
        reads=summary["read_calls"],
        emulated=data["emulated"],
        config_digest=data["config_digest"],
        stakes=tuple(Stake(item["action"], item["conversions"], item["value"]) for item in data["stakes"]),
        dangers=tuple(
            Danger(item["allow"], text_from_dict(item, "summary"), text_from_dict(item, "hint"), tuple(item["actions"]))
            for item in data.get("dangers", ())
        ),
        learning=_learning_from(data["learning"]) if "learning" in data else None,
        currency=data.get("currency", ""),
        made=data["made"],
        tool=data["tool"],
        apis=tuple(sorted(data["apis"].items())),
        owner=data["owner"],
        shared_with=tuple(data["shared_with"]),
        shifts=tuple(
            Shift(item["action"], Bidding(item["bidding"]), tuple(item["campaigns"]), item["everywhere"], item["id"])
            for item in data["shifts"]
        ),
    )

"""Plans as JSON and back, without loss."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.errors import PlanFileError
from microconv.core.plan import (
    Action,
    AttributeChange,
    Bidding,
    Change,
    Conflict,
    Managed,
    Plan,
    Shift,
    Stake,
    Unmanaged,
    Waiting,
)
from microconv.core.resource import Address
from microconv.core.value import Money, Scalar

PLAN_FORMAT = 2
"""Version of the plan as JSON. A newer one is refused, never guessed at."""

JsonDict = dict[str, Any]


def scalar_to_json(value: Scalar) -> Any:
    """A value as JSON; money becomes an object."""
    if isinstance(value, Money):
        return {"amount": float(value.amount), "currency": value.currency}
    return list(value) if isinstance(value, tuple) else value


def scalar_from_json(value: Any) -> Scalar:
    """The inverse of `scalar_to_json`. Raises TypeError for what is no value."""
    if isinstance(value, dict):
        return Money(float(value["amount"]), str(value["currency"]))
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise TypeError(f"{value!r} is not a list of texts")
        return tuple(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise TypeError(f"{value!r} is not a value")


def address_to_dict(address: Address) -> JsonDict:
    """An address as JSON."""
    return {"type": address.type, "name": address.name}


def change_to_dict(change: Change) -> JsonDict:
    """A change as JSON."""
    return {
        "action": change.action.value,
        "address": address_to_dict(change.address),
        "id": change.id,
        "conversion": change.conversion,
        "reasons": list(change.reasons),
        "bidding": change.bidding.value,
        "protected": change.protected,
        "late": change.late,
        "attributes": [
            {"name": item.name, "before": scalar_to_json(item.before), "after": scalar_to_json(item.after)}
            for item in change.attributes
        ],
    }


def plan_to_dict(plan: Plan) -> JsonDict:
    """A plan as JSON. Keys are added to format 1 only in ways that leave old readers right."""
    data = _content(plan)
    return {**data, "checksum": _checksum(data)}


def plan_to_json(plan: Plan) -> str:
    """A plan as JSON text, with a final newline."""
    return json.dumps(plan_to_dict(plan), ensure_ascii=False, indent=2) + "\n"


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
        "made": plan.made,
        "tool": plan.tool,
        "apis": dict(plan.apis),
        "owner": plan.owner,
        "shared_with": list(plan.shared_with),
        "shifts": [
            {
                "action": item.action,
                "bidding": item.bidding.value,
                "campaigns": list(item.campaigns),
                "everywhere": item.everywhere,
                "id": item.id,
            }
            for item in plan.shifts
        ],
        "summary": {
            **{action.value: count for action, count in plan.counts.items()},
            "unchanged": plan.unchanged,
            "not_ours": len(plan.unmanaged),
            "waiting": len(plan.waiting),
            "conflicts": len(plan.conflicts),
            "read_calls": plan.reads,
            "apply_calls": plan.apply_calls,
        },
        "changes": [change_to_dict(change) for change in plan.changes],
        "conflicts": [
            {"address": address_to_dict(item.address), "summary": item.summary, "hint": item.hint, "where": item.where}
            for item in plan.conflicts
        ],
        "waiting": [
            {"address": address_to_dict(item.address), "why": item.why, "what": item.what} for item in plan.waiting
        ],
        "unmanaged": [
            {"address": address_to_dict(item.address), "why": item.why, "id": item.id} for item in plan.unmanaged
        ],
        "warnings": [_diagnostic_to_dict(item) for item in plan.warnings],
        "managed": [{"type": item.type, "count": item.count} for item in plan.managed],
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
    if checksum != _checksum(data):
        raise PlanFileError("the plan was changed after it was made: its checksum does not fit its content", hint=hint)
    return plan


def _plan(data: JsonDict) -> Plan:
    summary = data["summary"]
    return Plan(
        client=data["client"],
        accounts=tuple((item["provider"], item["account"]) for item in data["accounts"]),
        changes=tuple(change_from_dict(item) for item in data["changes"]),
        conflicts=tuple(
            Conflict(_address(item["address"]), item["summary"], item["hint"], item["where"])
            for item in data["conflicts"]
        ),
        waiting=tuple(Waiting(_address(item["address"]), item["why"], item["what"]) for item in data["waiting"]),
        unmanaged=tuple(Unmanaged(_address(item["address"]), item["why"], item["id"]) for item in data["unmanaged"]),
        warnings=tuple(_diagnostic(item) for item in data["warnings"]),
        managed=tuple(Managed(item["type"], item["count"]) for item in data["managed"]),
        unchanged=summary["unchanged"],
        apply_calls=summary["apply_calls"],
        reads=summary["read_calls"],
        emulated=data["emulated"],
        config_digest=data["config_digest"],
        stakes=tuple(Stake(item["action"], item["conversions"], item["value"]) for item in data["stakes"]),
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


def change_from_dict(data: JsonDict) -> Change:
    """The inverse of `change_to_dict`. Raises KeyError, TypeError, ValueError."""
    return Change(
        action=Action(data["action"]),
        address=_address(data["address"]),
        id=data["id"],
        conversion=data["conversion"],
        reasons=tuple(data["reasons"]),
        bidding=Bidding(data["bidding"]),
        protected=data["protected"],
        late=data["late"],
        attributes=tuple(
            AttributeChange(item["name"], scalar_from_json(item["before"]), scalar_from_json(item["after"]))
            for item in data["attributes"]
        ),
    )


def _address(data: JsonDict) -> Address:
    return Address(data["type"], data["name"])


def _diagnostic_to_dict(item: Diagnostic) -> JsonDict:
    span = item.span
    return {
        "severity": item.severity.value,
        "code": item.code,
        "summary": item.summary,
        "detail": item.detail,
        "span": None if span is None else {"file": span.file, "line": span.line, "column": span.column},
        "where": item.where,
        "hint": item.hint,
    }


def _diagnostic(data: JsonDict) -> Diagnostic:
    span = data["span"]
    return Diagnostic(
        severity=Severity(data["severity"]),
        code=data["code"],
        summary=data["summary"],
        detail=data["detail"],
        span=None if span is None else Span(span["file"], span["line"], span["column"]),
        where=data["where"],
        hint=data["hint"],
    )

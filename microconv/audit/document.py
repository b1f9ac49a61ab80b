"""Audits as JSON, for other programs; and such a document again as the baseline of a later audit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from microconv.analysis.overview import Part, Shown
from microconv.analysis.stakes import Stake
from microconv.audit.before import Accounts, Before
from microconv.audit.result import Answer, Audit, Finding, RuleResult
from microconv.audit.rule import Level, Status
from microconv.core.diagnostics import Diagnostic
from microconv.core.errors import BaselineError
from microconv.core.frozen import FrozenDict
from microconv.core.json_text import json_text
from microconv.core.text import Text

AUDIT_FORMAT = 2
"""Version of the document. Readers should refuse a newer one."""

KIND = "microconv audit"

_AGAIN = Text(
    "write one with `microconv audit … --format json --out FILE`",
    "`microconv audit … --format json --out FILE` で作成してください",
)


def to_json(audits: Sequence[Audit], problems: Sequence[Diagnostic] = ()) -> str:
    """All audits of a run, and what is wrong with their configs, as one JSON document with a final newline."""
    data = {
        "format": AUDIT_FORMAT,
        "kind": KIND,
        "problems": [_problem(item) for item in problems],
        "audits": [audit_to_dict(item) for item in audits],
    }
    return json_text(data)


def known(text: str) -> frozenset[str]:
    """The fingerprints of all findings in a document. Raises BaselineError."""
    return _fingerprints(_read(text))


def earlier(text: str) -> Mapping[Accounts, Before]:
    """The audits in a document, by the accounts that they are of. Raises BaselineError."""
    data = _read(text)
    _fingerprints(data)
    try:
        return FrozenDict(
            {
                tuple((str(provider), str(account)) for provider, account in audit["accounts"]): Before(
                    str(audit["made"]),
                    FrozenDict(
                        {item["fingerprint"]: Level(item["level"]) for item in audit["findings"] if not item["ignored"]}
                    ),
                )
                for audit in data["audits"]
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(error) from error


def _read(text: str) -> dict[str, Any]:
    """A document as data. Raises BaselineError where it is none, or of another format."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"this is not a baseline: it is not JSON ({error})", hint=_AGAIN) from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise BaselineError(
            Text("this is not an audit that microconv wrote", "microconv の監査結果ではありません"), hint=_AGAIN
        )
    if data.get("format") != AUDIT_FORMAT:
        raise BaselineError(
            f"the audit has format {data.get('format')!r}; this version of microconv reads {AUDIT_FORMAT}", hint=_AGAIN
        )
    return data


def _fingerprints(data: dict[str, Any]) -> frozenset[str]:
    try:
        fingerprints = [item["fingerprint"] for audit in data["audits"] for item in audit["findings"]]
    except (KeyError, TypeError) as error:
        raise _damaged(error) from error
    if not all(isinstance(item, str) for item in fingerprints):
        raise BaselineError("the audit is damaged: a fingerprint is not a text", hint=_AGAIN)
    return frozenset(fingerprints)


def _damaged(error: Exception) -> BaselineError:
    return BaselineError(f"the audit is damaged: {type(error).__name__} {error}", hint=_AGAIN)


def audit_to_dict(audit: Audit) -> dict[str, Any]:
    """One audit as plain data, as it stands in a document of several."""
    return {
        "name": audit.label,
        "accounts": [list(pair) for pair in audit.accounts],
        "config": audit.path,
        "emulated": audit.emulated,
        "made": audit.made,
        "tool": audit.tool,
        "calls": audit.calls,
        "container_calls": audit.container_calls,
        "questions": [_answer(item) for item in audit.answers],
        "summary": {
            **{f"{level.value}s": audit.number(level) for level in Level},
            **{status.value.replace(" ", "_"): len(audit.of(status)) for status in Status},
            "ignored": sum(item.ignored is not None for item in audit),
            "known": sum(item.known for item in audit),
        },
        "rules": [_result(item) for item in audit.results],
        "findings": [_finding(item) for item in audit],
        "conversions": [_conversion(item) for item in audit.overview.shown],
        "purposes": [{"conversion": name, "purpose": purpose} for name, purpose in audit.purposes],
    }


def _conversion(item: Shown) -> dict[str, Any]:
    """The kind that the rules take one action, or key event, for."""
    return {
        "name": item.name,
        "id": item.id,
        "category": item.category,
        "kind": "step" if item.micro else "result",
        "sure": item.sure.value,
        "why": _text(item.why),
        "bidding": item.part is not Part.OBSERVED,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "question": _text(answer.question),
        "answer": answer.answer.value,
        "evidence": [_text(item.text) for item in answer.evidence],
        "rules": list(answer.rules),
    }


def _result(result: RuleResult) -> dict[str, Any]:
    return {
        "id": result.rule.id,
        "topic": result.rule.topic.value,
        "level": result.rule.level.value,
        "status": result.status.value,
        "checked": result.checked,
        "reason": _text(result.reason) if result.reason else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    rule, evidence = finding.rule, finding.evidence
    return {
        "fingerprint": finding.fingerprint,
        "rule": rule.id,
        "topic": rule.topic.value,
        "level": rule.level.value,
        "title": _text(rule.title),
        "object": evidence.object,
        "name": evidence.name,
        "id": evidence.id,
        "seen": _text(evidence.seen),
        "why": _text(rule.why),
        "fix": _text(rule.fix),
        "lines": evidence.lines,
        "source": rule.source,
        "where": str(evidence.span) if evidence.span else "",
        "ignored": {"reason": finding.ignored.reason, "until": finding.ignored.until.isoformat()}
        if finding.ignored
        else None,
        "known": finding.known,
        "stake": _stake(finding.stake),
    }


def _stake(stake: Stake) -> dict[str, Any]:
    """Money in the account's currency, and conversions, of the last 30 days; None for what nobody read."""
    return {
        "spend": _rounded(stake.spend),
        "conversions": _rounded(stake.conversions),
        "value": _rounded(stake.value),
        "result": stake.result,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _problem(problem: Diagnostic) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "summary": problem.summary,
        "detail": problem.detail,
        "hint": problem.hint,
        "where": str(problem.span or problem.where),
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ja": text.ja}

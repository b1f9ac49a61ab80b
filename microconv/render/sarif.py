"""Audits as SARIF 2.1.0, for code review: findings at the place in the config that they are about.

Facts: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, sections 3.13 to 3.54, checked
2026-11-23.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from microconv.audit.result import Audit, Finding
from microconv.audit.rule import Level, Rule
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.json_text import json_text
from microconv.core.text import Language
from microconv.render.safe import safe

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "microconvFinding/v1"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "note"}
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(
    audits: Sequence[Audit],
    problems: Sequence[Diagnostic],
    *,
    version: str,
    language: Language = Language.EN,
    compared: bool = False,
) -> str:
    """All audits of a run, and the problems of their configs, as one SARIF log with a final newline.

    `version` is microconv's. `compared` says that there was a baseline: results then say whether they are new.
    """
    rules: dict[str, dict[str, Any]] = {}
    results = [_of_problem(item, rules) for item in problems]
    for audit in audits:
        for item in audit.results:
            rules.setdefault(item.rule.id, _rule(item.rule, language))
        results += [_of_finding(audit, item, language, compared=compared) for item in audit]
    numbers = {name: number for number, name in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = numbers[result["ruleId"]]
    run = {
        "tool": {"driver": {"name": "microconv", "semanticVersion": version, "rules": list(rules.values())}},
        "columnKind": "unicodeCodePoints",
        "language": language.value,
        "results": results,
        "properties": {"emulated": any(audit.emulated for audit in audits)},
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title.of(language)},
        "fullDescription": {"text": rule.why.of(language)},
        "help": {"text": f"{rule.fix.of(language)} ({rule.source})"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [rule.topic.value]},
    }


def _of_finding(audit: Audit, finding: Finding, language: Language, *, compared: bool) -> dict[str, Any]:
    rule, evidence = finding.rule, finding.evidence
    logical = {"fullyQualifiedName": safe(f"{audit.label}/{evidence.object}"), "kind": "object"}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    span = evidence.span or (Span(audit.path, 1, 1) if audit.path else None)
    if span is not None:
        location["physicalLocation"] = _place(span)
    seen, title = evidence.seen.of(language), rule.title.of(language)
    emulated = " (emulated)" if audit.emulated else ""
    result: dict[str, Any] = {
        "ruleId": rule.id,
        "level": _LEVELS[rule.level],
        "message": {"text": safe(f"{evidence.object}: {title}: {seen}{emulated}")},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
    }
    if compared:
        result["baselineState"] = "unchanged" if finding.known else "new"
    if finding.ignored is not None:
        until = finding.ignored.until.isoformat()
        result["suppressions"] = [
            {"kind": "external", "justification": safe(f"until {until}: {finding.ignored.reason}")}
        ]
    return result


def _of_problem(problem: Diagnostic, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A problem of a config. Its rule is made at its first use: the loader's codes have no texts of their own."""
    code = f"config-{problem.code}"
    rules.setdefault(code, {"id": code, "shortDescription": {"text": f"The config: {problem.code}"}})
    parts = [problem.summary, problem.detail, problem.hint]
    result: dict[str, Any] = {
        "ruleId": code,
        "level": _SEVERITIES[problem.severity],
        "message": {"text": safe("; ".join(part for part in parts if part))},
    }
    if problem.span is not None:
        result["locations"] = [{"physicalLocation": _place(problem.span)}]
    return result


def _place(span: Span) -> dict[str, Any]:
    """Where it is: the path as it was given, as a URI reference."""
    path = span.file.replace("\\", "/")
    uri = quote(f"file://{path}" if path.startswith("/") else path, safe="/:")
    if not path.startswith("/") and ":" in path.split("/")[0]:
        uri = f"./{uri}"  # a colon in the first part of a relative reference would read as a scheme
    return {"artifactLocation": {"uri": uri}, "region": {"startLine": span.line, "startColumn": span.column}}

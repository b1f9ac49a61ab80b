"""Audit findings as text, JSON and Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence

from microconv.audit.rule import Finding, Level
from microconv.render.safe import markdown, safe
from microconv.render.style import PLAIN, Style

AUDIT_FORMAT = 1
"""Version of the audit as JSON."""

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def audit_text(name: str, findings: Sequence[Finding], *, emulated: bool, style: Style = PLAIN) -> str:
    """Findings for a terminal, the heaviest first, with a final newline."""
    lines = [style.paint(safe(name), bold=True) + ("  (emulated)" if emulated else "")]
    for item in findings:
        level = style.paint(item.level.value, _COLOURS[item.level], bold=True)
        lines.append(f"  {level}: {safe(item.object)}: {safe(item.title)} [{safe(item.rule)}]")
        lines.append(f"      seen: {safe(item.seen)}")
        lines.append(f"      fix:  {safe(item.fix)}")
    lines.append(_summary(findings))
    return "\n".join(lines) + "\n"


def audit_markdown(name: str, findings: Sequence[Finding], *, emulated: bool) -> str:
    """Findings as a Markdown section."""
    lines = [f"## {markdown(name)}{' (emulated)' if emulated else ''}", ""]
    if findings:
        lines += ["| | Object | Finding | Seen | Fix | Rule |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [
            f"| {item.level.value} | {markdown(item.object)} | {markdown(item.title)} | {markdown(item.seen)} "
            f"| {markdown(item.fix)} | {markdown(item.rule)} |"
            for item in findings
        ]
        lines.append("")
    return "\n".join([*lines, _summary(findings)]) + "\n"


def audit_json(audits: Sequence[tuple[str, bool, Sequence[Finding]]]) -> str:
    """All audits of a run as one JSON document: (name, emulated, findings) each."""
    data = {
        "format": AUDIT_FORMAT,
        "audits": [
            {
                "name": name,
                "emulated": emulated,
                "findings": [
                    {
                        "rule": item.rule,
                        "level": item.level.value,
                        "title": item.title,
                        "object": item.object,
                        "seen": item.seen,
                        "fix": item.fix,
                        "where": item.where,
                    }
                    for item in findings
                ],
            }
            for name, emulated, findings in audits
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _summary(findings: Sequence[Finding]) -> str:
    counts = {level: sum(item.level is level for item in findings) for level in Level}
    return (
        f"Audit: {counts[Level.ERROR]} errors, {counts[Level.WARNING]} warnings, {counts[Level.NOTE]} notes. "
        "Nothing was changed."
    )

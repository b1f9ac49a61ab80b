"""Diagnostics as JSON and back, without loss."""

from __future__ import annotations

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.documents.change_json import JsonDict


def diagnostic_to_dict(item: Diagnostic) -> JsonDict:
    """A diagnostic as JSON."""
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


def diagnostic_from_dict(data: JsonDict) -> Diagnostic:
    """The inverse of `diagnostic_to_dict`. Raises KeyError, TypeError, ValueError."""
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

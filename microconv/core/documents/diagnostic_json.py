"""Diagnostics as JSON and back, without loss."""

from __future__ import annotations

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.documents.change_json import JsonDict
from microconv.core.documents.text_json import text_from_dict, texts_to_dict


def diagnostic_to_dict(item: Diagnostic) -> JsonDict:
    """A diagnostic as JSON."""
    span = item.span
    return {
        "severity": item.severity.value,
        "code": item.code,
        **texts_to_dict(summary=item.summary, detail=item.detail, hint=item.hint),
        "span": None if span is None else {"file": span.file, "line": span.line, "column": span.column},
        "where": item.where,
    }


def diagnostic_from_dict(data: JsonDict) -> Diagnostic:
    """The inverse of `diagnostic_to_dict`. Raises KeyError, TypeError, ValueError."""
    span = data["span"]
    return Diagnostic(
        severity=Severity(data["severity"]),
        code=data["code"],
        summary=text_from_dict(data, "summary"),
        detail=text_from_dict(data, "detail"),
        span=None if span is None else Span(span["file"], span["line"], span["column"]),
        where=data["where"],
        hint=text_from_dict(data, "hint"),
    )

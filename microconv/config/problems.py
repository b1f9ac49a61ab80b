"""A list of problems that grows during a check."""

from __future__ import annotations

from microconv.core.diagnostics import Diagnostic, Severity, Span


class Problems:
    """What a check found, in the order of finding."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def error(self, code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> None:
        """Add what stops the config from being used."""
        self.found.append(Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint))

    def warning(self, code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> None:
        """Add what is allowed, and probably not meant."""
        self.found.append(Diagnostic(Severity.WARNING, code, summary, detail, span, hint=hint))

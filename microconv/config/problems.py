"""A list of problems that grows during a check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from microconv.core.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from microconv.config.forms import Key


class Problems:
    """The problems of a check, in the order of finding."""

    def __init__(self) -> None:
        self.items: list[Diagnostic] = []

    def error(self, code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> None:
        """Add what stops the config from being used."""
        self.items.append(Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint))

    def warning(self, code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> None:
        """Add what is allowed, and probably not meant."""
        self.items.append(Diagnostic(Severity.WARNING, code, summary, detail, span, hint=hint))

    def note(self, code: str, span: Span, summary: str, detail: str = "", hint: str = "") -> None:
        """Add what is right, and good to know."""
        self.items.append(Diagnostic(Severity.NOTE, code, summary, detail, span, hint=hint))

    def missing(self, key: Key, span: Span, path: Sequence[str] = (), why: str = "") -> None:
        """Add the error that a key of the map at `path` is missing; `why` replaces its summary."""
        from microconv.config.mistakes import missing

        self.items.append(missing(key, span, path, why))

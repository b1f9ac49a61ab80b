"""Problems with a place: what happened, where, and what to do next."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """The weight of a diagnostic; only an error stops a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file. Lines and columns count from 1; column counts characters, not bytes."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    severity: error, warning or note.
    code: a stable rule id in kebab case (`unknown-key`).
    summary: one line without a full stop.
    detail: what is allowed, or the reason.
    span: its place in a file.
    where: the account, object and field where there is no file.
    hint: the next thing to do.
    """

    severity: Severity
    code: str
    summary: str
    detail: str = ""
    span: Span | None = None
    where: str = ""
    hint: str = ""

    @property
    def is_error(self) -> bool:
        """True where it stops the run."""
        return self.severity is Severity.ERROR

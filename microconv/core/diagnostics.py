"""Problems with a place: what happened, where, and what to do next."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How bad a diagnostic is; only an error stops a run."""

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

    `code` is a stable rule id in kebab case (`unknown-key`), `summary` one line without a full stop, `detail` what is
    allowed or why, `where` the account, object and field when there is no file, `hint` what to do next.
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
        """Whether this diagnostic stops the run."""
        return self.severity is Severity.ERROR

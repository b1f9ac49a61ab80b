"""Problems as text: `file:line:column: error: what [rule]`, then what is allowed and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import Refusal
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def diagnostics(problems: Iterable[Diagnostic], style: Style = PLAIN) -> str:
    """Every problem, a block each, with a final newline; empty for none."""
    return "".join(diagnostic(problem, style) for problem in problems)


def diagnostic(problem: Diagnostic, style: Style = PLAIN) -> str:
    """One problem as a block of lines."""
    place = f"{safe(str(problem.span))}: " if problem.span else (f"{safe(problem.where)}: " if problem.where else "")
    severity = style.paint(problem.severity.value, _COLOURS[problem.severity], bold=True)
    lines = [f"{place}{severity}: {safe(problem.summary)} [{safe(problem.code)}]"]
    if problem.detail:
        lines.append(f"    {safe(problem.detail)}")
    if problem.hint:
        lines.append(f"    {style.paint('→', 'cyan')} {safe(problem.hint)}")
    return "\n".join(lines) + "\n"


def refusal(item: Refusal, style: Style = PLAIN) -> str:
    """One reason why a run stopped itself."""
    place = f"{safe(item.where)}: " if item.where else ""
    lines = [f"{place}{style.paint('refused', 'red', bold=True)}: {safe(item.summary)} [{safe(item.code)}]"]
    if item.hint:
        lines.append(f"    {style.paint('→', 'cyan')} {safe(item.hint)}")
    return "\n".join(lines) + "\n"

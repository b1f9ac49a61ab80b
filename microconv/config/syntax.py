"""YAML syntax errors in our own words. libyaml and PyYAML's own parser word theirs differently; both are known here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from microconv.core.diagnostics import Diagnostic, Severity, Span

_INDENT = re.compile(r"[ \t]*")


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """The problem that stopped the parser: what it is, where, and what to do."""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if mark is None:
        return _problem(Span(file, 1, 1), "this is not valid YAML")
    here = Span(file, mark.line + 1, mark.column + 1)
    line = _line(text, mark.line)
    tab = _tab(line)
    if tab is not None:
        return _problem(
            Span(file, mark.line + 1, tab + 1), "the line is indented with a tab", "YAML allows spaces only",
            "replace the tab by spaces", code="tab",
        )  # fmt: skip
    start = Span(file, opened.line + 1, opened.column + 1) if opened is not None else here
    problem = str(getattr(error, "problem", "") or "")
    character = line[mark.column : mark.column + 1]
    return _unclosed(problem, start, here, text) or _other(problem, start, here, character)


def opened_ahead(text: str, error: yaml.YAMLError, limit: int, loader: Any) -> tuple[int, int] | None:
    """Line and column of the bracket that nests deeper than `limit`, where the parser gave up before it came to it.

    A parser scans up to a thousand characters ahead of what it tells, and newer releases of libyaml give up where as
    many brackets are open.
    """
    stopped = getattr(error, "problem_mark", None)
    depth, reached = 0, None
    try:
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            reached = event.end_mark
    except yaml.YAMLError:
        pass
    if stopped is None or reached is None:
        return None
    try:
        for token in yaml.scan(text[reached.index : stopped.index], Loader=yaml.SafeLoader):
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            if depth > limit:
                mark = token.start_mark
                return reached.line + mark.line + 1, mark.column + 1 + (0 if mark.line else reached.column)
    except yaml.YAMLError:
        pass
    return None


_OPENING = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSING = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


def _unclosed(problem: str, start: Span, here: Span, text: str) -> Diagnostic | None:
    if "unexpected end of stream" in problem:
        return _problem(start, "this quotation mark is never closed", hint=f"close it with {_at(text, start)}")
    for closing in ("]", "}"):
        if f"',' or '{closing}'" in problem:
            return _problem(
                start, f"this {_at(text, start)} is not closed", f"a comma or {closing} is missing before line "
                f"{here.line}, column {here.column}",
            )  # fmt: skip
    if "expected ':'" in problem:
        return _problem(start, "a colon is missing", "a key is followed by a colon and a blank")
    return None


_REASONS: tuple[tuple[str, str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon is not expected here",
        "either the line above lacks its colon, or this line is indented wrongly, or a text with a colon lacks quotes",
        "",
    ),
    ("sequence entries are not allowed", "a list cannot begin here", "", "begin it on a line of its own"),
    ("escape", "a backslash is followed by what is no escape", "", "use single quotes, where a backslash is just that"),
    ("directive", "this % line is not allowed", "", "take it out"),
    ("incompatible YAML", "this % line is not allowed", "", "take it out"),
    ("alphabetic or numeric", "a name must follow * or &", "", "text that begins with * or & needs quotes"),
    ("tag", "this is not a YAML tag", "", "text that begins with ! needs quotes"),
    ("document start", "something follows the end of the document", "", "take out what is too much"),
    ("comment or line break", "only indented text can follow | or >", "", "text that begins with | or > needs quotes"),
    ("chomping", "only indented text can follow | or >", "", "text that begins with | or > needs quotes"),
)


def _other(problem: str, start: Span, here: Span, character: str) -> Diagnostic:
    problem = problem.replace("block sequence", "sequence").replace("<document start>", "document start")
    if "cannot start any token" in problem:
        return _problem(here, f"a value cannot begin with {character!r}", hint="put the value in quotes")
    if "node content" in problem:
        return _problem(here, f"a value is expected here, not {character!r}", hint="text with such signs needs quotes")
    for words, summary, detail, hint in _REASONS:
        if words in problem:
            return _problem(here, summary, detail, hint)
    if "did not find expected key" in problem or "'-' indicator" in problem or "<block end>" in problem:
        return _problem(
            here, "this does not fit what stands before it",
            f"keys of one map, and items of one list, begin in the same column; this one began at line {start.line}, "
            f"column {start.column}",
            "check the indentation, and that quoted text ends where it should",
        )  # fmt: skip
    return _problem(here, "this is not valid YAML", hint="check quotes, colons and indentation around here")


def _problem(span: Span, summary: str, detail: str = "", hint: str = "", *, code: str = "syntax") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, span, hint=hint)


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def _tab(line: str) -> int | None:
    """The column of a tab in a line's indentation, counted from 0."""
    indent = _INDENT.match(line)
    at = indent.group().find("\t") if indent else -1
    return at if at >= 0 else None


def _at(text: str, span: Span) -> str:
    return _line(text, span.line - 1)[span.column - 1 : span.column]

"""YAML syntax errors in our own words. libyaml and PyYAML's own parser word theirs differently; both are known here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import NO_TEXT, Text

_INDENT = re.compile(r"[ \t]*")


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """The problem that stopped the parser: what it is, where, and what to do."""
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if mark is None:
        return _problem(Span(file, 1, 1), _INVALID)
    here = Span(file, mark.line + 1, mark.column + 1)
    line = _line(text, mark.line)
    tab = _tab(line)
    if tab is not None:
        return _problem(
            Span(file, mark.line + 1, tab + 1), Text("the line is indented with a tab", "行がタブで字下げされています"),
            Text("YAML allows spaces only", "YAML で使えるのは半角スペースだけです"),
            Text("replace the tab by spaces", "タブを半角スペースに置き換えてください"), code="tab",
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
        return _problem(
            start,
            Text("this quotation mark is never closed", "引用符が閉じられていません"),
            hint=Text(f"close it with {_at(text, start)}", f"{_at(text, start)} で閉じてください"),
        )
    for closing in ("]", "}"):
        if f"',' or '{closing}'" in problem:
            return _problem(
                start, Text(f"this {_at(text, start)} is not closed", f"{_at(text, start)} が閉じられていません"),
                Text(
                    f"a comma or {closing} is missing before line {here.line}, column {here.column}",
                    f"{here.line} 行 {here.column} 列より前に、カンマまたは {closing} がありません",
                ),
            )  # fmt: skip
    if "expected ':'" in problem:
        return _problem(
            start,
            Text("a colon is missing", "コロンがありません"),
            Text("a key is followed by a colon and a blank", "キーの後には半角のコロンとスペースを書きます"),
        )
    return None


_INVALID = Text("this is not valid YAML", "YAML として正しくありません")
_PERCENT = Text("this % line is not allowed", "% で始まる行は使えません")
_TAKE_OUT = Text("take it out", "削除してください")
_BLOCK = Text("only indented text can follow | or >", "| または > の後に書けるのは、字下げした文字列だけです")
_BLOCK_QUOTES = Text("text that begins with | or > needs quotes", "| または > で始まる文字列は引用符で囲んでください")
_REASONS: tuple[tuple[str, Text, Text, Text], ...] = (
    (
        "mapping values are not allowed",
        Text("a colon is not expected here", "ここにコロンは書けません"),
        Text(
            "either the line above lacks its colon, or this line is indented wrongly, or a text with a colon lacks "
            "quotes",
            "上の行のコロン漏れ、この行の字下げの誤り、コロンを含む文字列の引用符漏れのいずれかです",
        ),
        NO_TEXT,
    ),
    (
        "sequence entries are not allowed",
        Text("a list cannot begin here", "ここからリストは始められません"),
        NO_TEXT,
        Text("begin it on a line of its own", "改行して新しい行から始めてください"),
    ),
    (
        "escape",
        Text("a backslash is followed by what is no escape", "バックスラッシュ（¥）の後の文字が正しくありません"),
        NO_TEXT,
        Text(
            "use single quotes, where a backslash is just that",
            "単一引用符で囲むと、バックスラッシュをそのまま書けます",
        ),
    ),
    ("directive", _PERCENT, NO_TEXT, _TAKE_OUT),
    ("incompatible YAML", _PERCENT, NO_TEXT, _TAKE_OUT),
    (
        "alphabetic or numeric",
        Text("a name must follow * or &", "* または & の後には名前が必要です"),
        NO_TEXT,
        Text("text that begins with * or & needs quotes", "* または & で始まる文字列は引用符で囲んでください"),
    ),
    (
        "tag",
        Text("this is not a YAML tag", "YAML のタグとして正しくありません"),
        NO_TEXT,
        Text("text that begins with ! needs quotes", "! で始まる文字列は引用符で囲んでください"),
    ),
    (
        "document start",
        Text("something follows the end of the document", "文書の終わりの後に余分な内容があります"),
        NO_TEXT,
        Text("take out what is too much", "余分な部分を削除してください"),
    ),
    ("comment or line break", _BLOCK, NO_TEXT, _BLOCK_QUOTES),
    ("chomping", _BLOCK, NO_TEXT, _BLOCK_QUOTES),
)


def _other(problem: str, start: Span, here: Span, character: str) -> Diagnostic:
    problem = problem.replace("block sequence", "sequence").replace("<document start>", "document start")
    if "cannot start any token" in problem:
        return _problem(
            here,
            Text(f"a value cannot begin with {character!r}", f"値を {character} で始めることはできません"),
            hint=Text("put the value in quotes", "値を引用符で囲んでください"),
        )
    if "node content" in problem:
        return _problem(
            here,
            Text(f"a value is expected here, not {character!r}", f"ここには値が必要です（{character} は書けません）"),
            hint=Text("text with such signs needs quotes", "記号を含む文字列は引用符で囲んでください"),
        )
    for words, summary, detail, hint in _REASONS:
        if words in problem:
            return _problem(here, summary, detail, hint)
    if "did not find expected key" in problem or "'-' indicator" in problem or "<block end>" in problem:
        return _problem(
            here, Text("this does not fit what stands before it", "前の行とのつながりが正しくありません"),
            Text(
                "keys of one map, and items of one list, begin in the same column; this one began at line "
                f"{start.line}, column {start.column}",
                "同じマップのキーや同じリストの項目は、同じ列から書き始めます。ここでは "
                f"{start.line} 行 {start.column} 列から始まっています",
            ),
            Text(
                "check the indentation, and that quoted text ends where it should",
                "字下げと、引用符の閉じ忘れを確認してください",
            ),
        )  # fmt: skip
    return _problem(
        here,
        _INVALID,
        hint=Text(
            "check quotes, colons and indentation around here", "この付近の引用符、コロン、字下げを確認してください"
        ),
    )


def _problem(
    span: Span, summary: Text, detail: Text = NO_TEXT, hint: Text = NO_TEXT, *, code: str = "syntax"
) -> Diagnostic:
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

"""Problems as text: `file:line:column: error: what [rule]`, then what is allowed and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import Refusal
from microconv.core.object_name import object_name
from microconv.core.resource import Address
from microconv.core.text import Language, Text, say
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import block

SEVERITIES = {
    Severity.ERROR: Text("error", "エラー"),
    Severity.WARNING: Text("warning", "警告"),
    Severity.NOTE: Text("note", "参考"),
}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

_ADDRESS = re.compile(r'([a-z0-9_.]+)\[("(?:[^"\\]|\\.)*")\]')
"""An address as `str` gives it."""


def diagnostics(problems: Iterable[Diagnostic], style: Style = PLAIN, language: Language = Language.EN) -> str:
    """Every problem, a block each, with a final newline; empty for none."""
    return "".join(diagnostic(problem, style, language) for problem in problems)


def diagnostic(problem: Diagnostic, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """One problem as a block of lines. Its object is not named twice where the sentence begins with that."""
    where = str(problem.span) if problem.span else place_name(problem.where, language)
    summary = say(problem.summary, language)
    place = f"{safe(where)}: " if where and not summary.startswith((f"{where} ", f"{where}: ")) else ""
    severity = style.paint(SEVERITIES[problem.severity].of(language), _COLOURS[problem.severity], bold=True)
    lines = [f"{place}{severity}: {safe(summary)} [{safe(problem.code)}]"]
    if problem.detail:
        lines.append(f"    {safe(say(problem.detail, language))}")
    if problem.hint:
        lines.append(f"    {style.paint('→', 'cyan')} {safe(say(problem.hint, language))}")
    return block(lines, style.columns)


@lru_cache(maxsize=8192)
def place_name(where: str, language: Language) -> str:
    """A place without a file: objects in the config's words, APIs as people call them. Not yet safe to be shown."""
    from microconv.render.plan_words import provider_name

    address = _ADDRESS.fullmatch(where)
    if address is None:
        return provider_name(where, language)
    return object_name(Address(address[1], json.loads(address[2]))).of(language)


def refusal(item: Refusal, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """One reason why a run stopped itself."""
    from microconv.render.plan_words import REFUSED

    place = f"{safe(item.where)}: " if item.where else ""
    word = style.paint(REFUSED.of(language), "red", bold=True)
    lines = [f"{place}{word}: {safe(say(item.summary, language))} [{safe(item.code)}]"]
    if item.hint:
        lines.append(f"    {style.paint('→', 'cyan')} {safe(say(item.hint, language))}")
    return block(lines, style.columns)

"""Audits as text for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.audit.result import Answer, Audit, Finding, RuleResult, Standpoint
from microconv.audit.rule import Level, Status
from microconv.core.text import Language, Text
from microconv.render.audit_words import (
    ANSWERS,
    EMULATED,
    FINDINGS,
    IGNORED,
    IGNORED_UNTIL,
    IN_BASELINE,
    LEVELS,
    PURPOSES,
    QUESTIONS,
    SOURCE,
    STATUSES,
)
from microconv.render.diagnostics import place_name
from microconv.render.plan_parts import client_heading, places
from microconv.render.safe import markdown, padded, safe
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
_ANSWER_COLOURS = {
    Standpoint.YES: "green",
    Standpoint.PARTLY: "yellow",
    Standpoint.NO: "red",
    Standpoint.UNKNOWN: "cyan",
}

NOT_TOLD = Text("Could not be checked", "確認できなかった項目")
WHY, FIX = Text("why", "理由"), Text("fix", "対処")


def audit_text(audit: Audit, *, language: Language = Language.EN, style: Style = PLAIN) -> str:
    """An audit for a terminal: the four questions, the findings by rule, what is not known; with a final newline."""
    lines = [client_heading(audit.label, audit.accounts, style, language, emulated=audit.emulated), ""]
    if audit.answers:
        lines.append(style.paint(QUESTIONS.of(language), bold=True))
        for answer in audit.answers:
            lines += _answer(answer, language, style)
        lines.append("")
    for result in audit.failed:
        lines += _failed(result, language, style)
    if audit.purposes:
        lines.append(style.paint(PURPOSES.of(language), bold=True))
        for name, purpose in audit.purposes:
            lines += [f"  {safe(name)}", *wrapped(f"      {safe(purpose)}", "      ")]
        lines.append("")
    unknown = [item for item in audit.of(Status.UNKNOWN) if item.reason]
    if unknown:
        lines.append(style.paint(NOT_TOLD.of(language), bold=True))
        for reason, ids in _by_reason(unknown, language).items():
            lines += [f"  {safe(reason)}", f"      {', '.join(ids)}"]
        lines.append("")
    lines.append(summary(audit, language))
    return "\n".join(lines) + "\n"


def summary(audit: Audit, language: Language) -> str:
    """The numbers of an audit in one line."""
    results = {item: len(audit.of(item)) for item in (Status.PASS, Status.NOT_APPLICABLE, Status.UNKNOWN)}
    ignored = sum(item.ignored is not None for item in audit)
    known = sum(item.known for item in audit)
    if language is Language.JA:
        others = f"（ほかに{IGNORED.ja} {ignored} 件、{IN_BASELINE.ja} {known} 件）" if ignored or known else ""
        levels = "、".join(f"{LEVELS[level].ja} {audit.number(level)} 件" for level in reversed(Level))
        rules = "、".join(f"{STATUSES[item].ja} {number}" for item, number in results.items())
        calls = f"API 呼び出し {audit.calls} 回" + f"（うち Tag Manager {audit.container_calls} 回）" * (
            audit.container_calls > 0
        )
        return f"監査結果: {levels}{others}。ルール: {rules}。{calls}。変更は一切行っていません。"
    others = f" (beside {ignored} ignored, {known} in the baseline)" if ignored or known else ""
    levels = ", ".join(_count(audit.number(level), _small(LEVELS[level], language)) for level in reversed(Level))
    counts = {item: f"{number} {_small(STATUSES[item], language)}" for item, number in results.items()}
    counts[Status.PASS] = f"{_count(results[Status.PASS], 'rule')} {_small(STATUSES[Status.PASS], language)}"
    calls = _count(audit.calls, "API call") + f", {audit.container_calls} of them to Tag Manager" * (
        audit.container_calls > 0
    )
    return f"Audit: {levels}{others}. {', '.join(counts.values())}. {calls}. Nothing was changed."


def _small(text: Text, language: Language) -> str:
    """A word of the page as it stands within a line."""
    return text.of(language).lower()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _answer(answer: Answer, language: Language, style: Style) -> Iterator[str]:
    word = style.paint(padded(_small(ANSWERS[answer.answer], language), 8), _ANSWER_COLOURS[answer.answer], bold=True)
    yield f"  {word} {safe(answer.question.of(language))}"
    for item in answer.evidence:
        yield f"             {safe(item.text.of(language))}"


def _failed(result: RuleResult, language: Language, style: Style) -> Iterator[str]:
    """One rule with everything that it found."""
    rule = result.rule
    level = style.paint(_small(LEVELS[rule.level], language), _COLOURS[rule.level], bold=True)
    yield f"{level}: {safe(rule.title.of(language))} [{rule.id}]"
    for finding in result.findings:
        name = safe(place_name(finding.evidence.object, language))
        yield f"  {_suppression(finding, language)}{name}{_place(finding)}"
        yield f"      {safe(finding.evidence.seen.of(language))}"
    yield from wrapped(f"  {WHY.of(language)}: {safe(rule.why.of(language))}", "    ")
    yield from wrapped(f"  {FIX.of(language)}: {safe(rule.fix.of(language))}", "    ")
    for line in _lines(result):
        yield f"      {safe(line)}"
    yield ""


def _lines(result: RuleResult) -> list[str]:
    """The config lines that mend what a rule found, each object's once."""
    kept: list[str] = []
    before: list[str] = []
    for text in dict.fromkeys(item.evidence.lines for item in result.findings if item.counts):
        lines = text.splitlines()
        shared = 0  # `goals:`, `account:`, … stand there once, and the items of all objects below
        for old, new in zip(before, lines, strict=False):
            if old != new or not old.endswith(":"):
                break
            shared += 1
        kept += lines[shared:]
        before = lines
    return kept


def _place(finding: Finding) -> str:
    return f"  {safe(str(finding.evidence.span))}" if finding.evidence.span else ""


def _suppression(finding: Finding, language: Language) -> str:
    """Why a finding does not count, in brackets; empty if it does."""
    if finding.ignored is not None:
        remark = _small(IGNORED_UNTIL, language).format(
            day=finding.ignored.until.isoformat(), reason=finding.ignored.reason
        )
        return f"({safe(remark)}) "
    return f"({_small(IN_BASELINE, language)}) " if finding.known else ""


def _by_reason(results: Sequence[RuleResult], language: Language) -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    for item in results:
        if item.reason is not None:
            rules.setdefault(item.reason.of(language), []).append(item.rule.id)
    return rules


def audit_markdown(audit: Audit, *, language: Language = Language.EN) -> str:
    """An audit as a section of a Markdown document."""
    emulated = f" ({_small(EMULATED, language)})" if audit.emulated else ""
    accounts = places(audit.accounts, language)
    lines = [f"## {markdown(audit.label)}{emulated}", "", f"{markdown(accounts)} · {markdown(audit.made)}", ""]
    if audit.answers:
        lines += [f"### {QUESTIONS.of(language)}", ""]
        for answer in audit.answers:
            lines.append(f"- **{_small(ANSWERS[answer.answer], language)}** — {markdown(answer.question.of(language))}")
            lines += [f"  - {markdown(item.text.of(language))}" for item in answer.evidence]
        lines.append("")
    if audit.failed:
        lines += [f"### {FINDINGS.of(language)}", ""]
    for result in audit.failed:
        lines += _section(result, language)
    if audit.purposes:
        lines += [f"### {PURPOSES.of(language)}", ""]
        lines += [f"- {markdown(name)}: {markdown(purpose)}" for name, purpose in audit.purposes]
        lines.append("")
    unknown = [item for item in audit.of(Status.UNKNOWN) if item.reason]
    if unknown:
        lines += [f"### {NOT_TOLD.of(language)}", ""]
        lines += [f"- {markdown(reason)}: {', '.join(ids)}" for reason, ids in _by_reason(unknown, language).items()]
        lines.append("")
    return "\n".join([*lines, summary(audit, language)]) + "\n"


def _section(result: RuleResult, language: Language) -> Iterator[str]:
    rule = result.rule
    yield f"#### {_small(LEVELS[rule.level], language)}: {markdown(rule.title.of(language))} (`{rule.id}`)"
    yield ""
    for finding in result.findings:
        suppression = markdown(_suppression(finding, language))
        place = markdown(_place(finding))
        evidence = finding.evidence
        name = markdown(place_name(evidence.object, language))
        yield f"- {suppression}{name}{place}: {markdown(evidence.seen.of(language))}"
    yield ""
    yield f"*{WHY.of(language)}*: {markdown(rule.why.of(language))}"
    yield ""
    yield f"*{FIX.of(language)}*: {markdown(rule.fix.of(language))}"
    yield ""
    lines = _lines(result)
    if lines:
        yield from ["```yaml", *(safe(line).replace("```", "'''") for line in lines), "```", ""]
    yield f"*{_small(SOURCE, language)}*: {markdown(rule.source)}"
    yield ""

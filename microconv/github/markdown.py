"""An outcome as Markdown for GitHub: effects on bidding first, then client by client, cut at GitHub's limits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from microconv.core.object_name import object_name
from microconv.core.plan import Action, Plan
from microconv.core.text import Language, Text
from microconv.github.command import Client, Outcome
from microconv.github.inert import in_summary, inert
from microconv.github.words import (
    ANSWERS,
    BIDDING,
    CUT,
    EMULATED_HEAD,
    FAILED,
    HEADINGS,
    NO_CHANGES,
    SAID,
    WHOLE,
    WOULD_REFUSE,
    demotes,
    more,
    verdict,
)
from microconv.render.plan_markdown import plan_markdown, refusals_markdown, within
from microconv.render.plan_parts import effects
from microconv.render.safe import fenced, markdown

COMMENT_LONGEST = 65_536
"""The most characters of a comment or an issue. GitHub counts as it likes: ours are counted in UTF-16."""

LEAST = 2_000
"""The least room that a client gets before the others are only counted, in characters."""

EFFECTS = 40
"""The most lines of the warning at the head."""

EFFECT = 400
"""The most characters of one of them."""

NOTHING = 400
"""The room in which nothing is said at all, in characters: a cut text says that it is one."""

FINDINGS = 200
"""The most findings of a client in a report."""

NAMED = 20
"""The most clients of one kind that are named in one line."""

SAID_LONGEST = 8_000
"""The most characters of microconv's own words."""

_ICONS = {"error": "🔴", "warning": "🟡", "note": "🔵"}


Measure = Callable[[str], int]


def in_utf16(text: str) -> int:
    """The length of a comment as GitHub may count it."""
    return len(text.encode("utf-16-le", "replace")) // 2


def in_utf8(text: str) -> int:
    """The length of a summary, in bytes."""
    return len(text.encode("utf-8", "replace"))


def report(outcome: Outcome, language: Language, longest: int, link: str = "", *, size: Measure = in_utf16) -> str:
    """The outcome as Markdown, as `Report.text` cuts it."""
    return Report(outcome, language).text(longest, link, size=size)


class Report:
    """An outcome as Markdown, drawn once and cut for each place that shows it: with 500 clients drawing takes long."""

    def __init__(self, outcome: Outcome, language: Language) -> None:
        alone = len(outcome.clients) == 1
        spoken = [one for one in _ranked(outcome.clients) if not _silent(one)]
        self._language = language
        self._head = inert("\n".join(_head(outcome, language))) + "\n"  # a blank line: HTML goes on until there is one
        self._sections = [_folded(one, inert(_section(one, language, alone=alone)), alone=alone) for one in spoken]

    def text(self, longest: int, link: str = "", *, size: Measure = in_utf16) -> str:
        """Markdown of at most `longest` characters; `link` leads to the artifacts of the run.

        Clients with something to say share it: what short ones leave goes to the long ones.
        """
        language, sections = self._language, self._sections
        tail = _link(link, language)
        room = longest - size(self._head) - size(tail) - NOTHING
        shares = _shares([sum(map(size, one)) for one in sections], room)
        parts = [self._head]
        for (before, body, after), share in zip(sections, shares, strict=False):
            parts += [before, _cut(body, language, share - size(before) - size(after), size), after]
        if len(shares) < len(sections):
            left = more(len(sections) - len(shares), "clients", "クライアント").of(language)
            parts.append(f"\n*{left}. {CUT.of(language)}*\n")
        return _cut("".join(parts), language, longest - size(tail), size) + tail


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """The room of each section, as far as it goes: those that are larger than a fair share leave the rest to others."""
    kept: list[int] = []
    needed = 0
    for one in sizes:
        needed += min(one, LEAST)
        if needed > room:
            break
        kept.append(one)
    left, level = room, 0
    for number, one in enumerate(sorted(kept)):
        level = left // (len(kept) - number)
        if one > level:
            break
        left -= one
    else:
        level = max(kept, default=0)
    return [min(one, level) for one in kept]


def _folded(client: Client, body: str, *, alone: bool) -> tuple[str, str, str]:
    """A section with what stands before and after it; one of several is folded."""
    if alone:
        return "", body, ""
    return f"<details><summary>{in_summary(client.label[:100])}</summary>\n\n", body, "\n</details>\n\n"


def client_report(client: Client, language: Language, longest: int) -> str:
    """One client's plan as Markdown, for its own issue."""
    return _cut(inert(_section(client, language, alone=False)), language, longest, in_utf16)


def _cut(text: str, language: Language, longest: int, size: Measure) -> str:
    """A text of at most that size, cut at the end of a line, which it then says."""
    shown = text
    while size(shown) > longest:
        limit = len(shown) * longest // size(shown) - 1
        if limit < NOTHING:
            return ""
        shown = within(text, language, limit)
    return shown


def _ranked(clients: Sequence[Client]) -> list[Client]:
    """Those that failed first, then the refused ones, then those that change bidding, then the others."""

    def rank(one: Client) -> int:
        if one.failed:
            return 0
        if one.refused:
            return 1
        return 2 if one.plan is not None and next(_effects(one.plan), None) is not None else 3

    return sorted(clients, key=rank)


def _silent(one: Client) -> bool:
    if one.audit is not None:
        return not one.audit["findings"]
    plan = one.plan
    return plan is None or (plan.empty and not plan.warnings and not plan.waiting and not one.refusals)


def _head(outcome: Outcome, language: Language) -> Iterator[str]:
    emulated = EMULATED_HEAD.of(language) if outcome.emulated else ""
    yield f"### {HEADINGS[outcome.command].of(language)}{emulated}"
    yield ""
    yield f"**{verdict(outcome).of(language)}**"
    yield ""
    yield from _bidding(outcome, language)
    if outcome.refusals:
        yield refusals_markdown(outcome.refusals, language)
    bad, refused = outcome.failed, outcome.refused
    if bad or refused:
        yield "> [!CAUTION]"
        for clients, word in ((bad, FAILED), (refused, WOULD_REFUSE)):
            if clients:
                yield f"> - **{word.of(language)}**: {_names(clients, language)}"
        yield ""
    quiet = [one for one in outcome.clients if one.plan is not None and _silent(one)]
    if quiet and len(outcome.clients) > 1:
        yield f"{NO_CHANGES.of(language)}: {_names(quiet, language)}"
        yield ""
    explained = outcome.code in ANSWERS and not bad and outcome.clients and outcome.command != "sync"
    if outcome.text.strip() and not explained:
        yield f"<details{' open' if outcome.code else ''}><summary>{SAID.of(language)}</summary>"
        yield ""
        yield from fenced(_end_of(outcome.text))
        yield ""
        yield "</details>"
        yield ""


def _end_of(text: str) -> str:
    """The last lines: errors stand at the end."""
    return text if len(text) <= SAID_LONGEST else f"…\n{text[-SAID_LONGEST:].partition(chr(10))[2]}"


def _names(clients: Sequence[Client], language: Language) -> str:
    names = ", ".join(markdown(one.label[:100]) for one in clients[:NAMED])
    rest = len(clients) - NAMED
    return names if rest <= 0 else f"{names}, {more(rest, 'clients', 'クライアント').of(language)}"


def _effects(plan: Plan) -> Iterator[Text]:
    """Demotions, and what bidding starts and stops using."""
    for change in plan.changes:
        if change.action is Action.DEMOTE:
            name = object_name(change.address)
            yield Text(demotes(name.en).en, demotes(name.ja).ja)
    yield from effects(plan)


def _bidding(outcome: Outcome, language: Language) -> Iterator[str]:
    several = len(outcome.clients) > 1
    lines = [
        (f"**{markdown(plan.client[:100])}**: " if several else "") + markdown(text.of(language)[:EFFECT])
        for plan in outcome.plans
        for text in _effects(plan)
    ]
    if not lines:
        return
    yield "> [!WARNING]"
    yield f"> **{BIDDING.of(language)}**"
    yield ">"
    for line in lines[:EFFECTS]:
        yield f"> - {line}"
    if len(lines) > EFFECTS:
        yield f"> - {more(len(lines) - EFFECTS, 'effects', '件').of(language)}"
    yield ""


def _section(client: Client, language: Language, *, alone: bool) -> str:
    """The section of one client; where it stands `alone`, the head has its effects on bidding."""
    if client.plan is not None:
        return plan_markdown(
            client.plan, language=language, refusals=client.refusals, bidding=not alone, longest=sys.maxsize
        )
    return "" if client.audit is None else "\n".join(_audit(client.audit, language)) + "\n"


def _audit(audit: dict[str, object], language: Language) -> Iterator[str]:
    """The findings of one audit that count, the worst first."""
    key = language.value
    findings = [one for one in _items(audit["findings"]) if not one["ignored"] and not one["known"]]
    yield f"## {markdown(str(audit['name']))}{EMULATED_HEAD.of(language) if audit['emulated'] else ''}"
    yield ""
    for one in findings[:FINDINGS]:
        level = str(one["level"])
        title, seen, fix = (markdown(str(one[part][key])) for part in ("title", "seen", "fix"))
        yield f"- {_ICONS[level]} **{level}** {title} (`{one['rule']}`): {markdown(str(one['name']))}: {seen} → {fix}"
    if len(findings) > FINDINGS:
        yield f"- {more(len(findings) - FINDINGS, 'findings', '件の指摘').of(language)}"
    yield ""


def _items(value: object) -> list[dict[str, dict[str, str]]]:
    return list(value) if isinstance(value, list) else []


def _link(link: str, language: Language) -> str:
    return f"\n<sub>[{WHOLE.of(language)}]({link})</sub>\n" if link else ""

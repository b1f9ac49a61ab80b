"""A plan as Markdown, for a pull request or a ticket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.action_words import action_word
from microconv.core.errors import Refusal
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change, Plan
from microconv.core.plan_attributes import parts, role_reason
from microconv.core.text import Language, Text, joined, say
from microconv.render.diagnostics import SEVERITIES
from microconv.render.plan import NO_CHANGES, nothing_to_say, summary
from microconv.render.plan_parts import beside_conflicts, counts, effects, not_ours, places, waits, why_not_ours
from microconv.render.plan_words import CONFLICT, EMULATED, PROTECTED, REFUSED
from microconv.render.safe import code_span, markdown, prose

LONGEST = 65_536
"""The most characters that a comment of GitHub takes. Source: its API refuses longer ones with that number (422)."""

_NO_CHANGES = Text("No changes", NO_CHANGES.ja)
_CHANGES = Text("Changes", "変更内容")
_BIDDING = Text("What bidding starts and stops using", "入札への影響")
_HEADS = (Text("", ""), Text("Object", "対象"), Text("Before", "変更前"), Text("After", "変更後"), Text("Why", "理由"))
_CUT = Text(
    "Cut here: the whole plan is longer than a comment may be. `microconv plan` prints it.",
    "コメントの文字数上限のため、以降を省略しました。全体は `microconv plan` で確認できます。",
)


def plan_markdown(
    plan: Plan,
    *,
    language: Language = Language.EN,
    refusals: Sequence[Refusal] = (),
    bidding: bool = True,
    longest: int = LONGEST,
) -> str:
    """A plan as a Markdown section of at most `longest` characters: effects on bidding first, as a warning block.

    Without `bidding`, for whoever has told of these effects already, it has no such block.
    """
    emulated = f" ({EMULATED.of(language)})" if plan.emulated else ""
    lines = [f"## {markdown(plan.client)}{emulated}", "", markdown(places(plan.accounts, language)), ""]
    lines += _refused(refusals, language)
    lines += _bidding(plan, language) if bidding else ()
    if nothing_to_say(plan) and not refusals:
        lines += [f"**{_NO_CHANGES.of(language)}**: {markdown(counts(plan).of(language))}", ""]
    lines += _table(plan, language)
    lines += _notes(plan, language)
    lines += _not_ours(plan, language)
    last = code_span(summary(plan, language))
    return within("\n".join([*lines, last]) + "\n", language, longest)


def within(text: str, language: Language, longest: int) -> str:
    """A Markdown text cut at the end of a line, with a note that says so, where it is longer than `longest`."""
    if len(text) <= longest:
        return text
    note = f"\n\n> {_CUT.of(language)}\n"
    kept = text[: longest - len(note) - len(_OPEN_DETAILS)]
    kept = kept[: kept.rfind("\n")]
    return kept + (_OPEN_DETAILS if kept.count("<details>") > kept.count("</details>") else "") + note


_OPEN_DETAILS = "\n</details>\n"


def _refused(refusals: Sequence[Refusal], language: Language) -> Iterator[str]:
    items = beside_conflicts(refusals)
    if not items:
        return
    yield "> [!CAUTION]"
    for item in items:
        hint = f" → {prose(say(item.hint, language))}" if item.hint else ""
        says = sentence(prose(say(item.summary, language)), language)
        where = f"{code_span(item.where)} " if item.where else ""
        yield f"> - {where}**{REFUSED.of(language)}** {code_span(item.code)}: {says}{hint}"
    yield ""


def refusals_markdown(refusals: Sequence[Refusal], language: Language = Language.EN) -> str:
    """Refusals of a whole run as a warning block."""
    return "\n".join(_refused(refusals, language)) + "\n"


def _bidding(plan: Plan, language: Language) -> Iterator[str]:
    sentences = list(effects(plan))
    if not sentences:
        return
    yield "> [!WARNING]"
    yield f"> **{_BIDDING.of(language)}**"
    yield ">"
    for sentence in sentences:
        yield f"> - {markdown(sentence.of(language))}"
    yield ""


def _table(plan: Plan, language: Language) -> Iterator[str]:
    if not plan.changes:
        return
    yield f"### {_CHANGES.of(language)}"
    yield ""
    yield "| " + " | ".join(head.of(language) for head in _HEADS) + " |"
    yield "| " + " | ".join("---" for _ in _HEADS) + " |"
    for change in plan.changes:
        yield from _rows(change, plan.currency, language)
    yield ""


def _rows(change: Change, currency: str, language: Language) -> Iterator[str]:
    shown = [] if change.action is Action.REMOVE else parts(change, currency)
    role = role_reason(shown) if change.action is Action.UPDATE else None
    reasons = [*change.reasons] if role is None else [role]
    if change.protected:
        reasons.append(PROTECTED)
    why = prose(joined(reasons, "; ", "。").of(language), cell=True)
    head = f"| {action_word(change).of(language)} | {markdown(object_name(change.address).of(language))} "
    if not shown:
        yield f"{head}| | | {why} |"
    for part in shown:
        label = markdown(part.label.of(language))
        before = "" if part.before is None else f"{label} {markdown(part.before.of(language))}"
        yield f"{head}| {before} | {label} {markdown(part.after.of(language))} | {why} |"
        head, why = "| | ", ""


def _notes(plan: Plan, language: Language) -> Iterator[str]:
    lines = []
    for conflict in plan.conflicts:
        name = markdown(object_name(conflict.address).of(language))
        hint = f" → {prose(say(conflict.hint, language))}" if conflict.hint else ""
        lines.append(
            f"- **{CONFLICT.of(language)}** {name}: {sentence(prose(say(conflict.summary, language)), language)}{hint}"
        )
    for head, why in waits(plan):
        lines.append(f"- {sentence(markdown(head.of(language)), language)} {prose(why.of(language))}")
    for warning in plan.warnings:
        hint = f" → {prose(say(warning.hint, language))}" if warning.hint else ""
        says = sentence(prose(say(warning.summary, language)), language)
        lines.append(f"- **{SEVERITIES[warning.severity].of(language)}** {says}{hint}")
    if lines:
        yield from lines
        yield ""


def sentence(text: str, language: Language) -> str:
    """A text with the full stop of its language behind it, unless it ends with one."""
    return text if text.endswith((".", "。")) else text + ("。" if language is Language.JA else ".")


def _not_ours(plan: Plan, language: Language) -> Iterator[str]:
    theirs = not_ours(plan)
    if theirs is None:
        return
    yield f"<details><summary>{theirs.of(language)}</summary>"
    yield ""
    for why, number in why_not_ours(plan, language):
        yield f"- {number:,}: {markdown(why)}"
        names = [item for item in plan.unmanaged if say(item.why, language) == why]
        for item in names:
            yield f"  - {markdown(object_name(item.address).of(language))}"
    yield ""
    yield "</details>"
    yield ""

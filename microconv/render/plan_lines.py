"""Plans of several clients, a few lines each, and the sums below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from microconv.core.diagnostics import Severity
from microconv.core.errors import Refusal
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Bidding, Plan
from microconv.core.text import Language, Text
from microconv.render.plan import SIGNS, heading, no_changes, nothing_to_say
from microconv.render.plan_parts import counts
from microconv.render.plan_words import CONFLICT, REFUSED, count
from microconv.render.safe import safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

_ORDER = (Action.DEMOTE, Action.REMOVE, Action.UPDATE, Action.CREATE)


def plan_lines(
    plan: Plan, refusals: Sequence[Refusal] = (), style: Style = PLAIN, language: Language = Language.EN
) -> str:
    """At most four lines: how much of what, what bidding loses and gains, what changes, what is in the way."""
    if nothing_to_say(plan) and not refusals:
        return no_changes(plan, style, language)
    warned = sum(item.severity is not Severity.NOTE for item in plan.warnings)
    numbers = counts(plan).of(language)
    if warned:
        numbers += ("、" if language is Language.JA else ", ") + count(warned, "warning", "件の警告").of(language)
    lines = [f"{heading(plan, style, language)}  {numbers}", *_bidding(plan, style, language)]
    lines += _changes(plan, style, language)
    lines += _in_the_way(plan, refusals, style, language)
    return "".join(f"{_cut(line, style.columns)}\n" for line in lines)


def totals(plans: Sequence[Plan], refused: int, failed: int, style: Style, language: Language) -> str:
    """The last line below several clients."""
    sums: Counter[Action] = Counter()
    for plan in plans:
        sums.update(plan.counts)
    changed = sum(bool(plan.changes) for plan in plans)
    unchanged = sum(nothing_to_say(plan) for plan in plans)
    number = len(plans) + failed
    en = f"{number} clients: {changed} with changes, {unchanged} without; " + ", ".join(
        f"{sums[action]:,} to {action.value}" for action in Action
    )
    names = {Action.CREATE: "作成", Action.UPDATE: "変更", Action.DEMOTE: "サブに変更", Action.REMOVE: "削除"}
    ja = f"{number} クライアント: 変更あり {changed}、変更なし {unchanged}。" + "、".join(
        f"{names[action]} {sums[action]:,} 件" for action in Action
    )
    for amount, one, other in (
        (sum(bool(plan.waiting) for plan in plans), "waiting", "待機中"),
        (refused, "refused", "中止"),
        (failed, "failed", "失敗"),
    ):
        if amount:
            en += f"; {amount} {one}"
            ja += f"。{other} {amount}"
    reads, calls = sum(plan.reads for plan in plans), sum(plan.apply_calls for plan in plans)
    en += f". {calls:,} API calls to apply; reading took {reads:,}."
    ja += f"。適用の API 呼び出し {calls:,} 回、読み取り {reads:,} 回。"
    return "".join(f"{line}\n" for line in wrapped(Text(en, ja).of(language), "    ", style.columns))


def _bidding(plan: Plan, style: Style, language: Language) -> list[str]:
    """One line: what bidding stops using, then what it starts using."""
    pieces = []
    for effect, word in (
        (Bidding.STOPS, Text("stops using", "使用停止")),
        (Bidding.STARTS, Text("starts using", "使用開始")),
    ):
        names = sorted({shift.action for shift in plan.shifts if shift.bidding is effect})
        if names:
            pieces.append(f"{word.of(language)} {', '.join(names)}")
    if not pieces:
        return []
    mark = style.paint("»", "magenta", bold=True)
    return [f"  {mark} {Text('bidding', '入札').of(language)} {safe('; '.join(pieces))}"]


def _changes(plan: Plan, style: Style, language: Language) -> list[str]:
    """One line: what changes, demotes first."""
    pieces = []
    for action in _ORDER:
        names = [object_name(item.address).of(language) for item in plan.changes if item.action is action]
        sign, colour = SIGNS[action]
        if names:
            pieces.append(f"{style.paint(sign, colour, bold=True)} {safe(', '.join(dict.fromkeys(names)))}")
    return [f"  {'  '.join(pieces)}"] if pieces else []


def _in_the_way(plan: Plan, refusals: Sequence[Refusal], style: Style, language: Language) -> list[str]:
    """One line: conflicts, and the codes for which a sync would refuse."""
    pieces = []
    if plan.conflicts:
        names = ", ".join(object_name(item.address).of(language) for item in plan.conflicts)
        pieces.append(f"{CONFLICT.of(language)}: {safe(names)}")
    codes = sorted({item.code for item in refusals if item.code != "conflict"})
    if codes:
        pieces.append(f"{REFUSED.of(language)}: {', '.join(f'[{code}]' for code in codes)}")
    return [f"  {style.paint('!', 'red', bold=True)} {'; '.join(pieces)}"] if pieces else []


def _cut(line: str, columns: int) -> str:
    """A line of at most `columns`; what is cut off is marked."""
    first, *rest = wrapped(line, "", columns)
    if not rest:
        return first
    shorter = wrapped(line, "", columns - 2)[0]
    return f"{shorter} …" if width(shorter) else first

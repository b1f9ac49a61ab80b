"""Plans of several clients, a few lines each, and the sums below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from microconv.core.action_words import ACTIONS
from microconv.core.diagnostics import Severity
from microconv.core.errors import Refusal
from microconv.core.kinds import ACTION, KEY_EVENT
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Bidding, Plan
from microconv.core.resource import Address
from microconv.core.text import Language, Text, joined
from microconv.render.plan import NO_CHANGES, SIGNS, nothing_to_say
from microconv.render.plan_parts import beside_conflicts, counts, places
from microconv.render.plan_words import CONFLICT, EMULATED, REFUSED, to_do
from microconv.render.safe import safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

_COMMA, _SEMICOLON = Text(", ", "、"), Text("; ", "。")
_ORDER = (Action.DEMOTE, Action.REMOVE, Action.UPDATE, Action.CREATE)


def plan_lines(
    plan: Plan, refusals: Sequence[Refusal] = (), style: Style = PLAIN, language: Language = Language.EN
) -> str:
    """At most four lines: how much of what, what bidding loses and gains, what changes, what is in the way."""
    lines = [_head(plan, refusals, style, language)]
    if not nothing_to_say(plan) or refusals:
        lines += _bidding(plan, style, language)
        lines += _changes(plan, style, language)
        lines += _in_the_way(plan, refusals, style, language)
    return "".join(f"{_cut(line, style.columns)}\n" for line in lines)


def _head(plan: Plan, refusals: Sequence[Refusal], style: Style, language: Language) -> str:
    """A client, how much of what, and its accounts where the line has room for them."""
    name = style.paint(safe(plan.client), bold=True)
    emulated = f" ({EMULATED.of(language)})" if plan.emulated else ""
    warnings = sum(item.severity is not Severity.NOTE for item in plan.warnings)
    numbers = counts(plan, warnings).of(language)
    if nothing_to_say(plan) and not refusals:
        word = style.paint(NO_CHANGES.of(language), "green", bold=True)
        numbers = f"{word}: {numbers}"
    line, accounts = f"{name}{emulated}  {numbers}", safe(places(plan.accounts, language))
    whole = f"{line}  {accounts}"
    return whole if len(wrapped(whole, "", style.columns)) == 1 else line


def totals(
    plans: Sequence[Plan], refused: int, failed: int, style: Style, language: Language, *, unreached: int = 0
) -> str:
    """The last line below several clients; what there is none of is left out. `unreached` were not begun."""
    sums: Counter[Action] = Counter()
    for plan in plans:
        sums.update(plan.counts)
    number, changed = len(plans) + failed + unreached, sum(bool(plan.changes) for plan in plans)
    clients = f"{number} client{'s' * (number != 1)}"
    pieces = [Text(f"{clients}: {changed} with changes", f"クライアント {number} 件: 変更あり {changed} 件")]
    pieces += to_do(sums)
    for amount, en, ja in (
        (sum(bool(plan.waiting) for plan in plans), "waiting", "待機中"),
        (refused, "refused", "中止"),
        (failed, "failed", "失敗"),
        (unreached, "not reached", "未処理"),
    ):
        if amount:
            pieces.append(Text(f"{amount} {en}", f"{ja} {amount} 件"))
    reads, calls = sum(plan.reads for plan in plans), sum(plan.apply_calls for plan in plans)
    end = Text(
        f". Applying takes {calls:,} API call{'s' * (calls != 1)}; reading took {reads:,}.",
        f"。API 呼び出し: 適用 {calls:,} 回、読み取り {reads:,} 回。",
    )
    text = joined(pieces).of(language) + end.of(language)
    return "".join(f"{line}\n" for line in wrapped(text, "    ", style.columns))


def _bidding(plan: Plan, style: Style, language: Language) -> list[str]:
    """One line: what bidding stops using, then what it starts using."""
    pieces = []
    for effect, word in (
        (Bidding.STOPS, Text("stops using", "使用停止:")),
        (Bidding.STARTS, Text("starts using", "使用開始:")),
    ):
        names = sorted({shift.action for shift in plan.shifts if shift.bidding is effect})
        if names:
            pieces.append(f"{word.of(language)} {_COMMA.of(language).join(names)}")
    if not pieces:
        return []
    mark = style.paint("»", "magenta", bold=True)
    return [f"  {mark} {Text('bidding', '入札').of(language)} {safe(_SEMICOLON.of(language).join(pieces))}"]


def _changes(plan: Plan, style: Style, language: Language) -> list[str]:
    """One line: what changes, demotes first. An action and its key event of one name are one."""
    pieces = []
    for action in _ORDER:
        names = [_short(item.address, language) for item in plan.changes if item.action is action]
        if names:
            word = style.paint(ACTIONS[action].of(language), SIGNS[action][1], bold=True)
            pieces.append(f"{word} {safe(_COMMA.of(language).join(dict.fromkeys(names)))}")
    return [f"  {style.paint('~', bold=True)} {_SEMICOLON.of(language).join(pieces)}"] if pieces else []


def _short(address: Address, language: Language) -> str:
    """The name of a conversion as it is; another object with its kind."""
    return address.name if address.type in {ACTION, KEY_EVENT} else object_name(address).of(language)


def _in_the_way(plan: Plan, refusals: Sequence[Refusal], style: Style, language: Language) -> list[str]:
    """One line: conflicts, and the codes for which a sync would refuse."""
    pieces = []
    if plan.conflicts:
        names = _COMMA.of(language).join(object_name(item.address).of(language) for item in plan.conflicts)
        pieces.append(f"{CONFLICT.of(language)}: {safe(names)}")
    codes = sorted({item.code for item in beside_conflicts(refusals)})
    if codes:
        pieces.append(f"{REFUSED.of(language)}: {_COMMA.of(language).join(f'[{code}]' for code in codes)}")
    return [f"  {style.paint('!', 'red', bold=True)} {_SEMICOLON.of(language).join(pieces)}"] if pieces else []


def _cut(line: str, columns: int) -> str:
    """A line of at most `columns`; what is cut off is marked."""
    first, *rest = wrapped(line, "", columns)
    if not rest:
        return first
    shorter = wrapped(line, "", columns - 2)[0]
    return f"{shorter} …" if width(shorter) else first

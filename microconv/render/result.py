"""The result of a run, as text."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.action_words import done_word
from microconv.core.diagnostics import Severity
from microconv.core.errors import MicroconvError
from microconv.core.kinds import ACTION
from microconv.core.object_name import object_name
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.happened import TakenBackCount
from microconv.core.planning.taken_back import NOT_UNDONE
from microconv.core.ports import Outcome
from microconv.core.text import Language, Text, say
from microconv.reconcile.result import Result
from microconv.render.diagnostics import diagnostics
from microconv.render.plan import plan_text
from microconv.render.plan_words import EMULATED, UNKNOWN
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import block

_FAILED = Text("FAILED", "失敗")
_NOT_TRIED = Text("not tried", "未実行")
_IN_SYNC = Text("In sync", "設定と一致")
_APPLIED = Text("Applied", "適用済み")
_IN_WORKSPACE = Text("Workspace as the config says", "ワークスペースは設定と一致")
_NOT_IN_SYNC = Text("Not in sync", "設定と不一致")
_NOT_VERIFIED = Text("Not verified", "未確認")
_BACK = Text("Taken back", "取り消し済み")
_PARTLY_BACK = Text("Partly taken back", "一部のみ取り消し済み")
_NOTHING = Text("nothing to do, nothing written", "変更なし（書き込みなし）")
_LEFT = Text("What is left:", "残りの変更:")
_BUT = Text("reading again showed it; the API had answered: {}", "再読み取りで反映を確認しました。API の応答: {}")
_STOPPED = Text("the run stopped itself: {}", "処理を中断しました: {}")
_UNRECORDED = Text("the journal lacks the end of this run: {}", "実行記録に終了を書き込めませんでした: {}")
_ROOM = Text(
    "make room on that disk; what was done stays done, and `microconv history` calls the run cut off",
    "ディスクの空き容量を確保してください。実行済みの変更はそのまま有効で、`microconv history` では中断と表示されます",
)
_FIND_OUT = Text(
    "to find out: `microconv history settle {0}`, or run again",
    "確認方法: `microconv history settle {0}`、または再実行",
)
_ARRIVED = Text(
    "imported by Google during this run: {}; run again, which gives it what the config says",
    "実行中に Google がインポートしました: {}。もう一度 sync を実行すると、設定ファイルの内容が適用されます",
)
_INTERRUPTED = Text(
    "interrupted; run again, the state is read first", "中断しました。再実行すると、最初に現在の状態を読み取ります"
)
_STAYS = Text("; what stays, and why:", "。元に戻らないものとその理由:")
_AS_IT_IS = Text("{} is not as it was before", "{} は元の状態に戻っていません")
_AGAIN = Text(
    "the config still wants those changes, so the next sync makes them again",
    "設定ファイルにはこれらの変更が残っているため、次の sync で再び適用されます",
)
_AGAIN_IF_FREE = Text(
    "the config still wants those changes, so the next sync makes them again, unless Google keeps the name of a "
    "removed conversion action: then the config needs a new name",
    "設定ファイルにはこれらの変更が残っているため、次の sync で再び適用されます。ただし、削除したコンバージョン "
    "アクションの名前を Google が再利用させない場合は、設定ファイルで別の名前にする必要があります",
)
_COMMA = Text("; ", "、")
_UNREAD = Text("reading again failed: {}", "再読み取りに失敗しました: {}")


def result_text(
    result: Result,
    style: Style = PLAIN,
    language: Language = Language.EN,
    left: TakenBackCount | None = None,
) -> str:
    """Every outcome, then whether the accounts are in sync, and what to be warned of all the same; a final newline.

    `left`: the run took back another one, and this is what of that one is left.
    """
    lines = [
        *_outcomes(result, style, language),
        *_journal(result, style, language),
        conclusion(result, style, language, left),
    ]
    lines += _arrived(result, language)
    if result.unknown and result.run:
        lines.append(f"    → {_FIND_OUT.of(language).format(safe(result.run))}")
    text = block(lines, style.columns)
    if result.after is None or (not result.outcomes and result.after.empty):
        return text  # where nothing was to be done, the plan has just said it all
    if not result.after.empty:
        return text + plan_text(result.after, style, language=language)
    warnings = (one for one in result.after.warnings if one.severity is Severity.WARNING)
    return text + diagnostics(warnings, style, language)


def _arrived(result: Result, language: Language) -> Iterator[str]:
    """A line on the imports that the plan waited for, and that Google made while it was carried out."""
    if result.after is None:
        return
    left = {change.address for change in result.after.changes}
    actions = [item.address for item in result.plan.waiting if item.address.type == ACTION]
    names = [object_name(address).of(language) for address in actions if address in left]
    if names:
        yield f"    → {_ARRIVED.of(language).format(safe(_COMMA.of(language).join(names)))}"


def _outcomes(result: Result, style: Style, language: Language) -> Iterator[str]:
    for outcome in result.applied:
        change = outcome.change
        yield f"  {style.paint('✓', 'green')} {_name(change, language)}  {done_word(change).of(language)}"
        if change not in result.plan.changes:
            yield f"      {safe(say(change.reasons[0], language))}"
        if outcome.error is not None:
            yield f"      {_BUT.of(language).format(safe(str(outcome.error)))}"
    for outcome in result.failed:
        yield from _not_done(outcome, _FAILED, style, language)
    for outcome in result.unknown:
        yield from _not_done(outcome, UNKNOWN, style, language)
    for change in result.skipped:
        yield f"  · {_name(change, language)}  {_NOT_TRIED.of(language)}"


def _journal(result: Result, style: Style, language: Language) -> Iterator[str]:
    mark = style.paint("!", "red", bold=True)
    if result.stopped:
        yield f"  {mark} {_STOPPED.of(language).format(safe(result.stopped))}"
    elif result.unrecorded:
        yield f"  {mark} {_UNRECORDED.of(language).format(safe(result.unrecorded))}"
        yield f"      → {_ROOM.of(language)}"


def _name(change: Change, language: Language) -> str:
    return safe(object_name(change.address).of(language))


def taken_back_text(
    run: str,
    left: TakenBackCount,
    plan: Plan,
    style: Style = PLAIN,
    language: Language = Language.EN,
    *,
    rollback: bool,
) -> str:
    """The last words of a rollback: how much of what a run changed is as before, what stays and why, what a sync does.

    `plan` is the rollback's. `rollback`: the run was a rollback itself, so that the config's changes are made again by
    taking it back.
    """
    head = Text(
        f"Taken back: {left.count} of {left.of} objects that {safe(run)} changed",
        f"取り消し: {safe(run)} が変更した {left.of} 件のうち {left.count} 件",
    )
    lines = [head.of(language) + Text(".", "。").of(language)]
    if left.left:
        lines = [f"{head.of(language)}{_STAYS.of(language)}"]
        reasons = [(item.where, say(item.summary, language)) for item in plan.warnings if item.code == NOT_UNDONE]
        explained = {where for where, _ in reasons}
        silent = [object_name(item).of(language) for item in left.left if str(item) not in explained]
        lines += [f"    · {safe(text)}" for _, text in reasons]
        lines += [f"    · {safe(_AS_IT_IS.of(language).format(name))}" for name in silent]
    if (left.count or plan.changes) and not rollback:
        removed = any(one.action is Action.REMOVE and one.address.type == ACTION for one in plan.changes)
        lines.append(f"    → {(_AGAIN_IF_FREE if removed else _AGAIN).of(language)}")
    return block(lines, style.columns)


def conclusion(
    result: Result,
    style: Style = PLAIN,
    language: Language = Language.EN,
    left: TakenBackCount | None = None,
) -> str:
    """The last line: in sync or not, how many changes, what it cost. `left` is what a rollback has left.

    A rollback says nothing of being in sync: the config wants something else than what it brought back.
    """
    name = safe(result.plan.client)
    emulated = f" ({EMULATED.of(language)})" if result.plan.emulated else ""
    cost = _cost(result, language)
    stop, end = Text(". ", "。").of(language), Text(".", "。").of(language)
    head = style.paint(_IN_SYNC.of(language), "green", bold=True)
    if left is not None:
        words, color = (_PARTLY_BACK, "yellow") if left.left else (_BACK, "green")
        head = style.paint(words.of(language), color, bold=True)
    elif result.rest:
        begun = _IN_WORKSPACE if result.unpublished else _APPLIED
        applied = Text(f"{begun.en}; {result.rest.en}", f"{begun.ja}（{result.rest.ja}）")
        head = style.paint(applied.of(language), "cyan", bold=True)
    if not result.outcomes and result.in_sync:
        return f"{head}{emulated}: {name}: {_NOTHING.of(language)}{stop}{cost}{end}"
    tried = len(result.outcomes) + len(result.skipped)
    done = Text(
        f"{len(result.applied)} of {tried} changes applied", f"{tried} 件中 {len(result.applied)} 件の変更を適用"
    ).of(language)
    if result.in_sync:
        return f"{head}{emulated}: {name}: {done}{stop}{cost}{end}"
    if result.after is None:
        word = style.paint(_NOT_VERIFIED.of(language), "yellow", bold=True)
        return f"{word}{emulated}: {name}: {done}{_COMMA.of(language)}{_unverified(result, language)}{stop}{cost}{end}"
    word = style.paint(_NOT_IN_SYNC.of(language), "red", bold=True)
    return f"{word}{emulated}: {name}: {done}{stop}{cost}{stop}{_LEFT.of(language)}"


def _cost(result: Result, language: Language) -> str:
    cost = Text(f"{result.calls} API calls in all", f"API 呼び出し 計 {result.calls} 回").of(language)
    if result.request_ids:
        word = Text("request", "リクエスト ID").of(language)
        cost += f"{_COMMA.of(language)}{word} {', '.join(safe(item) for item in result.request_ids)}"
    if result.run:
        cost += f"{_COMMA.of(language)}{Text('journal', '実行記録').of(language)} {safe(result.run)}"
    return cost


def _unverified(result: Result, language: Language) -> str:
    if result.interrupted:
        return _INTERRUPTED.of(language)
    return _UNREAD.of(language).format(safe(result.unverified).rstrip("."))


def _not_done(outcome: Outcome, word: Text, style: Style, language: Language) -> Iterator[str]:
    yield f"  {style.paint('✗', 'red', bold=True)} {_name(outcome.change, language)}  {word.of(language)}"
    if outcome.error is None:
        return
    yield f"      {safe(str(outcome.error))}"
    if outcome.request_id:
        yield f"      request id {safe(outcome.request_id)}"
    hint = outcome.error.hint if isinstance(outcome.error, MicroconvError) else ""
    if hint:
        yield f"      → {safe(say(hint, language))}"

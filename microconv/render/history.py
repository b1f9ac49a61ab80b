"""Runs of the past, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from microconv.core.action_words import action_word
from microconv.core.documents.change_json import change_to_dict
from microconv.core.object_name import object_name
from microconv.core.plan import Action
from microconv.core.plan_attributes import parts
from microconv.core.ports import Status
from microconv.core.text import Language, Text, joined
from microconv.reconcile.past import Done, Run
from microconv.render.plan_parts import client_heading
from microconv.render.plan_words import EMULATED, UNKNOWN
from microconv.render.safe import padded, safe, width
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import block

HISTORY_FORMAT = 1
_SIGNS = {Status.APPLIED: ("✓", "green"), Status.FAILED: ("✗", "red"), Status.UNKNOWN: ("?", "yellow")}
_WORDS = {
    Status.APPLIED: Text("done", "反映済み"),
    Status.FAILED: Text("not done", "未反映"),
    Status.UNKNOWN: UNKNOWN,
}
_ENDS = {
    "in sync": Text("in sync", "設定と一致"),
    "not in sync": Text("not in sync", "設定と不一致"),
    "not verified": Text("not verified", "未確認"),
    "interrupted": Text("interrupted", "中断"),
    "taken back": Text("taken back", "取り消し済み"),
    "partly taken back": Text("partly taken back", "一部のみ取り消し済み"),
    "": Text("cut off", "途中で終了"),
}
"""Ends of runs, by the word that their journals have for them."""

_KINDS = {"sync": Text("sync", "同期"), "rollback": Text("rollback", "取り消し")}
_NONE = Text("No runs yet.", "実行履歴はまだありません。")


_APPLIED = Text("applied; ", "適用済み（Google の処理待ち、または効果のない変更あり）")
"""The beginning of the end of a run that left something, and all of it in Japanese; journals are in English."""


def _word(words: Mapping[str, Text], word: str, language: Language) -> str:
    """A word of a journal in one language; one that is not known, as it is."""
    if language is Language.JA and word.startswith(_APPLIED.en):
        return _APPLIED.ja
    return words[word].of(language) if word in words else safe(word)


def history_text(runs: Sequence[Run], style: Style = PLAIN, language: Language = Language.EN) -> str:
    """A line for each run, with a final newline."""
    if not runs:
        return f"{_NONE.of(language)}\n"
    rows = [
        (safe(run.id), _word(_KINDS, run.kind, language), safe(run.client), _summary(run, language)) for run in runs
    ]
    columns = [max(width(row[column]) for row in rows) for column in range(3)]
    lines = []
    for row in rows:
        head = "  ".join(padded(text, columns[number]) for number, text in enumerate(row[:3]))
        lines.append(f"{style.paint(head, bold=True)}  {row[3]}")
    return "\n".join(lines) + "\n"


def _summary(run: Run, language: Language) -> str:
    counted = {status: sum(item.status is status for item in run.last) for status in Status}
    applied, failed, left = counted[Status.APPLIED], counted[Status.FAILED], run.planned - len(run.last)
    pieces = [Text(f"{applied} of {run.planned} done", f"{run.planned} 件中 {applied} 件反映")]
    if failed:
        pieces.append(Text(f"{failed} failed", f"失敗 {failed} 件"))
    if run.open:
        pieces.append(Text(f"{len(run.open)} unknown", f"不明 {len(run.open)} 件"))
    if left > 0:
        pieces.append(Text(f"{left} not tried", f"未実行 {left} 件"))
    emulated = f" ({EMULATED.of(language)})" if run.head.emulated else ""
    return f"{_word(_ENDS, run.end, language)}{emulated}: {joined(pieces).of(language)}"


def run_text(run: Run, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """One run with all its changes, before and after."""
    head = run.head
    who = Text(f"by {safe(head.who)}", f"実行者 {safe(head.who)}").of(language)
    plan, config = Text("plan", "プラン").of(language), Text("config", "設定").of(language)
    lines = [
        client_heading(run.client, head.pairs, style, language, emulated=head.emulated),
        f"  {_word(_KINDS, run.kind, language)} {safe(run.id)}, {safe(run.started)}, {who}",
        f"  {plan} {safe(head.plan)[:8]}, {config} {safe(head.config_digest)[:8]}, {safe(head.tool)}",
    ]
    if head.undoes:
        lines.append(Text(f"  takes back {safe(head.undoes)}", f"  {safe(head.undoes)} の取り消し").of(language))
    if head.unread:
        names = safe(", ".join(head.unread))
        unread = Text(f"its journal does not say, or not readably: {names}", f"実行記録から読み取れない項目: {names}")
        lines.append(f"  {unread.of(language)}")
    for item in run.done:
        lines += _done(item, head.currency, style, language)
    lines += [f"  {line}" for line in _end(run, language)]
    return block(lines, style.columns)


def _end(run: Run, language: Language) -> Iterator[str]:
    """The lines on how a run ended, and what is not known of it."""
    left = run.planned - len(run.last)
    if left > 0:
        yield Text(f"· {left} of {run.planned} changes not tried", f"· {run.planned} 件中 {left} 件は未実行").of(
            language
        )
    if run.end:
        end = _word(_ENDS, run.end, language)
        yield Text(f"ended: {end}, {safe(run.ended_at)}", f"結果: {end}、{safe(run.ended_at)}").of(language)
    else:
        yield Text("cut off: it has no end", "途中で終了: 終了記録がありません").of(language)
    if run.torn:
        yield Text("its last line was not written whole", "最終行が途中までしか書き込まれていません").of(language)
    if run.open:
        way = f"`microconv history settle {safe(run.id)}`"
        yield Text(
            f"→ to find out what became of the rest: {way}", f"→ 残りの変更が反映されたかを確認するには: {way}"
        ).of(language)


def _done(item: Done, currency: str, style: Style, language: Language) -> list[str]:
    status = item.status or Status.UNKNOWN
    sign, colour = _SIGNS[status]
    outcome = _WORDS[status].of(language)
    if item.settled:
        outcome += Text(", as reading showed", "（再読み取りで確認）").of(language)
    change = item.change
    name, action = safe(object_name(change.address).of(language)), action_word(change).of(language)
    lines = [f"  {style.paint(sign, colour, bold=True)} {action} {name}  {outcome}"]
    if change.action is not Action.REMOVE:
        lines += [f"      {safe(part.of(language))}" for part in parts(change, currency)]
    if item.error:
        lines.append(f"      {safe(item.error)}")
    if item.request_id:
        lines.append(f"      request id {safe(item.request_id)}")
    return lines


def history_json(runs: Iterable[Run]) -> dict[str, Any]:
    """Runs as JSON."""
    return {"format": HISTORY_FORMAT, "runs": [run_json(run) for run in runs]}


def run_json(run: Run) -> dict[str, Any]:
    """One run as JSON."""
    return {
        **run.head.to_dict(),
        "unread": list(run.head.unread),
        "started": run.started,
        "ended": run.ended_at,
        "end": run.end,
        "torn": run.torn,
        "changes": [
            {
                **change_to_dict(item.change),
                "step": item.step,
                "status": (item.status or Status.UNKNOWN).value,
                "settled": item.settled,
                "request_id": item.request_id,
                "error": item.error,
            }
            for item in run.done
        ],
    }

"""The words of comments, summaries and issues, in both languages."""

from __future__ import annotations

from microconv.cli.exit_codes import CHANGES, DONE, ERROR, FINDINGS, INTERRUPTED, PARTLY, REFUSED, USAGE
from microconv.core.plan import Action
from microconv.core.text import Text, joined
from microconv.github.command import Outcome
from microconv.render.plan_words import EMULATED, count, to_do

HEADINGS = {
    "validate": Text("microconv validate", "microconv validate（設定の検証）"),
    "plan": Text("microconv plan", "microconv plan（変更プラン）"),
    "audit": Text("microconv audit", "microconv audit（監査）"),
    "sync": Text("microconv sync", "microconv sync（適用）"),
}
EMULATED_HEAD = Text(f" ({EMULATED.en})", f"（{EMULATED.ja}）")
BIDDING = Text("Demotions and what bidding starts and stops using", "サブへの変更と入札への影響")
FAILED = Text("failed", "失敗")
WOULD_REFUSE = Text("sync would refuse it", "sync は中止されます")
NO_CHANGES = Text("No changes", "変更なし")
SAID = Text("What microconv said", "microconv の出力")
WHOLE = Text("the whole report is in this run's artifacts", "全体はこの実行のアーティファクトにあります")
CUT = Text(
    "Cut here, because GitHub takes no more.",
    "GitHub の上限のため、以降を省略しました。",
)
ENDS = {
    DONE: Text("done", "正常終了"),
    ERROR: Text("an error", "エラー"),
    CHANGES: Text("changes", "変更あり"),
    FINDINGS: Text("findings", "指摘あり"),
    REFUSED: Text("refused before any write", "書き込み前に中止"),
    PARTLY: Text("some of it failed", "一部失敗"),
    USAGE: Text("wrong usage", "使い方の誤り"),
    INTERRUPTED: Text("interrupted", "中断"),
}
"""The meaning of the exit codes, in few words (docs/contract.md)."""

CHECKED = {DONE: Text("valid", "問題なし"), ERROR: Text("not valid", "問題あり")}
"""Their meaning for validate, where that is more than ENDS says."""

ANSWERS = frozenset({DONE, CHANGES, FINDINGS, REFUSED, PARTLY})
"""The exit codes that the numbers of clients explain."""


def demotes(name: str) -> Text:
    """`demotes conversion "X"`."""
    return Text(f"demotes {name}", f"{name}をサブに変更します")


def more(number: int, en: str, ja: str) -> Text:
    """`and 3 more changes`."""
    return Text(f"and {number:,} more {en}", f"ほか {number:,} {ja}")


def verdict(outcome: Outcome) -> Text:
    """The outcome in one sentence: `3 clients: 1 to create, 1 to demote, 1 refused`.

    Where the numbers do not tell how it ended, as those of the plans that sync applied, the exit code does.
    """
    clients = outcome.clients
    ended = _ended(outcome)
    if not clients:
        return ended
    parts: list[Text] = []
    if outcome.command == "audit":
        totals = [one.audit["summary"] for one in clients if one.audit is not None]
        for key, en, ja in (("errors", "error", "エラー"), ("warnings", "warning", "警告"), ("notes", "note", "メモ")):
            number = sum(int(one[key]) for one in totals)
            parts.append(Text(f"{number:,} {en}{'s' * (number != 1)}", f"{ja} {number:,} 件"))
    else:
        counts = {action: outcome.number(action) for action in Action}
        parts += to_do(counts) or _without_changes(outcome)
    refused, failed = len(outcome.refused), len(outcome.failed)
    if refused:
        parts.append(Text(f"{refused:,} refused", f"中止 {refused:,} 件"))
    if failed:
        parts.append(Text(f"{failed:,} failed", f"失敗 {failed:,} 件"))
    if outcome.command != "sync" and outcome.code not in ANSWERS:
        parts.append(ended)
    head = count(len(clients), "client", "クライアント")
    said = joined(parts)
    if outcome.command == "sync":
        en = f"{ended.en}; the saved plans of {head.en}: {said.en}"
        return Text(en, f"{ended.ja}。保存したプラン（{head.ja}）: {said.ja}")
    return Text(f"{head.en}: {said.en}", f"{head.ja}: {said.ja}")


def _ended(outcome: Outcome) -> Text:
    """`exit code 4: refused before any write`."""
    code = outcome.code
    end = (CHECKED if outcome.command == "validate" else {}).get(code) or ENDS.get(code)
    if end is None:
        return Text(f"exit code {code}", f"終了コード {code}")
    return Text(f"exit code {code}: {end.en}", f"終了コード {code}（{end.ja}）")


def _without_changes(outcome: Outcome) -> list[Text]:
    """`No changes`, where every client was read to the end; else the number of those that have none."""
    if not outcome.plans:
        return []
    if not outcome.failed and outcome.code in ANSWERS:
        return [NO_CHANGES]
    number = len(outcome.plans)
    return [Text(f"{number:,} without changes", f"変更なし {number:,} 件")]

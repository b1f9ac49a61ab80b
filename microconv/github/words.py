"""The words of comments, summaries and issues, in both languages."""

from __future__ import annotations

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
REFUSED = Text("sync would refuse it", "sync は中止されます")
NO_CHANGES = Text("No changes", "変更なし")
SAID = Text("What microconv said", "microconv の出力")
WHOLE = Text("the whole report is in this run's artifacts", "全体はこの実行のアーティファクトにあります")
CUT = Text(
    "Cut here, because GitHub takes no more.",
    "GitHub の上限のため、以降を省略しました。",
)


def demotes(name: str) -> Text:
    """`demotes conversion "X"`."""
    return Text(f"demotes {name}", f"{name}をサブに変更します")


def more(number: int, en: str, ja: str) -> Text:
    """`and 3 more changes`."""
    return Text(f"and {number:,} more {en}", f"ほか {number:,} {ja}")


def verdict(outcome: Outcome) -> Text:
    """The outcome in one sentence: `3 clients: 1 to create, 1 to demote; 1 refused`."""
    clients = outcome.clients
    if not clients:
        return Text(f"exit code {outcome.code}", f"終了コード {outcome.code}")
    parts: list[str] = []
    if outcome.command == "audit":
        totals = [one.audit["summary"] for one in clients if one.audit is not None]
        for key, en, ja in (("errors", "error", "エラー"), ("warnings", "warning", "警告"), ("notes", "note", "メモ")):
            number = sum(int(one[key]) for one in totals)
            parts.append(Text(f"{number:,} {en}{'s' * (number != 1)}", f"{ja} {number:,} 件"))
    else:
        counts = {action: outcome.number(action) for action in Action}
        parts += to_do(counts) or ([NO_CHANGES] if outcome.plans else [])
    refused = sum(one.refused for one in clients)
    failed = sum(one.failed for one in clients)
    if refused:
        parts.append(Text(f"{refused:,} refused", f"中止 {refused:,} 件"))
    if failed:
        parts.append(Text(f"{failed:,} failed", f"失敗 {failed:,} 件"))
    head = count(len(clients), "client", "クライアント")
    said = joined(parts)
    return Text(f"{head.en}: {said.en}", f"{head.ja}: {said.ja}")

"""The words of the overview page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from microconv.core.earlier_end import Course, EarlierEnd, days_in_drift
from microconv.core.text import NO_TEXT, Text
from microconv.render.fleet_page.head import Head, Outline
from microconv.render.fleet_page.line import FleetLine, Topic

WORDS: Mapping[str, Text] = {
    "client": Text("Client", "クライアント"),
    "state": Text("State", "状態"),
    "what": Text("What", "内容"),
    "last_run": Text("Against the last run", "前回との比較"),
    "before": Text("last run", "前回"),
    "calls": Text("API calls", "API 呼び出し"),
    "time": Text("Time", "所要時間"),
    "search": Text("Client, conversion or word", "クライアント名・コンバージョン名など"),
    "filters": Text("Show only", "絞り込み"),
    "all": Text("Show all", "すべて表示"),
    "none": Text("No client was worked on.", "対象のクライアントがありません。"),
    "quiet": Text("Done", "完了"),
    "quiet_why": Text(
        "now and in the last run; ✕: errors of the last audit", "今回も前回も該当なし。✕ は直近の監査のエラー"
    ),
    "emulated": Text("emulated", "エミュレーター"),
    "unreached": Text("Not reached", "未処理"),
    "resume": Text("Go on with --resume.", "--resume を付けて続きを実行できます。"),
    "together": Text(
        "A sync of all these clients would write nothing", "全クライアントをまとめて同期すると中止されます"
    ),
    "kept": Text("done before the run was resumed", "再開前に処理済み"),
    "skip": Text("To the clients", "クライアント一覧へ"),
    "nothing": Text("nothing", "なし"),
    "legend": Text("Signs", "記号"),
    "bars": Text(
        "bars: changes and findings of the last runs, this one at the right; hollow: not counted",
        "棒: 直近の実行の変更・指摘の件数（右端が今回、白抜きは集計なし）",
    ),
    "open": Text("page", "ページ"),
}

TITLES: Mapping[str, tuple[str, str]] = {
    "plan": ("Drift of {} client{}", "設定との差分: クライアント {} 件"),
    "audit": ("Audits of {} client{}", "監査: クライアント {} 件"),
    "report": ("Reports of {} client{}", "月次レポート: クライアント {} 件"),
    "sync": ("Sync of {} client{}", "同期: クライアント {} 件"),
}

COMMANDS: Mapping[str, Text] = {
    "plan": Text("Drift", "差分"),
    "audit": Text("Audit", "監査"),
    "report": Text("Report", "レポート"),
    "sync": Text("Sync", "同期"),
}

OUTCOMES: Mapping[str, Text] = {
    "done": Text("done", "完了"),
    "failed": Text("failed", "失敗"),
    "refused": Text("refused", "中止"),
    "partly": Text("partly", "一部"),
    "interrupted": Text("interrupted", "中断"),
}

TOPICS: Mapping[Topic, Text] = {
    Topic.CONFIG: Text("Config", "設定ファイル"),
    Topic.WHY: Text("Why", "理由"),
    Topic.STOPS: Text("Bidding stops using", "入札で使用停止"),
    Topic.STARTS: Text("Bidding starts using", "入札で使用開始"),
    Topic.CONFLICT: Text("Conflict", "競合"),
    Topic.REFUSAL: Text("A sync would refuse", "同期は中止されます"),
    Topic.DEMOTE: Text("Demote", "サブに変更"),
    Topic.REMOVE: Text("Remove", "削除"),
    Topic.UPDATE: Text("Update", "変更"),
    Topic.CREATE: Text("Create", "作成"),
    Topic.WAITING: Text("Waits for Google", "Google 待ち"),
    Topic.FINDING: Text("Finding", "指摘"),
    Topic.PROVISIONAL: Text("Remark", "備考"),
}

COUNTS: Mapping[str, tuple[str, Text]] = {
    "create": ("+", Text("to create", "作成")),
    "update": ("~", Text("to update", "変更")),
    "demote": ("↓", Text("to demote", "サブに変更")),
    "remove": ("−", Text("to remove", "削除")),
    "stops": ("»", Text("bidding stops using", "入札で使用停止")),
    "starts": ("«", Text("bidding starts using", "入札で使用開始")),
    "conflicts": ("!", Text("in conflict", "競合")),
    "refusals": ("⊘", Text("reasons to refuse", "中止理由")),
    "waiting": ("…", Text("waiting for Google", "Google 待ち")),
    "errors": ("✕", Text("errors", "エラー")),
    "warnings": ("!", Text("warnings", "警告")),
    "notes": ("i", Text("notes", "参考")),
}
"""The numbers of a client in the order of the page: the sign and the words of each."""

COURSES: Mapping[Course, Text] = {
    Course.NEW: Text("new", "新規"),
    Course.GONE: Text("gone", "解消"),
    Course.MORE: Text("more", "増加"),
    Course.FEWER: Text("fewer", "減少"),
    Course.OTHERS: Text("others", "別の内容"),
    Course.SAME: Text("the same", "変化なし"),
    Course.FIRST: Text("for the first time", "初回"),
}

QUIET: Mapping[str, Text] = {
    "plan": Text("Nothing to change", "差分なし"),
    "sync": Text("Nothing to change", "差分なし"),
    "audit": Text("No findings", "指摘なし"),
}
"""The heading of the clients of which there is nothing to say, by command."""

SHOWN = Text("{n} of {m} clients shown", "クライアント {m} 件中 {n} 件を表示")
"""The number of clients that the filters leave, as the page's script fills it in."""


def title(outline: Outline) -> Text:
    """The heading of the page."""
    number = len(outline.lines)
    en, ja = TITLES.get(outline.head.command, ("{} client{}", "クライアント {} 件"))
    return Text(en.format(f"{number:,}", "s" * (number != 1)), ja.format(f"{number:,}"))


def signs(outline: Outline) -> list[tuple[str, str, Text]]:
    """The signs of numbers that the page has, each with its words."""
    counted = {*outline.totals.counted()}
    for line in outline.lines:
        for _, end in line.others:
            counted.update(end.numbers.counted() if end.numbers is not None else {})
    return [(key, sign, said) for key, (sign, said) in COUNTS.items() if key in counted]


def clients(amount: int) -> Text:
    """`3 clients`."""
    return Text(f"{amount:,} client{'s' * (amount != 1)}", f"クライアント {amount:,} 件")


def api_calls(amount: int) -> Text:
    """`84 API calls`."""
    return Text(f"{amount:,} API call{'s' * (amount != 1)}", f"API 呼び出し {amount:,} 回")


def drift_days(line: FleetLine, head: Head) -> Text:
    """The time for which a client has had changes or findings without a break; empty for none or less than a day."""
    if line.numbers is None or not line.numbers.total:
        return NO_TEXT
    days = days_in_drift(line.before, head.made)
    return Text(f"for {days:,} day{'s' * (days != 1)}", f"{days:,} 日間") if days else NO_TEXT


def ago(end: EarlierEnd, head: Head) -> Text:
    """When that was, seen from the run: `today`, `3 days ago`."""
    if end.at is None:
        return NO_TEXT
    days = (head.made.date() - end.at.astimezone(datetime.UTC).date()).days
    if days < 1:
        return Text("today", "今日")
    return Text("yesterday", "昨日") if days == 1 else Text(f"{days:,} days ago", f"{days:,} 日前")


def number(amount: int) -> Text:
    """A number as people write it."""
    return Text(f"{amount:,}", f"{amount:,}")


def seconds(amount: float) -> Text:
    """A time in seconds."""
    return Text(f"{amount:,.1f} s", f"{amount:,.1f} 秒")

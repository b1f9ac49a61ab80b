"""The page's own words beside those of the rules, in both languages."""

from __future__ import annotations

import datetime
import math

from microconv.analysis.overview import Overview, Part
from microconv.audit.result import Audit
from microconv.core.text import Text, untranslated
from microconv.render.audit_words import (
    FINDINGS,
    IGNORED,
    IGNORED_UNTIL,
    IN_BASELINE,
    KNOWN,
    PURPOSES,
    QUESTIONS,
    SOURCE,
)
from microconv.render.plan_words import PROVIDERS as PROVIDERS

PARTS = {
    Part.FINAL: Text("Results that bidding uses", "入札に使われる最終コンバージョン"),
    Part.STEP: Text("Steps that bidding uses", "入札に使われるマイクロコンバージョン"),
    Part.OBSERVED: Text("Observed only", "計測のみ（入札には使われない）"),
}

WORDS = {
    "accounts": Text("Accounts", "アカウント"),
    "actions": Text("Conversion", "コンバージョン"),
    "also": Text("Seen at", "該当箇所"),
    "api_calls": Text("API calls", "API 呼び出し回数"),
    "as_table": Text("The numbers as a table", "数値を表で見る"),
    "behind": Text("Findings behind it", "根拠となる指摘"),
    "checked": Text("Objects checked", "確認した対象数"),
    "clear": Text("Clear filters", "絞り込みを解除"),
    "client": Text("Client", "クライアント"),
    "clients": Text("Clients", "クライアント一覧"),
    "copied": Text("Copied", "コピーしました"),
    "copy": Text("Copy", "コピー"),
    "count": Text("Last 30 days", "直近30日間"),
    "emulated": Text("Emulated: not a real account", "エミュレーター（実在のアカウントではありません）"),
    "explain": Text("Why it matters, and how to fix it", "重要な理由と対処方法"),
    "filters": Text("Filter the findings", "指摘を絞り込む"),
    "findings": FINDINGS,
    "fix": Text("How to fix it", "対処方法"),
    "funnel": Text("Funnel", "ファネル"),
    "suppressed": Text("Show ignored and known findings", "除外・既知の指摘も表示"),
    "ignored": IGNORED,
    "known": KNOWN,
    "known_long": Text("Known: it was in the baseline", f"{KNOWN.ja}（{IN_BASELINE.ja}）"),
    "leads_to": Text("Leads to", "次の段階"),
    "level": Text("Level", "重要度"),
    "lines": Text("Config lines", "設定例"),
    "looks_for": Text("Looks for", "検査内容"),
    "made": Text("Audited", "監査日時"),
    "no_findings": Text("Nothing was found that needs attention.", "対応が必要な指摘はありません。"),
    "no_match": Text("No finding here matches the filters.", "条件に合う指摘はありません。"),
    "no_overview": Text("No conversions are recorded.", "計測中のコンバージョンはありません。"),
    "missing": Text("Could not be read, and not in this page:", "読み取れなかったため、このページに含まれていません:"),
    "none": Text("none", "なし"),
    "nothing_changed": Text("Nothing was changed.", "アカウントには一切変更を加えていません。"),
    "others": Text("Rules that found nothing", "指摘のなかった検査項目"),
    "overview": Text("The account in pictures", "アカウントの全体像"),
    "purpose": Text("Purpose", "目的"),
    "purposes": PURPOSES,
    "questions": QUESTIONS,
    "reason": Text("Reason", "理由"),
    "result": Text("Result", "結果"),
    "roles": Text("What bidding learns from", "入札の学習に使われるデータ"),
    "rule": Text("Rule", "検査項目"),
    "rulebook": Text("What the findings mean", "指摘の解説"),
    "search": Text("Search", "検索"),
    "skip": Text("Skip to the findings", "指摘事項へ移動"),
    "source": SOURCE,
    "summary": Text("Summary", "概要"),
    "title": Text("Conversion audit", "コンバージョン監査レポート"),
    "to_rulebook": Text("See the explanation at the end of the page", "ページ末尾の解説を見る"),
    "top": Text("Back to the list of clients", "クライアント一覧へ戻る"),
    "topic": Text("Topic", "分野"),
    "unknown_count": Text("not counted", "件数不明"),
    "used": Text("Role in bidding", "入札での役割"),
    "value": Text("Value", "値"),
    "average": Text("on average", "（平均）"),
    "where": Text("Where", "場所"),
    "why": Text("Why it matters", "重要な理由"),
}
"""Fixed words of the page."""

SHOWN = Text("{n} of {m} findings shown", "{m} 件中 {n} 件の指摘を表示")
"""The number of findings that the filters leave, as the page's script fills it in."""


ROLES_CAPTION = Text(
    "Automatic bidding learns from what is solid (results) and hatched (steps). The length of a bar is its number in "
    "the last 30 days: of what bidding uses, the column Conversions.",
    "自動入札は、塗りつぶし（最終コンバージョン）と斜線（マイクロコンバージョン）のデータから学習します。"
    "バーの長さは直近30日間の件数です（入札に使われるものは「コンバージョン」列の件数）。",
)

MORE = Text("more than this", "この段階より多い")
"""The remark where a step is followed by more of the next one than there are of itself."""

_DECLARED = Text(
    "All conversions of the last 30 days, from the farthest step to the result, as the config links them. The "
    "percentages compare two counts; they do not follow single visitors.",
    "直近30日間のすべてのコンバージョンを、設定ファイルのつながりに従って遠い段階から順に示します。"
    "割合は二つの件数の比で、訪問者ごとの追跡結果ではありません。",
)
_GUESSED = Text(
    "All conversions of the last 30 days. No config says which leads to which, so the order is guessed from the "
    "categories.",
    "直近30日間のすべてのコンバージョンです。段階のつながりが設定ファイルにないため、カテゴリから順序を推定しています。",
)
_EVENTS = Text(
    "Key events of the last 30 days in GA4. No Google Ads account was audited.",
    "直近30日間の GA4 のキーイベントです。Google 広告アカウントは監査対象に含まれていません。",
)
_OUTLINED = Text("Outlined bars: bidding does not use them.", "枠線のみのバーは入札に使われません。")
_UNCOUNTED = Text("The counts are not known.", "件数は取得できていません。")


def funnel_caption(overview: Overview) -> Text:
    """The caption of the funnel."""
    sentences = [_EVENTS if overview.events else _DECLARED if overview.declared else _GUESSED]
    if any(item.part is Part.OBSERVED for item in overview.funnel) and not overview.events:
        sentences.append(_OUTLINED)
    if any(item.count is None for item in overview.funnel):
        sentences.append(_UNCOUNTED)
    return Text(" ".join(item.en for item in sentences), "".join(item.ja for item in sentences))


def ignored(reason: str, until: datetime.date) -> Text:
    """The note that somebody accepted a finding, until when, and why."""
    en, ja = (text.format(day=until.isoformat(), reason=reason) for text in (IGNORED_UNTIL.en, IGNORED_UNTIL.ja))
    return Text(en, ja)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def time(made: str) -> Text:
    """An ISO 8601 time as people write it; what is none, as it is."""
    try:
        when = datetime.datetime.fromisoformat(made)
    except ValueError:
        return Text(made, made)
    clock = f"{when:%H:%M}" + (f" {when.tzname()}" if when.tzinfo else "")
    return Text(
        f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {clock}", f"{when.year}年{when.month}月{when.day}日 {clock}"
    )


def trend(audit: Audit) -> Text:
    """The findings of the baseline's audit and of this one: accepted ones are left out, known ones are in both."""
    change, before = audit.trend, audit.before
    assert change is not None
    assert before is not None
    when = time(before.made)
    return Text(
        f"{change.before:,} → {change.now:,} findings since {when.en}: {change.new:,} new, {change.gone:,} solved",
        f"{when.ja} から {change.before:,} → {change.now:,} 件（新規 {change.new:,}、解決 {change.gone:,}）",
    )


def number(count: float) -> str:
    """A count with separators; a fraction with two decimals, as Google Ads shows it."""
    return f"{count:,.0f}" if round(count, 2) == round(count) else f"{count:,.2f}"


def whole(count: float | None) -> float | None:
    """A count rounded to whole conversions, for people who do not know fractions of them; below one as it is."""
    return count if count is None or count < 1 else float(math.floor(count + 0.5))


def percent(share: float) -> str:
    """A share of one in percent, with a place where it is small."""
    if 0.995 <= share < 1:
        return ">99%"
    places = 0 if share >= 0.1 or share == 0 else 1
    return f"{share * 100:,.{places}f}%" if share >= 0.001 or share == 0 else "<0.1%"


def onward(rate: float) -> Text:
    """The share of those who go on. More than all are no share: the two were not counted over the same visitors."""
    return MORE if rate > 1 else untranslated(percent(rate))


def money(value: float, currency: str) -> str:
    """An amount with its currency's code, on one line."""
    currency = currency if len(currency) < 9 else f"{currency[:7]}…"
    amount = f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"
    return f"{currency}\u00a0{amount}" if currency else amount

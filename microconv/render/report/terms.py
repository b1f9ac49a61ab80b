"""The last section of a report: definitions, every limit that the APIs told, whence the numbers are, what it cost."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.account_ids import dashed
from microconv.core.text import Text, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Bullets, Grid, Paragraph
from microconv.render.report.reasons import NOTES, why_sentence
from microconv.render.report.results import EMULATED
from microconv.render.report.words import PROVIDERS, table_name
from microconv.report.figures import Known
from microconv.report.model import Report

TERMS = (
    Text(
        "Conversion (GA4): how often the event happened, in the property's time zone, after visits of every kind.",
        "コンバージョン（GA4）：イベントの発生件数。プロパティのタイムゾーンで集計し、すべての流入経路を含みます。",
    ),
    Text(
        "Micro-conversion: a measurable act before the final conversion. Final conversion: the result itself.",
        "マイクロCV（MCV）：最終CVに至る手前の、計測できる行動。最終CV：購入・問い合わせ完了などの成果そのもの。",
    ),
    Text(
        "Primary: bidding of Google Ads uses it. Secondary: it is observed only.",
        "メイン：Google 広告の自動入札に使われるもの。サブ：観測のみのもの。",
    ),
    Text(
        "Reach rate: users of the step (or page) divided by all users; in a funnel, by the users of its first step.",
        "到達率：そのステップ（ページ）のユーザー数 ÷ 全ユーザー数。ファネルでは最初のステップのユーザー数で割ります。",
    ),
    Text(
        "Goes on: the share of a step's users who took the next step. Drop-off: the share who did not.",
        "次への移行率：あるステップのユーザーのうち次に進んだ割合。離脱率：次に進まなかった割合。",
    ),
    Text(
        "Completion rate: the share of a step's users who came to the end of the funnel.",
        "完了率：あるステップのユーザーのうち、ファネルの最後まで到達した割合。",
    ),
    Text(
        "Stay: engagement time of a page for each of its users; a background tab does not count.",
        "平均滞在時間：ページのエンゲージメント時間 ÷ そのページのユーザー数。背面のタブにある時間は含みません。",
    ),
    Text(
        "Users and events: funnels and reach rates count users, the tables of conversions count events. One user may "
        "cause many events, so they do not agree. Users do not add up over days, months or pages.",
        "ユーザー数とイベント数：ファネルと到達率はユーザー数、コンバージョンの表はイベント数です。1人が複数回行うため"
        "一致しません。ユーザー数は日・月・ページの間で足し合わせられません。",
    ),
    Text(
        "Conversions (Google Ads): what bidding uses, that is primary actions of goals it optimises for. All "
        "conversions: every action. Both may be fractions.",
        "CV（Google 広告）：入札に使われる目標のメイン アクションのみ。すべてのCV：全アクション。"
        "いずれも小数になることがあります。",
    ),
    Text(
        "By day of click: a conversion counts on the day of the click, as cost does, so the month's number still "
        "grows. By day of conversion: it counts on the day when it happened, as in GA4.",
        "クリック日：費用と同じく、クリックした日に計上します。そのため当月分は後から増えます。"
        "CV発生日：GA4 と同じく、コンバージョンが発生した日に計上します。",
    ),
    Text(
        "Interval: where a share of users has one in brackets, the true share lies in it with a probability of 90 % "
        "(Jeffreys). \"Clearly changed\" means that the intervals of both months are apart.",
        "区間：かっこ内は割合の90%区間（Jeffreys）です。「明確な変化」は、当月と前月の区間が重ならないことを示します。",
    ),
    Text(
        "A day: the number divided by the days of its month, because months differ in length.",
        "1日あたり：月により日数が異なるため、その月の日数で割った値です。",
    ),
    Text(
        "0 is a count of zero. \"no data\": asked for, and nothing can be said. \"— not collected\": not asked for. "
        "\"× refused\": the API did not give it. The footnote has the reason.",
        "「0」は0件という実数です。「データなし」は取得したが判断できないもの、「— 未取得」は取得の対象外、"
        "「× 取得不可」は API が返さなかったものです。理由は表の注記にあります。",
    ),
)  # fmt: skip
"""The definitions of the words of a report."""

LIMITS = Text("Limits of the numbers", "数値に関する注記")

_NO_LIMITS = Text(
    "The APIs told of no limit of the numbers (no sampling, no thresholding, no missing rows).",
    "API から、数値の制限（サンプリング、しきい値、行の欠落など）の通知はありませんでした。",
)
_STATES = {
    Known.YES: Text("answered", "取得済み"),
    Known.NO_DATA: Text("no data", "データなし"),
    Known.NOT_ASKED: Text("not asked", "未取得"),
    Known.REFUSED: Text("refused", "取得不可"),
}


def terms(report: Report) -> Iterator[Block]:
    """Definitions, limits, accounts, answers and calls."""
    yield Paragraph(Text("Terms", "用語"), "heading")
    yield Bullets(tuple(Paragraph(term) for term in TERMS))
    yield Paragraph(LIMITS, "heading")
    limits = [Paragraph(NOTES[note]) for note in report.disclosures]
    if report.heading.emulated:
        limits.insert(0, Paragraph(EMULATED, "warning"))
    yield Bullets(tuple(limits)) if limits else Paragraph(_NO_LIMITS)
    if report.heading.accounts:
        yield _accounts(report)
    if report.sources:
        yield _sources(report)
    yield Paragraph(_calls(report), "minor")
    yield Paragraph(_made(report), "minor")


def _accounts(report: Report) -> Grid:
    maker = Maker(
        "accounts",
        Text("Accounts", "データの取得元"),
        (
            column("provider", "API", "API"),
            column("account", "Account", "アカウント"),
            column("time_zone", "Time zone", "タイムゾーン"),
            column("currency", "Currency", "通貨"),
        ),
    )
    not_told = Text("not told", "不明")
    for one in report.heading.accounts:
        maker.row(
            maker.text(PROVIDERS.get(one.provider, untranslated(one.provider))),
            maker.text(dashed(one.account) if one.provider == "google_ads" else one.account),
            maker.text(one.time_zone or not_told),
            maker.text(one.currency or not_told),
        )
    return maker.grid()


def _sources(report: Report) -> Grid:
    maker = Maker(
        "answers",
        Text("What the APIs answered", "API の回答状況"),
        (
            column("table", "Table", "データ"),
            column("state", "State", "状況"),
            column("why", "Reason", "理由"),
        ),
        lead=5,
    )
    for name, known, why in report.sources:
        reason = why_sentence(known, why) if known is not Known.YES else Text("", "")
        maker.row(maker.text(table_name(name)), maker.text(_STATES[known]), maker.text(reason))
    return maker.grid()


def _calls(report: Report) -> Text:
    calls = report.calls
    tokens = "" if calls.tokens is None else f", {calls.tokens:,} tokens of the property's quota"
    tokens_ja = "" if calls.tokens is None else f"（プロパティの割り当てから {calls.tokens:,} トークン）"
    other, other_ja = (f", {calls.other} others", f"、その他 {calls.other} 回") if calls.other else ("", "")
    return Text(
        f"API calls of this report: GA4 {calls.ga4}, funnels {calls.funnels}, Google Ads {calls.google_ads}{other}"
        f"{tokens}. Nothing was changed.",
        f"このレポートの API 呼び出し：GA4 {calls.ga4} 回、ファネル {calls.funnels} 回、"
        f"Google 広告 {calls.google_ads} 回"
        f"{other_ja}{tokens_ja}。設定の変更は一切行っていません。",
    )


def _made(report: Report) -> Text:
    heading = report.heading
    return Text(
        f"Numbers read {heading.made} by microconv {heading.version}; edition {heading.edition}.",
        f"数値の取得日時：{heading.made}（microconv {heading.version}）、第{heading.edition}版。",
    )

"""Limits and settings of GA4, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "ga4-key-events": Plain(
        Text(
            "There is hardly room for more important events in Google Analytics",
            "重要な行動（キーイベント）の登録数が上限に近づいています",
        ),
        Text(
            "Once it is full nothing new can be measured, perhaps in the middle of a launch.",
            "上限に達すると、新しい施策の計測を追加できません。",
        ),
        Text(
            "Retire those that nobody uses.",
            "使われていないものを整理します。",
        ),
        Text(
            "There is room for new ones.",
            "新しい計測を追加できるようになります。",
        ),
        Doer.BOTH,
    ),
    "ga4-enhanced-off": Plain(
        Text(
            "A setting is off that a conversion needs",
            "コンバージョンの計測に必要な機能がオフになっています",
        ),
        Text(
            "The conversion stays at zero.",
            "このコンバージョンは計測されません。",
        ),
        Text(
            "Turn the setting on.",
            "機能をオンにします。",
        ),
        Text(
            "The conversion is counted.",
            "計測されるようになります。",
        ),
        Doer.AGENCY,
    ),
    "ga4-currency": Plain(
        Text(
            "Google Analytics and Google Ads use different currencies",
            "Google アナリティクスと Google 広告の通貨が異なります",
        ),
        Text(
            "The same result has two amounts.",
            "同じ成果の金額が、レポートによって異なります。",
        ),
        Text(
            "Use one currency, or name it in every report.",
            "通貨をそろえるか、レポートに明記します。",
        ),
        Text(
            "Amounts can be compared.",
            "金額を比較できるようになります。",
        ),
        Doer.AGENCY,
        shows_evidence=True,
    ),
    "ga4-rules-overlap": Plain(
        Text(
            "One act may be recorded twice",
            "一つの行動が二重に記録されるおそれがあります",
        ),
        Text(
            "Reports and bids would count it twice.",
            "レポートでも入札でも、2倍に数えられるおそれがあります。",
        ),
        Text(
            "Correct the rule that records it.",
            "記録の条件を修正します。",
        ),
        Text(
            "Every act counts once.",
            "一つの行動が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "ga4-rules-never": Plain(
        Text(
            "A conversion can never be recorded",
            "条件の誤りで、計測されることのないコンバージョンがあります",
        ),
        Text(
            "It stays at zero, whatever visitors do.",
            "訪問者がどのように行動しても、件数は0件のままです。",
        ),
        Text(
            "Correct its condition.",
            "条件を修正します。",
        ),
        Text(
            "The conversion is counted.",
            "計測されるようになります。",
        ),
        Doer.AGENCY,
    ),
    "ga4-rules-idle": Plain(
        Text(
            "A conversion waits for something that does not happen",
            "計測のきっかけとなる行動が発生していません",
        ),
        Text(
            "It stays at zero.",
            "件数が0件のままです。",
        ),
        Text(
            "Compare its condition with the website.",
            "条件とウェブサイトの実装を照合します。",
        ),
        Text(
            "The conversion is counted.",
            "計測されるようになります。",
        ),
        Doer.SITE,
    ),
}
"""The words for the client, by the id of the rule."""

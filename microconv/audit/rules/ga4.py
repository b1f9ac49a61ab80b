"""Are GA4's limits and settings all right? The number of key events, enhanced measurement, the currency."""

from __future__ import annotations

from microconv.analysis.lines import block
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, unknown, verdict_on, verdict_on_one
from microconv.audit.rules.ga4_rules import made, setting_off, unread
from microconv.core.event_rule import NEEDS
from microconv.core.kinds import EVENT_RULE, MEASUREMENT
from microconv.core.text import Text

STANDARD, PREMIUM = 30, 50
"""Custom key events of a standard property, and of a 360 one, at most.

Source: support.google.com/analytics/answer/11202874, checked 2026-11-23.
"""

NEAR_FIFTHS = 4
"""From four fifths of its limit on (80 %) a property is near it. A judgement of this project."""

_SURE = Text("", "")
_LEVELS = {"google_analytics_standard": (STANDARD, _SURE), "google_analytics_360": (PREMIUM, _SURE)}
_ASSUMED = (
    STANDARD,
    Text(
        "(?): the service level is not known, so the standard's limit is assumed",
        "(?): サービスレベルが不明なため、標準プロパティの上限と仮定",
    ),
)


@rule(
    id="ga4-key-events",
    topic=Topic.GA4,
    level=Level.WARNING,
    title=Text(
        "The property is near its limit of key events",
        "キーイベントの数が上限に近づいています",
    ),
    passed=Text(
        "The property is well below its limit of key events",
        "キーイベントの数には上限まで余裕があります",
    ),
    why=Text(
        "A property holds 30 custom key events, one of Google Analytics 360 holds 50. At the limit no new one can be "
        "marked, in the middle of a launch for instance. So many key events also say that few of them are key.",
        "カスタム キーイベントの上限は標準プロパティで30個、アナリティクス 360 で50個です。上限に達すると、"
        "施策の開始時などに新しいキーイベントを指定できません。また、"
        "これだけ多いと本当に重要なものが分からなくなります。",
    ),
    fix=Text(
        "Stop marking as key events what nobody reports on or bids for (GA4 > Admin > Key events). The events "
        "themselves go on being collected.",
        "GA4 の「管理」>「キーイベント」で、レポートや入札に使っていないものの指定を外します。"
        "イベント自体の収集は続きます。",
    ),
    source="Configuration limits, support.google.com/analytics/answer/11202874, checked 2026-11-23",
    needs=(Need.GA4,),
)
def ga4_key_events(subject: Subject) -> Verdict:
    """From NEAR_FIFTHS of the limit of the property's service level on; only custom ones count."""
    custom = sum(item.state.get("custom") is True for item in subject.key_events)
    limit, sure = _LEVELS.get(str(subject.ga4.property.service_level), _ASSUMED)
    seen = Text(
        f"{custom} custom key events of {limit} {sure.en}".rstrip(),
        f"カスタム キーイベント {custom} 個（上限 {limit} 個）{sure.ja}",
    )
    evidence = [subject.of_account("ga4", seen)] if custom * 5 >= limit * NEAR_FIFTHS else []
    return verdict_on(evidence, custom, Text("there is no custom key event", "カスタム キーイベントがありません"))


@rule(
    id="ga4-enhanced-off",
    topic=Topic.GA4,
    level=Level.ERROR,
    title=Text(
        "An event rule needs a setting of enhanced measurement that is off",
        "イベント作成ルールに必要な拡張計測機能がオフになっています",
    ),
    passed=Text(
        "Enhanced measurement is on for everything that event rules start from",
        "イベント作成ルールに必要な拡張計測機能はすべてオンになっています",
    ),
    why=Text(
        "GA4 collects scrolls, outbound clicks, downloads, video plays and form events only while the setting for them "
        "is on. A rule that starts from such an event makes nothing while it is off.",
        "スクロール、離脱クリック、ファイルのダウンロード、動画、フォームのイベントは、"
        "対応する拡張計測機能がオンの間だけ収集されます。オフの間、それらを起点にするルールは何も作成しません。",
    ),
    fix=Text(
        "Turn the setting on in GA4: Admin > Data streams > Enhanced measurement. Or write it in the config under "
        "`ga4: {enhanced_measurement: …}` and run `microconv sync`.",
        "GA4 の「管理」>「データ ストリーム」>「拡張計測機能」で該当する設定をオンにします。または設定ファイルの "
        "`ga4: {enhanced_measurement: …}` に記載して `microconv sync` を実行します。",
    ),
    source="Enhanced measurement events, support.google.com/analytics/answer/9216061, checked 2026-11-23",
    needs=(Need.GA4, Need.STREAM),
)
def ga4_enhanced_off(subject: Subject) -> Verdict:
    """Rules that start from an event in core.rule.NEEDS whose setting, or the whole of it, is off."""
    missing = unread(subject, EVENT_RULE)
    if missing is not None:
        return missing
    rules = [one for one in made(subject) if one.source in NEEDS]
    if rules and not subject.live(MEASUREMENT):
        return unknown(Text("the settings were not read", "拡張計測機能の設定を取得できていません"))
    evidence = []
    for one in rules:
        off = setting_off(subject, one.source)
        if off:
            seen = Text(
                f"it starts from {one.source}, and the setting {off} is off",
                f"起点イベント {one.source} に必要な設定 {off} がオフです",
            )
            evidence.append(subject.of(one.item, seen, block(f"ga4.enhanced_measurement.{off}", True)))
    nothing = Text(
        "no event rule starts from an event of enhanced measurement",
        "拡張計測機能のイベントを起点にしたルールがありません",
    )
    return verdict_on(evidence, len(rules), nothing)


@rule(
    id="ga4-currency",
    topic=Topic.GA4,
    level=Level.NOTE,
    title=Text(
        "GA4 and Google Ads have different currencies",
        "GA4 と Google 広告の通貨が異なります",
    ),
    passed=Text("GA4 and Google Ads have the same currency", "GA4 と Google 広告の通貨は同じです"),
    why=Text(
        "GA4 reports values in the property's currency, Google Ads in the account's. The same conversion then has two "
        "numbers, and who compares the two reports takes the exchange rate for a fault of measurement.",
        "GA4 はプロパティの通貨で、Google 広告はアカウントの通貨で値を表示します。"
        "同じコンバージョンでも数値が異なるため、レポートを比べると為替の差が計測の誤りに見えてしまいます。",
    ),
    fix=Text(
        "Set the property's currency in GA4 (Admin > Property details) to the account's, which cannot be changed; or "
        "say in every report which currency it is in.",
        "GA4 の「管理」>「プロパティの詳細」で通貨を Google "
        "広告アカウントに合わせます（アカウント側の通貨は変更できません）。合わせられない場合は、"
        "レポートに通貨を明記してください。",
    ),
    source="Property.currency_code and Customer.currency_code, comments of the protos, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GA4),
)
def ga4_currency(subject: Subject) -> Verdict:
    """Both are known, and differ."""
    account, property_ = subject.ads.customer.currency_code, subject.ga4.property.currency_code
    if not account or not property_:
        return unknown(Text("a currency was not read", "通貨を取得できていません"))
    seen = Text(f"GA4: {property_}, Google Ads: {account}", f"GA4: {property_}、Google 広告: {account}")
    return verdict_on_one(None if account == property_ else subject.of_account("ga4", seen))

"""Imports from GA4 that Google offers and hides until somebody uses them."""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.bridge_imports import NO_IMPORT, ga4_imports
from microconv.core.conversion import GA4_IMPORT
from microconv.core.import_arrival import BY_HAND, ENABLED
from microconv.core.text import Text

_STATUS = "ConversionActionStatus and GoogleAnalytics4Settings, comments of the v26 proto, checked 2026-11-23"


@rule(
    id="bridge-hidden",
    topic=Topic.BRIDGE,
    level=Level.ERROR,
    title=Text(
        "The import of a listed conversion is hidden, and records nothing",
        "設定ファイルにあるコンバージョンのインポートが非表示で、計測されていません",
    ),
    passed=Text(
        "The imports of all listed conversions are recorded",
        "設定ファイルにあるインポートはすべて計測されています",
    ),
    why=Text(
        "Google makes an action of a key event as hidden: it is there, but nobody has imported it yet. The config "
        "counts on it, and Google Ads records nothing.",
        "Google はキーイベントに対応するアクションを非表示の状態で作成します。まだ誰もインポートしていないため、"
        "設定ファイルでは計測対象であっても、Google 広告には何も記録されません。",
    ),
    fix=Text(
        f"{ENABLED.en} {BY_HAND.en}",
        f"{ENABLED.ja}{BY_HAND.ja}",
    ),
    source=_STATUS,
    needs=(Need.GOOGLE_ADS, Need.CONFIG),
)
def bridge_hidden(subject: Subject) -> Verdict:
    """Listed conversions with source ga4 whose action is hidden, and which no recorded action counts."""
    recorded = {item.identity for item in subject.actions}
    listed = [item for _, _, item in ga4_imports(subject, enabled=False) if subject.declared(item) is not None]
    seen = Text("status: hidden", "ステータス: 非表示（hidden）")
    evidence = [subject.of(item, seen) for item in listed if item.identity not in recorded]
    nothing = Text("the config imports nothing from GA4", "設定ファイルに GA4 からのインポートがありません")
    return verdict_on(evidence, sum(item.source == GA4_IMPORT for item in subject.config.conversions), nothing)


@rule(
    id="bridge-hidden-unused",
    topic=Topic.BRIDGE,
    level=Level.NOTE,
    title=Text(
        "Google offers an import that nobody uses",
        "使われていない GA4 のインポート候補があります",
    ),
    passed=Text("There is no hidden import that nobody uses", "使われていない非表示のインポートはありません"),
    why=Text(
        "Google has made an action of a key event and hides it until somebody imports it. That is no fault; but it is "
        "worth deciding once whether it is wanted, before somebody turns it on next to a tag for the same act.",
        "Google がキーイベントからアクションを作成し、インポートされるまで非表示にしています。"
        "不具合ではありませんが、同じ行動のタグと重複して有効化される前に、"
        "使うかどうかを一度決めておくことをおすすめします。",
    ),
    fix=Text(
        "Leave it hidden, or list it in the config with `google_ads: {source: ga4}` and its event.",
        "非表示のままにするか、設定ファイルに `google_ads: {source: ga4}` とイベント名を記載してください。",
    ),
    source=_STATUS,
    needs=(Need.GOOGLE_ADS,),
)
def bridge_hidden_unused(subject: Subject) -> Verdict:
    """Hidden imports that no config lists."""
    hidden = ga4_imports(subject, enabled=False)
    evidence = []
    for owner, event, item in hidden:
        if subject.declared(item) is None:
            seen = Text(
                f"hidden; key event {event} of property {owner}",
                f"非表示。プロパティ {owner} のキーイベント {event}",
            )
            lines = subject.listing(event, google_ads={"source": "ga4"}) if owner == subject.property_id else ""
            evidence.append(subject.of(item, seen, lines))
    checked = len(hidden) + len(ga4_imports(subject))
    return verdict_on(evidence, checked, NO_IMPORT)

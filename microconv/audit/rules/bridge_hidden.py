"""Imports from GA4 that Google offers and hides until somebody uses them."""

from __future__ import annotations

from microconv.analysis.listing import listing
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.bridge_imports import MARKED_BY_GOOGLE, NO_IMPORT, elsewhere, ga4_imports, no_result_counts
from microconv.core.conversion import GA4_IMPORT
from microconv.core.import_arrival import BY_HAND, ENABLED
from microconv.core.measures import EVENTS, RECENT_DAYS
from microconv.core.resource import Live
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
    id="bridge-hidden-result",
    topic=Topic.BRIDGE,
    level=Level.WARNING,
    title=Text(
        "The only result is offered as an import, and hidden",
        "唯一の成果がインポート候補のまま非表示で、計測されていません",
    ),
    passed=Text(
        "No hidden import holds the only result",
        "唯一の成果が非表示のインポートに残されていることはありません",
    ),
    why=Text(
        "GA4 counts this result, and no other result is counted in Google Ads. Google has made an action of it and "
        "hides it until somebody imports it: until then bidding learns from steps, or from nothing.",
        "GA4 はこの成果を数えていますが、Google 広告ではほかに成果が計測されていません。Google が作成したアクションは、"
        "インポートされるまで非表示のままです。それまで入札は途中の行動だけで学習するか、何も学習できません。",
    ),
    fix=Text(
        f"List it in the config with `google_ads: {{source: ga4}}` and its event. {ENABLED.en} {BY_HAND.en}",
        f"設定ファイルに `google_ads: {{source: ga4}}` とイベント名を記載します。{ENABLED.ja}{BY_HAND.ja}",
    ),
    source=_STATUS,
    needs=(Need.GOOGLE_ADS,),
)
def bridge_hidden_result(subject: Subject) -> Verdict:
    """Hidden imports of results that happen, where no result is counted; those of the config are bridge-hidden's."""
    hidden = ga4_imports(subject, enabled=False)
    evidence = []
    for owner, event, item in _only_results(subject):
        happened = _happened(subject, owner, event)
        number = "" if happened is None else f"{happened:,}"
        seen = Text(
            f"hidden; key event {event} of property {owner}"
            + (f", {number} times in {RECENT_DAYS} days" * bool(number)),
            f"非表示。プロパティ {owner} のキーイベント {event}"
            + (f"（過去 {RECENT_DAYS} 日間に {number} 件）" * bool(number)),
        )
        evidence.append(subject.of(item, seen, _listing(subject, owner, event)))
    return verdict_on(evidence, len(hidden) + len(ga4_imports(subject)), NO_IMPORT)


def _only_results(subject: Subject) -> list[tuple[str, str, Live]]:
    """Property, event and action of the hidden imports of results, where no result is counted."""
    if not no_result_counts(subject):
        return []
    hidden = ga4_imports(subject, enabled=False)
    return [one for one in hidden if subject.declared(one[2]) is None and _is_result(subject, *one)]


def _is_result(subject: Subject, owner: str, event: str, item: Live) -> bool:
    """True for a result that happens. What Google marks in every property (`purchase`) must be known to happen."""
    if not subject.judged(item).known or subject.micro(item) or elsewhere(subject, event):
        return False
    happened = _happened(subject, owner, event)
    return event not in MARKED_BY_GOOGLE if happened is None else happened > 0


def _happened(subject: Subject, owner: str, event: str) -> int | None:
    """The number of times that an event of a property happened lately, None where that is not known."""
    measures = subject.measures("ga4")
    if owner != subject.property_id or measures is None or EVENTS in measures.missing:
        return None
    return subject.events(event)


def _listing(subject: Subject, owner: str, event: str) -> str:
    """The config lines that list the import of an event of the audited property."""
    return listing(subject, event, google_ads={"source": GA4_IMPORT}) if owner == subject.property_id else ""


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
    """Hidden imports that no config lists; those of the only results are bridge-hidden-result's."""
    hidden = ga4_imports(subject, enabled=False)
    results = {item.id for _, _, item in _only_results(subject)}
    evidence = []
    for owner, event, item in hidden:
        if subject.declared(item) is None and item.id not in results:
            seen = Text(
                f"hidden; key event {event} of property {owner}",
                f"非表示。プロパティ {owner} のキーイベント {event}",
            )
            evidence.append(subject.of(item, seen, _listing(subject, owner, event)))
    checked = len(hidden) + len(ga4_imports(subject))
    return verdict_on(evidence, checked, NO_IMPORT)

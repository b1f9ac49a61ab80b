"""Imports from GA4 to Google Ads: key events that are not imported, and imports without one."""

from __future__ import annotations

from microconv.analysis.listing import listing
from microconv.analysis.subject import Subject
from microconv.analysis.tagged import tagged_categories, tagged_events, tagged_names
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on
from microconv.audit.rules.bridge import linked
from microconv.audit.rules.silence_ended import ended
from microconv.core import naming
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.ga4_import import import_identity, imported_from
from microconv.core.import_arrival import WHOLE
from microconv.core.kinds import ACTION
from microconv.core.resource import Live, Standing
from microconv.core.text import Text

SAME_ACT = {
    "purchase": frozenset({"purchase"}),
    "generate_lead": frozenset({"submit_lead_form", "request_quote", "contact"}),
    "sign_up": frozenset({"signup"}),
    "qualify_lead": frozenset({"qualified_lead"}),
    "close_convert_lead": frozenset({"converted_lead"}),
    "add_to_cart": frozenset({"add_to_cart"}),
    "begin_checkout": frozenset({"begin_checkout"}),
}
"""GA4's names of events, and the categories of website actions that count the same act. A judgement of this project."""

MARKED_BY_GOOGLE = frozenset({"purchase", "qualify_lead", "close_convert_lead", "first_open", "in_app_purchase"})
"""The key events that Google marks by itself, whether or not they ever happen.

`purchase` comes with every property (github.com/google/site-kit-wp, fixture key-events.json), the leads with an
objective that is chosen (third parties' reports), the others with apps; checked 2026-11-29.
"""

_IMPORTING = "Import conversions into Google Ads, support.google.com/analytics/answer/10632359, checked 2026-11-23"
NO_IMPORT = Text("the account imports nothing from GA4", "GA4 からインポートしているアクションがありません")


def ga4_imports(subject: Subject, *, enabled: bool = True) -> list[tuple[str, str, Live]]:
    """Property, event and action of every import from GA4 whose property is known; recorded ones, or hidden ones."""
    items = subject.actions if enabled else [x for x in subject.live(ACTION) if x.standing is Standing.HIDDEN]
    sources = ((imported_from(item.identity), item) for item in items)
    return [(*source, item) for source, item in sources if source is not None]


def _wanted(subject: Subject, event: str) -> Conversion | None:
    """The conversion of the config that is to be imported from this event."""
    return next(
        (item for item in subject.config.conversions if item.source == GA4_IMPORT and item.event == event), None
    )


def elsewhere(subject: Subject, event: str) -> bool:
    """True if the act that an event stands for is already counted by something else than an import."""
    if event in tagged_events(subject) or naming.bare(event) in tagged_names(subject):
        return True
    return not SAME_ACT.get(event, frozenset()).isdisjoint(tagged_categories(subject))


@rule(
    id="bridge-not-imported",
    topic=Topic.BRIDGE,
    level=Level.WARNING,
    title=Text(
        "A key event is not imported into Google Ads",
        "Google 広告にインポートされていないキーイベントがあります",
    ),
    passed=Text(
        "Every key event is imported, or counted by a tag of its own",
        "キーイベントはすべてインポートされているか、専用のタグで計測されています",
    ),
    why=Text(
        "GA4 counts this result, and Google Ads knows nothing of it: bidding cannot learn from it, and the two reports "
        "cannot agree. Where a website tag counts the same act, an import on top would count it twice.",
        "GA4 はこの成果を数えていますが、Google 広告には伝わっていないため、入札に活用できず、"
        "両者のレポートも一致しません。同じ行動をウェブサイトのタグで計測している場合は、"
        "インポートすると二重計測になるため不要です。",
    ),
    fix=Text(
        "List it in the config with `google_ads: {source: ga4}` and its event, as secondary first, unless bidding is "
        f"to chase it. {WHOLE.en}",
        "設定ファイルに `google_ads: {source: ga4}` とイベント名を記載します。"
        f"入札の対象にしない限り、まずサブアクションにしてください。{WHOLE.ja}",
    ),
    source=_IMPORTING,
    needs=(Need.GOOGLE_ADS, Need.GA4, Need.LINKS),
)
def bridge_not_imported(subject: Subject) -> Verdict:
    """Key events without an action, where the two are linked, and the config wants it, the account imports others, or
    it is a result and no result in the account counts anything.

    What Google makes and nobody can delete, and what somebody removed from Google Ads, only if the config wants it.
    """
    if not linked(subject):
        return not_applicable(
            Text("the two are not linked: see bridge-link", "リンクされていません（bridge-link を参照）")
        )
    actions = subject.live(ACTION)
    ever, known = ({x.identity for x in actions}, {x.identity for x in actions if x.standing is not Standing.REMOVED})
    imports = sum(owner == subject.property_id for owner, _, _ in ga4_imports(subject))
    meant = [(item, _wanted(subject, item.identity)) for item in subject.key_events]
    alone = no_result_counts(subject)
    meant = [
        (item, wanted)
        for item, wanted in meant
        if wanted is not None or (imports and _free(subject, item)) or (alone and _result(subject, item))
    ]
    evidence = []
    for item, wanted in meant:
        identity = import_identity(subject.property_id, item.identity)
        if identity not in known and (wanted is not None or identity not in ever):
            seen = _missing(imports) if wanted is None else _WANTED
            evidence.append(subject.of(item, seen, _importing(subject, item) if wanted is None else ""))
    nothing = Text(
        "no key event is to be imported: the account imports nothing from this property, or tags count the same acts",
        "インポート対象のキーイベントがありません（このプロパティからのインポートがないか、"
        "同じ行動がタグで計測されています）",
    )
    return verdict_on(evidence, len(meant), nothing)


def _importing(subject: Subject, item: Live) -> str:
    """The config lines that have a key event imported: those of its conversion, or a new one."""
    source = {"source": GA4_IMPORT}
    return subject.lines(item, google_ads=source) or listing(subject, item.identity, google_ads=source)


_WANTED = Text(
    "no action in Google Ads; the config wants the import (source: ga4)",
    "Google 広告に対応するアクションなし。設定ファイルではインポート対象（source: ga4）",
)


def _missing(imports: int) -> Text:
    return Text(
        f"no action in Google Ads; imports from the same property: {imports}",
        f"Google 広告に対応するアクションなし。同じプロパティからのインポート: {imports} 件",
    )


def no_result_counts(subject: Subject) -> bool:
    """True if no recorded action is known to be a result, or none of those counted anything lately.

    What Google made itself, and what has ended, is none.
    """
    there = [item for item in subject.actions if item.standing is not Standing.SYSTEM and not ended(item)]
    results = [item for item in there if subject.judged(item).known and not subject.micro(item)]
    return not results or (subject.has_counts and not any(subject.counted(item).all > 0 for item in results))


def _free(subject: Subject, item: Live) -> bool:
    """True if somebody marked a key event whose act nothing else counts."""
    return item.deletable and not elsewhere(subject, item.identity)


def _result(subject: Subject, item: Live) -> bool:
    """True for a result that nothing else counts, and that somebody marked or that happens."""
    there = item.deletable or item.identity in subject.event_counts
    return there and not subject.micro(item) and not elsewhere(subject, item.identity)


@rule(
    id="bridge-orphan",
    topic=Topic.BRIDGE,
    level=Level.ERROR,
    title=Text(
        "An imported action has no key event any more",
        "元のキーイベントが存在しないインポート済みアクションがあります",
    ),
    passed=Text(
        "Every imported action has its key event",
        "インポートしたアクションにはすべて元のキーイベントがあります",
    ),
    why=Text(
        "The action waits for a key event that nobody sends on: the event was deleted or is not marked any more. It "
        "counts nothing, and if it is primary, bidding waits for it.",
        "元のイベントが削除されたか、キーイベントの指定が外れているため、このアクションは何も計測しません。"
        "メインアクションの場合、入札は届かない成果を待ち続けることになります。",
    ),
    fix=Text(
        "Mark the event as a key event again in GA4 (Admin > Events), or make the action secondary and remove it.",
        "GA4 の「管理」>「イベント」で再びキーイベントに指定するか、アクションをサブアクションにして削除します。",
    ),
    source=_IMPORTING,
    needs=(Need.GOOGLE_ADS, Need.GA4),
)
def bridge_orphan(subject: Subject) -> Verdict:
    """Recorded imports from the audited property whose event is no key event."""
    there = {item.identity for item in subject.key_events}
    imports = [(event, item) for owner, event, item in ga4_imports(subject) if owner == subject.property_id]
    evidence = [
        subject.of(
            item, Text(f"{event} is no key event of {owner}", f"{event} は {owner} のキーイベントではありません")
        )
        for owner, event, item in [(subject.property_id, *pair) for pair in imports]
        if event not in there
    ]
    nothing = Text("nothing is imported from this property", "このプロパティからのインポートがありません")
    return verdict_on(evidence, len(imports), nothing)


@rule(
    id="bridge-other-property",
    topic=Topic.BRIDGE,
    level=Level.NOTE,
    title=Text(
        "An action is imported from another GA4 property",
        "別の GA4 プロパティからインポートされているアクションがあります",
    ),
    passed=Text(
        "All imports come from the audited property",
        "インポートはすべて監査対象のプロパティから行われています",
    ),
    why=Text(
        "The account also imports from a property that was not looked at here. That is right for a second site or an "
        "app. For the same site it counts each act twice, or it is a leftover of an old property.",
        "監査対象ではないプロパティからもインポートされています。別サイトやアプリであれば問題ありませんが、"
        "同じサイトの場合は二重計測になっているか、旧プロパティの設定が残っている可能性があります。",
    ),
    fix=Text(
        "Find out what the other property measures. Make its actions secondary if it measures the same site; audit it "
        "as well (`--property-id`) if not.",
        "そのプロパティの計測対象を確認してください。同じサイトであればサブアクションにし、別のサイトであれば "
        "`--property-id` を指定してそのプロパティも監査します。",
    ),
    source="docs/best-practices.md, Count once, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GA4),
)
def bridge_other_property(subject: Subject) -> Verdict:
    """Recorded imports whose property is known and not the audited one."""
    imports = ga4_imports(subject)
    evidence = [
        subject.of(item, Text(f"{event} of property {owner}", f"プロパティ {owner} の {event}"))
        for owner, event, item in imports
        if owner != subject.property_id
    ]
    return verdict_on(evidence, len(imports), NO_IMPORT)

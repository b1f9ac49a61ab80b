"""Has measurement stopped in GA4? Key events that do not happen, and results that are no key events."""

from __future__ import annotations

from microconv.analysis.evidence import Evidence
from microconv.analysis.listing import listing
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on, verdict_on_one
from microconv.core import naming
from microconv.core.conversion import Conversion
from microconv.core.kinds import KEY_EVENT
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Address
from microconv.core.text import Text

VOLUME = 10
"""So many events in RECENT_DAYS days are no test and no accident any more. A judgement of this project."""

RESULTS = frozenset({"purchase", "generate_lead", "qualify_lead", "close_convert_lead", "sign_up"})
"""Recommended events that stand for a result, not for a step.

Names from "Recommended events", developers.google.com/analytics/devguides/collection/ga4/reference/events, checked
2026-11-23; the choice among them is this project's.
"""

_EMPTY = Text(
    "the property received no event at all: see silence-property",
    "プロパティがイベントを一件も受信していません（silence-property を参照）",
)


@rule(
    id="silence-property",
    topic=Topic.SILENCE,
    level=Level.ERROR,
    title=Text("The GA4 property receives no events", "GA4 プロパティがイベントを受信していません"),
    passed=Text("The GA4 property receives events", "GA4 プロパティはイベントを受信しています"),
    why=Text(
        "Every site that anybody visits sends page views. A property without any event is not connected to the site: "
        "its key events, and all that Google Ads imports from them, stay at zero.",
        "訪問のあるサイトであれば、少なくともページビューが送信されます。"
        "イベントが一件もないプロパティはサイトにつながっておらず、キーイベントも、Google "
        "広告へのインポートもゼロのままになります。",
    ),
    fix=Text(
        "Check that the property is the right one and that its Google tag (G-…) is on every page, with GA4's DebugView "
        "or Realtime report.",
        "監査対象のプロパティが正しいか、Google タグ（G-…）が全ページに設置されているかを、GA4 の DebugView または"
        "リアルタイム レポートで確認してください。",
    ),
    source="docs/best-practices.md, Silence, checked 2026-11-23",
    needs=(Need.GA4, Need.EVENTS),
)
def silence_property(subject: Subject) -> Verdict:
    """No event of any name."""
    seen = Text(f"0 events in the last {RECENT_DAYS} days", f"直近 {RECENT_DAYS} 日間のイベント数: 0")
    return verdict_on_one(None if subject.event_counts else subject.of_account("ga4", seen))


@rule(
    id="silence-key-event",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text("A key event has not happened for 30 days", "30日間発生していないキーイベントがあります"),
    passed=Text(
        "Every key event has happened within 30 days",
        "すべてのキーイベントが30日以内に発生しています",
    ),
    why=Text(
        "A key event that never happens looks like a result that nobody reaches. Usually its tag or event rule is "
        "broken, its name is spelled differently on the site, or the step was given up and nobody tidied.",
        "発生しないキーイベントは、誰も到達していない成果のように見えます。多くの場合、"
        "タグやイベント作成ルールの不具合、サイト側との名前の不一致、または廃止した行動の片付け忘れが原因です。",
    ),
    fix=Text(
        "Compare the name, letter by letter, with what the site sends (GA4 > Admin > Events, or DebugView). Mend the "
        "tag or the event rule, or stop marking it as a key event.",
        "GA4 の「管理」>「イベント」または DebugView で、サイトが送信している名前と一字ずつ照合してください。タグまたは"
        "イベント作成ルールを修正するか、キーイベントの指定を外します。",
    ),
    source="docs/best-practices.md, Review, checked 2026-11-23",
    needs=(Need.GA4, Need.EVENTS),
)
def silence_key_event(subject: Subject) -> Verdict:
    """Key events without a single event; those that Google makes and nobody can delete are left out."""
    if not subject.event_counts:
        return not_applicable(_EMPTY)
    there = [item for item in subject.key_events if item.deletable]
    seen = Text(f"0 events in the last {RECENT_DAYS} days", f"直近 {RECENT_DAYS} 日間のイベント数: 0")
    evidence = [subject.of(item, seen) for item in there if subject.events(item.identity) == 0]
    return verdict_on(evidence, len(there), Text("there is no key event", "キーイベントがありません"))


def _says(subject: Subject, name: str) -> Text | None:
    """Why an event ought to be a key event; None if nothing says so."""
    conversion = _declared(subject, name)
    if conversion is not None:
        return Text("the config lists it", "設定ファイルに記載されています") if conversion.event == name else None
    if naming.is_micro(name, subject.prefix):
        return Text(
            f"its name begins with {subject.prefix}",
            f"名前がマイクロコンバージョンの接頭辞 {subject.prefix} で始まっています",
        )
    if name in RESULTS:
        return Text("GA4 recommends this name for a result", "GA4 が成果向けに推奨しているイベント名です")
    return None


def _declared(subject: Subject, name: str) -> Conversion | None:
    """The conversion of the config that has this event, else the one of this name, which then wants no key event."""
    by_event = (item for item in subject.config.conversions if item.event == name)
    return next(by_event, subject.config.by_name.get(name))


@rule(
    id="silence-not-key-event",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "An event that stands for a conversion happens, but is not a key event",
        "コンバージョンに当たるイベントが発生しているのに、キーイベントになっていません",
    ),
    passed=Text(
        "Every event that stands for a conversion is a key event",
        "コンバージョンに当たるイベントはすべてキーイベントになっています",
    ),
    why=Text(
        "GA4 counts the event, but reports do not show it as a result, and Google Ads can import key events only. "
        "Marking it works from that day on: what happened before is not counted later.",
        "GA4 はイベントを数えていますが、レポートでは成果として表示されず、Google "
        "広告にインポートできるのもキーイベントだけです。キーイベントの指定は指定した日以降にのみ有効で、"
        "過去の分はさかのぼって数えられません。",
    ),
    fix=Text(
        "Mark it as a key event in GA4 (Admin > Events), or list it in the config with `ga4: {event: …}` and run "
        "`microconv sync`.",
        "GA4 の「管理」>「イベント」でキーイベントに指定するか、設定ファイルに `ga4: {event: …}` と記載して "
        "`microconv sync` を実行します。",
    ),
    source="Link Google Ads and Analytics, support.google.com/analytics/answer/9379420, checked 2026-11-23",
    needs=(Need.GA4, Need.EVENTS),
)
def silence_not_key_event(subject: Subject) -> Verdict:
    """Events with VOLUME or more that the config, their prefix or GA4's own list says are conversions."""
    marked = {item.identity for item in subject.key_events}
    often = [(name, count) for name, count in sorted(subject.event_counts.items()) if count >= VOLUME]
    meant = [(name, count, why) for name, count in often if (why := _says(subject, name)) is not None]
    evidence = [_evidence(subject, *event) for event in meant if event[0] not in marked]
    nothing = Text(
        f"no event with {VOLUME} or more in {RECENT_DAYS} days stands for a conversion",
        f"直近 {RECENT_DAYS} 日間に {VOLUME} 件以上発生した、コンバージョンに当たるイベントがありません",
    )
    return verdict_on(evidence, len(meant), nothing)


def _evidence(subject: Subject, name: str, count: int, why: Text) -> Evidence:
    """About the conversion of the config, else about the key event that is not there."""
    conversion = _declared(subject, name)
    seen = Text(
        f"{name}: {count} events in the last {RECENT_DAYS} days; {why.en}",
        f"{name}: 直近 {RECENT_DAYS} 日間に {count} 件。{why.ja}",
    )
    if conversion is not None:
        return subject.of_conversion(conversion, seen)
    return Evidence(str(Address(KEY_EVENT, name)), name, seen, lines=listing(subject, name, google_ads=False))

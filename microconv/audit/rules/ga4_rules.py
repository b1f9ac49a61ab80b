"""Do GA4's event-create rules do what they are for? Rules that overlap, and rules that never match."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, unknown, verdict_on
from microconv.audit.rules.conditions import contradiction, source, without_scheme
from microconv.core.event_rule import NEEDS, Condition
from microconv.core.kinds import EVENT_RULE, MEASUREMENT
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Live
from microconv.core.text import Text

PROTO = "EventCreateRule, comment of the v1alpha proto, checked 2026-11-23"
NO_RULES = Text("there is no event-create rule that can be read", "読み取れるイベント作成ルールがありません")


@dataclass(frozen=True, slots=True)
class Made:
    """A live rule with its conditions.

    `event` is what it makes, `source` what it starts from (empty for none in particular), `stream` the resource name of
    the data stream that it belongs to.
    """

    item: Live
    conditions: tuple[Condition, ...]
    event: str
    source: str
    stream: str


def made(subject: Subject) -> list[Made]:
    """The live rules, by event; without those with a condition that this version cannot read."""
    rules = []
    for item in subject.live(EVENT_RULE):
        lines = item.state.get("event_conditions")
        try:
            conditions = tuple(Condition.parse(line) for line in (lines if isinstance(lines, tuple) else ()))
        except ValueError:
            continue
        stream, _, _ = item.id.partition("/eventCreateRules/")
        rules.append(Made(item, conditions, item.identity, source(conditions), stream))
    return rules


def unread(subject: Subject, kind: str) -> Verdict | None:
    """The verdict where objects of a type were not read."""
    if all(item.has(kind) for item in subject.readings if item.provider == "ga4"):
        return None
    return unknown(Text("the event-create rules were not read", "イベント作成ルールを取得できていません"))


def setting_off(subject: Subject, event: str) -> str:
    """The setting of enhanced measurement that an event needs and that is off; empty if there is none."""
    setting = NEEDS.get(event)
    for item in subject.live(MEASUREMENT) if setting else ():
        if item.state.get("stream_enabled") is False:
            return "stream"
        if item.state.get(f"{setting}_enabled") is False:
            return str(setting)
    return ""


@rule(
    id="ga4-rules-overlap",
    topic=Topic.GA4,
    level=Level.WARNING,
    title=Text(
        "Two event rules can make the same event out of one act",
        "一つの行動から同じイベントを二重に作成しうるイベント作成ルールがあります",
    ),
    passed=Text(
        "No two event rules make the same event out of one act",
        "一つの行動から同じイベントを二重に作成するルールはありません",
    ),
    why=Text(
        "Rules run independently of each other. Where an event meets the conditions of two that make the same event, "
        "it is made twice, and every report and import counts it twice.",
        "ルールは互いに独立して実行されます。同じイベントを作る二つのルールの条件を一つのイベントが同時に満たすと、"
        "二回作成され、レポートでもインポートでも二重に数えられます。",
    ),
    fix=Text(
        "Delete one of the two in GA4 (Admin > Data streams > Events > Create events), or give them conditions that "
        "exclude each other.",
        "GA4 の「管理」>「データ ストリーム」>「イベントを作成」で片方を削除するか、互いに重ならない条件に変更します。",
    ),
    source=PROTO,
    needs=(Need.GA4, Need.STREAM),
)
def ga4_rules_overlap(subject: Subject) -> Verdict:
    """Rules of one stream that make one event, and whose conditions do not surely exclude each other."""
    missing = unread(subject, EVENT_RULE)
    if missing is not None:
        return missing
    rules = made(subject)
    groups: dict[tuple[str, str], list[Made]] = {}
    for one in rules:
        groups.setdefault((one.event, one.stream), []).append(one)
    evidence = []
    for group in groups.values():
        for index, one in enumerate(group):
            other = next((earlier for earlier in group[:index] if _overlap(one, earlier)), None)
            if other is not None:
                evidence.append(subject.of(one.item, _overlap_seen(one, other)))
    return verdict_on(evidence, len(rules), NO_RULES)


def _overlap(one: Made, other: Made) -> bool:
    return contradiction((*one.conditions, *other.conditions)) is None


def _overlap_seen(one: Made, other: Made) -> Text:
    mine, theirs = set(one.conditions), set(other.conditions)
    both = " <-> ".join(" & ".join(str(item) for item in each.conditions) for each in (one, other))
    if len(mine & theirs) == min(len(mine), len(theirs)):
        return Text(f"[=] whatever meets one rule meets both: {both}", f"[=] 一方に一致すると必ず両方に一致: {both}")
    return Text(f"[&] an event can meet both rules: {both}", f"[&] 両方に一致するイベントがありえます: {both}")


@rule(
    id="ga4-rules-never",
    topic=Topic.GA4,
    level=Level.ERROR,
    title=Text(
        "An event rule can never match",
        "決して一致しないイベント作成ルールがあります",
    ),
    passed=Text(
        "Every event rule can match",
        "すべてのイベント作成ルールは一致しうる条件になっています",
    ),
    why=Text(
        "The rule's conditions exclude each other, or it waits for an event that rules cannot see. Its event will "
        "never happen, and the key event and the import that hang on it stay at zero.",
        "条件どうしが矛盾しているか、ルールからは参照できないイベントを待っています。このイベントは発生せず、"
        "それに基づくキーイベントやインポートもゼロのままになります。",
    ),
    fix=Text(
        "Correct the conditions in GA4, or `ga4: {when: …}` in the config. `page_location` is the whole address with "
        "https://; a rule does not see events that another rule made: start both from the original event.",
        "GA4 の条件、または設定ファイルの `ga4: {when: …}` を修正します。`page_location` は https:// "
        "から始まる完全な URL です。他のルールが作成したイベントは参照できないため、"
        "両方とも元のイベントから作成してください。",
    ),
    source=PROTO,
    needs=(Need.GA4, Need.STREAM),
)
def ga4_rules_never(subject: Subject) -> Verdict:
    """Contradictory conditions, an address without its scheme, or a start from what another rule makes."""
    missing = unread(subject, EVENT_RULE)
    if missing is not None:
        return missing
    rules = made(subject)
    makers = {(one.stream, one.event) for one in rules}
    evidence = []
    for one in rules:
        seen = _never(one, makers)
        if seen is not None:
            evidence.append(subject.of(one.item, seen))
    return verdict_on(evidence, len(rules), NO_RULES)


def _never(one: Made, makers: set[tuple[str, str]]) -> Text | None:
    pair = contradiction(one.conditions)
    if pair is not None:
        return Text(
            f"no event meets both [{pair[0]}] and [{pair[1]}]",
            f"[{pair[0]}] と [{pair[1]}] を同時に満たすイベントはありません",
        )
    bare = without_scheme(one.conditions)
    if bare is not None:
        return Text(f"[{bare}]: an address begins with https://", f"[{bare}]: URL は https:// から始まります")
    if (one.stream, one.source) in makers:
        return Text(
            f"it starts from {one.source}, which a rule makes",
            f"別のルールが作成するイベント {one.source} を起点にしています",
        )
    return None


@rule(
    id="ga4-rules-idle",
    topic=Topic.GA4,
    level=Level.WARNING,
    title=Text(
        "An event rule starts from an event that does not happen",
        "発生していないイベントを起点にしたイベント作成ルールがあります",
    ),
    passed=Text(
        "Every event rule starts from an event that happens",
        "イベント作成ルールの起点となるイベントはすべて発生しています",
    ),
    why=Text(
        "The rule waits for an event that the site has not sent for 30 days: its name is spelled differently, or the "
        "tag that sent it is gone.",
        "ルールの起点となるイベントが30日間送信されていません。名前がサイト側と異なるか、"
        "送信していたタグがなくなっています。",
    ),
    fix=Text(
        "Compare the name with what the site sends (GA4 > Admin > Events), and correct the rule or the tag.",
        "GA4 の「管理」>「イベント」で実際に送信されている名前と照合し、ルールまたはタグを修正します。",
    ),
    source=PROTO,
    needs=(Need.GA4, Need.STREAM, Need.EVENTS),
)
def ga4_rules_idle(subject: Subject) -> Verdict:
    """Rules whose event did not happen; not those that other rules here speak of."""
    missing = unread(subject, EVENT_RULE)
    if missing is not None:
        return missing
    if not subject.event_counts:
        return not_applicable(
            Text(
                "the property received no event at all: see silence-property",
                "プロパティがイベントを一件も受信していません（silence-property を参照）",
            )
        )
    everything = made(subject)
    makers = {(one.stream, one.event) for one in everything}
    rules = [one for one in everything if one.source]
    seen = "0 events in the last {} days: {}", "直近 {} 日間のイベント数 0: {}"
    evidence = [
        subject.of(one.item, Text(*(text.format(RECENT_DAYS, one.source) for text in seen)))
        for one in rules
        if subject.events(one.source) == 0 and _never(one, makers) is None and not setting_off(subject, one.source)
    ]
    return verdict_on(
        evidence, len(rules), Text("no rule starts from one event", "起点イベントを指定したルールがありません")
    )

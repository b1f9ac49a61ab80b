"""Is a conversion sent once? Two tags at one moment, a tag beside a rule of GA4, a page beside a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.analysis.container import SeenContainer, SeenTag, labels_of, of_tag, seen_container
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.analysis.trigger_moments import both_fire, lines_in
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.tags import NO_ADS_TAGS, NO_GA4_TAGS, listed
from microconv.core.kinds import ADS_TAG, EVENT_RULE, GA4_TAG
from microconv.core.resource import Live
from microconv.core.text import Text

_ONCE = "docs/best-practices.md, Count once, checked 2026-11-29"
ONCE_A_CLICK = "one_per_click"
"""The way of counting by which a second tag adds nothing to the number."""
_NUMBERS = "Transaction ids, support.google.com/google-ads/answer/6386790, checked 2026-11-29"
_PURCHASE = "purchase"
"""The event that GA4 counts once for each transaction id (support.google.com/analytics/answer/12313109, 2026-11-29)."""
_FIX = Text(
    "Keep the tag with the better trigger and value, pause the others, and publish. A value of the order's number in "
    "the field for the transaction id lets Google leave out doubles, where there is such a number.",
    "トリガーと値がより適切なタグを残し、他のタグは一時停止して公開します。注文番号がある場合は、トランザクション ID "
    "に設定すると Google 側で重複が除外されます。",
)


def _groups(tags: Sequence[SeenTag]) -> list[list[SeenTag]]:
    """The tags by what they send, and to whom."""
    by_name: dict[tuple[str, str], list[SeenTag]] = {}
    for tag in tags:
        by_name.setdefault((tag.target, tag.name), []).append(tag)
    return [group for _, group in sorted(by_name.items())]


def _s(tags: Sequence[SeenTag]) -> str:
    return "s" if len(tags) == 1 else ""


def _meeting(group: Sequence[SeenTag], triggers: Mapping[str, Live]) -> tuple[SeenTag, list[SeenTag], str] | None:
    """A tag, those that fire with it, and the trigger at whose moments they do; None where none do so for sure."""
    for place, first in enumerate(group):
        moments = [(one, both_fire(first.live, one.live, triggers)) for one in group[place + 1 :]]
        meeting = [(one, moment) for one, moment in moments if moment]
        if meeting:
            return first, [one for one, _ in meeting], meeting[0][1]
    return None


@rule(
    id="tags-label-twice",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "Two tags send the same conversion at the same moment",
        "2 つのタグが同じコンバージョンを同時に送信しています",
    ),
    passed=Text(
        "No two Google Ads tags of the container send one label at one moment",
        "同じラベルを同時に送信する Google 広告タグはありません",
    ),
    why=Text(
        "Each of the tags counts: where the action counts every conversion, one act is recorded twice, and bidding "
        "pays for it twice. Where it counts one per click the number stays right, but values may not.",
        "タグごとに計測されるため、すべてのコンバージョンを数えるアクションでは 1 回の行動が 2 件になり、入札も 2 件分"
        "として評価します。1クリック1件の設定では件数は正しくても、値が正しいとは限りません。",
    ),
    fix=_FIX,
    source=_NUMBERS,
    needs=(Need.WEB_CONTAINER,),
)
def tags_label_twice(subject: Subject) -> Verdict:
    """Live tags that send to one label and fire together for sure; not where all of them send an order's number."""
    container, labels = seen_container(subject), labels_of(subject)
    tags = [one for one in (*container.of(ADS_TAG), *container.with_labels) if one.runs and one.name]
    evidence = []
    for group in _groups(tags):
        numbered = all(one.live.state.get("transaction_id") for one in group)
        meeting = _meeting(group, container.triggers)
        if meeting is not None and not numbered:
            evidence.append(_of_label(meeting, labels))
    return verdict_on(evidence, len(tags), NO_ADS_TAGS)


def _of_label(meeting: tuple[SeenTag, list[SeenTag], str], labels: Mapping[str, Live]) -> Evidence:
    first, others, trigger = meeting
    en, ja = listed([one.called for one in others])
    item = labels.get(first.sends)
    once_en, once_ja = _ONE_PER_CLICK if item is not None and item.action.counting == ONCE_A_CLICK else ("", "")
    seen = Text(
        f'{en} also send{_s(others)} {first.sends} whenever "{trigger}" fires{once_en}',
        f"「{trigger}」で{ja}も {first.sends} を送信{once_ja}",
    )
    return of_tag(first, seen, *filter(None, [item]))


_ONE_PER_CLICK = ("; the action counts one per click", "（アクションのカウント方法は 1クリック1件）")


@rule(
    id="tags-event-twice",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "Two tags send the same GA4 event at the same moment", "2 つのタグが同じ GA4 イベントを同時に送信しています"
    ),
    passed=Text(
        "No two GA4 tags of the container send one event at one moment",
        "同じイベントを同時に送信する GA4 タグはありません",
    ),
    why=Text(
        "GA4 counts the event twice, its key event as well, and so does what Google Ads imports of it.",
        "GA4 のイベントとキーイベントが 2 回計測され、Google 広告へのインポートも 2 件になります。",
    ),
    fix=_FIX,
    source=_ONCE,
    needs=(Need.WEB_CONTAINER,),
)
def tags_event_twice(subject: Subject) -> Verdict:
    """Live GA4 event tags of one event and stream that fire together for sure; not of purchases, which have numbers."""
    container = seen_container(subject)
    events = {one.identity: one for one in subject.key_events}
    tags = [one for one in container.of(GA4_TAG) if one.runs and one.name not in {"", _PURCHASE}]
    evidence = []
    for group in _groups(tags):
        meeting = _meeting(group, container.triggers)
        if meeting is not None:
            first, others, trigger = meeting
            en, ja = listed([one.called for one in others])
            seen = Text(
                f'{en} also send{_s(others)} {first.name} whenever "{trigger}" fires',
                f"「{trigger}」で{ja}も {first.name} を送信",
            )
            evidence.append(of_tag(first, seen, *filter(None, [events.get(first.name)])))
    return verdict_on(evidence, len(tags), NO_GA4_TAGS)


@rule(
    id="tags-event-rule",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "A tag sends an event that GA4 also makes by a rule",
        "タグで送信しているイベントを GA4 のイベント作成ルールでも作成しています",
    ),
    passed=Text(
        "No event of a GA4 tag is also made by a rule of the property",
        "GA4 タグのイベントと同じイベントを作成するルールはありません",
    ),
    why=Text(
        "Where both stand for one act GA4 counts it twice. Where they stand for two acts one event mixes them, and no "
        "report can tell them apart.",
        "同じ行動を表している場合、GA4 では 2 回計測されます。別の行動の場合でも、1 つのイベントに混ざるためレポートで"
        "区別できません。",
    ),
    fix=Text(
        "Keep one way. A tag can send values and fire at clicks; the rule needs no Tag Manager. Remove the other, or "
        "give it an event of its own. In a config: `tag` or `ga4.when`, never both.",
        "どちらか一方に統一します。タグは値の送信やクリックでの発火ができ、ルールは Tag Manager なしで動作します。"
        "もう一方は削除するか、別のイベント名にします。設定ファイルでは `tag` か `ga4.when` の一方だけを使います。",
    ),
    source=_ONCE,
    needs=(Need.GA4, Need.WEB_CONTAINER, Need.STREAM),
)
def tags_event_rule(subject: Subject) -> Verdict:
    """Live GA4 event tags for this property's stream, as far as is known, of an event that a rule makes."""
    container, stream = seen_container(subject), subject.ga4.stream.measurement_id or ""
    tags = [one for one in container.of(GA4_TAG) if one.runs and one.name and one.may_be_for(stream)]
    evidence = []
    for tag in tags:
        rules = [one for one in subject.live(EVENT_RULE) if one.identity == tag.name]
        if rules:
            lines = [line for one in rules for line in lines_in(one.state.get("event_conditions"))]
            seen = Text(
                f"sends {tag.name}, which a rule makes as well: {'; '.join(lines)}",
                f"{tag.name} を送信。同じイベントを作成するルールの条件: {'; '.join(lines)}",
            )
            evidence.append(of_tag(tag, seen, *rules))
    return verdict_on(evidence, len(tags), NO_GA4_TAGS)


@rule(
    id="tags-server-too",
    topic=Topic.TAGS,
    level=Level.NOTE,
    title=Text(
        "Google Ads tags on the page beside a server container",
        "サーバー コンテナとページの両方に Google 広告タグがある可能性があります",
    ),
    passed=Text(
        "Google Ads conversions are sent from the page alone",
        "Google 広告のコンバージョンはページのタグだけで送信されています",
    ),
    why=Text(
        "The Google tag sends everything to a server container too. Where that one has conversion tags of Google Ads "
        "for the same labels, conversions without an order's number count twice. The server container was not read.",
        "Google タグのデータはサーバー コンテナにも送信されています。サーバー側に同じラベルの Google 広告コンバー"
        "ジョン タグがあると、注文番号のないコンバージョンが二重に計測されます。サーバー側は確認していません。",
    ),
    fix=Text(
        "Look in the server container. Whatever sends a label there must not be sent from the page: keep one of them.",
        "サーバー コンテナを確認し、サーバー側で送信しているラベルはページ側のタグを停止します。",
    ),
    source=_NUMBERS,
    needs=(Need.WEB_CONTAINER,),
)
def tags_server_too(subject: Subject) -> Verdict:
    """Google tags with a server container beside live Google Ads tags that send no order's number."""
    container = seen_container(subject)
    tags = [one for one in container.of(ADS_TAG) if one.runs and not one.live.state.get("transaction_id")]
    servers = {str(one.live.state["server"]): one for one in _through_servers(container)}
    evidence = []
    for server, google_tag in sorted(servers.items()) if tags else ():
        en, ja = listed(sorted(one.called for one in tags))
        seen = Text(
            f"sends to the server {server}; on the page the container has {en}",
            f"サーバー {server} に送信。ページ側のタグ: {ja}",
        )
        evidence.append(of_tag(google_tag, seen))
    return verdict_on(evidence, len(tags), NO_ADS_TAGS)


def _through_servers(container: SeenContainer) -> list[SeenTag]:
    return [one for one in container.google_tags if one.runs and one.live.state.get("server")]

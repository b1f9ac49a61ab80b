"""Do the tags of a container feed the conversions?

A tag may stand on the page itself, or in a container that was not read: no rule here says more than what this one has.
"""

from __future__ import annotations

import datetime

from microconv.analysis.container import SeenContainer, SeenTag, labels_of, of_tag, seen_container
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, unknown, verdict_on
from microconv.audit.rules.silent_actions import WEBSITE, WEEK
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.resource import Live
from microconv.core.text import Text

LABELS = (
    "Tag snippets, developers.google.com/google-ads/api/docs/conversions/create-conversion-actions, checked 2026-11-23"
)
_TAG = "Tag, discovery document of Tag Manager v2, revision 20260826, checked 2026-11-29"
NO_ADS_TAGS = Text(
    "no Google Ads conversion tag is live in this container",
    "このコンテナに公開中の Google 広告コンバージョン タグがありません",
)
NO_GA4_TAGS = Text("no GA4 event tag is live in this container", "このコンテナに公開中の GA4 イベントタグがありません")


def listed(names: list[str] | tuple[str, ...]) -> tuple[str, str]:
    """Names as English and Japanese sentences have them."""
    return ", ".join(f'"{name}"' for name in names), "、".join(f"「{name}」" for name in names)


def heard_lately(subject: Subject, item: Live) -> bool:
    """True if an action counted something, or its tag was asked, in the last WEEK days, wherever that tag is."""
    if not subject.has_counts:
        return False
    counted, first = subject.counted(item), subject.until - datetime.timedelta(days=WEEK)
    asked = (counted.asked or "")[: len(first.isoformat())]
    return (counted.last is not None and counted.last >= first) or asked >= first.isoformat()


def _feeding(container: SeenContainer, send_to: str) -> list[SeenTag]:
    """The Google Ads tags that send to a label without doubt, whether they fire or not."""
    return [one for one in container.of(ADS_TAG) if one.known and one.sends == send_to]


def _fed(container: SeenContainer, send_to: str) -> bool:
    return any(one.may_run for one in _feeding(container, send_to)) or bool(container.mentioning(send_to))


def _waiting(tags: list[SeenTag]) -> tuple[str, str]:
    """The tags that send to the label and are not published, behind a colon."""
    en, ja = listed([one.called for one in tags])
    return (f"; not published: {en}", f"（未公開: {ja}）") if tags else ("", "")


@rule(
    id="tags-none",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "Bidding uses a website action that no tag of the container feeds",
        "入札に使われているウェブサイトのアクションに、コンテナのタグが送信していません",
    ),
    passed=Text(
        "Every website action that bidding uses has a tag in the container, or is fed from elsewhere",
        "入札に使われているウェブサイトのアクションには、コンテナのタグがあるか、他から送信されています",
    ),
    why=Text(
        "A conversion action that nobody sends to counts nothing, and bidding waits for conversions that cannot come. "
        "The tag may stand on the page itself or in another container: this one does not have it, and nobody saw the "
        "action hear anything within a week.",
        "どこからも送信されないコンバージョン アクションは何も計測せず、入札は届かないコンバージョンを待ち続けます。"
        "タグがページに直接設置されているか、別のコンテナにある可能性はありますが、このコンテナにはなく、"
        "この1週間、アクションへの送信も確認できていません。",
    ),
    fix=Text(
        "Write `tag: {when: …}` at the conversion and sync: microconv makes the trigger and the tag with the label. Or "
        "make them by hand (`microconv snippets --for tag-manager`). Then publish the container.",
        "設定ファイルのコンバージョンに `tag: {when: …}` を書いて sync すると、トリガーとラベル入りのタグが"
        "作成されます。手作業の場合は `microconv snippets --for tag-manager` の内容を入力します。"
        "その後コンテナを公開してください。",
    ),
    source=LABELS,
    needs=(Need.GOOGLE_ADS, Need.WEB_CONTAINER, Need.LABELS),
)
def tags_none(subject: Subject) -> Verdict:
    """Website actions of this account in bidding, with a label, that nothing in the container may feed."""
    container, labels = seen_container(subject), labels_of(subject)
    send_tos = {item.id: send_to for send_to, item in labels.items()}
    tagged = [one for one in subject.own if one.action.type == WEBSITE and one.id in send_tos]
    actions = [one for one in tagged if subject.for_bidding(one)]
    without = [one for one in actions if not _fed(container, send_tos[one.id]) and not heard_lately(subject, one)]
    evidence, doubtful, doubts = [], [], set[str]()
    for item in without:
        send_to = send_tos[item.id]
        tags = _feeding(container, send_to)
        if any(one.is_live and one.stopped is not None for one in tags):
            continue  # tags-paused tells
        reasons = container.doubts(send_to.rpartition("/")[2])
        if reasons:
            doubtful.append(item.address.name)
            doubts.update(reasons)
            continue
        (en, ja), where = _waiting(tags), container.reading.account
        seen = Text(
            f"no live tag in {where} sends {send_to}{en}", f"{where} に {send_to} を送信する公開中のタグがない{ja}"
        )
        evidence.append(subject.of(item, seen))
    if doubtful and not evidence:
        return unknown(_not_known(doubtful, sorted(doubts)))
    return verdict_on(evidence, len(actions), _NO_ACTIONS)


_NO_ACTIONS = Text(
    "bidding uses no website action with a label of this account",
    "このアカウントのラベルを持つウェブサイトのアクションが入札に使われていません",
)


def _not_known(actions: list[str], tags: list[str]) -> Text:
    (actions_en, actions_ja), (tags_en, tags_ja) = listed(actions), listed(tags)
    return Text(
        f"not known: no Google Ads tag in this container names the label of {actions_en}, but these tags may send it: "
        f"{tags_en}",
        f"不明: {actions_ja} のラベルを指定した Google 広告タグはこのコンテナにありませんが、次のタグが送信している"
        f"可能性があります: {tags_ja}",
    )


@rule(
    id="tags-paused",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text("A conversion's tag does not fire", "コンバージョンのタグが動作していません"),
    passed=Text(
        "No conversion waits for a tag that is paused, over or without a trigger",
        "一時停止中、期間終了、トリガーなしのタグを待っているコンバージョンはありません",
    ),
    why=Text(
        "The action or key event is set up and looks complete, but its tag in the live container does not fire: it is "
        "paused, its schedule is over, or it has no trigger. Nothing is counted, and nobody is told.",
        "アクションやキーイベントは設定済みに見えますが、公開中のコンテナのタグが動作していません（一時停止、"
        "配信スケジュールの終了、トリガーなし）。計測されず、通知もありません。",
    ),
    fix=Text(
        "Unpause the tag, end its schedule or give it its trigger in Tag Manager, and publish. If the conversion is "
        "not wanted any more, remove or demote the action too.",
        "Tag Manager でタグの一時停止やスケジュールを解除するか、トリガーを設定して公開します。不要なコンバージョン"
        "であれば、アクションも削除するかサブアクションにします。",
    ),
    source=_TAG,
    needs=(Need.WEB_CONTAINER,),
)
def tags_paused(subject: Subject) -> Verdict:
    """Live tags that do not fire, of enabled actions and of key events that nothing else in the container feeds."""
    container, labels = seen_container(subject), labels_of(subject)
    evidence = []
    of_ads = [one for one in container.of(ADS_TAG) if one.is_live and _of_enabled(labels.get(one.sends))]
    for tag in of_ads:
        item = labels[tag.sends]
        if tag.stopped is not None and not _fed(container, tag.sends) and not heard_lately(subject, item):
            evidence.append(_of_idle(tag, tag.stopped, item, container.doubts(tag.name)))
    events, stream = {one.identity: one for one in subject.key_events}, subject.ga4.stream.measurement_id or ""
    for_stream = [one for one in container.of(GA4_TAG) if one.may_be_for(stream)]
    of_ga4 = [one for one in for_stream if one.is_live and one.name in events]
    for tag in of_ga4:
        may_come = any(other.may_run and (other.name == tag.name or "{{" in other.name) for other in for_stream)
        if tag.stopped is not None and not may_come and not subject.events(tag.name):
            opaque = tuple(one.called for one in container.opaque)
            evidence.append(_of_idle(tag, tag.stopped, events[tag.name], opaque))
    return verdict_on(evidence, len(of_ads) + len(of_ga4), _NO_TAGS)


def _of_enabled(item: Live | None) -> bool:
    return item is not None and item.action.enabled


_NO_TAGS = Text(
    "no live tag in this container sends to an action or a key event of these accounts",
    "このコンテナに、これらのアカウントのアクションやキーイベントへ送信する公開中のタグがありません",
)


def _of_idle(tag: SeenTag, why: Text, item: Live, doubts: tuple[str, ...]) -> Evidence:
    """Evidence of a tag that does not fire; `doubts` are the names of tags that may send the same."""
    name, (en, ja) = item.address.name, listed(doubts)
    if doubts:
        seen = Text(
            f'{why.en}; not known if these send "{name}": {en}', f"{why.ja}。「{name}」を送信しているか不明: {ja}"
        )
    else:
        seen = Text(f'{why.en}, and nothing else here sends "{name}"', f"{why.ja}。「{name}」を送信するタグは他にない")
    return of_tag(tag, seen, item)

"""Surroundings of the tags of a container: Google tag, linker, triggers, publishing, consent."""

from __future__ import annotations

import datetime

from microconv.analysis.container import SeenContainer, SeenTag, labels_of, of_tag, seen_container
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, unknown, verdict_on, verdict_on_one
from microconv.audit.rules.tags import NO_ADS_TAGS, NO_GA4_TAGS, listed
from microconv.core.container_facts import parse_unpublished
from microconv.core.kinds import ADS_TAG, GA4_TAG
from microconv.core.measures import EVENTS
from microconv.core.text import Text

MONTH = 30
"""Days that a change may wait to be published. A judgement of this project."""

_LINKER = "support.google.com/tagmanager/answer/7549390 and google-ads/answer/12985952, checked 2026-11-29"
_GA4_SETUP = "Google tag in Tag Manager, support.google.com/tagmanager/answer/9442095, checked 2026-11-29"
_STATUS = "workspaces.getStatus, discovery document of Tag Manager v2, revision 20260826, checked 2026-11-29"
_CONSENT = "Tag.consentSettings, discovery document of Tag Manager v2, revision 20260826, checked 2026-11-29"


def _page_views(subject: Subject) -> bool | None:
    """True if GA4 counted page views, so that a Google tag is somewhere; None where nobody counted."""
    measures = subject.measures("ga4")
    return None if measures is None or EVENTS in measures.missing else subject.events("page_view") > 0


def _elsewhere(container: SeenContainer) -> tuple[str, ...]:
    """The names of tags that may be a Google tag in another form, or that nothing is known of."""
    named = [one for one in container.tags if one.may_run and any(_of_google(text) for text in one.mentions)]
    return tuple(sorted({one.called for one in (*named, *container.opaque)} | set(container.vanished)))


def _of_google(text: str) -> bool:
    return text == "gtag" or text.startswith(("G-", "GT-", "AW-"))


def _not_known(what: Text, names: tuple[str, ...]) -> Text:
    en, ja = listed(names)
    return Text(
        f"not known: the container has no {what.en} of its own, but these tags may do the same: {en}",
        f"不明: コンテナに{what.ja}はありませんが、次のタグが同じ役割を持っている可能性があります: {ja}",
    )


@rule(
    id="tags-no-linker",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text(
        "Google Ads tags without a conversion linker or a Google tag",
        "コンバージョン リンカーも Google タグもないまま Google 広告タグが動作しています",
    ),
    passed=Text(
        "A conversion linker or a Google tag goes with the Google Ads tags",
        "Google 広告タグとともに、コンバージョン リンカーか Google タグが動作しています",
    ),
    why=Text(
        "The click id of an ad is in the address of the first page only. Without a linker or Google tag nothing keeps "
        "it there, and conversions on later pages are not put down to ads.",
        "広告のクリック ID は最初に開いたページの URL にしかありません。リンカーや Google タグがないと保存されず、後の"
        "ページでのコンバージョンが広告に結び付きません。",
    ),
    fix=Text(
        "Put a Google tag or a conversion linker on all pages: `tag_manager: {google_tag: true}` makes both.",
        "すべてのページに Google タグかコンバージョン リンカーを設置します。`tag_manager: {google_tag: true}` で両方を"
        "作成できます。",
    ),
    source=_LINKER,
    needs=(Need.WEB_CONTAINER,),
)
def tags_no_linker(subject: Subject) -> Verdict:
    """Live Google Ads tags in a container without a linker or Google tag that may fire; the page may have one."""
    container = seen_container(subject)
    tags = [one for one in container.of(ADS_TAG) if one.runs]
    keepers = (*container.linkers, *container.google_tags)
    if not tags or any(one.may_run for one in keepers):
        return verdict_on((), len(tags), NO_ADS_TAGS)
    others = _elsewhere(container)
    if others:
        return unknown(_not_known(Text("linker or Google tag", "リンカーや Google タグ"), others))
    if _page_views(subject):
        return unknown(_ON_THE_PAGE)
    en, ja = listed(sorted(one.called for one in tags))
    idle_en, idle_ja = _idle(keepers)
    seen = Text(
        f"without a conversion linker or a Google tag that fires: {en}{idle_en}",
        f"動作しているリンカーも Google タグもない。Google 広告タグ: {ja}{idle_ja}",
    )
    labels = labels_of(subject)
    return verdict_on_one(container.evidence(seen, *filter(None, (labels.get(one.sends) for one in tags))))


_ON_THE_PAGE = Text(
    "not known: GA4 counts page views, so a Google tag stands elsewhere, perhaps on the page itself",
    "不明: GA4 でページビューが計測されているため、Google タグがページなど別の場所に設置されています",
)


def _idle(tags: tuple[SeenTag, ...]) -> tuple[str, str]:
    """The linkers and Google tags that do not fire, in brackets."""
    if not tags:
        return "", ""
    en, ja = listed(sorted(one.called for one in tags))
    return f"; these do not fire: {en}", f"（動作していないもの: {ja}）"


@rule(
    id="tags-no-google-tag",
    topic=Topic.TAGS,
    level=Level.NOTE,
    title=Text("GA4 event tags without a Google tag", "Google タグがないまま GA4 イベントタグが動作しています"),
    passed=Text("A Google tag goes with the GA4 event tags", "GA4 イベントタグとともに Google タグが動作しています"),
    why=Text(
        "Events arrive, but no page view and no setting of the property's tag: sessions begin at the first event, "
        "sources of visits are lost, and rules of GA4 that start from page views never match.",
        "イベントは届きますが、ページビューやタグの設定は届きません。セッションが最初のイベントから始まり、流入元が"
        "失われ、ページビューを起点とする GA4 のルールも一致しません。",
    ),
    fix=Text(
        "Put the Google tag of the web stream on all pages (Initialization): `tag_manager: {google_tag: true}`. Not "
        "where the page has one of its own.",
        "ウェブ ストリームの Google タグをすべてのページに設置します（トリガー: Initialization）。"
        "`tag_manager: {google_tag: true}` で作成できます。ページに直接設置済みの場合は不要です。",
    ),
    source=_GA4_SETUP,
    needs=(Need.WEB_CONTAINER,),
)
def tags_no_google_tag(subject: Subject) -> Verdict:
    """Live GA4 event tags in a container without a Google tag that may fire, where GA4 counted no page view either."""
    container = seen_container(subject)
    tags = [one for one in container.of(GA4_TAG) if one.runs]
    viewed = _page_views(subject)
    if not tags or viewed or any(one.may_run for one in container.google_tags):
        return verdict_on((), len(tags), NO_GA4_TAGS)
    others = _elsewhere(container)
    if others:
        return unknown(_not_known(Text("Google tag", " Google タグ"), others))
    en, ja = listed(sorted(one.called for one in tags))
    idle_en, idle_ja = _idle(container.google_tags)
    counted_en, counted_ja = (
        ("", "") if viewed is None else ("; GA4 counted no page view", "。GA4 のページビューは 0 件")
    )
    seen = Text(
        f"without a Google tag that fires: {en}{idle_en}{counted_en}",
        f"動作している Google タグがない。GA4 イベントタグ: {ja}{idle_ja}{counted_ja}",
    )
    events = {one.identity: one for one in subject.key_events}
    return verdict_on_one(container.evidence(seen, *filter(None, (events.get(one.name) for one in tags))))


@rule(
    id="tags-unpublished",
    topic=Topic.TAGS,
    level=Level.WARNING,
    title=Text("Changes of the container wait to be published", "公開されていないコンテナの変更があります"),
    passed=Text(
        f"No change of the container has waited for {MONTH} days to be published",
        f"{MONTH} 日以上公開されていないコンテナの変更はありません",
    ),
    why=Text(
        "Nothing of it reaches the website. Whoever made it believes that it measures; and whoever publishes next puts "
        "it live without having looked at it.",
        "変更はサイトに反映されていません。作業した人は計測できていると思い込み、次に公開する人が内容を確認しないまま"
        "反映してしまうおそれがあります。",
    ),
    fix=Text(
        "Look at the changes in Tag Manager (workspace > changes), test them in preview, and publish or discard them.",
        "Tag Manager のワークスペースで変更内容を確認し、プレビューでテストしてから、公開するか破棄します。",
    ),
    source=_STATUS,
    needs=(Need.CONTAINER,),
)
def tags_unpublished(subject: Subject) -> Verdict:
    """Differences between microconv's workspace, or the latest version, and what is live; no other one is read."""
    container = seen_container(subject)
    facts = container.facts
    changes = [parse_unpublished(line) for line in facts.unpublished or ()]
    if facts.unpublished is None:
        return not_applicable(_NO_TIMES)
    if changes and not facts.unpublished_since:
        return unknown(_NO_TIMES)
    since = datetime.date.fromisoformat(facts.unpublished_since) if facts.unpublished_since else subject.today
    days = (subject.today - since).days
    if days < MONTH:
        return verdict_on_one(None)
    names = sorted(one.name or one.id for one in changes)
    ours = sum(name.startswith(subject.prefix) for name in names)
    (never_en, never_ja), (more_en, more_ja) = _never(container), _more(len(names) - _SHOWN)
    en, ja = listed(names[:_SHOWN])
    seen = Text(
        f"{never_en}{len(names)} changes, the oldest of {since}, {days} days ago: {en}{more_en}; "
        f"{ours} of them begin with {subject.prefix}",
        f"{never_ja}変更 {len(names)} 件、最も古いものは {since}（{days} 日前）: {ja}{more_ja}。"
        f"うち {ours} 件の名前が {subject.prefix} で始まる",
    )
    return verdict_on_one(container.evidence(seen))


def _never(container: SeenContainer) -> tuple[str, str]:
    return ("", "") if container.facts.live_version else ("never published: ", "一度も公開されていません。")


def _more(number: int) -> tuple[str, str]:
    return (f" and {number} more", f"、他 {number} 件") if number > 0 else ("", "")


_SHOWN = 5
_NO_TIMES = Text(
    "the snapshot does not tell since when changes wait",
    "変更がいつから公開待ちなのか、取得したデータからは分かりません",
)


@rule(
    id="tags-consent",
    topic=Topic.TAGS,
    level=Level.NOTE,
    title=Text(
        "Conversion tags need consent beyond Google's own checks",
        "コンバージョンのタグに追加の同意チェックが設定されています",
    ),
    passed=Text(
        "No conversion tag needs consent beyond Google's own checks",
        "コンバージョンのタグに追加の同意チェックは設定されていません",
    ),
    why=Text(
        "Google's tags look at consent themselves and send less without it. With consent as a condition of the tag "
        "they do not fire at all: nothing is sent that Google could model conversions from. Some clients want exactly "
        "that.",
        "Google のタグは同意状態を自分で確認し、同意がないときは送信内容を制限します。追加の同意を条件にするとタグ"
        "自体が動作せず、コンバージョンのモデリングに使うデータも送信されません。意図してそうしている場合もあります。",
    ),
    fix=Text(
        "Ask whoever answers for privacy. Where consent mode is in use, set `Consent settings` of these tags to `No "
        "additional consent required`. microconv never changes it.",
        "プライバシーの担当者に確認します。同意モードを使用している場合は、タグの「同意設定」を「追加同意は不要」に"
        "します。microconv はこの設定を変更しません。",
    ),
    source=_CONSENT,
    needs=(Need.WEB_CONTAINER,),
)
def tags_consent(subject: Subject) -> Verdict:
    """Live tags of Google Ads and GA4 with consent as a condition. Whether the page has consent mode is not read."""
    container, labels = seen_container(subject), labels_of(subject)
    events = {one.identity: one for one in subject.key_events}
    tags = [one for one in (*container.of(ADS_TAG), *container.of(GA4_TAG)) if one.runs]
    evidence = []
    for tag in tags:
        consent = str(tag.live.state.get("consent") or "")
        if consent.startswith("needed"):
            kinds_en, kinds_ja = _kinds(consent.removeprefix("needed").removeprefix(": "))
            seen = Text(f"fires only with consent: {kinds_en}", f"同意があるときだけ動作: {kinds_ja}")
            evidence.append(of_tag(tag, seen, *filter(None, [labels.get(tag.sends) or events.get(tag.name)])))
    nothing = Text(
        "no Google Ads or GA4 tag is live in this container",
        "このコンテナに公開中の Google 広告タグも GA4 タグもありません",
    )
    return verdict_on(evidence, len(tags), nothing)


def _kinds(names: str) -> tuple[str, str]:
    return (names, names) if names else ("any", "種類の指定なし")

"""The sentences of an import about the tags of a container, in both languages. Names in them are not yet safe."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.json_text import json_line
from microconv.core.text import Text, joined

# ---- comments at a conversion


def paused(tag: str) -> Text:
    """A tag that is kept from firing."""
    return Text(
        f"its tag {json_line(tag)} is paused in Tag Manager, and is not declared: a plan would start it",
        f"タグ「{tag}」は Tag Manager で一時停止中のため、記載していません（記載すると、プランで再開されます）",
    )


def not_live(what: Text, name: str, how: str) -> Text:
    """A tag or trigger that is in the workspace and not live as it is there."""
    if how == "added":
        return Text(
            f"its {what.en} {json_line(name)} is in the workspace, and not published",
            f"{what.ja}「{name}」はワークスペースにありますが、まだ公開されていません",
        )
    return Text(
        f"its {what.en} {json_line(name)} is live in another form: the workspace has a change that is not published",
        f"{what.ja}「{name}」は公開中ですが、ワークスペースに未公開の変更があります",
    )


def blocked(tag: str, by: Sequence[str]) -> Text:
    """A tag with exceptions, of which a config says nothing."""
    them = _quoted(by)
    return Text(
        f"exceptions keep its tag {json_line(tag)} from firing: {them.en}; they stay",
        f"タグ「{tag}」には例外トリガーがあり、そのまま残します: {them.ja}",
    )


def also(tag: str, *, paused: bool) -> Text:
    """A second tag that sends the same."""
    if paused:
        return Text(
            f"the tag {json_line(tag)} would send the same, and is paused: it stays as it is",
            f"タグ「{tag}」も同じものを送信する設定ですが、一時停止中です（現状のまま）",
        )
    return Text(
        f"the tag {json_line(tag)} sends the same, and stays as it is: look whether it counts twice",
        f"タグ「{tag}」も同じものを送信しています（現状のまま）。二重に計測されていないか確認してください",
    )


def named(tag: str) -> Text:
    """A tag of another type whose text names the label of the conversion."""
    return Text(
        f"the tag {json_line(tag)} is none of Google's, and names the label of this action: it may count it too",
        f"タグ「{tag}」（カスタム HTML など）にこのアクションのラベルが含まれています。計測している可能性があります",
    )


def worth(tag: str, sent: str) -> Text:
    """A tag whose value is not the conversion's."""
    if not sent:
        return Text(
            f"its tag {json_line(tag)} sends no value: `value: false` leaves that as it is",
            f"タグ「{tag}」は値を送信していません（`value: false` により現状のまま）",
        )
    return Text(
        f"its tag {json_line(tag)} sends the value {sent}: `value: false` leaves that as it is",
        f"タグ「{tag}」は値 {sent} を送信しています（`value: false` により現状のまま）",
    )


# ---- tags that no config can say


def unsaid(tag: str, conversion: str, why: Text) -> Text:
    """A tag that feeds a conversion, and the reason why the config says nothing of it."""
    return Text(
        f"tag {json_line(tag)} of {json_line(conversion)}: {why.en}",
        f"「{conversion}」のタグ「{tag}」: {why.ja}",
    )


PAUSED = Text(
    "it is paused, and what a config lists fires",
    "一時停止中です。設定に書けるのは、配信されるタグだけです",
)
RULED = Text(
    "a rule of GA4 makes the event that it goes with, and a config takes one of the two: both may count",
    "同じイベントを GA4 のルールでも作成しています。設定に書けるのはどちらか一方です（二重計測の可能性があります）",
)
NO_LABEL = Text(
    "Google Ads names no tag for the action, so there is no label for the tag that is missing",
    "Google 広告のコンバージョン アクションにタグがないため、不足しているタグのラベルがありません",
)
NO_LABELS = Text(
    "the labels of actions were not read, so it is not known which tag feeds Google Ads: take a new snapshot",
    "アクションのラベルを取得していないため、Google 広告用のタグを特定できません。スナップショットを取り直してください",
)
NAMELESS = Text(
    "neither its name nor its number tells it apart in a config",
    "設定では、名前でも番号でも区別できません",
)
COLON = Text(
    "no name with a colon is for triggers and tags",
    "名前にコロンがあるコンバージョンには、トリガーとタグを書けません",
)


def other_missing(product: Text, line: str) -> Text:
    """The tag of one product, where that of the other is not there."""
    way_en = f"to have it made, write `tag: {line}`" if line else "to have it made, write `tag` with `when`"
    way_ja = f"作成するには `tag: {line}`" if line else "作成するには `when` を含む `tag`"
    return Text(
        f"no tag feeds {product.en}, and `tag` would have one made; {way_en}",
        f"{product.ja}用のタグがなく、`tag` を書くと作成されます。{way_ja} と書いてください",
    )


def would_change(why: Text) -> Text:
    """A tag that the plan of the config would change."""
    return Text(f"a config that has it would change it: {why.en}", f"設定に書くと変更されます: {why.ja}")


def refused(why: Text) -> Text:
    """A tag that the loader of configs refuses."""
    return Text(f"no config can have it: {why.en}", f"設定に書けません: {why.ja}")


def _quoted(names: Sequence[str]) -> Text:
    return joined([Text(json_line(name), f"「{name}」") for name in names])


# ---- the container

PUBLISHES_NOTHING = Text(
    "microconv publishes nothing of it unless `publish: ask` says so (`microconv schema tag_manager.publish`)",
    "`publish: ask` と書かない限り、microconv はこのコンテナを公開しません（`microconv schema tag_manager.publish`）",
)
NEVER_PUBLISHED = Text(
    "nothing of this container was ever published: no tag of it is live",
    "このコンテナは一度も公開されていないため、公開中のタグはありません",
)


def other_tags(count: int, container: str, names: Sequence[str], what: Text) -> Text:
    """Tags that feed no conversion of the file: how many, and the first names. `what` has singular and plural."""
    shown = _quoted(names)
    more_en, more_ja = ("", "") if len(names) == count else (" and others", " ほか")
    one, several = what.en.split(" | ")
    feed = f"{one} of {container} feeds" if count == 1 else f"{several} of {container} feed"
    return Text(
        f"{count} {feed} no conversion here: {shown.en}{more_en}",
        f"{container} の{what.ja}のうち、ここにあるコンバージョンに対応しないもの {count} 件: {shown.ja}{more_ja}",
    )


TAG, TRIGGER = Text("tag", "タグ"), Text("trigger", "トリガー")
GOOGLE_ADS, GA4 = Text("Google Ads", "Google 広告"), Text("GA4", "GA4")
GA4_TAGS = Text("GA4 event tag | GA4 event tags", " GA4 イベントタグ")
ADS_TAGS = Text("Google Ads tag | Google Ads tags", " Google 広告タグ")
OTHER_TAGS = Text("tag of another type | tags of other types", "その他の種類のタグ")

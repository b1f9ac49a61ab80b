"""The sentences of an import about single objects, in both languages. Names in them are not yet safe to be shown."""

from __future__ import annotations

from microconv.core.text import Text

# ---- what cannot be said, and what to do about it

STAYS = Text("it stays as it is", "現状のままにします")
LOOK = Text("look at it in Google Ads", "Google 広告で確認してください")
NAMESAKE = Text("another conversion has its name", "同じ名前のコンバージョンが他にもあります")
RENAME_ONE = Text("rename one of the two", "どちらかの名前を変更してください")
BAD_NAME = Text(
    "its name is empty, begins or ends with a blank, or holds a control character",
    "名前が空か、前後に空白があるか、制御文字を含んでいます",
)
RENAME = Text("rename it in Google Ads, and import again", "Google 広告で名前を変更し、もう一度インポートしてください")
ENABLE = Text("enable or remove it in Google Ads", "Google 広告で有効にするか、削除してください")
MARK_AGAIN = Text("mark it in GA4 again", "GA4 でもう一度キーイベントに設定してください")
MARK_ANOTHER = Text(
    "GA4 does not rename key events: mark another event as one",
    "GA4 ではキーイベントの名前を変更できません。別のイベントをキーイベントに設定してください",
)
NO_ROLE = Text("Google does not say whether it is primary", "メインかどうかを Google から取得できません")
SILENT = Text("it stays as it is: the config says nothing of it", "設定には何も書かず、現状のままにします")


def breaks_rule(prefix: str) -> Text:
    """An action whose name has the prefix, and is not by the rule."""
    return Text(
        f"its name begins with {prefix} and does not follow the rule for micro-conversions",
        f"名前が {prefix} で始まりますが、マイクロコンバージョンの命名規則に合っていません",
    )


def rename_by_rule(suggested: str) -> Text:
    """The ways out for such a name."""
    en, ja = (f", for example {suggested}", f"（例: {suggested}）") if suggested else ("", "")
    return Text(
        f"rename it in Google Ads{en}, let `--propose changes` propose that, or import with another --prefix",
        f"Google 広告で名前を変更する{ja}か、`--propose changes` で変更案を作成するか、別の `--prefix` でインポート"
        "してください",
    )


def no_source(kind: str) -> Text:
    """An action of a type for which a config has no word."""
    return Text(f"its type {kind} has no source in a config", f"種類 {kind} に対応する source が設定にありません")


def of_status(status: str) -> Text:
    """An action that is not enabled."""
    return Text(
        f"its status is {status}, and what a config lists is enabled",
        f"ステータスが {status} です。設定に書けるのは有効なものだけです",
    )


def not_enabled(status: str) -> Text:
    """An import that is not enabled."""
    return Text(f"its status is {status}", f"ステータスが {status} です")


def no_key_event(event: str) -> Text:
    """An import whose key event is gone."""
    return Text(
        f"the property has no key event {event} any more",
        f"プロパティにキーイベント「{event}」がもうありません",
    )


def stays(why: Text) -> Text:
    """A part of an object that no config can say, and that stays."""
    return Text(f"{why.en}; it stays as it is", f"{why.ja}。{STAYS.ja}")


def unsayable(name: str, value: str) -> Text:
    """An attribute whose value has no word in a config."""
    return Text(
        f"{name} is {value}, which a config cannot say: it stays as it is",
        f"{name} は {value} で、設定には書けません。{STAYS.ja}",
    )


def no_value(amount: str) -> Text:
    """The value of an action that no config can say."""
    return Text(
        f"its value cannot be said (default {amount}): it stays as it is",
        f"値（デフォルト {amount}）は設定に書けません。{STAYS.ja}",
    )


def no_currency(amount: str) -> Text:
    """A value without a currency."""
    return Text(f"its value {amount} has no currency: it stays as it is", f"値 {amount} に通貨がありません。{STAYS.ja}")


def no_event_value(worth: str) -> Text:
    """The value of a key event that no config can say."""
    return Text(
        f"the value of the key event, {worth}, cannot be said: it stays as it is",
        f"キーイベントの値 {worth} は設定に書けません。{STAYS.ja}",
    )


def event_worth(worth: str) -> Text:
    """A key event with another value than its action."""
    return Text(f"GA4 has {worth} for the event, and keeps it", f"GA4 でのイベントの値は {worth} で、そのままにします")


# ---- comments


def kept(prefix: str) -> Text:
    """The reason for `unlisted: keep`."""
    return Text(
        f"keep: what carries {prefix} and is not in this file (see its end) would be demoted otherwise",
        f"keep の理由: 接頭辞 {prefix} 付きでこのファイルに書けないもの（末尾を参照）を、サブに変更させないため",
    )


def called(name: str, category: str) -> Text:
    """An import's name and category in Google Ads."""
    return Text(
        f'in Google Ads it is called "{name}", category {category}: Google\'s own, not set here',
        f"Google 広告での名前は「{name}」、カテゴリは {category}（Google が設定したもので、ここでは変更しません）",
    )


def apart(event: str) -> Text:
    """A key event that is not one with the action of its name."""
    return Text(
        f'the key event of "{event}", apart because the value in Google Ads cannot be said. To make them one, '
        f'write `ga4: {{}}` under "{event}" and take this out: both values then stay as they are',
        f"「{event}」のキーイベント。Google 広告側の値を設定に書けないため分けています。1 つにまとめるには、"
        f"「{event}」に `ga4: {{}}` と書き、この項目を削除します（値はどちらも現状のままです）",
    )


def renamed(event: str, name: str) -> Text:
    """An event with a name that no conversion may have."""
    return Text(
        f"the event {event} does not follow the rule for names; only the config calls it {name}",
        f"イベント「{event}」は命名規則に合わないため、設定の中でだけ「{name}」と呼びます",
    )


# ---- what is not for a config to declare


def another_import(event: str) -> Text:
    """A second import of one event."""
    return Text(
        f"another import of the event {event} is declared, and a config can list only one",
        f"イベント「{event}」の別のインポートを記載済みです。設定に書けるのは 1 つだけです",
    )


def listed_elsewhere(event: str) -> Text:
    """An import of an event that another conversion of the file has."""
    return Text(
        f"the event {event} is declared with another conversion",
        f"イベント「{event}」は別のコンバージョンに記載されています",
    )


def listed_as_rule(event: str) -> Text:
    """A key event of an event that the file declares as one that rules make, and no conversion."""
    return Text(
        f"the event {event} stands in `ga4.event_rules`: to declare it, move its rules to a conversion",
        f"イベント「{event}」は `ga4.event_rules` にあります。記載するには、ルールをコンバージョンに移してください",
    )


def hidden_import(event: str) -> Text:
    """An import that Google offers, and nobody uses."""
    return Text(
        f"hidden import of event {event}: declaring it (`google_ads: {{source: ga4}}`) enables it",
        f"イベント「{event}」のインポート（非表示）。設定に書く（`google_ads: {{source: ga4}}`）と有効になります",
    )


HIDDEN = Text(
    "hidden: Google records nothing for it, and its API does not hide what is in use",
    "非表示: 計測されていません。API では、使用中のものを非表示にすることもできません",
)
OTHER_PRODUCT = Text("imported from another product than GA4", "GA4 以外のサービスからのインポート")


def other_property(property_id: str) -> Text:
    """An import of a property that was not read."""
    return Text(
        f"imported from GA4 property {property_id}, which was not read (`--property-id {property_id}`)",
        f"GA4 プロパティ {property_id} からのインポート。このプロパティは取得していません"
        f"（`--property-id {property_id}`）",
    )


def owned_elsewhere(owner: str) -> Text:
    """An account whose conversions are another one's."""
    return Text(
        f"the conversions and goals of this account belong to {owner} (cross-account conversion tracking): "
        "they are for that account's own config",
        f"このアカウントのコンバージョンと目標は {owner} のものです（クロスアカウント コンバージョン トラッキング）。"
        "設定は、そのアカウントのファイルに書きます",
    )


def no_stream(refusal: Text) -> Text:
    """The parts of a data stream, where none could be chosen."""
    return Text(
        f"event-create rules and enhanced measurement were not read: {refusal.en}",
        f"イベント作成ルールと拡張計測機能は取得していません: {refusal.ja}",
    )

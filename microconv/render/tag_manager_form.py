"""Fields to enter in Tag Manager by hand for the tags of a client's conversions, in the words of its interface.

Fields of the tags: support.google.com/tagmanager/answer/6105160 (Google Ads), answer/13034206 (GA4 events),
answer/7549390 (conversion linker), checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from microconv.core.product import Product
from microconv.core.tag_trigger import TriggerKind
from microconv.core.tags.snippet import Moment, Parameter, Snippet, Snippets, Standing
from microconv.core.text import Language, Text, untranslated
from microconv.core.trigger_words import TRIGGERS, trigger_text
from microconv.core.value import number
from microconv.render.safe import padded, safe, width
from microconv.render.snippet_words import file_name, heading, summary, title
from microconv.render.style import PLAIN, Style

Row = tuple[Text, Text]

_TYPE = Text("Tag type", "タグの種類")
_TRIGGER = Text("Trigger", "トリガー")
_ADS = Text("Google Ads Conversion Tracking", "Google 広告のコンバージョン トラッキング")
_CALLS = Text("Google Ads Calls from Website Conversion", "Google 広告のウェブサイトからの電話コンバージョン")
_EVENT = Text("Google Analytics: GA4 Event", "Google アナリティクス: GA4 イベント")
_NAMES = {
    "value": Text("Conversion Value", "コンバージョン値"),
    "currency": Text("Currency Code", "通貨コード"),
    "transaction_id": Text("Transaction ID", "取引 ID"),
    "phone_conversion_number": Text("Phone Number", "電話番号"),
}
_VARIABLE = Text("a variable that has it", "値を保持する変数")
_ONLY_THE_PAGE = {
    "value": Text(
        "a variable that has the page's own value, a number without a sign of currency; without one, leave it empty",
        "ページごとの実際の値（通貨記号のない数値）を保持する変数。ない場合は空欄のままにします",
    ),
    "transaction_id": Text(
        "a variable that has the order's own number, so that no order counts twice",
        "注文ごとの注文番号を保持する変数（同じ注文の二重計測を防ぐため）",
    ),
    "phone_conversion_number": Text("the number, exactly as the page shows it", "ページの表示どおりの電話番号"),
}
_ALL_PAGES = Text("All Pages", "All Pages（すべてのページ）")


def rows(item: Snippet, measurement_id: str) -> list[Row]:
    """The fields of a conversion's tag, by the names that Tag Manager gives them; none where there is no tag."""
    if item.standing is not Standing.READY:
        return []
    fields = _ga4(item, measurement_id) if item.product is Product.GA4 else _google_ads(item)
    return [*_adopted(item), *fields, (_TRIGGER, _trigger(item))]


def _adopted(item: Snippet) -> Iterator[Row]:
    """The tags that are there and that the config takes over: nobody is to enter a second one."""
    names = item.tag.adopted.tags if item.tag is not None else ()
    if names:
        yield (
            Text("Tag", "タグ"),
            Text(
                f"there already ({', '.join(names)}): compare it", f"既存のタグ（{'、'.join(names)}）と照合してください"
            ),
        )


def _sent(item: Snippet) -> Iterator[Parameter]:
    """The parameters without a value that the config leaves to the tag."""
    left = {"value", "currency"} if item.tag is not None and item.tag.leaves_value else set()
    yield from (one for one in item.parameters if one.name not in left)


def once(snippets: Snippets) -> list[list[Row]]:
    """The fields of the tags that a container needs once: a Google tag for each id, and the conversion linker."""
    tags = [
        [
            (_TYPE, Text("Google Tag", "Google タグ")),
            (Text("Tag ID", "タグ ID"), untranslated(one)),
            (_TRIGGER, Text("Initialization - All Pages", "Initialization - All Pages（初期化）")),
        ]
        for one in snippets.ids
        if one.startswith("G-")
    ]
    if any(one.startswith("AW-") for one in snippets.ids):
        tags.append([(_TYPE, Text("Conversion Linker", "コンバージョン リンカー")), (_TRIGGER, _ALL_PAGES)])
    return tags


def _google_ads(item: Snippet) -> Iterator[Row]:
    number_, _, label = item.target.removeprefix("AW-").partition("/")
    yield _TYPE, _CALLS if item.moment is Moment.NUMBER else _ADS
    yield Text("Conversion ID", "コンバージョン ID"), untranslated(number_)
    yield Text("Conversion Label", "コンバージョン ラベル"), untranslated(label)
    for one in _sent(item):
        if one.name in _NAMES:
            yield _NAMES[one.name], _value(item, one)


def _ga4(item: Snippet, measurement_id: str) -> Iterator[Row]:
    yield _TYPE, _EVENT
    unknown = Text("(not known: see the note)", "（不明。補足を参照）")
    yield Text("Measurement ID", "測定 ID"), untranslated(measurement_id) if measurement_id else unknown
    yield Text("Event Name", "イベント名"), untranslated(item.event)
    for one in _sent(item):
        yield Text(f"Event Parameter {one.name}", f"イベント パラメータ {one.name}"), _value(item, one)
    for more in item.tag.parameters if item.tag else ():
        value = _of_data_layer(more.value) if more.data_layer else untranslated(more.value)
        yield Text(f"Event Parameter {more.name}", f"イベント パラメータ {more.name}"), value


def _of_data_layer(key: str) -> Text:
    return Text(
        f"a variable of the type Data Layer Variable, Data Layer Variable Name {key}",
        f"「データレイヤーの変数」タイプの変数（データレイヤーの変数名: {key}）",
    )


def _value(item: Snippet, one: Parameter) -> Text:
    """The value of a field; what only the page knows is a variable."""
    keys = {} if item.tag is None else {"value": item.tag.value, "transaction_id": item.tag.transaction_id}
    if keys.get(one.name):
        return _of_data_layer(keys[one.name])
    if one.advice or one.value is None or one.value == "":
        return _ONLY_THE_PAGE.get(one.name, _VARIABLE)
    return untranslated(one.value if isinstance(one.value, str) else number(float(one.value)))


def _trigger(item: Snippet) -> Text:
    """The trigger: the config's, or else as far as the category of the conversion tells."""
    if item.tag is not None and item.tag.trigger is not None:
        return trigger_text(item.tag.trigger)
    if item.tag is not None and item.tag.adopted.triggers:
        names = item.tag.adopted.triggers
        return Text(f"the trigger {', '.join(names)}, which is there", f"既存のトリガー {'、'.join(names)}")
    if item.moment is Moment.NUMBER:
        return _ALL_PAGES
    if item.moment is Moment.CLICK:
        kind = TRIGGERS[TriggerKind.CLICK]
        return Text(
            f"{kind.en}, Some Clicks: only clicks on the button or link that counts",
            f"{kind.ja}、一部のクリック（計測対象のボタンやリンクのクリックのみ）",
        )
    kind = TRIGGERS[TriggerKind.PAGE]
    if item.page_view:
        return Text(
            f"{kind.en}, Some Page Views: only the page whose view counts",
            f"{kind.ja}、一部のページビュー（閲覧を計測するページのみ）",
        )
    return Text(
        f"{kind.en}, Some Page Views: only the page that is reached once it is done, such as the thank-you page",
        f"{kind.ja}、一部のページビュー（サンクスページなど、完了後に表示されるページのみ）",
    )


def form_text(snippets: Snippets, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The fields of all tags of a client for a terminal, with a final newline."""
    lines = [heading(snippets, style, language), ""]
    common = once(snippets)
    if common:
        lines += [style.paint(_ONCE.of(language), bold=True)]
        for fields in common:
            lines += [*_lines(fields, language), ""]
    for item in snippets.items:
        lines += [title(item, style, language), *_body(item, snippets.measurement_id, language), ""]
    return "\n".join([*lines, summary(snippets).of(language)]) + "\n"


_ONCE = Text(
    "Once in the container, where it has none of the kind yet", "コンテナに 1 つだけ（同じ種類のタグがまだない場合）"
)
_NOTE, _WHY = Text("Note", "補足"), Text("Why", "理由")


def form_files(clients: Sequence[Snippets], language: Language = Language.EN) -> dict[tuple[str, ...], str]:
    """A file for each client, by its path's parts."""
    folders: set[str] = set()
    return {
        (file_name(snippets.client, folders), "tag-manager.txt"): form_text(snippets, language=language)
        for snippets in clients
    }


def _body(item: Snippet, measurement_id: str, language: Language) -> list[str]:
    fields = rows(item, measurement_id)
    stop = Text(".", "。").of(language)
    why = f"  {(_NOTE if fields else _WHY).of(language)}: {safe(item.why.of(language))}{stop}"
    return [*_lines(fields, language), *([why] if item.why else [])]


def _lines(fields: Sequence[Row], language: Language) -> list[str]:
    columns = max((width(safe(name.of(language))) for name, _ in fields), default=0)
    return [f"  {padded(safe(name.of(language)), columns)}  {safe(value.of(language))}" for name, value in fields]


def as_data(fields: Sequence[Row]) -> list[dict[str, Any]]:
    """The fields for JSON."""
    return [{"field": name, "value": value} for name, value in fields]

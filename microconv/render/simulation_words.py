"""The words of a simulated visit in both languages, with the reasons that the simulation gives in English.

What stands inside of a reason, such as the name of a tag, stays as it is; a reason that is not known here is shown in
English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from microconv.core.product import Product
from microconv.core.tags.hit import Hit
from microconv.core.tags.simulation import ProductResult, Proof, Verdict
from microconv.core.tags.visit import Visit
from microconv.core.text import Text, untranslated
from microconv.core.value import number

SIMULATED = Text("simulated", "シミュレーション")
VERDICTS: Mapping[Verdict, Text] = {
    Verdict.FIRES: Text(Verdict.FIRES.value, "発火する"),
    Verdict.DOES_NOT_FIRE: Text(Verdict.DOES_NOT_FIRE.value, "発火しない"),
    Verdict.NOT_MODELLED: Text(Verdict.NOT_MODELLED.value, "シミュレーション対象外"),
}

_REASONS: tuple[tuple[str, str], ...] = (
    (r"it is paused", "一時停止中です"),
    (r"it is not in this version", "このバージョンに存在しません"),
    (r"it fires in published versions only", "公開されたバージョンでのみ発火します"),
    (r"it has fired on this page", "このページですでに発火しています"),
    (r"it has no trigger", "トリガーがありません"),
    (r"its schedule is over, or has not begun", "配信スケジュールの期間外です"),
    (r"its schedule, without a time", "配信スケジュール（時刻の指定なし）"),
    (r"its interval", "タイマーの間隔"),
    (r"consent to (.+) was denied", "同意（{0}）が拒否されています"),
    (r"a blocking trigger stops it at (.+)", "例外トリガーにより {0} で停止しています"),
    (r"none of its triggers fired: (.+)", "トリガーがいずれも起動しませんでした: {0}"),
    (r"the operator (.+)", "演算子 {0}"),
    (r"what tags of the type (.+) send is not modelled", "タイプ {0} のタグの送信内容はシミュレーション対象外です"),
    (r"an event without a measurement ID or a name is not sent", "測定 ID またはイベント名がないため送信されません"),
    (
        r"a conversion without an ID or a label is not counted",
        "コンバージョン ID またはラベルがないため計測されません",
    ),
    (
        r"(.+) is no conversion ID: it has digits only, without AW-",
        "{0} はコンバージョン ID ではありません。AW- を付けず、数字だけを入力します",
    ),
    (r"the event settings variable (.+) is not modelled", "イベント設定の変数 {0} はシミュレーション対象外です"),
    (r"the destinations of (.+) are not in the container", "{0} の送信先はコンテナに含まれていません"),
    (r"the CSS selector (.+) cannot be read", "CSS セレクタ {0} を解釈できません"),
    (r"the CSS selector (.+)", "CSS セレクタ {0}"),
    (r"the address (.+)", "アドレス {0}"),
    (r"a text of more than (.+) characters", "{0} 文字を超える文字列"),
    (r"more than (.+) turns of a timer", "{0} 回を超えるタイマーの繰り返し"),
    (r"a container for (.+)", "{0} 用のコンテナ"),
    (r"several keys of a query, or default pages", "複数のクエリキー、またはデフォルト ページの指定"),
    (r"an element as a text", "文字列としての要素"),
    (r"the element (.+) as a text", "文字列としての要素 {0}"),
    (r"blanks beyond ASCII in regular expressions", "正規表現での ASCII 以外の空白文字"),
    (r"the regular expression (.+), which takes more than (.+) seconds,", "{1} 秒を超えて終わらない正規表現 {0}"),
    (r"the regular expression (?!table )(.+)", "正規表現 {0}"),
    (
        r"regular expressions that ignore the case of other letters than a to z",
        "a～z 以外の文字の大文字と小文字を区別しない正規表現",
    ),
    (r"the trigger (.+), which the container does not have", "コンテナに存在しないトリガー {0}"),
    (r"triggers of the type (.+)", "タイプ {0} のトリガー"),
    (r"the variable (.+) refers to itself", "自分自身を参照する変数 {0}"),
    (r"the container has no variable (.+)", "コンテナに存在しない変数 {0}"),
    (r"the variable (.+) changes the format of its value", "値の形式を変換する変数 {0}"),
    (r"variables of the type (.+) \((.+)\)", "タイプ {0} の変数（{1}）"),
    (r"the built-in variable (.+)", "組み込み変数 {0}"),
    (r"the part (.+) of an address", "URL の要素 {0}"),
    (
        r"the regular expression table (.+) replaces parts of what it finds",
        "一致部分を置換する正規表現の表 {0}",
    ),
    (r"depths from side to side", "横方向のスクロール距離"),
    (r"depths in pixels", "ピクセル単位のスクロール距離"),
    (r"progress of a video in seconds", "秒単位の動画の再生位置"),
)
"""The reasons as patterns, and in Japanese; `{0}` is what a group has."""

_ABOUT = {
    "the value": "コンバージョン値",
    "the currency": "通貨コード",
    "the label": "コンバージョン ラベル",
    "the conversion ID": "コンバージョン ID",
    "the transaction ID": "取引 ID",
    "the measurement ID": "測定 ID",
    "the tag ID": "タグ ID",
    "the event's name": "イベント名",
}


def reason(text: str) -> Text:
    """A reason of the simulation's in both languages."""
    for pattern, japanese in _REASONS:
        match = re.fullmatch(pattern, text, re.DOTALL)
        if match is not None:
            return Text(text, japanese.format(*match.groups()))
    about, _, rest = text.partition(": ")
    named = _ABOUT.get(about) or (
        f"パラメータ {about.removeprefix('the parameter ')}" if about.startswith("the parameter ") else ""
    )
    if named and rest.endswith(" is no number"):
        return Text(text, f"{named}: {rest.removesuffix(' is no number')} は数値ではありません")
    if named and rest.endswith(" is not modelled"):
        what = reason(rest.removesuffix(" is not modelled"))
        return Text(text, f"{named}: {what.ja} はシミュレーション対象外です")
    return untranslated(text)


def proof_text(result: ProductResult) -> Text:
    """The end of the test for one product."""
    wanted, count = result.feed.wanted, len(result.right)
    right = Text("the right label", "正しいラベル")
    if result.feed.product is Product.GA4:
        right = Text("the right event", "正しいイベント")
    return {
        Proof.ONCE: Text(f"fires once, with {right.en}: {wanted}", f"1 回発火し、{right.ja}を送信: {wanted}"),
        Proof.NO_TAG: Text(
            f"does not fire: the container has no tag for {wanted or 'it'}",
            f"発火しない: コンテナに{f' {wanted} の' if wanted else ''}タグがない",
        ),
        Proof.SILENT: Text(f"does not fire: nothing sends {wanted}", f"発火しない: {wanted} は送信されない"),
        Proof.MORE: Text(
            f"fires {count} times: {wanted} would be counted {count} times",
            f"{count} 回発火する: {wanted} が {count} 回計測される",
        ),
        Proof.WRONG: Text(f"fires with something else than {wanted}", f"{wanted} ではないものを送信する"),
        Proof.NOT_MODELLED: Text("not modelled: it may fire or not", "シミュレーション対象外: 発火するかどうか不明"),
        Proof.UNKNOWN: Text(
            f"fires, with nothing to compare it with: {result.feed.why.en}",
            f"発火するが、比較できない（{result.feed.why.ja}）",
        ),
        Proof.NOT_COUNTED: Text(
            f"fires once, with {right.en}, but the emulator did not count it",
            f"1 回発火し、{right.ja}を送信したが、エミュレーターで計測されなかった",
        ),
    }[result.proof]


def hit_text(hit: Hit) -> Text:
    """A hit: where it goes, the label or the event, the value, and the order."""
    amount = "" if hit.value is None else f"{number(hit.value)}{f' {hit.currency}' if hit.currency else ''}"
    named = Text(f"label {hit.name}", f"ラベル {hit.name}")
    if hit.product is Product.GA4:
        named = Text(f"event {hit.name}", f"イベント {hit.name}")
    english, japanese = [hit.target, named.en], [hit.target, named.ja]
    if amount:
        english.append(f"value {amount}")
        japanese.append(f"値 {amount}")
    if hit.order:
        english.append(f"transaction {hit.order}")
        japanese.append(f"取引 ID {hit.order}")
    return Text(", ".join(english), "、".join(japanese))


def visit_texts(visit: Visit) -> Iterator[Text]:
    """Acts on the page, in their order."""
    if visit.data and not visit.event:
        yield Text(f"data layer: {_data(visit)}", f"データレイヤー: {_data(visit)}")
    if visit.see:
        yield Text(f"{visit.see} comes into sight", f"{visit.see} が表示される")
    if visit.scroll is not None:
        yield Text(f"scroll to {number(visit.scroll)} per cent", f"{number(visit.scroll)}% までスクロール")
    if visit.wait is not None:
        yield Text(f"wait {number(visit.wait)} s", f"{number(visit.wait)} 秒待つ")
    if visit.watch is not None:
        yield Text(f"watch a video to {number(visit.watch)} per cent", f"動画を {number(visit.watch)}% まで再生")
    if visit.click:
        text = f' "{visit.text}"' if visit.text else ""
        yield Text(f"click {visit.click}{text}", f"{visit.click}{text} をクリック")
    if visit.form:
        yield Text(f"send the form {visit.form}", f"フォーム {visit.form} を送信")
    if visit.event:
        data = f" ({_data(visit)})" if visit.data else ""
        yield Text(f"event {visit.event}{data}", f"イベント {visit.event}{data}")
    if visit.denied:
        yield Text(f"consent denied: {', '.join(visit.denied)}", f"同意の拒否: {'、'.join(visit.denied)}")


def _data(visit: Visit) -> str:
    return ", ".join(f"{key}={value}" for key, value in visit.data)

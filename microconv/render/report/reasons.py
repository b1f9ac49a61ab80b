"""Sentences about the codes of a report: limits of a number, why one is not there, why two counts differ."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.text import Text, untranslated
from microconv.report.comparison import Reason
from microconv.report.figures import Known, Note, Why

NOTES: Mapping[Note, Text] = {
    Note.THRESHOLDED: Text(
        "GA4 may withhold rows of few users (thresholding), so the true number may be larger.",
        "個人が特定されないよう GA4 がデータのしきい値を適用しており、ユーザーの少ない行は含まれないことがあります。"
        "実際の数はこれより多い可能性があります。",
    ),
    Note.OTHER_ROW: Text(
        "GA4 has put rare rows together as (other), so some of the number may be missing here.",
        "GA4 が件数の少ない行を (other) にまとめているため、一部が含まれていないことがあります。",
    ),
    Note.SAMPLED: Text(
        "GA4 has estimated this number from a sample of the events.",
        "GA4 がデータの一部を抽出（サンプリング）して推計した値です。",
    ),
    Note.RESTRICTED: Text(
        "The credentials may not see numbers of cost or revenue here.",
        "使用した認証情報には、費用または収益の指標を閲覧する権限がありません。",
    ),
    Note.TRUNCATED: Text(
        "GA4 has left out part of the days.",
        "GA4 の制限により、対象期間の一部の日が含まれていません。",
    ),
    Note.CUT: Text(
        "The answer had more rows than were read, so rows may be missing.",
        "行数が取得上限を超えたため、一部の行が含まれていません。",
    ),
    Note.PROVISIONAL: Text(
        "Provisional: read before the third day of the next month; the number will still change.",
        "速報値です。翌月3日より前に取得したため、今後変動します。",
    ),
    Note.MARKED_WITHIN: Text(
        "The event became a key event within the month: as a key event it counts only from that day on.",
        "月の途中でキーイベントに設定されました。キーイベントとしての件数は設定日以降の分のみです。",
    ),
    Note.LAG_TO_COME: Text(
        "More conversions of this month's clicks are expected to arrive.",
        "当月のクリックによるコンバージョンは、今後も追加で計上される見込みです。",
    ),
    Note.CHANGED_WITHIN: Text(
        "Its setup was changed within the month (see the changes of the setup).",
        "月の途中で計測設定が変更されています（「実施した設定変更」を参照）。",
    ),
    Note.ZONE_CHANGED: Text(
        "The property's time zone has changed since the last report, so days are cut at another hour.",
        "前回のレポート以降にプロパティのタイムゾーンが変更され、日付の区切りが異なります。",
    ),
    Note.FRACTIONAL: Text(
        "Google Ads divides a conversion among clicks, so the number may be a fraction.",
        "Google 広告はコンバージョンを複数のクリックに配分するため、小数になることがあります。",
    ),
    Note.FEW: Text(
        "Too few to judge a difference by.",
        "件数が少ないため、増減の判断には使えません。",
    ),
}
"""Limits of a number: the footnote under its table."""

NOT_THERE: Mapping[Known, Text] = {
    Known.NO_DATA: Text("no data", "データなし"),
    Known.NOT_ASKED: Text("— not collected", "— 未取得"),
    Known.REFUSED: Text("× refused", "× 取得不可"),
}
"""Words in a cell in place of a number. None of them looks like 0."""

WHY: Mapping[str, Text] = {
    Why.NO_ACCOUNT: Text(
        "Not collected: the client has no account of this API in the config, or it was not asked.",
        "未取得：設定ファイルに該当するアカウントがないか、取得の対象外です。",
    ),
    Why.NO_EVENT: Text(
        "Not collected: the conversion has no GA4 event.",
        "未取得：このコンバージョンには GA4 のイベントがありません。",
    ),
    Why.NOT_IN_ADS: Text(
        "Not collected: the conversion is not in Google Ads.",
        "未取得：このコンバージョンは Google 広告では計測していません。",
    ),
    Why.NO_ACTION: Text(
        "No data: the Google Ads account has no such conversion action.",
        "データなし：Google 広告アカウントに該当するコンバージョン アクションがありません。",
    ),
    Why.NOTHING_MEASURED: Text(
        "No data: nothing at all was measured in that month.",
        "データなし：その月は計測データがまったくありません。",
    ),
    Why.NEVER_SEEN: Text(
        "No data: the event is no key event, and was seen in none of the months.",
        "データなし：キーイベントに設定されておらず、対象のどの月にもイベントが発生していません。",
    ),
    Why.NOT_MARKED: Text(
        "No data: the event was no key event in that month.",
        "データなし：その月にはキーイベントに設定されていませんでした。",
    ),
    Why.NOT_YET: Text(
        "No data: the day was not over when the report was made.",
        "データなし：レポート作成時点でまだ終わっていない日です。",
    ),
    Why.ZERO_DIVISOR: Text(
        "No data: there is nothing to divide by, or to compare with.",
        "データなし：分母または比較対象が 0 のため算出できません。",
    ),
    Why.CUT: Text(
        "No data: not among the rows that were read, and there are more, so it is not said to be 0.",
        "データなし：取得した行に含まれていません。取得上限を超える行があるため、0 とは判断していません。",
    ),
    Why.TRUNCATED: Text(
        "No data: no row of it, and part of the days is missing, so it is not said to be 0.",
        "データなし：該当する行がなく、対象期間の一部の日も欠けているため、0 とは判断していません。",
    ),
    Why.WITHHELD: Text(
        "No data: no row of it, and rows of few users may be withheld (thresholding), so it is not said to be 0.",
        "データなし：該当する行がありません。しきい値の適用による可能性があるため、0 とは判断していません。",
    ),
    Why.OTHER_ROW: Text(
        "No data: no row of it, and rare rows were put into (other), so it is not said to be 0.",
        "データなし：該当する行がありません。(other) にまとめられた可能性があるため、0 とは判断していません。",
    ),
    Why.RESTRICTED: Text(
        "Refused: the credentials may not see such numbers.",
        "取得不可：使用した認証情報には、この指標を閲覧する権限がありません。",
    ),
    Why.NOT_TOLD: Text(
        "No data: the API's row has no such number.",
        "データなし：API の回答にこの数値がありません。",
    ),
    Why.FEW: Text(
        "No data: too few to say anything.",
        "データなし：件数が少ないため算出していません。",
    ),
    Why.UNMEASURED: Text(
        "Not collected: the other steps are fewer than two, or the end of another chain of this report.",
        "未取得：残りのステップが2つ未満か、このレポートの別のファネルの一部と同じです。",
    ),
    Why.OPEN_CHAIN: Text(
        "Not collected: users may begin at any step of this chain, so no share of a step goes on.",
        "未取得：途中のステップから開始したユーザーも含むため、移行率は算出していません。",
    ),
}
"""The footnote under a table: the reason for which a number is not there."""

_NO_CODE: Mapping[Known, Text] = {
    Known.NO_DATA: Text("No data: nothing can be said of it.", "データなし：この数値については判断できません。"),
    Known.NOT_ASKED: Text("Not collected: it was not asked for.", "未取得：この数値は取得の対象ではありません。"),
    Known.REFUSED: Text("Refused: the API did not answer.", "取得不可：API から回答がありませんでした。"),
}
_OWN_WORDS: Mapping[Known, Text] = {
    Known.NO_DATA: Text("No data: {}", "データなし：{}"),
    Known.NOT_ASKED: Text("Not collected: {}", "未取得：{}"),
    Known.REFUSED: Text("Refused by the API: {}", "取得不可。API の回答：{}"),
}

REASONS: Mapping[Reason, Text] = {
    Reason.CHANNELS: Text(
        "GA4 counts the event after visits of every kind, Google Ads only after its own ads.",
        "GA4 はすべての流入経路でのイベントを数え、Google 広告は自社広告の接触後のみを数えます。",
    ),
    Reason.ATTRIBUTION: Text(
        "Both attribute differently: Google Ads divides a conversion among the clicks on its ads.",
        "アトリビューションの方法が異なります。Google 広告は広告のクリックにコンバージョンを配分します。",
    ),
    Reason.CLICK_WINDOW: Text(
        "Google Ads counts only within the conversion window after a click.",
        "Google 広告はクリック後の計測期間内に発生したものだけを数えます。",
    ),
    Reason.COUNTING: Text(
        "Google Ads counts one conversion for each click here, GA4 every event.",
        "Google 広告のカウント方法は「1 回」（クリックごとに 1 件）ですが、GA4 はすべてのイベントを数えます。",
    ),
    Reason.IMPORT_DELAY: Text(
        "What Google Ads imports from GA4 arrives a day or two later.",
        "GA4 から Google 広告へのインポートには 1〜2 日の遅れがあります。",
    ),
    Reason.CONSENT: Text(
        "Google Ads adds modelled conversions of visitors without consent; GA4 does so in other cases.",
        "同意を得られないユーザーについて、Google 広告と GA4 では推計（モデリング）の対象が異なります。",
    ),
    Reason.TIME_ZONES: Text(
        "The property and the Google Ads account have other time zones, so their days begin at other hours.",
        "GA4 プロパティと Google 広告アカウントのタイムゾーンが異なり、日付の区切りが一致しません。",
    ),
    Reason.VIEW_THROUGH: Text(
        "Google Ads may count conversions after an ad that was seen and not clicked.",
        "Google 広告には、広告を見ただけでクリックしていないユーザーのコンバージョンが含まれることがあります。",
    ),
    Reason.CROSS_DEVICE: Text(
        "Google Ads counts conversions on another device than the click.",
        "Google 広告は、クリックとは別のデバイスで発生したコンバージョンも数えます。",
    ),
    Reason.DOUBLE: Text(
        "Google Ads counts the same act twice: by a tag and by the import from GA4.",
        "Google 広告で、タグと GA4 からのインポートの両方が同じ行動を二重に数えています。",
    ),
}
"""Standing reasons for a gap between GA4 and Google Ads (traffic.SideBySide.reasons)."""


def why_sentence(known: Known, why: str) -> Text:
    """The reason for which a number is not there: words of a code, or the API's own words as they came."""
    if not why:
        return _NO_CODE[known]
    if why in WHY:
        return WHY[why]
    own = untranslated(why)
    frame = _OWN_WORDS[known]
    return Text(frame.en.format(own.en), frame.ja.format(own.ja))

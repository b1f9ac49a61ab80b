"""Sentences for reasons and grades of a review, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.text import Text
from microconv.review.model import Grade, Reason

REASONS: Mapping[Reason, Text] = {
    Reason.FEW: Text(
        "fewer than 20 users reached the final conversion",
        "最終コンバージョンに到達したユーザーが 20 人未満です",
    ),
    Reason.NO_FINAL_VALUE: Text(
        "the value of the final conversion is not known", "最終コンバージョンの値がわかりません"
    ),
    Reason.NOT_COUNTED: Text("there are no counts of users", "ユーザー数のデータがありません"),
    Reason.EVENTS_UNKNOWN: Text(
        "it counts every event, and the number of events is not known",
        "全件を計測する設定ですが、イベント数がわかりません",
    ),
    Reason.INSIDE: Text("the present value lies within the interval", "現在の値は推定範囲に収まっています"),
    Reason.SMALL_CHANGE: Text("the change would be less than 25%", "変更幅が 25% 未満です"),
    Reason.RECENT: Text(
        "it is too soon after a change of a value or role in this account",
        "このアカウントの値または役割の変更から、まだ日が浅いためです",
    ),
    Reason.UNRELATED: Text(
        "users with this step are not known to reach the final conversion twice as often as others",
        "この行動をしたユーザーの到達率は、ほかのユーザーの 2 倍以上とはいえません",
    ),
    Reason.NO_DIFFERENCE: Text("it adds nothing to the step before", "一つ前の行動に対する上乗せが認められません"),
    Reason.BELOW_A_COIN: Text("it is worth less than the smallest coin", "推定値が通貨の最小単位を下回ります"),
    Reason.SENT_BY_TAG: Text("its tag sends the value", "タグから送信される値が使われます"),
    Reason.NEIGHBOUR: Text(
        "it would not grow along the chain: a neighbour keeps its value",
        "前後の行動の値が変わらないため、最終コンバージョンに近いほど大きいという順序が崩れます",
    ),
    Reason.WORTH_LITTLE: Text(
        "nobody reached the final conversion, and the most it can be worth is below its value",
        "最終コンバージョンに到達したユーザーがおらず、推定の上限でも現在の値を下回ります",
    ),
    Reason.FINALS_SUFFICE: Text(
        "there are enough final conversions for bidding to learn from",
        "入札の学習に必要な最終コンバージョンが足りています",
    ),
    Reason.FINALS_TOO_FEW: Text(
        "there are too few final conversions for bidding to learn from",
        "入札の学習に必要な最終コンバージョンが足りていません",
    ),
    Reason.SEVERAL_OF_CHAIN: Text(
        "several steps of one chain are primary, so that one user counts several times",
        "一連の行動のうち複数がメインアクションのため、同じユーザーが重複して計上されます",
    ),
    Reason.BETWEEN: Text(
        "there are neither enough final conversions nor too few", "最終コンバージョンは十分でも不足でもありません"
    ),
    Reason.NEXT_REVIEW: Text(
        "it holds now, and is proposed if it still holds at the next review",
        "今回は該当します。次回のレビューでも同じであれば提案します",
    ),
    Reason.COUNTS_UNKNOWN: Text(
        "the number of final conversions is not known", "最終コンバージョンの件数がわかりません"
    ),
    Reason.NO_STEP: Text(
        "no step has evidence enough to be primary", "メインアクションにできるだけの根拠がある行動がありません"
    ),
    Reason.AS_IT_SHOULD: Text("the roles fit the numbers", "役割は件数に見合っています"),
}
"""The sentence of each reason, without a full stop."""

GRADES: Mapping[Grade, Text] = {
    Grade.NOT_ENOUGH: Text("not enough data", "データ不足"),
    Grade.MAGNITUDE: Text("order of magnitude only", "桁の目安のみ"),
    Grade.USABLE: Text("usable", "参考にできる"),
    Grade.GOOD: Text("good", "十分"),
}
"""The words for each grade."""

FIRST_REVIEW = Text(
    "It is not known when a value or role was changed last.",
    "値または役割を最後に変更した日がわかりません。",
)
"""The sentence of a review that knows no last change."""

TOO_MUCH = Text(
    "More than 20% of the conversion value comes from micro-conversions: the total says more of steps than of results.",
    "コンバージョン値の 20% 超がマイクロコンバージョンによるものです。合計値が成果より途中の行動を表しています。",
)
"""The warning where steps bring too much of the value."""

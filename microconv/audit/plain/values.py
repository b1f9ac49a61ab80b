"""Values of conversions, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import STEPS_OUT, Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "values-not-bid-for": Plain(
        Text(
            "Campaigns look for value, and a result has none",
            "価値を基準に入札しているのに、成果に価値が設定されていません",
        ),
        Text(
            "To these campaigns this result does not exist, and your budget goes elsewhere.",
            "この成果は入札に反映されず、予算がほかの行動に使われています。",
        ),
        Text(
            "Agree on a value for it now, a rough one rather than none.",
            "大まかでもよいので、この成果の価値を早急に決めて設定します。",
        ),
        Text(
            "Campaigns look for this result.",
            "キャンペーンがこの成果を目指すようになります。",
        ),
        Doer.BOTH,
    ),
    "values-same": Plain(
        Text(
            "Everything is worth the same",
            "すべての成果に同じ価値が設定されています",
        ),
        Text(
            "Bidding cannot prefer what matters to you: a newsletter counts like a purchase.",
            "メルマガ登録も購入も同じ価値とみなされ、重要な成果を優先できません。",
        ),
        Text(
            "Agree on a value for each: the nearer to the result, the higher.",
            "成果に近いほど高くなるように、価値を一つずつ取り決めます。",
        ),
        Text(
            "Bidding prefers what is worth more.",
            "価値の高い成果が優先されるようになります。",
        ),
        Doer.BOTH,
    ),
    "values-missing": Plain(
        Text(
            "Important acts have no value",
            "重要な行動に価値が設定されていません",
        ),
        Text(
            "Bidding by value overlooks them.",
            "価値を基準にした入札では考慮されません。",
        ),
        Text(
            "Agree on a value for each.",
            "それぞれの価値を取り決めて設定します。",
        ),
        Text(
            "Bidding sees how much each one matters.",
            "重要度が入札に反映されるようになります。",
        ),
        Doer.BOTH,
    ),
    "values-default-one": Plain(
        Text(
            "A value was never set",
            "コンバージョンの価値が初期設定のままです",
        ),
        Text(
            "Your result looks worthless beside others, and totals in reports mean nothing.",
            "成果の価値が極端に低く扱われ、レポートの合計金額も実態を表しません。",
        ),
        Text(
            "Agree on the real value of one result.",
            "1件あたりの実際の価値を取り決めて設定します。",
        ),
        Text(
            "Totals and bids reflect your business.",
            "合計金額と入札が、事業の実態に合ったものになります。",
        ),
        Doer.BOTH,
    ),
    "values-dynamic-default": Plain(
        Text(
            "The website does not send order values",
            "ウェブサイトから金額が送信されていません",
        ),
        Text(
            "A large order counts like a small one.",
            "高額の注文も少額の注文も、同じ価値とみなされます。",
        ),
        Text(
            "Let the website send the amount of each order.",
            "注文ごとの金額を送信するように、タグを修正します。",
        ),
        Text(
            "Bidding looks for customers who spend more.",
            "購入額の高いお客様を重視した入札になります。",
        ),
        Doer.SITE,
    ),
    "values-currency": Plain(
        Text(
            "Values are in the wrong currency",
            "価値の通貨が正しくありません",
        ),
        Text(
            "Amounts may be off by a factor of a hundred, and bids with them.",
            "金額が100倍以上ずれ、入札に影響しているおそれがあります。",
        ),
        Text(
            "Set the values again in the right currency.",
            "正しい通貨で設定し直します。",
        ),
        Text(
            "Amounts in reports are right.",
            "レポートの金額が正しくなります。",
        ),
        Doer.AGENCY,
    ),
    "values-step-as-final": Plain(
        Text(
            "A step is worth as much as the result",
            "手前の行動に、成果と同じかそれ以上の価値が設定されています",
        ),
        Text(
            "Bidding buys cheap steps: values in reports grow, your business does not.",
            "安く獲得できる手前の行動に広告費が使われ、レポートの金額だけが増えます。",
        ),
        Text(
            "Lower the step's value to its share of the result.",
            "成果に至る割合に応じて、価値を下げます。",
        ),
        Text(
            "Bidding aims for the result again.",
            "入札が再び成果を目指すようになります。",
        ),
        Doer.BOTH,
    ),
    "values-not-growing": Plain(
        Text(
            "Values do not rise towards the result",
            "成果に近づいても価値が高くなっていません",
        ),
        Text(
            "Bidding prefers visitors who turn back to those who go on.",
            "成果に近い訪問者より、途中でやめる訪問者が入札で優先されます。",
        ),
        Text(
            "Set values that rise towards the result.",
            "成果に近いほど高くなるように、価値を設定し直します。",
        ),
        Text(
            "Bidding prefers those who are nearer to the result.",
            "成果に近い訪問者が優先されるようになります。",
        ),
        Doer.BOTH,
    ),
    "values-pollution": Plain(
        Text(
            "Results are drowned out by steps in bidding",
            "入札で、成果が手前の行動に埋もれています",
        ),
        Text(
            "A conversion seems to cost less and totals grow, but there are no more customers.",
            "コンバージョン単価が下がり件数が増えたように見えても、お客様は増えません。",
        ),
        Text(
            "Take the most frequent steps out of bidding.",
            "件数の多い手前の行動を入札から外します。",
        ),
        Text(
            "The number of conversions falls, and bidding learns from results.",
            "コンバージョン数は減りますが、自動入札が成果から学習するようになります。",
        ),
        Doer.AGENCY,
        remedy=STEPS_OUT,
    ),
}
"""The words for the client, by the id of the rule."""

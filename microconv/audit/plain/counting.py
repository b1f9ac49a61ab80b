"""Counting, windows and the distance to the result, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import STEPS_OUT, Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "counting-leads-many": Plain(
        Text(
            "One enquiry may count several times",
            "1人の問い合わせが、複数の件数として数えられています",
        ),
        Text(
            "Reports show more enquiries than there are, and bids are too high.",
            "実際より多い件数が表示され、入札単価が高くなります。",
        ),
        Text(
            "Count one per click.",
            "1クリックにつき1件だけ数える設定にします。",
        ),
        Text(
            "The number of enquiries is right.",
            "問い合わせの件数が正しくなります。",
        ),
        Doer.AGENCY,
    ),
    "counting-purchases-once": Plain(
        Text(
            "Repeat purchases are not counted",
            "2回目以降の購入が計測されていません",
        ),
        Text(
            "Sales in reports are lower than your real sales.",
            "レポートの売上が、実際より少なくなります。",
        ),
        Text(
            "Count every purchase.",
            "購入をすべて数える設定にします。",
        ),
        Text(
            "Sales in reports are complete.",
            "レポートの売上が実態に合います。",
        ),
        Doer.AGENCY,
    ),
    "counting-window-short": Plain(
        Text(
            "Late results are not counted",
            "広告のクリックから日数がたった成果が、計測から漏れています",
        ),
        Text(
            "Customers who take their time look worthless to bidding.",
            "じっくり検討されるお客様の価値が、入札で低く評価されます。",
        ),
        Text(
            "Lengthen the period in which results are counted.",
            "計測期間を長くします。",
        ),
        Text(
            "Slow decisions count as well.",
            "検討期間の長い成果も計測されるようになります。",
        ),
        Doer.AGENCY,
        shows_evidence=True,
    ),
    "counting-view-through": Plain(
        Text(
            "Ads that were only seen get credit for too long",
            "広告を見ただけの成果が、長く計上されています",
        ),
        Text(
            "Ads look more effective than they are.",
            "広告の効果が実際より大きく見えます。",
        ),
        Text(
            "Shorten the period for views.",
            "広告の表示による計測期間を短くします。",
        ),
        Text(
            "The effect of ads is not overstated.",
            "広告の効果を過大に評価しなくなります。",
        ),
        Doer.AGENCY,
        shows_evidence=True,
    ),
    "distance-page-view": Plain(
        Text(
            "Bidding aims for mere page views",
            "ページの閲覧などが、入札の目標になっています",
        ),
        Text(
            "Budget buys visits by people who will never become customers.",
            "購入や問い合わせにつながらない訪問に、広告費が使われています。",
        ),
        Text(
            "Take it out of bidding and go on observing it.",
            "入札から外し、計測だけを続けます。",
        ),
        Text(
            "Budget goes to visitors who act.",
            "行動を起こす訪問者に広告費が使われるようになります。",
        ),
        Doer.AGENCY,
        remedy=STEPS_OUT,
    ),
    "distance-no-funnel": Plain(
        Text(
            "A step is measured without a purpose",
            "目的の決まっていない計測が行われています",
        ),
        Text(
            "Nobody can say if it helps, and it costs upkeep.",
            "役に立っているか判断できず、管理の手間だけがかかります。",
        ),
        Text(
            "Say which result it leads to, or stop measuring it.",
            "どの成果につながるのかを決めるか、計測をやめます。",
        ),
        Text(
            "Every number has a use.",
            "すべての数値が判断に役立つ状態になります。",
        ),
        Doer.BOTH,
    ),
    "distance-dead-end": Plain(
        Text(
            "The way to the result is not measured to its end",
            "成果までの道のりが、途中までしか計測されていません",
        ),
        Text(
            "The last and dearest loss of visitors stays hidden.",
            "成果の直前での離脱が把握できません。",
        ),
        Text(
            "Connect the last step with the result.",
            "最後の行動と成果を結び付けます。",
        ),
        Text(
            "You see where visitors are lost.",
            "どこで離脱しているかが分かるようになります。",
        ),
        Doer.BOTH,
    ),
    "distance-key-event": Plain(
        Text(
            "Visits or page views are counted as results in Google Analytics",
            "Google アナリティクスで、訪問やページの閲覧が成果として数えられています",
        ),
        Text(
            "Real results disappear among thousands of visits.",
            "本当の成果が、何千件もの訪問に埋もれてしまいます。",
        ),
        Text(
            "Stop counting them as results; they go on being recorded.",
            "成果として数えるのをやめ、記録だけを続けます。",
        ),
        Text(
            "The reports show what brings you business.",
            "レポートで、成果につながるものが見えるようになります。",
        ),
        Doer.AGENCY,
    ),
}
"""The words for the client, by the id of the rule."""

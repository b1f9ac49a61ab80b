"""Double counting, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "double-same-event": Plain(
        Text(
            "One act is recorded twice",
            "一つの行動が二重に記録されています",
        ),
        Text(
            "Reports show twice as many as there are, and bids follow them.",
            "件数が実際の2倍に見え、入札にも二重に影響します。",
        ),
        Text(
            "Keep one of the two.",
            "一方だけを残します。",
        ),
        Text(
            "Every result counts once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "double-import": Plain(
        Text(
            "One act counts twice in bidding",
            "一つの成果が、入札で二重に数えられています",
        ),
        Text(
            "The cost of a result looks half as high as it is, and bids are too high.",
            "獲得単価が実際の半分に見え、入札単価が高くなりすぎます。",
        ),
        Text(
            "Keep one of the two in bidding.",
            "一方だけを入札に残します。",
        ),
        Text(
            "The cost of a result in reports is right.",
            "レポートの獲得単価が正しくなります。",
        ),
        Doer.AGENCY,
    ),
    "double-twin": Plain(
        Text(
            "One act is recorded in two ways",
            "一つの行動が、2つの方法で記録されています",
        ),
        Text(
            "Bidding is not affected now, but one change is enough to count double.",
            "現在は入札に影響していませんが、設定一つで二重計上になります。",
        ),
        Text(
            "Remove one, or write down why both are kept.",
            "一方を削除するか、両方を残す理由を記録します。",
        ),
        Text(
            "No accidental double counting.",
            "意図しない二重計上を防げます。",
        ),
        Doer.AGENCY,
    ),
    "double-purchase": Plain(
        Text(
            "Purchases count twice",
            "購入が二重に数えられています",
        ),
        Text(
            "Sales in reports are twice those of your shop, and bids follow them.",
            "レポートの売上が実際の倍になり、入札もその金額に左右されます。",
        ),
        Text(
            "Keep one way of counting purchases in bidding.",
            "入札に使う購入の計測を一つに絞ります。",
        ),
        Text(
            "Sales in reports match your shop.",
            "レポートの売上が実際と一致します。",
        ),
        Doer.AGENCY,
    ),
    "double-likely": Plain(
        Text(
            "One act may be counted twice",
            "一つの行動が二重に数えられているおそれがあります",
        ),
        Text(
            "If so, every result counts double in reports and bids.",
            "その場合、レポートでも入札でも成果が2倍に数えられます。",
        ),
        Text(
            "Try it once on the website, and keep one of the two.",
            "サイトで実際の動作を確認し、重複していれば一方だけを残します。",
        ),
        Text(
            "Every result counts once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
}
"""The words for the client, by the id of the rule."""

"""Counting more than there is in bidding, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "roles-likely-step": Plain(
        Text(
            "A conversion may be a step and not a result",
            "成果ではなく途中の行動かもしれないコンバージョンがあります",
        ),
        Text(
            "If it is, bidding chases something that is no result.",
            "途中の行動であれば、成果ではないものに広告費が使われています。",
        ),
        Text(
            "Tell us what it counts; then we decide together.",
            "何を計測しているかをご確認いただき、扱いを一緒に決めます。",
        ),
        Text(
            "What bidding aims for is known.",
            "入札の目標がはっきりします。",
        ),
        Doer.BOTH,
    ),
    "roles-lead-stages": Plain(
        Text(
            "One customer counts several times on the way to the contract",
            "1人のお客様が、成約までの段階ごとに重ねて数えられています",
        ),
        Text(
            "The cost of a customer looks lower than it is, and bids follow the inflated number.",
            "獲得単価が実際より低く見え、水増しされた件数をもとに入札されます。",
        ),
        Text(
            "Choose the one stage that bidding should learn from; the others are only watched.",
            "入札に使う段階を一つに絞り、ほかの段階は計測だけにします。",
        ),
        Text(
            "Each customer counts once, and costs can be compared.",
            "お客様1人が1件として数えられ、費用を正しく比べられるようになります。",
        ),
        Doer.BOTH,
    ),
    "roles-every-form": Plain(
        Text(
            "Every form of the website counts as an enquiry",
            "サイト内のあらゆるフォームが問い合わせとして数えられています",
        ),
        Text(
            "Searches and newsletters are paid for as if they were enquiries.",
            "検索やメールマガジン登録も、問い合わせと同じように広告費をかけて集めています。",
        ),
        Text(
            "Count the enquiry form alone.",
            "問い合わせフォームだけを計測するように直します。",
        ),
        Text(
            "Your budget goes to enquiries.",
            "広告費が問い合わせに使われるようになります。",
        ),
        Doer.AGENCY,
    ),
}

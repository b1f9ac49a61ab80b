"""The bridge between GA4 and Google Ads, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "bridge-link": Plain(
        Text(
            "Google Analytics and Google Ads are not connected",
            "Google アナリティクスと Google 広告が連携していません",
        ),
        Text(
            "Results seen by Analytics cannot be used for ads.",
            "Google アナリティクスで計測した成果を、広告に活用できません。",
        ),
        Text(
            "Connect the two accounts.",
            "2つのアカウントを連携します。",
        ),
        Text(
            "Results and audiences can be used for ads.",
            "成果やオーディエンスを広告に活用できるようになります。",
        ),
        Doer.BOTH,
    ),
    "bridge-auto-tagging": Plain(
        Text(
            "Clicks on ads are not marked",
            "広告のクリックが識別されていません",
        ),
        Text(
            "Results cannot be tied to the ads that brought them.",
            "どの広告が成果につながったのか判断できません。",
        ),
        Text(
            "Turn on the marking of clicks (auto-tagging).",
            "自動タグ設定をオンにします。",
        ),
        Text(
            "Results are tied to ads.",
            "成果と広告を結び付けられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "bridge-not-imported": Plain(
        Text(
            "Google Ads does not know a result of Google Analytics",
            "Google アナリティクスの成果が、Google 広告に取り込まれていません",
        ),
        Text(
            "Bidding cannot learn from it.",
            "自動入札の学習に使えません。",
        ),
        Text(
            "Bring it over for observation only, for the time being.",
            "入札には使わず、計測のみの設定で取り込みます。",
        ),
        Text(
            "Both reports show the same results.",
            "両方のレポートで同じ成果を確認できます。",
        ),
        Doer.AGENCY,
    ),
    "bridge-orphan": Plain(
        Text(
            "A conversion has lost its source",
            "計測元がなくなったコンバージョンがあります",
        ),
        Text(
            "It counts nothing, and bidding may be waiting for it.",
            "計測されないまま、入札の目標に残っているおそれがあります。",
        ),
        Text(
            "Restore the source, or retire the conversion.",
            "計測元を復旧するか、コンバージョンを整理します。",
        ),
        Text(
            "Bidding uses only what is measured.",
            "計測されているものだけが入札に使われます。",
        ),
        Doer.AGENCY,
    ),
    "bridge-hidden": Plain(
        Text(
            "A planned conversion is not recorded yet",
            "予定していたコンバージョンが、まだ計測されていません",
        ),
        Text(
            "Results are lost every day until it is turned on.",
            "有効にするまでの間、成果が計測されません。",
        ),
        Text(
            "Turn it on.",
            "計測を有効にします。",
        ),
        Text(
            "It counts from that day on.",
            "有効にした日から計測されます。",
        ),
        Doer.AGENCY,
    ),
    "bridge-hidden-result": Plain(
        Text(
            "Your only result is not recorded in Google Ads",
            "唯一の成果が、Google 広告で計測されていません",
        ),
        Text(
            "Without it, advertising cannot learn what brings customers.",
            "このままでは、広告が何から顧客につながるかを学習できません。",
        ),
        Text(
            "Turn on the conversion that Google offers.",
            "Google が提案しているコンバージョンを有効にします。",
        ),
        Text(
            "Advertising learns from your results.",
            "広告が成果から学習できるようになります。",
        ),
        Doer.AGENCY,
    ),
    "bridge-hidden-unused": Plain(
        Text(
            "Google offers a conversion that nobody uses",
            "Google が提案する、未使用のコンバージョンがあります",
        ),
        Text(
            "No harm now; turned on by accident it may count double.",
            "現在は問題ありませんが、誤って有効にすると二重計上になるおそれがあります。",
        ),
        Text(
            "Decide whether it is needed.",
            "今後必要かどうかを決めます。",
        ),
        Text(
            "No surprise later.",
            "後からの混乱を防げます。",
        ),
        Doer.BOTH,
    ),
    "bridge-other-property": Plain(
        Text(
            "Conversions also come from another Analytics property",
            "別の Google アナリティクスからも、コンバージョンを取り込んでいます",
        ),
        Text(
            "If it measures the same website, results count double.",
            "同じサイトを計測している場合、成果が二重に数えられます。",
        ),
        Text(
            "Find out what the other property measures.",
            "もう一方の計測対象を確認します。",
        ),
        Text(
            "Every result counts once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.BOTH,
    ),
}
"""The words for the client, by the id of the rule."""

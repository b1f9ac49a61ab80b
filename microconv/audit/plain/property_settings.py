"""Settings of the property, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "ga4-retention": Plain(
        Text(
            "Google Analytics forgets the details after two months",
            "アナリティクスの詳細データが2か月で削除される設定です",
        ),
        Text(
            "Nobody can look at how customers decided over a longer time, or a year ago.",
            "検討期間の長いお客様の行動や前年同時期の行動を、後から詳しく調べられません。",
        ),
        Text(
            "Keep the details for 14 months, if your privacy policy allows it.",
            "プライバシーポリシーで問題がなければ、保持期間を14か月に延ばします。",
        ),
        Text(
            "Longer decisions can be looked at from now on.",
            "今後は、より長い期間の行動を分析できます。",
        ),
        Doer.BOTH,
        shows_evidence=True,
    ),
    "ga4-signals": Plain(
        Text(
            "Google Analytics does not recognise visitors across devices",
            "アナリティクスが、複数のデバイスを使う訪問者を認識していません",
        ),
        Text(
            "Reports lack ages and interests, and count one visitor on two devices twice.",
            "年齢や興味のデータが得られず、2台の端末を使う1人が2人に数えられます。",
        ),
        Text(
            "Decide whether Google signals is to be used; the privacy policy has to name it.",
            "プライバシーポリシーへの記載も含めて、Google シグナルを使うかどうかを決めます。",
        ),
        Text(
            "Reports say more about your visitors.",
            "訪問者についてより詳しく分かるようになります。",
        ),
        Doer.BOTH,
    ),
    "ga4-time-zone": Plain(
        Text(
            "Google Analytics and Google Ads end the day at different times",
            "アナリティクスと広告で、1日の区切りの時刻が異なります",
        ),
        Text(
            "The same result stands on two different days.",
            "同じ成果が、レポートによって別の日に計上されます。",
        ),
        Text(
            "Give both the same time zone.",
            "タイムゾーンを揃えます。",
        ),
        Text(
            "Days can be compared.",
            "日別の数字を比較できるようになります。",
        ),
        Doer.AGENCY,
    ),
    "ga4-access": Plain(
        Text(
            "People of several companies may change your Google Analytics",
            "複数の会社または個人のアドレスの方が、アナリティクスの設定を変更できます",
        ),
        Text(
            "A change by somebody who is no longer involved can stop the measurement.",
            "現在は関わりのない方の操作で、計測が止まるおそれがあります。",
        ),
        Text(
            "Go through the list together, and take out who is not needed.",
            "一覧を一緒に確認し、不要な権限を外します。",
        ),
        Text(
            "Only those who should can change the measurement.",
            "必要な方だけが計測の設定を変更できる状態になります。",
        ),
        Doer.CLIENT,
        shows_evidence=True,
    ),
}
"""The words for the client, by the id of the rule."""

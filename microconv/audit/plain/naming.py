"""Names, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "naming-pattern": Plain(
        Text(
            "Names of conversions are not uniform",
            "コンバージョンの名前の付け方が統一されていません",
        ),
        Text(
            "Reports leave these conversions out of their totals, and nobody notices.",
            "レポートの集計からこれらのコンバージョンが漏れても、気付くことができません。",
        ),
        Text(
            "Rename them by one rule.",
            "命名ルールに沿って名前を付け直します。",
        ),
        Text(
            "Totals in reports are complete.",
            "レポートの合計が正しくなります。",
        ),
        Doer.AGENCY,
    ),
    "naming-prefix": Plain(
        Text(
            "Steps cannot be told from results by their names",
            "名前から、成果とその手前の行動を区別できません",
        ),
        Text(
            "Steps such as viewing a page are easily read as sales or enquiries in reports.",
            "ページの閲覧などの途中の行動が、レポート上で成果と取り違えられるおそれがあります。",
        ),
        Text(
            "Mark the steps in their names.",
            "途中の行動だと分かる名前に変更します。",
        ),
        Text(
            "Everybody sees at a glance what is a result.",
            "どれが成果なのか、ひと目で分かるようになります。",
        ),
        Doer.AGENCY,
    ),
    "naming-length": Plain(
        Text(
            "A name is too long, so its conversions are lost",
            "名前が長すぎるため、計測した成果が失われています",
        ),
        Text(
            "What happens under this name is not reported as a conversion at all.",
            "この名前で記録された行動は、コンバージョンとして集計されません。",
        ),
        Text(
            "Give it a shorter name on the website.",
            "ウェブサイト側で短い名前に変更します。",
        ),
        Text(
            "These conversions are counted again.",
            "このコンバージョンが集計されるようになります。",
        ),
        Doer.SITE,
    ),
    "naming-action-length": Plain(
        Text(
            "Names are too long for reports",
            "名前が長すぎて、レポートで途中までしか表示されません",
        ),
        Text(
            "Names that begin alike cannot be told apart in reports.",
            "似た名前のコンバージョンを、レポート上で区別できません。",
        ),
        Text(
            "Shorten the names.",
            "名前を短くします。",
        ),
        Text(
            "Reports can be read without looking things up.",
            "レポートがそのまま読めるようになります。",
        ),
        Doer.AGENCY,
    ),
    "naming-reserved": Plain(
        Text(
            "A name is reserved by Google Analytics",
            "Google アナリティクスの予約済みの名前が使われています",
        ),
        Text(
            "Google drops it, or mixes it with something else: its numbers cannot be trusted.",
            "Google に破棄されるか別の行動と混ざるため、数値を信頼できません。",
        ),
        Text(
            "Give it a name of its own on the website.",
            "ウェブサイト側で固有の名前に変更します。",
        ),
        Text(
            "Its numbers are right from then on.",
            "変更後は正しい数値になります。",
        ),
        Doer.SITE,
    ),
    "naming-same-name": Plain(
        Text(
            "Two conversions have the same name",
            "同じ名前のコンバージョンが複数あります",
        ),
        Text(
            "They cannot be told apart, and one act may be counted twice.",
            "区別できないうえ、一つの成果が二重に数えられているおそれがあります。",
        ),
        Text(
            "Keep the one that counts, and rename or stop the other.",
            "正しいほうを残し、もう一方は名前を変更するか計測を止めます。",
        ),
        Text(
            "Every result is counted once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "naming-alike": Plain(
        Text(
            "Names are nearly the same",
            "ほとんど同じ名前のコンバージョンがあります",
        ),
        Text(
            "They are easily taken for each other, and may count the same act twice.",
            "取り違えやすく、同じ成果が二重に数えられているおそれがあります。",
        ),
        Text(
            "Keep one of them, or rename them by what tells them apart.",
            "一つに絞るか、違いの分かる名前に変更します。",
        ),
        Text(
            "Reports are read without mistakes.",
            "レポートの読み違いがなくなります。",
        ),
        Doer.AGENCY,
    ),
    "naming-other-event": Plain(
        Text(
            "A conversion is named after something that it does not count",
            "名前と実際に計測している行動が異なります",
        ),
        Text(
            "Decisions rest on a number that means something else.",
            "実際とは異なる意味の数値をもとに判断することになります。",
        ),
        Text(
            "Rename it after what it counts.",
            "実際に計測している行動に合わせて名前を変更します。",
        ),
        Text(
            "Google Ads and Google Analytics can be compared.",
            "Google 広告と Google アナリティクスの数値を比較できるようになります。",
        ),
        Doer.AGENCY,
    ),
}
"""The words for the client, by the id of the rule."""

"""Settings around conversions, in words for the client: bidding, uploads, changed values, access."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "counting-terms": Plain(
        Text(
            "Google's terms on customer data are not accepted",
            "顧客データに関する Google の規約に同意していません",
        ),
        Text(
            "Results that cookies miss cannot be recognized.",
            "Cookie で捉えられない成果を計測できません。",
        ),
        Text(
            "Read the terms and decide; mind what Google restricts, as with health.",
            "規約をご確認のうえ、ご判断ください（健康などの分野では制限があります）。",
        ),
        Text(
            "More of the real results reach bidding.",
            "実際の成果が、より多く入札に反映されます。",
        ),
        Doer.CLIENT,
    ),
    "counting-enhanced": Plain(
        Text(
            "Enhanced conversions are not used",
            "拡張コンバージョンが使われていません",
        ),
        Text(
            "Bidding sees fewer results than there are.",
            "実際より少ない成果で自動入札が学習します。",
        ),
        Text(
            "Turn them on and send the data with the tag.",
            "機能を有効にし、タグでデータを送信します。",
        ),
        Text(
            "More of the real results reach bidding.",
            "実際の成果が、より多く入札に反映されます。",
        ),
        Doer.BOTH,
    ),
    "silence-uploads": Plain(
        Text(
            "Uploaded results do not arrive as they should",
            "アップロードした成果が正しく取り込まれていません",
        ),
        Text(
            "Bidding and reports lack these results.",
            "入札にもレポートにも、この成果が反映されません。",
        ),
        Text(
            "Mend the upload after what Google reports.",
            "Google の診断内容をもとに、アップロードを修正します。",
        ),
        Text(
            "Every uploaded result counts.",
            "アップロードした成果がすべて計測されます。",
        ),
        Doer.AGENCY,
    ),
    "silence-not-ads": Plain(
        Text(
            "Visitors act, and none is traced back to an ad",
            "行動はあるのに、広告の成果として計測されていません",
        ),
        Text(
            "Bidding learns that ads bring nothing.",
            "広告の効果がないものとして、自動入札が学習します。",
        ),
        Text(
            "See if ads still bring visitors, and where their trace is lost.",
            "広告からの訪問が続いているか、どこで計測が途切れるかを調べます。",
        ),
        Text(
            "Results of ads are counted again.",
            "広告の成果が再び計測されます。",
        ),
        Doer.BOTH,
    ),
    "silence-exclusion": Plain(
        Text(
            "Bidding should not learn from days without measurement",
            "計測が途絶えた期間が、入札の学習に含まれています",
        ),
        Text(
            "Good clicks of those days are taken for bad ones.",
            "その期間の良いクリックが、成果につながらないものと扱われます。",
        ),
        Text(
            "Once measurement is mended, leave these days out of bidding.",
            "計測を修復した後、この期間を入札の学習から除外します。",
        ),
        Text(
            "Bidding recovers sooner.",
            "自動入札が早く回復します。",
        ),
        Doer.AGENCY,
    ),
    "values-rules": Plain(
        Text(
            "Some conversions count more, or less, than agreed",
            "合意した値と異なる値で計上されるコンバージョンがあります",
        ),
        Text(
            "Values in reports cannot be taken at face value.",
            "レポートの値をそのまま読むことができません。",
        ),
        Text(
            "Decide together if these rules are meant.",
            "このルールが意図したものか、一緒に確認します。",
        ),
        Text(
            "Everybody knows what a value means.",
            "値の意味を、関係者全員が理解できます。",
        ),
        Doer.BOTH,
    ),
    "values-lifecycle": Plain(
        Text(
            "New or returning customers count more in a campaign",
            "新規顧客などの値が上乗せされるキャンペーンがあります",
        ),
        Text(
            "Its values cannot be compared with those of other campaigns.",
            "ほかのキャンペーンと値を比べることができません。",
        ),
        Text(
            "Decide together if it is meant.",
            "意図した設定か、一緒に確認します。",
        ),
        Text(
            "Campaigns are compared fairly.",
            "キャンペーンを公平に比べられます。",
        ),
        Doer.BOTH,
    ),
    "upkeep-learning": Plain(
        Text(
            "A campaign is learning, or lacks data",
            "学習中、またはデータが足りないキャンペーンがあります",
        ),
        Text(
            "Its results vary until it has learned.",
            "学習が終わるまで、成果が安定しません。",
        ),
        Text(
            "Leave it alone while it learns; give it more to learn from if it lacks data.",
            "学習中は変更を控え、データが足りない場合は学習の対象を増やします。",
        ),
        Text(
            "It becomes steady sooner.",
            "早く安定します。",
        ),
        Doer.AGENCY,
    ),
    "upkeep-amounts": Plain(
        Text(
            "A campaign has few results to learn from",
            "学習に使える成果が少ないキャンペーンがあります",
        ),
        Text(
            "Automatic bidding guesses more than it knows.",
            "自動入札の判断材料が足りません。",
        ),
        Text(
            "Let it learn from one step near to the result as well.",
            "成果に近い行動を1つ、学習の対象に加えます。",
        ),
        Text(
            "It learns sooner and spends better.",
            "学習が早まり、予算が有効に使われます。",
        ),
        Doer.AGENCY,
    ),
    "ownership-access": Plain(
        Text(
            "Look at who may change your account",
            "アカウントを変更できる人をご確認ください",
        ),
        Text(
            "Whoever has old access can change bidding and measurement.",
            "以前の権限が残っていると、入札や計測を変更されるおそれがあります。",
        ),
        Text(
            "Go through the list with us, and take away old access.",
            "一覧を一緒に確認し、不要な権限を削除します。",
        ),
        Text(
            "Only people you know can change the account.",
            "ご存じの方だけが変更できる状態になります。",
        ),
        Doer.CLIENT,
    ),
}

"""Tags in Tag Manager, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "tags-none": Plain(
        Text(
            "No tag measures a conversion that ads are optimised for",
            "広告の最適化に使う成果を計測するタグがありません",
        ),
        Text(
            "As far as we can see nothing is sent, so automatic bidding waits for results that never arrive.",
            "確認できた範囲ではデータが送信されておらず、自動入札が学習できていません。",
        ),
        Text(
            "Add the tag, or show us where it is.", "タグを設置します。別の場所にある場合は、確認のうえご連絡ください。"
        ),
        Text("The conversion is counted, and ads can be optimised for it.", "成果が計測され、広告の最適化に使えます。"),
        Doer.AGENCY,
    ),
    "tags-paused": Plain(
        Text("A conversion's tag is switched off", "成果を計測するタグが止まっています"),
        Text(
            "The conversion looks set up, and as far as we can see nothing is counted.",
            "設定済みに見えますが、確認できた範囲では計測されていません。",
        ),
        Text(
            "Switch it on again, or take the conversion out of the list.",
            "タグを再開します。不要な成果であれば一覧から外します。",
        ),
        Text("The list shows what is really measured.", "実際に計測しているものだけが一覧に並びます。"),
        Doer.AGENCY,
    ),
    "tags-unknown-label": Plain(
        Text("A tag sends conversions to nowhere", "タグの送信先に該当する成果がありません"),
        Text("What the tag measures is lost.", "タグが計測した成果が記録されていません。"),
        Text("Correct the label of the tag, or remove it.", "タグの送信先を修正するか、タグを削除します。"),
        Text("Every tag counts for something.", "すべてのタグの計測結果が記録されます。"),
        Doer.AGENCY,
    ),
    "tags-other-account": Plain(
        Text(
            "Tags on your website send data to other accounts", "サイトのタグが他のアカウントにもデータを送信しています"
        ),
        Text(
            "If nobody of yours owns these accounts, somebody else sees your results.",
            "心当たりのないアカウントであれば、成果のデータが社外に送信されています。",
        ),
        Text(
            "Tell us whose they are; we switch off what nobody needs.",
            "持ち主をご確認ください。不要なタグは停止します。",
        ),
        Text("Your data goes where you want it.", "データの送信先が、意図したものだけになります。"),
        Doer.BOTH,
    ),
    "tags-label-twice": Plain(
        Text("One act is sent twice as a conversion", "1回の行動が成果として2回送信されています"),
        Text(
            "Numbers may look twice as good as they are, and bidding believes them.",
            "実際の2倍の成果に見え、自動入札もその数値で学習するおそれがあります。",
        ),
        Text("Keep one of the two tags.", "2つのタグのうち、一方を停止します。"),
        Text("Each result counts once.", "成果が1件ずつ正しく計測されます。"),
        Doer.AGENCY,
    ),
    "tags-early": Plain(
        Text("Results are counted before they happen", "成果が、実際の成果より前に計測されています"),
        Text(
            "Visits or clicks count as results, and ads are optimised for those.",
            "訪問やクリックまで成果として数えられ、広告がそれを増やす方向に最適化されます。",
        ),
        Text("Count when the result is certain.", "成果が確定した時点で計測するように変更します。"),
        Text("The numbers show real results.", "実際の成果だけが数値に表れます。"),
        Doer.AGENCY,
    ),
    "tags-event-twice": Plain(
        Text("One act is sent twice to Analytics", "1回の行動が GA4 に2回送信されています"),
        Text("Analytics counts it twice, and so may your ads.", "GA4 の数値が2倍になり、広告の数値にも影響します。"),
        Text("Keep one of the two tags.", "2つのタグのうち、一方を停止します。"),
        Text("Each act counts once.", "行動が1回ずつ正しく計測されます。"),
        Doer.AGENCY,
    ),
    "tags-event-rule": Plain(
        Text("One event is made in two ways", "同じイベントが2つの方法で計測されています"),
        Text(
            "It may be counted twice, and nobody can tell which is which.",
            "二重に計測されるおそれがあり、区別もできません。",
        ),
        Text("Keep one way.", "計測方法を一方に統一します。"),
        Text("The number means one thing.", "数値の意味が明確になります。"),
        Doer.AGENCY,
    ),
    "tags-server-too": Plain(
        Text("Conversions may be sent from two places", "成果が2か所から送信されている可能性があります"),
        Text(
            "If page and server both send, each result counts twice.",
            "ページとサーバーの両方から送信していると、成果が二重に計測されます。",
        ),
        Text("We look at the server's settings together.", "サーバー側の設定を一緒に確認します。"),
        Text("Each result counts once.", "成果が1件ずつ正しく計測されます。"),
        Doer.BOTH,
    ),
    "tags-no-linker": Plain(
        Text("Conversions may not be put down to ads", "成果が広告と結び付いていない可能性があります"),
        Text("Ads that work look as if they did not.", "効果のある広告が、効果がないように見えてしまいます。"),
        Text("Add the missing tag on all pages.", "不足しているタグを全ページに設置します。"),
        Text("Results are put down to the ads that led to them.", "成果が、きっかけとなった広告に正しく結び付きます。"),
        Doer.AGENCY,
    ),
    "tags-no-google-tag": Plain(
        Text("Analytics hears of events but not of page views", "GA4 にページビューが送信されていない可能性があります"),
        Text("It cannot tell where visitors come from.", "訪問のきっかけ（流入元）が分からなくなります。"),
        Text("Add the Google tag on all pages.", "Google タグを全ページに設置します。"),
        Text("Visits and their sources are known.", "訪問と流入元を正しく把握できます。"),
        Doer.AGENCY,
    ),
    "tags-unpublished": Plain(
        Text("Prepared changes of tags were never put live", "準備したタグの変更が公開されていません"),
        Text("They measure nothing, although somebody did the work.", "作業済みの計測が、サイトに反映されていません。"),
        Text("Check them and put them live, or drop them.", "内容を確認し、公開するか取り消します。"),
        Text("The website measures what was agreed.", "決めたとおりに計測されます。"),
        Doer.AGENCY,
    ),
    "tags-trigger-wide": Plain(
        Text("A conversion may count other pages too", "成果に別のページの表示が含まれている可能性があります"),
        Text("The number is higher than the act it is called after.", "実際の行動より多く計測されるおそれがあります。"),
        Text("Let it look at the exact page.", "対象のページを正確に指定します。"),
        Text("The number is what its name says.", "名前どおりの数値になります。"),
        Doer.AGENCY,
    ),
    "tags-consent": Plain(
        Text("Conversions are measured only with consent", "同意がある場合にだけ成果を計測しています"),
        Text(
            "Without consent nothing is sent, so nothing can be estimated. That may be what you want.",
            "同意がないとデータがまったく送信されず、推定もできません。意図した設定であれば問題ありません。",
        ),
        Text("Decide it with whoever answers for privacy.", "プライバシーのご担当者様と方針を決めます。"),
        Text("Either more complete numbers or a decision on record.", "数値がより正確になるか、方針が明確になります。"),
        Doer.BOTH,
    ),
}

"""Measurement that stopped, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "silence-result": Plain(
        Text(
            "A result that bidding learns from has stopped",
            "入札に使われている成果の計測が止まっています",
        ),
        Text(
            "Automatic bidding takes the silence for bad clicks, and brings fewer customers from day to day.",
            "自動入札が「成果が出ていない」と誤って学習し、日ごとに集客が弱まります。",
        ),
        Text(
            "Try it on the website, or see what sends it, and repair it now.",
            "サイトでの動作、または送信の仕組みを確認し、早急に修復します。",
        ),
        Text(
            "Bidding learns from your results again.",
            "自動入札が再び実際の成果から学習します。",
        ),
        Doer.SITE,
        shows_evidence=True,
    ),
    "silence-7": Plain(
        Text(
            "A conversion stopped a week ago",
            "1週間ほど計測が止まっているコンバージョンがあります",
        ),
        Text(
            "If the measurement is broken, bidding is learning from a gap.",
            "計測の不具合であれば、自動入札が誤ったデータで学習しています。",
        ),
        Text(
            "Try it on the website and repair the measurement.",
            "サイトで実際の動作を確認し、計測を修復します。",
        ),
        Text(
            "The gap stays small.",
            "影響を最小限に抑えられます。",
        ),
        Doer.SITE,
        shows_evidence=True,
    ),
    "silence-30": Plain(
        Text(
            "A conversion has counted nothing for a month",
            "1か月間、1件も計測されていないコンバージョンがあります",
        ),
        Text(
            "Either it is not needed any more, or numbers are missing.",
            "不要な設定が残っているか、必要な数値が欠けているかのどちらかです。",
        ),
        Text(
            "Try it on the website; repair it or retire it.",
            "サイトで実際の動作を確認し、修復または整理します。",
        ),
        Text(
            "All that is listed is measured.",
            "一覧にあるものが、すべて計測される状態になります。",
        ),
        Doer.SITE,
        shows_evidence=True,
    ),
    "silence-90": Plain(
        Text(
            "A conversion has counted nothing for three months",
            "3か月以上、1件も計測されていないコンバージョンがあります",
        ),
        Text(
            "The result it stands for has been invisible to bidding all that time.",
            "その間、この成果は入札にまったく反映されていません。",
        ),
        Text(
            "Try it on the website; repair it or retire it.",
            "サイトで実際の動作を確認し、修復または整理します。",
        ),
        Text(
            "Bidding sees the result again, or the list is tidy.",
            "成果が再び入札に反映されるか、一覧が整理されます。",
        ),
        Doer.SITE,
        shows_evidence=True,
    ),
    "silence-never": Plain(
        Text(
            "A conversion has never been counted",
            "一度も計測されていないコンバージョンがあります",
        ),
        Text(
            "It is new, or it never worked.",
            "設定したばかりか、正しく動いていないかのどちらかです。",
        ),
        Text(
            "Try it on the website; repair it or retire it.",
            "サイトで実際の動作を確認し、修復または整理します。",
        ),
        Text(
            "All that is listed is measured.",
            "一覧にあるものが、すべて計測される状態になります。",
        ),
        Doer.SITE,
    ),
    "silence-tag": Plain(
        Text(
            "A measuring tag is missing on the website",
            "計測タグがウェブサイトに設置されていません",
        ),
        Text(
            "Nothing can be measured without it.",
            "タグがないため、まったく計測できません。",
        ),
        Text(
            "Place the tag on the website.",
            "ウェブサイトにタグを設置します。",
        ),
        Text(
            "The conversion is counted from then on.",
            "設置後から計測できるようになります。",
        ),
        Doer.SITE,
    ),
    "silence-property": Plain(
        Text(
            "Google Analytics receives nothing from the website",
            "Google アナリティクスにデータが届いていません",
        ),
        Text(
            "Everything that rests on it stays at zero.",
            "Google アナリティクスを利用する計測が、すべて0件になります。",
        ),
        Text(
            "Check that the right tag is on every page.",
            "正しいタグが全ページに設置されているか確認します。",
        ),
        Text(
            "Visits and results are counted again.",
            "訪問と成果が再び計測されるようになります。",
        ),
        Doer.SITE,
    ),
    "silence-key-event": Plain(
        Text(
            "An important event has not happened for a month",
            "重要な行動が1か月間計測されていません",
        ),
        Text(
            "It looks as if nobody reached it; more likely its measurement is broken.",
            "誰も到達していないように見えますが、計測の不具合が疑われます。",
        ),
        Text(
            "Check its name and its tag on the website.",
            "ウェブサイト側の名前とタグを確認します。",
        ),
        Text(
            "The event is counted, or no longer listed.",
            "計測が再開するか、一覧から整理されます。",
        ),
        Doer.SITE,
    ),
    "silence-not-key-event": Plain(
        Text(
            "A result happens but is not counted as one",
            "実際に発生している成果が、成果として数えられていません",
        ),
        Text(
            "Reports and bidding do not see it.",
            "レポートにも入札にも反映されていません。",
        ),
        Text(
            "Mark it as a key event in Google Analytics.",
            "Google アナリティクスで重要な行動（キーイベント）に設定します。",
        ),
        Text(
            "It counts from that day on.",
            "設定した日から数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "silence-universal": Plain(
        Text(
            "A conversion comes from a service that Google has ended",
            "Google が終了したサービスからのコンバージョンが残っています",
        ),
        Text(
            "It counts nothing any more. Where bidding aims for it, bidding aims for nothing.",
            "すでに計測されていません。入札の目標の場合は、目標がない状態と同じです。",
        ),
        Text(
            "Measure the same act anew, then take the old conversion out.",
            "同じ行動を新しく計測し直し、古いコンバージョンを外します。",
        ),
        Text(
            "Bidding and reports use numbers that are really counted.",
            "実際に計測された数値が、入札とレポートに使われます。",
        ),
        Doer.AGENCY,
    ),
    "silence-call-ads": Plain(
        Text(
            "Calls from call-only ads end in February 2027",
            "電話専用広告からの電話が、2027年2月になくなります",
        ),
        Text(
            "Google stops showing these ads. Calls that come from them will be missing from one day to the next.",
            "Google がこの広告の配信を終了するため、以後は電話を獲得できません。",
        ),
        Text(
            "Move call-only ads to search ads with a call button before that date.",
            "期日までに、電話専用広告を電話番号表示オプション付きの検索広告へ切り替えます。",
        ),
        Text(
            "Calls go on and are counted without a gap.",
            "電話の獲得と計測を途切れさせずに続けられます。",
        ),
        Doer.AGENCY,
    ),
}
"""The words for the client, by the id of the rule."""

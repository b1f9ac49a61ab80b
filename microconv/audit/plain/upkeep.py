"""Upkeep and ownership, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "upkeep-owner": Plain(
        Text(
            "Nobody is named as responsible for the measurement",
            "計測の担当者が決まっていません",
        ),
        Text(
            "When measurement breaks, it may be months before anybody notices.",
            "計測に不具合が起きても、何か月も気付かないおそれがあります。",
        ),
        Text(
            "Name somebody who is responsible.",
            "担当者を決めます。",
        ),
        Text(
            "Faults are noticed early.",
            "不具合に早く気付けるようになります。",
        ),
        Doer.AGENCY,
    ),
    "upkeep-schedule": Plain(
        Text(
            "No regular review is planned",
            "定期的な見直しの予定がありません",
        ),
        Text(
            "Values and goals that were right once go out of date unnoticed.",
            "価値や目標が、気付かないうちに実態と合わなくなります。",
        ),
        Text(
            "Agree on a monthly or quarterly review.",
            "毎月または四半期ごとの見直しを取り決めます。",
        ),
        Text(
            "Settings keep up with your business.",
            "設定が事業の変化に合ったものになります。",
        ),
        Doer.BOTH,
    ),
    "upkeep-overdue": Plain(
        Text(
            "The agreed review is overdue",
            "予定していた見直しが行われていません",
        ),
        Text(
            "Whatever has gone wrong since then goes on steering your budget.",
            "前回以降のずれが、そのまま広告費の使い方に影響し続けます。",
        ),
        Text(
            "Hold the review.",
            "見直しを実施します。",
        ),
        Text(
            "Settings are up to date.",
            "設定が最新の状態になります。",
        ),
        Doer.BOTH,
        shows_evidence=True,
    ),
    "upkeep-too-many": Plain(
        Text(
            "There are more conversions than anybody can look after",
            "コンバージョンが多すぎて管理しきれません",
        ),
        Text(
            "The few that matter are hard to find, and mistakes go unnoticed.",
            "重要なものが埋もれ、間違いにも気付きにくくなります。",
        ),
        Text(
            "Keep those that decisions rest on, retire the others.",
            "判断に使うものだけを残し、ほかは整理します。",
        ),
        Text(
            "Reports show what matters.",
            "重要な数値が見やすくなります。",
        ),
        Doer.BOTH,
    ),
    "upkeep-stale": Plain(
        Text(
            "Nothing has been changed for a year",
            "1年以上、設定が見直されていません",
        ),
        Text(
            "The measurement is about your business of the past.",
            "計測の内容が、以前の事業に合わせたままです。",
        ),
        Text(
            "Review what is measured and what it is worth.",
            "計測の内容と価値を見直します。",
        ),
        Text(
            "The measurement fits your business of today.",
            "現在の事業に合った計測になります。",
        ),
        Doer.BOTH,
    ),
    "upkeep-removed-in-goal": Plain(
        Text(
            "A goal contains something that is no longer measured",
            "計測されていないものが、目標に残っています",
        ),
        Text(
            "Campaigns aim for less than it seems.",
            "見かけより少ない目標で入札が行われています。",
        ),
        Text(
            "Take it out, or put its successor in.",
            "目標から外すか、後継のものに入れ替えます。",
        ),
        Text(
            "Goals are what they say.",
            "目標の内容が実態と一致します。",
        ),
        Doer.AGENCY,
    ),
    "upkeep-ignored-expired": Plain(
        Text(
            "An issue that was accepted is due for another look",
            "許容していた事項の見直し時期になっています",
        ),
        Text(
            "It counts again until it is decided anew.",
            "改めて判断するまで、再び指摘の対象になります。",
        ),
        Text(
            "Mend it, or accept it again.",
            "対応するか、引き続き許容するかを決めます。",
        ),
        Text(
            "Nothing is forgotten.",
            "見落としを防げます。",
        ),
        Doer.BOTH,
    ),
    "ownership-mixed": Plain(
        Text(
            "Two accounts record your conversions",
            "2つのアカウントでコンバージョンを計測しています",
        ),
        Text(
            "The same result may be counted in both.",
            "同じ成果が両方で数えられているおそれがあります。",
        ),
        Text(
            "Decide which account records them.",
            "計測するアカウントを一つに決めます。",
        ),
        Text(
            "Every result counts once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "ownership-elsewhere": Plain(
        Text(
            "A conversion belongs to another account",
            "別のアカウントが所有するコンバージョンがあります",
        ),
        Text(
            "It cannot be changed from here, whatever is agreed.",
            "取り決めをしても、このアカウントからは変更できません。",
        ),
        Text(
            "Arrange the change with the account that owns it.",
            "所有するアカウント側での変更を調整します。",
        ),
        Text(
            "Agreed settings take effect.",
            "取り決めた設定が反映されるようになります。",
        ),
        Doer.AGENCY,
    ),
    "upkeep-undecided": Plain(
        Text(
            "Nobody has decided if a conversion is a result or a step before it",
            "成果なのか、その手前の行動なのかが決まっていません",
        ),
        Text(
            "Reports may count steps as results.",
            "レポートで、手前の行動が成果として数えられるおそれがあります。",
        ),
        Text(
            "Decide for each of them what it is.",
            "一つずつ、成果と手前の行動のどちらなのかを決めます。",
        ),
        Text(
            "Reports tell results from steps.",
            "レポートで成果と手前の行動を区別できるようになります。",
        ),
        Doer.BOTH,
    ),
}
"""The words for the client, by the id of the rule."""

"""Roles and bidding, in words for the client."""

from __future__ import annotations

from microconv.audit.plain.model import STEPS_OUT, Doer, Plain
from microconv.core.text import Text

PLAIN = {
    "roles-no-final": Plain(
        Text(
            "Bidding has no business result to aim for",
            "自動入札が目指すべき成果が設定されていません",
        ),
        Text(
            "The budget goes to whatever is easy to get, and not to what brings you business.",
            "成果につながらない、獲得しやすいだけの行動に広告費が使われます。",
        ),
        Text(
            "Let bidding aim for the final result.",
            "最終的な成果を入札の目標に設定します。",
        ),
        Text(
            "The budget works towards your business result.",
            "広告費が事業の成果に向けて使われるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-micro-primary": Plain(
        Text(
            "Bidding aims for a step before the result",
            "成果の手前の行動が、入札の目標になっています",
        ),
        Text(
            "Part of the budget is spent on visitors who begin and do not finish.",
            "途中でやめてしまう訪問者に、広告費の一部が使われています。",
        ),
        Text(
            "Only observe the step, unless results are too few to learn from.",
            "成果の件数が学習に足りない場合を除き、計測だけにとどめます。",
        ),
        Text(
            "Bidding and reports are about results.",
            "入札もレポートも、成果を基準にしたものになります。",
        ),
        Doer.BOTH,
        remedy=STEPS_OUT,
    ),
    "roles-micro-enough": Plain(
        Text(
            "Bidding still uses steps, although there are enough results",
            "成果は十分にあるのに、手前の行動が入札に使われています",
        ),
        Text(
            "The steps draw budget away from visitors who buy or enquire.",
            "購入や問い合わせをする訪問者に使うべき広告費が、ほかに流れています。",
        ),
        Text(
            "Take steps out of bidding one by one, watching for two weeks.",
            "手前の行動を一つずつ入札から外し、2週間ほど様子を見ます。",
        ),
        Text(
            "Bidding learns from real results.",
            "自動入札が実際の成果から学習するようになります。",
        ),
        Doer.AGENCY,
        remedy=STEPS_OUT,
    ),
    "roles-steps-dominate": Plain(
        Text(
            "Most conversions in your reports are steps, not results",
            "レポート上のコンバージョンの多くが、成果ではなく手前の行動です",
        ),
        Text(
            "Bidding learns mostly from steps, and the number of conversions looks better than your business.",
            "自動入札が主に手前の行動から学習し、コンバージョン数も実際の成果より多く見えます。",
        ),
        Text(
            "Take the most frequent steps out of bidding.",
            "件数の多い手前の行動を入札から外します。",
        ),
        Text(
            "The number of conversions falls, and is then the number of results.",
            "コンバージョン数は減りますが、実際の成果の数と一致するようになります。",
        ),
        Doer.AGENCY,
        remedy=STEPS_OUT,
    ),
    "roles-differ": Plain(
        Text(
            "A setting differs from what was agreed",
            "取り決めと異なる設定になっています",
        ),
        Text(
            "Bidding follows something that nobody decided.",
            "合意していない目標に沿って入札が行われています。",
        ),
        Text(
            "Set it as agreed, or agree on the change.",
            "設定を取り決めどおりに戻すか、変更内容について合意します。",
        ),
        Text(
            "Bidding follows what was agreed.",
            "入札が取り決めに沿ったものになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-without-effect": Plain(
        Text(
            "A goal that was set has no effect",
            "設定した目標が、入札に反映されていません",
        ),
        Text(
            "What is meant to steer your budget does not.",
            "広告費の使い方を左右するはずの目標が働いていません。",
        ),
        Text(
            "Let the campaigns use it, or stop calling it a goal.",
            "キャンペーンで使われるようにするか、目標から外します。",
        ),
        Text(
            "Settings and bidding agree.",
            "設定と実際の入札が一致します。",
        ),
        Doer.AGENCY,
    ),
    "roles-custom-goal": Plain(
        Text(
            "Bidding uses something that was meant to be observed only",
            "計測だけのはずの行動が、入札に使われています",
        ),
        Text(
            "Budget is spent on acts that were taken out of bidding on purpose.",
            "入札から外したはずの行動に、広告費が使われています。",
        ),
        Text(
            "Take it out of the campaigns' goals as well.",
            "キャンペーン側の目標からも外します。",
        ),
        Text(
            "Bidding uses only what was decided.",
            "決めたものだけが入札に使われるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-app-campaign": Plain(
        Text(
            "An app campaign uses something that was meant to be observed only",
            "計測だけのはずの行動が、アプリ広告の入札に使われています",
        ),
        Text(
            "Part of the app's budget is spent on acts that nobody chose.",
            "意図しない行動に、アプリ広告の費用の一部が使われています。",
        ),
        Text(
            "Choose the right goal in that campaign.",
            "該当キャンペーンの目標を選び直します。",
        ),
        Text(
            "The app's budget works for the chosen goal.",
            "アプリ広告の費用が、選んだ目標に使われるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-campaign-override": Plain(
        Text(
            "A campaign follows goals of its own",
            "ほかと異なる目標を使っているキャンペーンがあります",
        ),
        Text(
            "Its numbers mean something else than those of other campaigns, and changes pass it by.",
            "ほかのキャンペーンと数値の意味が異なり、目標の変更も反映されません。",
        ),
        Text(
            "Let it follow the account's goals, or write down why not.",
            "アカウント共通の目標に戻すか、理由を記録します。",
        ),
        Text(
            "Campaigns can be compared.",
            "キャンペーン同士を比較できるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-campaign-no-final": Plain(
        Text(
            "A campaign bids for steps only",
            "成果を目標にしていないキャンペーンがあります",
        ),
        Text(
            "Its numbers look good, but it brings no business.",
            "数値は良く見えても、事業の成果にはつながっていません。",
        ),
        Text(
            "Add the final result to its goals.",
            "最終的な成果を目標に加えます。",
        ),
        Text(
            "All campaigns work for the result.",
            "すべてのキャンペーンが成果を目指すようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-goal-opened": Plain(
        Text(
            "A goal is open that nothing needs",
            "使われていない目標が有効になっています",
        ),
        Text(
            "A single change later may alter the bidding of all campaigns unnoticed.",
            "今後の設定変更で、気付かないうちに全キャンペーンの入札が変わるおそれがあります。",
        ),
        Text(
            "Close the goal.",
            "目標を無効にします。",
        ),
        Text(
            "No accidental change of bidding.",
            "意図しない入札の変化を防げます。",
        ),
        Doer.AGENCY,
    ),
    "roles-several-primaries": Plain(
        Text(
            "The same act may count several times in bidding",
            "一つの行動が、入札で何度も数えられているおそれがあります",
        ),
        Text(
            "Reports show more than there was, and bids are too high.",
            "実際より多い数値が表示され、入札単価が高くなります。",
        ),
        Text(
            "Compare them, and keep the most reliable one in bidding.",
            "数値を比較し、最も信頼できる一つだけを入札に残します。",
        ),
        Text(
            "Every result counts once.",
            "一つの成果が一度だけ数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-nothing-counted": Plain(
        Text(
            "Bidding aims for results, and none was counted",
            "成果を目標に入札しているのに、1件も計測されていません",
        ),
        Text(
            "The budget is spent without knowing which clicks bring business.",
            "どのクリックが成果につながるのか分からないまま、広告費が使われています。",
        ),
        Text(
            "Test the measurement on the website, and repair what is broken.",
            "サイト上で計測を確認し、不具合を修正します。",
        ),
        Text(
            "Bidding learns again from what really happens.",
            "自動入札が実際の成果から学習できるようになります。",
        ),
        Doer.SITE,
    ),
    "roles-category": Plain(
        Text(
            "A conversion is filed under the wrong kind",
            "コンバージョンの分類が内容と合っていません",
        ),
        Text(
            "Bidding takes it for something that it is not, and reports add it to the wrong total.",
            "入札では別のものとして扱われ、レポートでも異なる項目に集計されます。",
        ),
        Text(
            "File it under what it is, and check what bidding then uses.",
            "正しい分類に変更し、入札への影響を確認します。",
        ),
        Text(
            "Bidding and reports count it for what it is.",
            "入札でもレポートでも、正しい成果として数えられるようになります。",
        ),
        Doer.AGENCY,
    ),
    "roles-default-category": Plain(
        Text(
            "Bidding uses a conversion that is filed under nothing",
            "分類されていないコンバージョンが入札に使われています",
        ),
        Text(
            "Nobody can tell from the reports if the budget went to results.",
            "広告費が成果に使われたのかどうか、レポートから判断できません。",
        ),
        Text(
            "Find out what it counts, and file it under that.",
            "何を計測しているかを確認し、分類を設定します。",
        ),
        Text(
            "It is clear what bidding aims for.",
            "入札が何を目指しているのかが明確になります。",
        ),
        Doer.AGENCY,
    ),
}
"""The words for the client, by the id of the rule."""

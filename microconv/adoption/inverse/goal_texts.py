"""The sentences of an import about goals and campaigns, in both languages. Names are not yet safe to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Text

GOALS_STAY = Text("its goals stay as they are", "目標は現状のままにします")
GOES_ON = Text(
    "it stays as it is, and bidding goes on using what it lists",
    "現状のままにします。含まれるコンバージョンは引き続き入札に使われます",
)
CAMPAIGN_NAME = Text(
    "the campaign's name is not one line without blanks at its ends",
    "キャンペーン名が複数行か、前後に空白があります",
)
CAMPAIGN_TWIN = Text("another campaign has the same name", "同じ名前のキャンペーンが他にもあります")
LISTS_NOTHING = Text("it lists no conversion action", "コンバージョン アクションが 1 つも含まれていません")
GOAL_NAME = Text("its name is not one line without blanks at its ends", "名前が複数行か、前後に空白があります")
GOAL_TWIN = Text("another custom goal has the same name", "同じ名前のカスタム目標が他にもあります")
SAME_LIST = Text(
    "another custom goal lists the same conversions",
    "同じコンバージョンを含むカスタム目標が他にもあります",
)
FOLLOWS = Text(
    "a campaign has it, and follows the account's goals nevertheless",
    "このカスタム目標を設定したキャンペーンが、アカウントの目標を使用しています",
)


def no_word(category: str, origin: str) -> Text:
    """A goal whose category or origin has no word in a config."""
    return Text(
        f"a config has no word for it ({category}, {origin})",
        f"設定に書ける語がありません（{category}, {origin}）",
    )


def lists_missing(names: Sequence[str]) -> Text:
    """A custom goal with what the config does not declare."""
    return Text(
        f"it lists what the config does not: {', '.join(names)}",
        f"設定にないものを含んでいます: {'、'.join(f'「{name}」' for name in names)}",
    )

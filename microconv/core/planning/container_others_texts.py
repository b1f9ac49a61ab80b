"""Texts on what others have in a container: a label, a name, a place in a sequence."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.json_text import json_line
from microconv.core.text import Text, joined


def names_the_label(tag: str) -> Text:
    """The reason for which a tag is not made: another one, of a type that cannot be adopted, names its label."""
    return Text(
        f"[already-tagged] the tag {json_line(tag)} names the label of this action, so a second one would count twice: "
        "pause that tag in Tag Manager, or leave `tag` out and let it count",
        f"[already-tagged] タグ「{tag}」にこのコンバージョン アクションのラベルがあるため、追加すると"
        "二重に計測されます。Tag Manager でそのタグを一時停止するか、`tag` を削除してそのタグで"
        "計測してください",
    )


def taken_by_a_variable(name: str) -> tuple[Text, Text]:
    """The conflict over a built-in variable whose name somebody's own variable has, and its hint."""
    return (
        Text(
            f"somebody's own variable is called {json_line(name)}, so the built-in one cannot be enabled",
            f"独自の変数「{name}」があるため、同名の組み込み変数を有効にできません",
        ),
        Text("rename that variable in Tag Manager", "Tag Manager でその変数の名前を変更してください"),
    )


def in_a_sequence(name: str, users: Sequence[str]) -> tuple[Text, Text]:
    """The conflict over the new name of a tag that others fire by its name in their sequence, and its hint."""
    them = joined([json_line(one) for one in users])
    return (
        Text(
            f"the tag {json_line(name)} cannot be renamed: by that name it is in the sequence of {them.en}",
            f"タグ「{name}」の名前は変更できません。この名前で {them.ja} の配信順序に指定されています",
        ),
        Text(
            "take it out of those sequences in Tag Manager, and put it back after the sync",
            "Tag Manager で配信順序から外し、sync の後に指定し直してください",
        ),
    )

"""The sentences of a comparison, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.action_state import TYPE
from microconv.core.kinds import CONTAINER
from microconv.core.planning.scope import STANDINGS
from microconv.core.resource import Live
from microconv.core.schema import Attribute
from microconv.core.text import Text, joined
from microconv.core.value import Scalar, draw

_ABSENT = Text("not in the account", "アカウントにありません")
_NOT_IN_CONTAINER = Text("not in the container", "コンテナにありません")
NAME_USED_BEFORE = Text(
    "a removed one had this name; Google may refuse to use it again",
    "削除済みのものが同じ名前だったため、Google がこの名前を受け付けない場合があります",
)
AS_IT_READS = Text(
    "set although it reads so: an older setting of its own could come back",
    "以前の固有の設定が再び有効になるのを防ぐため、明示的に設定します",
)
WITH_FIRST_ACTION = Text(
    "Google makes it with its first action", "最初のコンバージョン アクションと同時に Google が作成します"
)
HIDDEN = Text("hidden in the account, listed in the config", "アカウントでは非表示、設定には記載あり")
GONE = Text("the config says that there is none", "設定では「なし」となっています")
MODEL = Text("Google's model", "Google のモデル")
RENAME = Text(
    "rename one of the two; names are unique in an account",
    "どちらかの名前を変更してください。同じアカウントで同じ名前は使えません",
)
DECLARE = Text(
    "declare what is live, or give this conversion a new name; microconv never deletes and re-creates",
    "設定を実際の状態に合わせるか、このコンバージョンに新しい名前を付けてください。"
    "microconv が削除して作り直すことはありません",
)


def absent(kind: str) -> Text:
    """The reason of a change that makes an object of this type."""
    return _NOT_IN_CONTAINER if kind in CONTAINER else _ABSENT


def renamed_from(name: str) -> Text:
    """The reason of a change that gives an object another name."""
    return Text(f'renamed from "{name}"', f"「{name}」から名前を変更")


def stays(attribute: Attribute, live: Scalar, wanted: Scalar) -> Text:
    """One attribute that cannot become as the config wants it."""
    key, before, after = _key(attribute), _drawn(attribute, live), _drawn(attribute, wanted)
    return Text(f"{key} is {before} and cannot become {after}", f"{key} は {before} であり、{after} には変更できません")


def fixed(stuck: Sequence[Text]) -> Text:
    """The conflict over attributes that are set when an object is made, and never again."""
    what = joined(stuck, "; ", "、")
    return Text(
        f"{what.en}: the API sets this only when the object is made",
        f"{what.ja}（API では作成時にしか設定できません）",
    )


def not_yet(attribute: Attribute, why: Text) -> Text:
    """The reason for which one attribute waits."""
    return joined([_key(attribute), why], ": ", ": ")


def taken_by(other: Live) -> Text:
    """The conflict over a name that another object has."""
    standing = STANDINGS[other.standing]
    return Text(
        f"the name is taken by {other.id}, which is {standing.en}",
        f"この名前はすでに使われています: {other.id}（{standing.ja}）",
    )


def _key(attribute: Attribute) -> str:
    """The key of an attribute in a config."""
    return "source" if attribute.name == TYPE else attribute.yaml.rpartition(".")[2] or attribute.name


def _drawn(attribute: Attribute, value: Scalar) -> str:
    return "website" if (attribute.name, value) == (TYPE, "webpage") else draw(value)

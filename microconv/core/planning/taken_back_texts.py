"""The words of a rollback: what stays as it is, and why. Each pair is what happened, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.plan import Change
from microconv.core.text import Text, joined
from microconv.core.value import Scalar

_REMOVED = Text("was removed", "削除されました")
_STAYS = Text("it stays as it is", "現在の状態のまま残します")

GONE = (
    Text("is not there any more", "すでに存在しません"),
    Text("nothing of it can be taken back", "元に戻せるものはありません"),
)
NOT_BROUGHT_BACK = (_REMOVED, Text("what was removed cannot be brought back", "削除したものは元に戻せません"))
THERE_AGAIN = (Text("is there again", "すでに作り直されています"), _STAYS)
MADE_AGAIN = (
    _REMOVED,
    Text(
        "it is made again, with a new id; what it had counted does not come back",
        "新しい ID で作り直します。これまでの計測データは戻りません",
    ),
)


def made_and_changed(names: Iterable[str]) -> tuple[Text, Text]:
    """The run made it, and somebody changed it since."""
    labels = joined(map(attribute_label, names))
    return (
        Text(f"was changed since ({labels.en})", f"その後変更されています（{labels.ja}）"),
        Text("what the run made is kept as it is now", "実行で作成されたものは、現在の状態のまま残します"),
    )


def made(*, removable: bool, demoted: bool) -> tuple[Text, Text]:
    """The run made it, and it is kept."""
    kept = Text("kept", "残します")
    if removable:
        kept = Text("kept; `--allow remove` would remove it", "残します（`--allow remove` を付けると削除します）")
    if demoted:
        kept = joined((kept, Text("it becomes secondary", "役割はサブになります")), "; ", "。")
    return Text("was made", "実行で作成されました"), kept


def changed_since(change: Change, name: str, after: Scalar, now: Scalar) -> tuple[Text, Text]:
    """A field is not as the run left it."""
    label = attribute_label(name)
    was, here = (attribute_word(name, value, change.address.type) for value in (after, now))
    return (
        Text(
            f"{label.en} was changed since: {was.en} → {here.en}",
            f"{label.ja}がその後変更されています（{was.ja} → {here.ja}）",
        ),
        Text("it is not overwritten", "上書きしません"),
    )


def appeared(name: str) -> tuple[Text, Text]:
    """Google made the goal together with its first action."""
    label = attribute_label(name)
    what = Text(
        f"appeared with its first action, and {label.en} was set then",
        f"最初のアクションと一緒に作成され、そのとき「{label.ja}」が設定されました",
    )
    return what, _STAYS


def not_taken_back(change: Change, name: str, before: Scalar) -> tuple[Text, Text]:
    """Google does not take the earlier value of a field."""
    label, word = attribute_label(name), attribute_word(name, before, change.address.type)
    return (
        Text(f"{label.en} was {word.en}", f"{label.ja}は「{word.ja}」でした"),
        Text("Google does not take that back", "Google 側で元の値に戻せません"),
    )

"""Ours or not: decided before the diff, and nowhere else.

Nothing that is neither named in the config nor carries the prefix is ever in a change.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from microconv.core import naming
from microconv.core.client import Client
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import PREFIXED
from microconv.core.resource import Live, Standing
from microconv.core.text import Text, joined

STANDINGS: Mapping[Standing, Text] = FrozenDict(
    {
        Standing.NORMAL: Text("in use", "使用中"),
        Standing.HIDDEN: Text("hidden", "非表示"),
        Standing.IMPORTED: Text("imported from GA4", "GA4 からのインポート"),
        Standing.REMOVED: Text("removed", "削除済み"),
        Standing.SYSTEM: Text("made by Google", "Google が作成"),
        Standing.OTHER_OWNER: Text("owned by another account", "別のアカウントが所有"),
        Standing.FIXED: Text("of a type that the API does not let anyone change", "API では変更できない種類"),
    }
)
"""The standings in words."""

_LISTED = Text("listed in the config", "設定に記載あり")
_ABSENT = Text("not in the config", "設定に記載なし")
_OF_ITS_CONVERSION = Text(
    "the config lists its conversion, but says nothing of this",
    "コンバージョンは設定に記載されていますが、この項目の指定はありません",
)


class Scope(enum.StrEnum):
    """The scope of a live object."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    NOT_OURS = "not ours"


def scope(live: Live, client: Client, *, listed: bool, mentioned: frozenset[str] = frozenset()) -> tuple[Scope, Text]:
    """Whose `live` is, and why. `listed` says that a declaration of the config was matched with it.

    `mentioned` are names that the config speaks of without declaring an object of this type.
    """
    if live.standing.never_ours:
        return Scope.NOT_OURS, standing_of(live)
    if listed:
        return Scope.LISTED, _LISTED
    if live.standing.ours_when_listed:
        return Scope.NOT_OURS, joined([STANDINGS[live.standing], _ABSENT], ", and ", "、")
    if live.address.name in mentioned:
        return Scope.NOT_OURS, _OF_ITS_CONVERSION
    if live.address.type in PREFIXED and naming.is_micro(live.address.name, client.prefix):
        return Scope.UNLISTED, Text(
            f"has the prefix {client.prefix} and is not in the config",
            f"接頭辞 {client.prefix} 付きで、設定に記載なし",
        )
    if live.address.type not in PREFIXED:
        return Scope.NOT_OURS, _ABSENT
    return Scope.NOT_OURS, Text(
        f"not in the config, and without the prefix {client.prefix}",
        f"設定に記載がなく、接頭辞 {client.prefix} もありません",
    )


def standing_of(live: Live) -> Text:
    """The standing of an object in words, with the other account that owns it."""
    standing = STANDINGS[live.standing]
    return Text(f"{standing.en} ({live.owner})", f"{standing.ja}（{live.owner}）") if live.owner else standing

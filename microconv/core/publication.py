"""The publication of a container of Tag Manager: the words for it, and the attributes that its change has.

A version that microconv makes has a name by which it is known again: the digest of what the plan showed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from microconv.core.frozen import FrozenDict
from microconv.core.json_text import json_line
from microconv.core.text import Text, joined
from microconv.core.value import Scalar

VERSION, SHOWN, READ, OURS, OTHERS = "version", "shown", "read", "ours", "others"
"""The attributes of a live version: its number, and the digest of what was shown before it went live, which its name
has. Of changes alone: the digest of the reading that was shown, and what goes live, as lines."""

NEW = "new"
"""Stands for the number of a version that is yet to be made of the workspace."""

_NAME = re.compile(r"microconv ([0-9a-f]{16})")

PUBLICATION = Text("its publication", "公開")
"""The thing that they wait for."""

NOT_PUBLISHED = Text(
    "in the workspace, not live: with `publish: never`, a person publishes it in Tag Manager",
    "ワークスペースにはありますが、まだ公開されていません。`publish: never` の場合 microconv は公開しないため、"
    "Tag Manager で公開してください",
)
"""The reason."""


def version_name(shown: str) -> str:
    """The name of the version that is made after this was shown."""
    return f"microconv {shown}"


def shown_of(name: str) -> str | None:
    """The digest of what was shown before a version of this name was made; None for a version of others."""
    match = _NAME.fullmatch(name)
    return match.group(1) if match else None


def token_of(digest: str) -> str:
    """The part of a digest that stands in names."""
    return digest[:16]


def is_published(wanted: Mapping[str, Scalar], live: Mapping[str, Scalar]) -> bool | None:
    """True where the version that a change wanted is live; None for any other.

    `wanted` are the attributes of the change after it.
    """
    number = wanted.get(VERSION)
    if number == NEW:
        return True if live.get(SHOWN) is not None and live.get(SHOWN) == wanted.get(SHOWN) else None
    return True if number == live.get(VERSION) else None


_KINDS: Mapping[str, Text] = FrozenDict(
    {
        "tags": Text("tag", "タグ"),
        "triggers": Text("trigger", "トリガー"),
        "variables": Text("variable", "変数"),
        "built_in_variables": Text("built-in variable", "組み込み変数"),
        "folders": Text("folder", "フォルダ"),
        "templates": Text("template", "テンプレート"),
        "clients": Text("client", "クライアント"),
        "zones": Text("zone", "ゾーン"),
        "transformations": Text("transformation", "変換"),
        "gtag_config": Text("Google tag settings", "Google タグの設定"),
    }
)
_HOW: Mapping[str, Text] = FrozenDict(
    {"added": Text("new", "新規"), "updated": Text("changed", "変更"), "deleted": Text("removed", "削除")}
)


def line_of(how: str, collection: str, name: str) -> str:
    """One object that goes live: `added tags mv_step (GA4)`."""
    return f"{how} {collection} {name}"


def words_of(lines: Scalar) -> Text:
    """The objects of such lines in words, those of a kind together. Not yet safe to be shown."""
    groups: dict[tuple[str, str], list[str]] = {}
    for line in lines if isinstance(lines, tuple) else ():
        how, _, rest = line.partition(" ")
        collection, _, name = rest.partition(" ")
        groups.setdefault((how, collection), []).append(name)
    return joined([_words(*key, names) for key, names in groups.items()], "; ", "、")


def _words(how: str, collection: str, names: list[str]) -> Text:
    kind, done = _KINDS.get(collection, Text(collection, collection)), _HOW.get(how, Text(how, how))
    several = "s" * (len(names) > 1 and not kind.en.endswith("s"))
    return Text(
        f"{done.en} {kind.en}{several} {', '.join(map(json_line, names))}",
        f"{done.ja}: {kind.ja}" + "".join(f"「{name}」" for name in names),
    )

"""`tag_manager`: the settings of the client's container, from its data."""

from __future__ import annotations

from typing import Any

from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import quote
from microconv.core.tag_manager import Publish, TagManager
from microconv.core.text import Text

Data = Any

_DEFAULTS = frozenset({"default workspace", "デフォルトのワークスペース", "デフォルト ワークスペース"})
"""Names that Tag Manager gives the workspace that every container has: people work in it."""


def tag_manager_of(data: dict[str, Data], place: SourcePlace, problems: Problems) -> TagManager:
    """The settings; a harmless one stands in for what was refused."""
    workspace, publish = data.get("workspace"), data.get("publish")
    name = workspace if isinstance(workspace, str) else ""
    if name.casefold() in _DEFAULTS:
        problems.error(
            "default-workspace", (place.find("tag_manager.workspace") or place).span,
            Text(
                f"tag_manager.workspace cannot be {quote(name)}: people work there",
                f"tag_manager.workspace に {quote(name)} は指定できません。担当者が作業に使うワークスペースです",
            ),
            hint=Text(
                "leave the key out: microconv makes a workspace of its own",
                "このキーを削除してください。microconv が専用のワークスペースを作成します",
            ),
        )  # fmt: skip
    chosen = Publish(publish) if isinstance(publish, str) else Publish.NEVER
    return TagManager(chosen, data.get("google_tag") is True)

"""Kinds of changes in words: `create`, `created`, and `publish` for a live version.

Google's Japanese word for a secondary action is that of support.google.com/google-ads/answer/11461796 (checked
2026-11-28).
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.kinds import LIVE_VERSION
from microconv.core.plan import Action, Change
from microconv.core.text import Text

ACTIONS: Mapping[Action, Text] = {
    Action.CREATE: Text("create", "作成"),
    Action.UPDATE: Text("update", "変更"),
    Action.DEMOTE: Text("demote", "サブに変更"),
    Action.REMOVE: Text("remove", "削除"),
}
DONE: Mapping[Action, Text] = {
    Action.CREATE: Text("created", "作成しました"),
    Action.UPDATE: Text("updated", "変更しました"),
    Action.DEMOTE: Text("demoted", "サブに変更しました"),
    Action.REMOVE: Text("removed", "削除しました"),
}


def action_word(change: Change) -> Text:
    """The kind of a change: `create`, and of a live version `publish`."""
    return Text("publish", "公開") if change.address.type == LIVE_VERSION else ACTIONS[change.action]


def done_word(change: Change) -> Text:
    """The same once it is done: `created`, and of a live version `published`."""
    return Text("published", "公開しました") if change.address.type == LIVE_VERSION else DONE[change.action]

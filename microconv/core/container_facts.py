"""Facts about a container of Tag Manager, its workspace and what is not published; and about labels for tags."""

from __future__ import annotations

from typing import NamedTuple

from microconv.core.text import Text


class Labels(NamedTuple):
    """Facts about the tags of a Google Ads account's actions.

    send_tos: the lines `resource name AW-id/label` of the actions that have a tag.
    """

    send_tos: tuple[str, ...] | None = None


class Container(NamedTuple):
    """Facts about a container; None stands for what was not read.

    name: its name.
    path: its resource name.
    usage: where it is used: `web`, `server`, …
    workspace: the resource name of the workspace that microconv works in; empty where it is not there.
    workspaces: the names of all its workspaces.
    live_version: the id of the published version; empty where none was ever published.
    latest_version: the id of the version that new workspaces branch from; empty for none.
    unpublished: what differs between the workspace, or the latest version where that is not there, and what is live, as
        lines: the word added, updated or deleted, the object's id and its name.
    unpublished_since: the day (UTC, YYYY-MM-DD) of the change that has waited longest of those that are still there;
        empty where none tells.
    digest: SHA-256 over all that differs, and the live version.
    changed: what was changed in that workspace since its version, as lines of the same form.
    merge_conflicts: the ids and names of what both the workspace and a later version changed.
    """

    name: str | None = None
    path: str | None = None
    usage: tuple[str, ...] | None = None
    workspace: str | None = None
    workspaces: tuple[str, ...] | None = None
    live_version: str | None = None
    latest_version: str | None = None
    unpublished: tuple[str, ...] | None = None
    unpublished_since: str | None = None
    digest: str | None = None
    changed: tuple[str, ...] | None = None
    merge_conflicts: tuple[str, ...] | None = None


_FOR_THE_WEB = Text(", and tags of a config are for web containers", "です。設定ファイルのタグはウェブ コンテナ用です")
_OTHERS = {"server": Text("a server container", "サーバー コンテナ"), "amp": Text("an AMP container", "AMP コンテナ")}
_OF_AN_APP = Text("a container of an app", "アプリのコンテナ")


def not_for_the_web(facts: Container) -> Text | None:
    """The reason for which tags of a config are not for this container; None for a web container, or an unknown one."""
    if not facts.usage or "web" in facts.usage:
        return None
    kind = next((_OTHERS[one] for one in facts.usage if one in _OTHERS), _OF_AN_APP)
    return Text(f"it is {kind.en}{_FOR_THE_WEB.en}", f"{kind.ja}{_FOR_THE_WEB.ja}")


class Unpublished(NamedTuple):
    """An object that is not live as a workspace has it: how (added, updated, deleted), its id, its name."""

    how: str
    id: str
    name: str

    def __str__(self) -> str:
        return f"{self.how} {self.id} {self.name}"


def parse_unpublished(line: str) -> Unpublished:
    """The object of a line of `Container.unpublished`."""
    how, _, rest = line.partition(" ")
    number, _, name = rest.partition(" ")
    return Unpublished(how, number, name)

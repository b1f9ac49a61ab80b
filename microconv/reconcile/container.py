"""A client's container as it is now, and the tags in it that feed one of its conversions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from microconv.core.capabilities import Containing
from microconv.core.container_facts import Container
from microconv.core.errors import MicroconvError
from microconv.core.feed import Feed
from microconv.core.planning.feeding import feeds
from microconv.core.planning.live_action import LiveActions
from microconv.core.resource import any_emulated
from microconv.core.text import Text
from microconv.reconcile.live_accounts import LiveAccounts


class ReadContainer(NamedTuple):
    """A container that was read.

    content: its objects as the API writes them.
    part: the part of it that they are, for people.
    feeds: the tags by which each product hears of the conversion.
    accounts: (provider, account) pairs.
    emulated: true where the accounts are the emulator's.
    reads: the API calls that were made.
    """

    content: Mapping[str, Any]
    part: Text
    feeds: tuple[Feed, ...]
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    reads: int


def read_container(live: LiveAccounts, name: str, *, published: bool) -> ReadContainer:
    """The container with the tags of a conversion; with `published` its live version.

    Raises KeyError for an unknown one; MicroconvError where the config has no container or nothing is published;
    ApiError, CredentialsError.
    """
    config = live.config
    conversion, container, before = config.by_name[name], config.accounts.container, live.calls
    if not container:
        raise MicroconvError(
            Text("the config names no container of Tag Manager", "設定にタグ マネージャーのコンテナがありません"),
            hint=Text("add `tag_manager: {container: GTM-…}`", "`tag_manager: {container: GTM-…}` を追加してください"),
        )
    readings = live.read()
    (reader,) = (provider for provider in live.providers if isinstance(provider, Containing))
    content = reader.content(live=published)
    if content is None:
        raise MicroconvError(
            Text(f"no version of {container} is published", f"{container} には公開されたバージョンがありません"),
            hint=Text("leave out --published", "--published を付けずに実行してください"),
        )
    actions = LiveActions(live.types, config, live.resources)
    (facts,) = (item.facts.container for item in readings if item.facts.container != Container())
    return ReadContainer(
        content=content,
        part=_part(facts, config.accounts.workspace_name, published=published),
        feeds=feeds(config, conversion, actions.of(conversion), readings),
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        emulated=any_emulated(readings),
        reads=live.calls - before,
    )


def _part(facts: Container, workspace: str, *, published: bool) -> Text:
    if published:
        return Text(f"live version {facts.live_version}", f"公開中のバージョン {facts.live_version}")
    if facts.workspace:
        return Text(f'workspace "{workspace}"', f"ワークスペース「{workspace}」")
    if not facts.latest_version:
        return Text("it has no version yet", "バージョンはまだありません")
    return Text(
        f'version {facts.latest_version}, as there is no workspace "{workspace}"',
        f"バージョン {facts.latest_version}（ワークスペース「{workspace}」がないため）",
    )

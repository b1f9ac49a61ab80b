"""A container of Tag Manager: what keeps a plan from changing it, and what of it is not published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from microconv.core.client import Client
from microconv.core.container_facts import Container, Unpublished, not_for_the_web, parse_unpublished
from microconv.core.kinds import CONTAINER, LIVE_VERSION, TAG_MANAGER
from microconv.core.plan import Change, Conflict, Waiting
from microconv.core.planning.diff import Difference
from microconv.core.publication import NOT_PUBLISHED, PUBLICATION
from microconv.core.resource import Address, Desired, Live, Reading
from microconv.core.text import Text

_IN_TAG_MANAGER = Text(
    "take them out of that workspace in Tag Manager (publish or abandon them), or name another one in "
    "`tag_manager: {workspace: …}`",
    "Tag Manager でそのワークスペースの該当の変更を公開または破棄するか、`tag_manager: {workspace: …}` で"
    "別のワークスペースを指定してください",
)
_RESOLVE = Text(
    "resolve them in Tag Manager (the workspace > Resolve conflicts), then run again",
    "Tag Manager のワークスペースで競合を解決してから、再実行してください",
)
_WEB = Text(
    "name the web container in `tag_manager: {container: GTM-…}`",
    "`tag_manager: {container: GTM-…}` にウェブ コンテナを指定してください",
)


class Ours:
    """The objects of a container that are the config's, or carry its prefix."""

    def __init__(self, client: Client, wanted: Iterable[Desired], parts: Mapping[str, Difference]) -> None:
        self._prefix = client.prefix
        self._addresses = {item.address for item in wanted}
        self._ids = {live.id for kind in CONTAINER & parts.keys() for live in parts[kind].matched.values()}

    def has(self, item: Unpublished, live: Mapping[str, Live]) -> bool:
        """True for an object that is ours, though it may be there no more."""
        there = live.get(item.id)
        known = item.id in self._ids or (there is not None and there.address in self._addresses)
        return known or item.name.startswith(self._prefix)


def container_of(readings: Sequence[Reading]) -> tuple[Reading, Container] | None:
    """The reading of the container, and its facts; None where none was read."""
    for reading in readings:
        if reading.provider == TAG_MANAGER and reading.facts.container.workspace is not None:
            return reading, reading.facts.container
    return None


def conflicts(readings: Sequence[Reading], changes: Sequence[Change], ours: Ours) -> Iterator[Conflict]:
    """The reasons for which nothing of the container must be changed or published, where anything would be."""
    seen = container_of(readings)
    if seen is None or not any(change.address.type in CONTAINER | {LIVE_VERSION} for change in changes):
        return
    reading, facts = seen
    address = Address(f"{TAG_MANAGER}.container", reading.account)
    live = {item.id: item for item in reading.resources}
    writing = any(change.address.type in CONTAINER for change in changes)
    changed = map(parse_unpublished, facts.changed or ())
    foreign = [item for item in changed if not ours.has(item, live) and not _enabled(item)]
    if foreign and writing:
        names_en, names_ja = _names(foreign)
        yield Conflict(
            address,
            Text(
                f"the workspace has changes that are not microconv's: {names_en}",
                f"ワークスペースに microconv 以外の変更があります: {names_ja}",
            ),
            _IN_TAG_MANAGER,
        )
    if facts.merge_conflicts:
        listed = [line.partition(" ")[2] or line for line in facts.merge_conflicts]
        yield Conflict(
            address,
            Text(
                f"the workspace and a later version both changed: {', '.join(listed)}",
                f"ワークスペースと新しいバージョンの両方で変更されています: {'、'.join(listed)}",
            ),
            _RESOLVE,
        )
    elsewhere = not_for_the_web(facts)
    if elsewhere is not None:
        yield Conflict(address, elsewhere, _WEB)


def not_published(readings: Sequence[Reading], changes: Sequence[Change], ours: Ours) -> Iterator[Waiting]:
    """Our objects that are not live as the workspace has them, without those that the plan changes or publishes."""
    seen = container_of(readings)
    if seen is None or any(change.address.type == LIVE_VERSION for change in changes):
        return
    reading, facts = seen
    live = {item.id: item for item in reading.resources}
    changed = {change.id for change in changes}
    for item in map(parse_unpublished, facts.unpublished or ()):
        if item.id not in changed and ours.has(item, live):
            there = live.get(item.id)
            address = there.address if there is not None else Address(_type_of(item), item.name)
            yield Waiting(address, NOT_PUBLISHED, PUBLICATION)


def _enabled(item: Unpublished) -> bool:
    """True for a built-in variable that was enabled: perhaps by microconv, for a trigger that left the config since."""
    return item.how == "added" and item.id.startswith("built_in_variables/")


def _names(items: Sequence[Unpublished]) -> tuple[str, str]:
    names = [item.name or item.id for item in items]
    return ", ".join(names), "、".join(names)


def _type_of(item: Unpublished) -> str:
    """A type for what is there no more, by its id alone: `tags/12`."""
    return f"{TAG_MANAGER}.{item.id.partition('/')[0].removesuffix('s')}"

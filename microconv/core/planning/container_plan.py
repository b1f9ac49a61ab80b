"""The objects of a container that a config wants, as they can be had: with what was adopted, and with targets.

What a tag of somebody else already does is not done twice, and what serves others is not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from microconv.core.client import Client
from microconv.core.kinds import ADS_TAG, CONTAINER, GA4_TAG, GOOGLE_TAG, LINKER, TAGS, TRIGGER
from microconv.core.plan import Conflict, Waiting
from microconv.core.planning import container_texts as texts
from microconv.core.planning.container_index import ContainerIndex, Targets, targets_of
from microconv.core.planning.container_tags import already_tagged, tag_as_it_is
from microconv.core.planning.container_triggers import trigger_as_it_is
from microconv.core.planning.container_variables import taken_by_variables, without_variables
from microconv.core.planning.diff import Difference, diff
from microconv.core.planning.same_target import sent_by_what_stays
from microconv.core.planning.scope import Scope, scope
from microconv.core.resource import Desired, Live, Reading, of_type
from microconv.core.schema import ResourceType


class Wanted(NamedTuple):
    """The objects that are wanted in a container, what keeps the others, and the ids of what these are about."""

    objects: tuple[Desired, ...]
    conflicts: tuple[Conflict, ...]
    waiting: tuple[Waiting, ...]
    aside: frozenset[str]


def compared_container(
    kinds: Sequence[ResourceType],
    client: Client,
    objects: Iterable[Desired],
    readings: Sequence[Reading],
    actions: Difference,
) -> dict[str, Difference]:
    """The differences of all types of a container, by type; `actions` are those of Google Ads."""
    wanted = container_plan(kinds, client, objects, readings, actions)
    live = [item for reading in readings for item in reading.resources if item.id not in wanted.aside]
    parts = {}
    for kind in kinds:
        declared = [one for one in wanted.objects if one.address.type == kind.name]
        part = parts[kind.name] = diff(kind, declared, of_type(live, kind.name), client)
        part.conflicts += [item for item in wanted.conflicts if item.address.type == kind.name]
        part.waiting += [item for item in wanted.waiting if item.address.type == kind.name]
    return parts


def container_plan(
    kinds: Sequence[ResourceType],
    client: Client,
    objects: Iterable[Desired],
    readings: Sequence[Reading],
    actions: Difference,
) -> Wanted:
    """The objects to compare with the container that was read."""
    live = [item for reading in readings for item in reading.resources]
    wanted = [one for one in objects if one.address.type in CONTAINER]
    index = ContainerIndex(client, live, wanted)
    tables = {kind.name: kind for kind in kinds}
    targets = targets_of(client, readings, actions)
    made: list[Desired] = []
    conflicts: list[Conflict] = []
    waiting: list[Waiting] = []
    met: list[Live | None] = []
    for one in wanted:
        result = _as_it_is(one, client, index, tables, targets)
        if isinstance(result, Desired):
            made.append(result)
        elif isinstance(result, Conflict):
            conflicts.append(result)
            met.append(index.name_taken(one))
        elif isinstance(result, Waiting):
            waiting.append(result)
        elif isinstance(result, Live):
            waiting.append(already_tagged(one, result))
            met.append(result)
    conflicts += (*without_variables(made, index), *taken_by_variables(made, index))
    stuck = {(item.address.type, item.address.name) for item in conflicts}
    made = [one for one in made if (one.address.type, one.address.name) not in stuck]
    rest = tuple(_needed(made, wanted, stuck))
    while doubled := sent_by_what_stays(rest, index):
        waiting += [already_tagged(one, live) for one, live in doubled]
        made = [one for one in made if all(one is not other for other, _ in doubled)]
        rest = tuple(_needed(made, wanted, stuck))
    return Wanted(rest, tuple(conflicts), tuple(waiting), index.spoken_of(wanted, rest) | _leftovers(met, client))


def _leftovers(met: Iterable[Live | None], client: Client) -> frozenset[str]:
    """The ids of what declared tags meet and would be taken for leftovers: they stay while the declaration does."""
    there = (live for live in met if live is not None)
    return frozenset(live.id for live in there if scope(live, client, listed=False)[0] is Scope.UNLISTED)


def _as_it_is(
    wanted: Desired, client: Client, index: ContainerIndex, tables: Mapping[str, ResourceType], targets: Targets
) -> Desired | Conflict | Waiting | Live | None:
    kind = wanted.address.type
    if kind == TRIGGER:
        return trigger_as_it_is(wanted, client, index, tables[kind])
    if kind in {GOOGLE_TAG, LINKER}:
        return _unless_there(wanted, index, targets)
    if kind in {GA4_TAG, ADS_TAG}:
        return tag_as_it_is(wanted, client, index, targets)
    return wanted


def _unless_there(wanted: Desired, index: ContainerIndex, targets: Targets) -> Desired | Conflict | None:
    """A Google tag or a linker, unless one that does the same is there under another name."""
    if wanted.address.type == GOOGLE_TAG and "tag_id" not in wanted.state:
        if not targets.stream:
            return Conflict(wanted.address, texts.NO_STREAM, texts.NO_STREAM_HINT)
        wanted = wanted._replace(state={**wanted.state, "tag_id": targets.stream})
    for live in index.unclaimed(wanted.address.type):
        same = wanted.address.type == LINKER or live.state.get("tag_id") == wanted.state["tag_id"]
        if same and live.state.get("paused") is not True:
            return None
    if index.by_identity(wanted) is None and index.name_taken(wanted) is not None:
        return Conflict(wanted.address, *texts.taken(wanted.state.get("name")))
    return wanted


def _needed(made: Sequence[Desired], wanted: Sequence[Desired], stuck: set[tuple[str, str]]) -> Iterator[Desired]:
    """The rest: no tag whose trigger cannot be had, and no trigger on which no tag is left to fire."""
    without = {name for kind, name in stuck if kind == TRIGGER}
    kept = [one for one in made if not (one.address.type in {GA4_TAG, ADS_TAG} and one.conversion in without)]
    served = {one.conversion for one in kept if one.address.type in TAGS}
    had = {one.conversion for one in wanted if one.address.type in TAGS}
    for one in kept:
        alone = one.address.type == TRIGGER and one.conversion in had and one.conversion not in served
        if not alone:
            yield one

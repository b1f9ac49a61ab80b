"""A conversion's trigger as it can be had: made, adopted, or left alone because it serves others."""

from __future__ import annotations

from microconv.core.client import Client
from microconv.core.ga4_import import name_identity
from microconv.core.kinds import TRIGGER
from microconv.core.plan import Conflict
from microconv.core.planning import container_texts as texts
from microconv.core.planning.container_index import ContainerIndex
from microconv.core.resource import Desired, Live, frozen
from microconv.core.schema import ResourceType


def trigger_as_it_is(
    wanted: Desired, client: Client, index: ContainerIndex, table: ResourceType
) -> Desired | Conflict | None:
    """The trigger to compare with what is there; None where the tags fire on adopted ones that stay as they are."""
    tag = client.by_name[wanted.conversion].tag
    adopted = tag.adopted.triggers if tag else ()
    where = str(wanted.span or "")
    live = index.find(adopted[0], TRIGGER) if adopted else index.by_identity(wanted)
    if live is None:
        return None if adopted else wanted  # the tags tell of a trigger that is not there
    if adopted:
        state = frozen({name: value for name, value in wanted.state.items() if name != "name"})
        named = live.identity == name_identity(live.address.name)
        target = wanted.target._replace(identity=live.identity, named=named, previously=())
        wanted = wanted._replace(state=state, target=target)
    if live.state.get("kind") != wanted.state["kind"]:
        return Conflict(wanted.address, *texts.other_type(live.state.get("kind"), wanted.state["kind"]), where)
    others = index.others_of(live, wanted.conversion)
    if others and _differs(wanted, live, table):
        return Conflict(wanted.address, *texts.shared(others, adopted=bool(adopted)), where)
    return wanted


def _differs(wanted: Desired, live: Live, table: ResourceType) -> bool:
    return any(not table.attribute(name).alike(live.state.get(name), value) for name, value in wanted.state.items())

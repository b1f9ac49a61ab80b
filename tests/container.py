"""Containers of Tag Manager in memory: their JSON, plans for them, and what a run leaves behind, without a network."""

from __future__ import annotations

from typing import Any

from microconv.core.client import Client
from microconv.core.container_facts import Container, Labels
from microconv.core.conversion import Conversion
from microconv.core.facts import AccountFacts
from microconv.core.kinds import CONTAINER, LIVE_VERSION, STREAM, TRIGGER, VARIABLE
from microconv.core.plan import Action, Plan
from microconv.core.planning.make import make_plan
from microconv.core.planning.steps import steps
from microconv.core.resource import Live, Reading
from microconv.core.tag_condition import page_path
from microconv.core.tag_manager import awaited_action
from microconv.providers import TYPES
from microconv.providers.tag_manager.convert import made, merged, objects_of, trigger_numbers
from microconv.providers.tag_manager.live_version import live_version
from microconv.providers.tag_manager.types import TYPES as CONTAINERS
from microconv.providers.tag_manager.unpublished import unpublished
from tests.strategies import action, client

KINDS = (*TYPES, *(kind for kind in CONTAINERS if kind not in TYPES))
LABEL = "AW-123/AbC"
STEP_ACTION = action(
    "mv_step",
    category="contact",
    value_settings__default_value=400.0,
    value_settings__always_use_default_value=True,
)
"""The action that is there unless a test says otherwise."""

Json = dict[str, Any]


def wanted(*conversions: Conversion, **said: Any) -> Client:
    return client(*conversions, **{"container": "GTM-ABC1234", "data_stream": "G-AOI1", **said})


def tag(number: int, name: str, kind: str, triggers: tuple[str, ...] = ("1",), **parameters: str) -> Json:
    given = [{"type": "template", "key": key, "value": value} for key, value in parameters.items()]
    return {"tagId": str(number), "name": name, "type": kind, "firingTriggerId": list(triggers), "parameter": given}


def page_trigger(number: int, name: str, path: str = "/form/step1") -> Json:
    state = {"name": name, "kind": "pageview", "conditions": (str(page_path(path)),)}
    return {**made(TRIGGER, state, {}), "triggerId": str(number)}


def published(number: int, container: Json, name: str = "") -> Json:
    """A live version with the content of a container."""
    return {**container, "containerVersionId": str(number), "name": name}


def of_container(container: Json, live: Json | None) -> Reading:
    """A container whose workspace has this content, beside what is live."""
    differing, digest = unpublished(container, live, None)
    facts = Container(
        name="aoi.example",
        path="accounts/1/containers/2",
        usage=("web",),
        workspace="accounts/1/containers/2/workspaces/3",
        workspaces=("Default Workspace", "microconv"),
        live_version=str((live or {}).get("containerVersionId", "")),
        unpublished=tuple(map(str, differing)),
        digest=digest,
        changed=(),
        merge_conflicts=(),
    )
    objects = (*objects_of(container, live), live_version("GTM-ABC1234", live))
    types = CONTAINER | {LIVE_VERSION}
    return Reading("tag_manager", "GTM-ABC1234", objects, AccountFacts(container=facts), types=types)


def readings(
    container: Json,
    actions: tuple[Live, ...] | None = None,
    send_tos: tuple[str, ...] | None = None,
    read: Reading | None = None,
) -> list[Reading]:
    """The accounts: actions and labels as given, nothing in GA4, and a container: as it was `read`, or its objects."""
    there = (STEP_ACTION,) if actions is None else actions
    lines = tuple(f"{one.id} {LABEL}" for one in there) if send_tos is None else send_tos
    return [
        Reading(
            "google_ads",
            "123-456-7890",
            there,
            AccountFacts(labels=Labels(lines)),
            types=frozenset({"google_ads.conversion_action"}),
        ),
        Reading("ga4", "345678901", (), types=frozenset({STREAM})),
        read or Reading("tag_manager", "GTM-ABC1234", objects_of(container, None), types=CONTAINER),
    ]


def plan(wished: Client, container: Json, **accounts: Any) -> Plan:
    return make_plan(KINDS, wished, readings(container, **accounts))


def tagged(found: Plan) -> list[str]:
    """The changes of the container, as `create tag_manager.trigger["mv_step"]`."""
    return [f"{one.action} {one.address}" for one in found.changes if one.address.type in CONTAINER]


def after(found: Plan, address: str) -> dict[str, Any]:
    return {item.name: item.after for one in found.changes if str(one.address) == address for item in one.attributes}


def applied(found: Plan, container: Json, labels: dict[str, str]) -> Json:
    """The container after a plan, as a run would leave it; `labels` are those of new actions."""
    content = {key: list(container.get(key, ())) for key in ("builtInVariable", "variable", "trigger", "tag")}
    places = {TRIGGER: ("trigger", "triggerId"), VARIABLE: ("variable", "variableId")}
    for step in steps(KINDS, [one for one in found.changes if one.address.type in CONTAINER]):
        for change in step.changes:
            where, number = places.get(change.address.type, ("tag", "tagId"))
            where = "builtInVariable" if "built_in" in change.address.type else where
            state = {item.name: item.after for item in change.attributes}
            label = awaited_action(str(state.get("send_to", "")))
            if label is not None:
                state["send_to"] = labels[label]
            identifier = change.id.rpartition("/")[2]
            before = next((one for one in content[where] if one.get(number) == identifier), None)
            if change.action is Action.REMOVE:
                content[where] = [one for one in content[where] if one is not before]
            elif before is None:
                fresh = str(100 + sum(map(len, content.values())))
                raw = made(change.address.type, state, trigger_numbers(content))
                content[where].append({**raw, number: fresh})
            else:
                raw = merged(change.address.type, before, state, trigger_numbers(content))
                content[where] = [raw if one is before else one for one in content[where]]
    return content

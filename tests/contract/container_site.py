"""A container of the store beside its accounts, and clients whose conversions have tags in it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.frozen import FrozenDict
from microconv.core.tag_manager import ConversionTag, TagParameter
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.emulator import World
from microconv.emulator.tag_manager.model import Container, Workspace
from microconv.emulator.tag_manager.shown import content_json

PUBLIC_ID = "GTM-AOI0001"
NUMBER = 60001
MEASUREMENT_ID = "G-AOI0000701"
PAGE_PATH = {"type": "pagePath"}

CLICKED: dict[str, Any] = {
    "triggerId": "4",
    "name": "clicked",
    "type": "customEvent",
    "customEventFilter": [
        {
            "type": "equals",
            "parameter": [
                {"type": "template", "key": "arg0", "value": "{{_event}}"},
                {"type": "template", "key": "arg1", "value": "clicked"},
            ],
        }
    ],
}
NEWSLETTER: dict[str, Any] = {
    "tagId": "5",
    "name": "GA4 - newsletter",
    "type": "gaawe",
    "firingTriggerId": ["4"],
    "notes": "ask 花子 first",
    "parameter": [
        {"type": "template", "key": "eventName", "value": "newsletter"},
        {"type": "template", "key": "measurementIdOverride", "value": MEASUREMENT_ID},
    ],
}
"""The tag of somebody else in the container."""


def version(number: int, **parts: Any) -> dict[str, Any]:
    """A version of a seed, with somebody else's tag and trigger unless `parts` say otherwise."""
    return {"id": number, "trigger": [CLICKED], "tag": [NEWSLETTER], **parts}


def settle_in(
    world: World, agency: Mapping[str, Any], *, policies: Mapping[str, Any] | None = None, **container: Any
) -> World:
    """Fill the world with the agency's accounts and a container: published, and with its default workspace alone.

    Keys of the container replace these.
    """
    content = copy.deepcopy(dict(agency))
    content["policies"] = {"gtm_quota": "off", **(policies or {})}
    store = {
        "id": NUMBER,
        "public_id": PUBLIC_ID,
        "name": "aoi.example",
        "versions": [version(1)],
        "live": 1,
        **container,
    }
    content["tag_manager"] = {"accounts": [{"id": 6000001, "name": "Aoi", "containers": [store]}]}
    world.reset(content)
    return world


def step(name: str = "mv_form_step1", *, trigger: TagTrigger | None = None, **said: Any) -> Conversion:
    """A conversion of the website with a GA4 event and tags, which fire on /form/step1 unless told otherwise."""
    when = trigger or TagTrigger(TriggerKind.PAGE, "/form/step1")
    content = {
        "kind": ConversionKind.MICRO,
        "role": Role.SECONDARY,
        "source": "website",
        "event": name,
        "value": Value(400.0, "JPY"),
        "settings": FrozenDict({"category": "submit_lead_form"}),
        "tag": ConversionTag(trigger=when, parameters=(TagParameter("step", "1"),)),
        **said,
    }
    return Conversion(name=name, **content)


class Site:
    """The content of the emulated container as plain values."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def container(self) -> Container:
        """The container."""
        (found,) = [one for one in self.world.tag_manager.containers() if one.public_id == PUBLIC_ID]
        return found

    def workspace(self, name: str = "microconv") -> Workspace:
        """A workspace by its name. Raises KeyError."""
        found = {one.name: one for one in self.container.workspaces.values()}
        return found[name]

    def content(self, name: str = "microconv") -> dict[str, Any]:
        """The objects of a workspace in the form of a version."""
        return content_json(self.container, self.workspace(name).content)

    def named(self, kind: str, name: str = "microconv") -> dict[str, dict[str, Any]]:
        """The objects of a kind by their names."""
        return {str(one["name"]): one for one in self.content(name).get(kind, ())}

    def calls(self) -> list[str]:
        """The requests of Tag Manager so far, by method."""
        log = self.world.log.entries
        return [one.method.removeprefix("accounts.containers.") for one in log if one.api == "tag_manager"]

    def writes(self) -> list[str]:
        """Those that asked for a change."""
        log = self.world.log.writes()
        return [one.method.removeprefix("accounts.containers.") for one in log if one.api == "tag_manager"]


def parameter(item: Mapping[str, Any], key: str) -> Any:
    """A parameter's value."""
    return next((one.get("value") for one in item.get("parameter", ()) if one.get("key") == key), None)

"""The kinds of objects in a container: their names in paths, in JSON and in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of object.

    key: its name in versions, entities and lists, such as `tag`.
    collection: the part of a path, such as `tags`.
    id: the key of its id, `tagId`.
    schema: its schema in the discovery document.
    named: true where its name is its own among its kind.
    writable: false where the emulator only shows it.
    listed: its key in the answer to a list, where that is another.
    """

    key: str
    collection: str
    id: str
    schema: str
    named: bool = True
    writable: bool = True
    listed: str = ""


TAG = Kind("tag", "tags", "tagId", "Tag")
TRIGGER = Kind("trigger", "triggers", "triggerId", "Trigger")
VARIABLE = Kind("variable", "variables", "variableId", "Variable")
FOLDER = Kind("folder", "folders", "folderId", "Folder")
TEMPLATE = Kind("customTemplate", "templates", "templateId", "CustomTemplate", writable=False, listed="template")
CLIENT = Kind("client", "clients", "clientId", "Client", writable=False)
ZONE = Kind("zone", "zones", "zoneId", "Zone", writable=False)
TRANSFORMATION = Kind("transformation", "transformations", "transformationId", "Transformation", writable=False)
GTAG = Kind("gtagConfig", "gtag_config", "gtagConfigId", "GtagConfig", named=False, writable=False)

KINDS: tuple[Kind, ...] = (TAG, TRIGGER, VARIABLE, FOLDER, TEMPLATE, CLIENT, ZONE, TRANSFORMATION, GTAG)
BY_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}
BY_COLLECTION: Mapping[str, Kind] = {kind.collection: kind for kind in KINDS}

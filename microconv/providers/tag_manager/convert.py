"""Between the JSON of a container and the states of objects, by the attribute tables.

Whatever of the JSON no attribute says survives: an object is changed by putting attributes into what was read.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from microconv.core.ga4_import import name_identity
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, BUILT_IN_VARIABLE, GA4_TAG, GOOGLE_TAG, OTHER_TAG, TRIGGER, VARIABLE
from microconv.core.resource import Address, Live, frozen
from microconv.core.value import Scalar, State
from microconv.providers.tag_manager import built_in_variable
from microconv.providers.tag_manager.parameters import Json, put, value_of
from microconv.providers.tag_manager.seen_in_tags import (
    constants_of,
    may_send_of,
    sends_of,
    sequences,
    server_of,
    tables_of,
)
from microconv.providers.tag_manager.tag_attributes import BUILT_IN_TRIGGERS, trigger_line
from microconv.providers.tag_manager.tags_json import SUFFIXES, first_tag, put_tag, tag_state, type_of
from microconv.providers.tag_manager.trigger_users import users_of_triggers
from microconv.providers.tag_manager.triggers_json import first_trigger, put_trigger, trigger_state

_BUILT_IN_NAMES = {kind: name for name, kind in built_in_variable.TYPES.items()}


def objects_of(content: Mapping[str, Any], live: Mapping[str, Any] | None) -> tuple[Live, ...]:
    """The objects of a workspace or version, from its JSON: `tag`, `trigger`, `variable`, `builtInVariable`.

    `live` is the live version; None where nothing was published. Ids are the same in every version and workspace:
    `tags/12`, `built_in_variables/pagePath`.
    """
    return tuple(_objects(content, live or {}))


def trigger_lines(content: Mapping[str, Any]) -> Mapping[str, str]:
    """The lines of all triggers that tags can fire on, by number."""
    own = {str(one.get("triggerId")): trigger_line(str(one.get("name", ""))) for one in content.get("trigger", ())}
    return {**BUILT_IN_TRIGGERS, **own}


def trigger_numbers(content: Mapping[str, Any]) -> Mapping[str, str]:
    """The numbers of all triggers that tags can fire on, by line."""
    return {line: number for number, line in trigger_lines(content).items()}


def made(type_name: str, attributes: State, numbers: Mapping[str, str]) -> Json:
    """The JSON of a new object. `numbers` are those of triggers by line. Raises KeyError for a trigger without one."""
    kind = str(attributes.get("kind", ""))
    if type_name == TRIGGER:
        raw = first_trigger(kind)
    elif type_name == VARIABLE:
        raw = {"type": kind, "parameter": []}
        put(raw, "dataLayerVersion", "2", "integer")
        put(raw, "setDefaultValue", "false", "boolean")
    elif type_name == BUILT_IN_VARIABLE:
        return {"type": kind}
    else:
        raw = {"type": kind, **first_tag(type_name)}
    return merged(type_name, raw, attributes, numbers)


def merged(type_name: str, before: Json, attributes: State, numbers: Mapping[str, str]) -> Json:
    """The JSON of an object with these attributes and everything else as it was. Raises KeyError, see `made`."""
    raw = copy.deepcopy(before)
    for name, value in attributes.items():
        if name in {"name", "kind"}:
            raw["type" if name == "kind" else name] = value
        elif type_name == TRIGGER:
            put_trigger(raw, name, value)
        elif type_name == VARIABLE:
            put(raw, "name", None if value is None else str(value))
        else:
            put_tag(raw, type_name, name, value, numbers)
    return raw


def canonical(raw: Any) -> str:
    """The JSON of an object in one form: what carries no meaning, such as the order of keyed parameters, is sorted."""
    return json_line(_sorted(raw))


_IN_ANY_ORDER = frozenset({"parameter", "map", "firingTriggerId", "blockingTriggerId", "filter", "autoEventFilter"})


def _sorted(raw: Any, key: str = "") -> Any:
    if isinstance(raw, Mapping):
        return {name: _sorted(raw[name], name) for name in sorted(raw)}
    if isinstance(raw, list):
        items = [_sorted(one) for one in raw]
        return sorted(items, key=json_line) if key in _IN_ANY_ORDER else items
    return raw


def _objects(content: Mapping[str, Any], live: Mapping[str, Any]) -> Iterator[Live]:
    lines, users = trigger_lines(content), users_of_triggers(content, live)
    published = {str(one.get("tagId")): one for one in live.get("tag", ())}
    sequenced, variables = sequences(content.get("tag", ())), content.get("variable", ())
    constants, tables = constants_of(variables), tables_of(variables)
    for raw in content.get("builtInVariable", ()):
        kind = str(raw.get("type", ""))
        name = _BUILT_IN_NAMES.get(kind) or str(raw.get("name") or kind)
        yield Live(Address(BUILT_IN_VARIABLE, name), f"built_in_variables/{kind}", name, frozen({"kind": kind}))
    for raw in content.get("variable", ()):
        name, kind = str(raw.get("name", "")), str(raw.get("type", ""))
        given = raw.get("parameter", ())
        key = value_of(given, "name") if kind == "v" else None
        constant = value_of(given, "value") if kind == "c" else None
        state = frozen({"name": name, "kind": kind, "data_layer": key, "constant": constant})
        yield Live(Address(VARIABLE, name), f"variables/{raw.get('variableId')}", name_identity(name), state)
    for raw in content.get("trigger", ()):
        name, number = str(raw.get("name", "")), str(raw.get("triggerId"))
        used = users.get(number, ())
        state = frozen({**trigger_state(raw), "used_by": used, "deletable": not used})
        yield Live(Address(TRIGGER, name), f"triggers/{number}", name_identity(name), state)
    for raw in content.get("tag", ()):
        name, number, kind = str(raw.get("name", "")), str(raw.get("tagId")), type_of(raw)
        rests = raw.get("paused") is True and published.get(number, {"paused": True}).get("paused") is True
        sequence = sequenced.get(name, ())
        more: dict[str, Scalar] = {"fired_by": sequence, "deletable": rests and not sequence}
        if kind in {GOOGLE_TAG, OTHER_TAG}:
            more["server"] = server_of(raw, variables)
        state = tag_state(raw, lines)
        sends = sends_of(state, constants) if kind in {ADS_TAG, GA4_TAG} else None
        if sends is not None:
            more["sends"] = sends
        if kind == ADS_TAG and (labels := may_send_of(state, constants, tables)):
            more["mentions"] = labels
        address = Address(kind, name.removesuffix(SUFFIXES.get(kind, "")) or name)
        yield Live(address, f"tags/{number}", name_identity(name), frozen({**state, **more}))

"""The rules for objects of a workspace: the reasons for which a change is refused.

They are in the discovery document (revision 20260826), or were published by tools that met them; see `errors` for
whose a text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from microconv.emulator.policies import Policies
from microconv.emulator.tag_manager.built_in import NAMES
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError, invalid
from microconv.emulator.tag_manager.kinds import FOLDER, TAG, TEMPLATE, TRIGGER, VARIABLE, ZONE, Kind
from microconv.emulator.tag_manager.model import Content, Json
from microconv.emulator.tag_manager.schema import check_word

#: Triggers that every web container has, and no list names.
BUILT_IN_TRIGGERS = frozenset({"2147479553", "2147479572", "2147479573"})
#: The trigger of a server container.
SERVER_TRIGGERS = frozenset({"2147479574"})
_REFERENCE = re.compile(r"\{\{(.+?)\}\}")
_TEMPLATE = re.compile(r"cvt_(.+)")
_LONGEST_NAME = 200
#: Keys of an object that the service fills in and a body cannot set.
SERVERS_OWN = frozenset(
    {"path", "accountId", "containerId", "workspaceId", "fingerprint", "tagManagerUrl", "uniqueTriggerId"}
)


def check(kind: Kind, item: Json, number: str, content: Content, policies: Policies) -> None:
    """Raise ApiError for an object that the service would not take.

    number: its id; empty for a new one.
    content: the workspace's, in which it would stand.
    """
    _check_name(kind, item, number, content, policies)
    if len(item.get("notes", "")) > policies.number("gtm_longest_notes"):
        raise invalid("notes: the text is too long.")
    for parameter, path in _parameters(item, kind.key):
        _check_parameter(parameter, path)
    folder = item.get("parentFolderId")
    if folder and folder not in content.of(FOLDER):
        raise invalid(f"parentFolderId: there is no folder {folder}.")
    if kind is TAG:
        _check_tag(item, content)
    elif kind is TRIGGER:
        _check_trigger(item)
    elif kind is VARIABLE and not item.get("type"):
        raise invalid("variable.type: The value must not be empty.")
    if policies["gtm_not_enabled_built_in"] == "refuse":
        for name in sorted(unknown_references(item, content)):
            raise invalid(f"Unknown variable {name!r}.")


def check_change(kind: Kind, item: Json, before: Json) -> None:
    """Raise ApiError where an update changes what stays: the type of a tag or trigger."""
    if kind in (TAG, TRIGGER) and item.get("type") != before.get("type"):
        raise invalid(f"{kind.key}.type: the type cannot be changed from {before.get('type')} to {item.get('type')}.")


def check_delete(kind: Kind, number: str, content: Content) -> None:
    """Raise ApiError for an object that cannot be deleted."""
    item = content.of(kind)[number]
    if kind is TAG and str(item.get("type", "")).startswith("cvt_"):
        raise ApiError(400, OBSERVED["opaque"])
    if kind is TRIGGER:
        users = [
            str(other.get("name"))
            for kind in (TAG, TRIGGER, ZONE)
            for other in content.of(kind).values()
            if number in used_triggers(other)
        ]
        if users:
            raise invalid(f"The trigger is used by {', '.join(users)}.")
    if kind is TEMPLATE and any(_TEMPLATE.fullmatch(str(tag.get("type"))) for tag in content.of(TAG).values()):
        raise invalid("The template is used by a tag.")


def used_triggers(item: Json) -> Iterator[str]:
    """The triggers that a tag fires or is kept from firing on, those of a group, and those of a zone."""
    yield from (*item.get("firingTriggerId", ()), *item.get("blockingTriggerId", ()))
    yield from item.get("boundary", {}).get("customEvaluationTriggerId", ())
    for parameter in item.get("parameter", ()):
        if parameter.get("key") == "triggerIds":
            yield from (str(one.get("value", "")) for one in parameter.get("list", ()))


def references(value: Any) -> Iterator[str]:
    """The names in double braces, wherever they stand in a value."""
    if isinstance(value, str):
        yield from _REFERENCE.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def unknown_references(item: Json, content: Content) -> set[str]:
    """The names in braces that are neither of an enabled built-in variable nor of one that is there."""
    known = {str(variable.get("name")) for variable in content.of(VARIABLE).values()}
    known |= {NAMES.get(kind, kind) for kind in content.built_in} | {"_event"}
    used = {key: value for key, value in item.items() if key not in ("name", "notes")}
    return set(references(used)) - known


def _check_name(kind: Kind, item: Json, number: str, content: Content, policies: Policies) -> None:
    if not kind.named:
        return
    name = str(item.get("name", ""))
    if not name.strip():
        raise invalid(f"{kind.key}.name: The value must not be empty.")
    if len(name) > _LONGEST_NAME:
        raise invalid(f"{kind.key}.name: The value is too long.")
    if ":" in name and policies["gtm_colon_in_names"] == "refused":
        raise invalid(f"{kind.key}.name: The name must not contain a colon.")
    others = {str(other.get("name")) for key, other in content.of(kind).items() if key != number}
    if kind is VARIABLE:  # they share their names with built-in variables
        others |= {NAMES.get(one, one) for one in content.built_in}
    if name in others:
        raise invalid(OBSERVED["duplicate"])


def _check_tag(item: Json, content: Content) -> None:
    kind = str(item.get("type", ""))
    if not kind:
        raise invalid("tag.type: The value must not be empty.")
    template = _TEMPLATE.fullmatch(kind)
    if template is not None and not any(number in template[1] for number in content.of(TEMPLATE)):
        raise invalid(OBSERVED["unknown_template"].format(kind))
    for key in ("firingTriggerId", "blockingTriggerId"):
        for number in item.get(key, ()):
            if number not in content.of(TRIGGER) and number not in BUILT_IN_TRIGGERS | SERVER_TRIGGERS:
                raise invalid(f"{key}: there is no trigger {number}.")
    consent = item.get("consentSettings", {})
    if consent.get("consentType") and consent.get("consentStatus") != "needed":
        raise invalid("consentSettings.consentType: it can be set only if consentStatus is needed.")
    for key in ("setupTag", "teardownTag"):
        if len(item.get(key, ())) > 1:
            raise invalid(f"{key}: a tag can have one at most.")


def _check_trigger(item: Json) -> None:
    kind = str(item.get("type", ""))
    check_word("Trigger", "type", kind, "trigger.type")
    filters = item.get("customEventFilter", [])
    if kind == "customEvent" and len(filters) != 1:
        raise ApiError(400, OBSERVED["event_filter"])
    for key in ("customEventFilter", "filter", "autoEventFilter"):
        for index, condition in enumerate(item.get(key, ())):
            _check_condition(condition, f"{key}[{index}]")


def _check_condition(condition: Json, path: str) -> None:
    check_word("Condition", "type", str(condition.get("type", "")), f"{path}.type")
    values = {str(one.get("key")): str(one.get("value", "")) for one in condition.get("parameter", ())}
    for key in ("arg0", "arg1"):
        if key not in values:
            raise invalid(f"{path}: the parameter {key} is missing.")
    if not _REFERENCE.fullmatch(values["arg0"]):
        raise invalid(f"{path}: arg0 must be a reference to a variable.")


def _parameters(item: Json, path: str) -> Iterator[tuple[Json, str]]:
    for key, value in item.items():
        if key == "parameter":
            yield {"type": "map", "map": value}, f"{path}.parameter"
        elif isinstance(value, dict) and "type" in value and key != "formatValue":
            yield value, f"{path}.{key}"


def _check_parameter(parameter: Json, path: str) -> None:
    kind = str(parameter.get("type", ""))
    check_word("Parameter", "type", kind, f"{path}.type")
    value = str(parameter.get("value", ""))
    literal = not _REFERENCE.search(value)
    if kind == "boolean" and literal and value not in ("true", "false"):
        raise invalid(f"{path}: a boolean is 'true' or 'false'.")
    if kind == "integer" and literal and not re.fullmatch(r"-?[0-9]+", value):
        raise invalid(f"{path}: an integer is needed.")
    members = parameter.get("map", ()) if kind == "map" else parameter.get("list", ()) if kind == "list" else ()
    keys = [str(one.get("key", "")) for one in members] if kind == "map" else []
    if len(set(keys)) < len(keys) or "" in keys:
        raise invalid(f"{path}: the keys of a map must be there, and unique.")
    for index, member in enumerate(members):
        _check_parameter(member, f"{path}[{index}]")

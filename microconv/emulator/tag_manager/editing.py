"""Changes of the objects of a workspace: made, replaced, deleted, put back."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from microconv.emulator.policies import Policies
from microconv.emulator.tag_manager.checks import SERVERS_OWN, check, check_change, check_delete
from microconv.emulator.tag_manager.kinds import FOLDER, TAG, TRIGGER, Kind
from microconv.emulator.tag_manager.model import Container, Content, Json

#: Triggers to which the service gives an id of their own, as compiled containers need it.
_UNIQUE = frozenset(
    {"click", "linkClick", "formSubmission", "timer", "scrollDepth", "elementVisibility", "youTubeVideo"}
)


def create(container: Container, content: Content, kind: Kind, item: Json, stamp: str, policies: Policies) -> str:
    """Make an object; its id. Raises ApiError before anything has changed."""
    stored = _stored(kind, item)
    check(kind, stored, "", content, policies)
    number = container.new_object()
    content.of(kind)[number] = _filled(container, kind, number, stored, stamp)
    return number


def replace(
    container: Container, content: Content, kind: Kind, number: str, item: Json, stamp: str, policies: Policies
) -> None:
    """Put a whole object in the place of one. Raises ApiError before anything has changed."""
    stored = _stored(kind, item)
    check(kind, stored, number, content, policies)
    check_change(kind, stored, content.of(kind)[number])
    content.of(kind)[number] = _filled(container, kind, number, stored, stamp)


def remove(content: Content, kind: Kind, number: str) -> None:
    """Delete an object. Raises ApiError before anything has changed."""
    check_delete(kind, number, content)
    del content.of(kind)[number]
    if kind is FOLDER:  # what was in it is in none then
        for key, other, item in list(content.all()):
            if item.get("parentFolderId") == number:
                content.of(key)[other] = {name: value for name, value in item.items() if name != "parentFolderId"}


def revert(base: Content, content: Content, kind: Kind, number: str, policies: Policies) -> Json | None:
    """Put an object back as the base version has it; None where that has none, and it is deleted.

    Raises ApiError where it cannot stand in the workspace any more: another has its name, a trigger of it is gone.
    """
    original = base.of(kind).get(number)
    if original is None:
        remove(content, kind, number)
        return None
    check(kind, original, number, content, policies)
    content.of(kind)[number] = copy.deepcopy(original)
    return content.of(kind)[number]


def _stored(kind: Kind, item: Json) -> Json:
    return {key: copy.deepcopy(value) for key, value in item.items() if key not in SERVERS_OWN | {kind.id}}


def _filled(container: Container, kind: Kind, number: str, item: Json, stamp: str) -> Json:
    """The object with what the service fills in."""
    filled: Mapping[str, object] = {}
    if kind is TAG:
        filled = {
            "tagFiringOption": "oncePerEvent",
            "monitoringMetadata": {"type": "map"},
            "consentSettings": {"consentStatus": "notSet"},
        }
    elif kind is TRIGGER and item.get("type") in _UNIQUE:
        filled = {"uniqueTriggerId": {"type": "template", "value": f"{container.id}_{number}"}}
    return {**filled, **item, "fingerprint": stamp}

"""The ``tag_manager`` section of a seed as a JSON Schema; see `seeding` for an example."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.schema_nodes import ID, Node, either, flag, listed, maybe, node, record, some, text, words
from microconv.emulator.tag_manager.built_in import NAMES
from microconv.emulator.tag_manager.kinds import KINDS


def section() -> Node:
    """The section."""
    return record("Tag Manager.", {"accounts": listed("The accounts.", __number())})


def __number() -> Node:
    keys = {
        "id": _number("Its number."),
        "name": text("Its name.", minLength=1),
        "fingerprint": _fingerprint(),
        "containers": listed("Its containers.", _container()),
    }
    return record("An account.", keys, ("id", "name"))


def _container() -> Node:
    keys = {
        "id": _number("Its number, unique over all accounts."),
        "public_id": text("Its public id.", pattern="^GTM-[A-Z0-9]{4,12}$"),
        "name": text("Its name.", minLength=1),
        "fingerprint": _fingerprint(),
        "usage": some("Where it is used: [web] by default, or [server].", text()),
        "premium": maybe(flag("With Tag Manager 360: more than three workspaces.")),
        "destinations": listed("The ids `G-…` and `AW-…` that it is linked with.", text(minLength=1)),
        "versions": listed("Its versions, in the order in which they were made.", _version()),
        "live": maybe(either("The id of the published version; by default none is.", _number(), text(maxLength=0))),
        "latest": maybe(either("The id of the latest version; by default the last one.", _number(), text(maxLength=0))),
        "workspaces": listed("Its workspaces; by default one, like the latest version.", _workspace()),
    }
    return record("A container.", keys, ("id", "public_id", "name"))


def _version() -> Node:
    keys = {
        "id": _number("Its number."),
        "name": maybe(text("Its name.")),
        "description": maybe(text("Its notes.")),
        "fingerprint": _fingerprint(),
        "deleted": maybe(flag("True for one that was deleted.")),
        **_parts(),
    }
    return record("A version.", keys, ("id",))


def _workspace() -> Node:
    conflict = {
        "kind": words([kind.key for kind in KINDS], "The kind of the object."),
        "id": _number("Its id."),
        "theirs": maybe(node("object", "The version's object; left out where that deleted it.")),
    }
    keys = {
        "id": _number("Its number."),
        "name": text("Its name.", minLength=1),
        "description": maybe(text("Its notes.")),
        "fingerprint": _fingerprint(),
        "base": maybe(either("The version it was made from; by default the latest.", _number(), text(maxLength=0))),
        "conflicts": listed("Its merge conflicts.", record("A conflict.", conflict, ("kind", "id"))),
        **_parts(),
    }
    return record("A workspace; without objects of its own it has those of its base.", keys, ("id", "name"))


def _parts() -> Mapping[str, Node]:
    about = "Objects in the API's JSON, with their ids; the words of an export are taken too."
    parts = {kind.key: listed(about, {"type": "object", "required": [kind.id]}) for kind in KINDS}
    built_in = {"type": "object", "required": ["type"]}
    known = ", ".join(f"`{one}`" for one in list(NAMES)[:3])
    parts["builtInVariable"] = listed(f"Built-in variables that are enabled, by their type: {known}, …", built_in)
    return parts


def _fingerprint() -> Node:
    return maybe(text("A time stamp in milliseconds; by default a new one.", pattern="^[0-9]*$"))


def _number(about: str = "") -> Node:
    """An id, which is digits alone here."""
    return {"title": ID, **either(about, node("integer", minimum=1), text(pattern="^[0-9]*[1-9][0-9]*$"))}

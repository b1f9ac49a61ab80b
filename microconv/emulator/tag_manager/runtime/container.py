"""A container as the API gives it (a version, or the parts of a workspace under the same keys), to be run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

#: Triggers that every web container has and no list names (site-kit-wp, live-container-version fixtures, for All Pages;
#: the others from a public template container with all of them in use, 2026-09).
BUILT_IN_TRIGGERS: Mapping[str, str] = {
    "2147479553": "pageview",
    "2147479572": "consentInit",
    "2147479573": "init",
}
BUILT_IN_TRIGGER_NAMES: Mapping[str, str] = {
    "2147479553": "All Pages",
    "2147479572": "Consent Initialization - All Pages",
    "2147479573": "Initialization - All Pages",
}


@dataclass(frozen=True, slots=True)
class Container:
    """A container; only those of websites are modelled.

    tags: its tags, as JSON.
    triggers: by id.
    variables: user-defined variables, by name.
    built_in: the types of the built-in variables that are enabled, by the name that stands in braces.
    public_id: `GTM-…`, empty where it is not known.
    version: the number of the version, empty for a workspace.
    other: what it is for, where that is not a website: `server`, `amp`, …; empty for a website.
    """

    tags: Sequence[Json]
    triggers: Mapping[str, Json]
    variables: Mapping[str, Json]
    built_in: Mapping[str, str]
    public_id: str = ""
    version: str = ""
    other: str = ""

    @classmethod
    def of(cls, content: Json) -> Container:
        """A container from a version, or from `{tag: […], trigger: […], variable: […], builtInVariable: […]}`."""
        usage = [str(one).lower() for one in content.get("container", {}).get("usageContext", ())]
        return cls(
            tags=tuple(content.get("tag", ())),
            triggers={str(item["triggerId"]): item for item in content.get("trigger", ())},
            variables={str(item["name"]): item for item in content.get("variable", ())},
            built_in={str(item["name"]): str(item["type"]) for item in content.get("builtInVariable", ())},
            public_id=str(content.get("container", {}).get("publicId", "")),
            version=str(content.get("containerVersionId", "")),
            other="" if not usage or "web" in usage else ", ".join(usage),
        )


def parameters(owner: Json) -> dict[str, Json]:
    """The parameters of an object by key."""
    return {str(item["key"]): item for item in owner.get("parameter", ()) if "key" in item}


def text(owner: Json, key: str, default: str = "") -> str:
    """The value of a parameter as it stands there, with its braces."""
    item = parameters(owner).get(key)
    return default if item is None else str(item.get("value", default))


def flag(owner: Json, key: str) -> bool:
    """True where a boolean parameter is the text `true`; a reference to a variable is not."""
    return text(owner, key) == "true"


def rows(owner: Json, key: str) -> list[dict[str, str]]:
    """A list of maps, such as eventSettingsTable, as dicts of templates."""
    item = parameters(owner).get(key, {})
    return [
        {str(cell.get("key", "")): str(cell.get("value", "")) for cell in row.get("map", ())}
        for row in item.get("list", ())
    ]

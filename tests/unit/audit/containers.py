"""Containers of Tag Manager for cases, in the API's own JSON, read by the provider's own converter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from microconv.analysis.subject import Subject
from microconv.core.container_facts import Container
from microconv.core.facts import AccountFacts
from microconv.core.kinds import CONTAINER, TAG_MANAGER
from microconv.core.resource import Reading
from microconv.providers.tag_manager.convert import objects_of
from microconv.providers.tag_manager.unpublished import unpublished, waiting_since
from tests.strategies import action_id

Json = dict[str, Any]

GTM = "GTM-ABC1234"
ADS_ID = "987654321"
STREAM = "G-AOI00001"
ALL_PAGES = "2147479553"
INITIALIZATION = "2147479573"


def sent_to(label: str, number: int = 1) -> str:
    """The line of an action's label."""
    return f"{action_id(number)} AW-{ADS_ID}/{label}"


def tag(number: int, name: str, kind: str, *triggers: str, **said: Any) -> Json:
    """A tag; what is said in capitals, or begins with an underscore, is no parameter but a key of the tag itself."""
    given = [{"type": "template", "key": key, "value": value} for key, value in said.items() if not key.startswith("_")]
    more = {key[1:]: value for key, value in said.items() if key.startswith("_")}
    return {
        "tagId": str(number),
        "name": name,
        "type": kind,
        "firingTriggerId": list(triggers),
        "parameter": given,
        **more,
    }


def ads_tag(number: int, label: str, *triggers: str, tracking: str = ADS_ID, **said: Any) -> Json:
    """A conversion tag of Google Ads, on trigger 1 unless told."""
    name = said.pop("_name", f"Ads {number}")
    given = {"conversionId": tracking, "conversionLabel": label, **said}
    return tag(number, name, "awct", *(triggers or ("1",)), **given)


def ga4_tag(number: int, event: str, *triggers: str, stream: str = STREAM, **said: Any) -> Json:
    """A GA4 event tag, on trigger 1 unless told."""
    name = said.pop("_name", f"GA4 {number}")
    given = {"eventName": event, "measurementIdOverride": stream, **said}
    return tag(number, name, "gaawe", *(triggers or ("1",)), **given)


def google_tag(number: int = 90, to: str = STREAM, *triggers: str, **said: Any) -> Json:
    """A Google tag on all pages."""
    return tag(number, said.pop("_name", "Google tag"), "googtag", *(triggers or (INITIALIZATION,)), tagId=to, **said)


def table(key: str, **rows: str) -> Json:
    """A table of names and values, as a parameter."""
    maps = [
        {"type": "map", "map": [
            {"type": "template", "key": "parameter", "value": name},
            {"type": "template", "key": "parameterValue", "value": value},
        ]}
        for name, value in rows.items()
    ]  # fmt: skip
    return {"type": "list", "key": key, "list": maps}


def through_a_server(raw: Json, server: str = "https://sgtm.aoi.example") -> Json:
    """A Google tag that sends through a server container."""
    return {**raw, "parameter": [*raw["parameter"], table("configSettingsTable", server_container_url=server)]}


def condition(kind: str, variable: str, value: str, *, negate: bool = False, ignore_case: bool = False) -> Json:
    """A condition of a trigger."""
    given: list[Json] = [
        {"type": "template", "key": "arg0", "value": variable}, {"type": "template", "key": "arg1", "value": value}
    ]  # fmt: skip
    flags = {"negate": negate, "ignore_case": ignore_case}
    given += [{"type": "boolean", "key": key, "value": "true"} for key, on in flags.items() if on]
    return {"type": kind, "parameter": given}


def trigger(number: int, name: str, kind: str = "pageview", *conditions: Json, **said: Any) -> Json:
    """A trigger with conditions."""
    return {"triggerId": str(number), "name": name, "type": kind, "filter": list(conditions), **said}


def on_page(number: int, name: str, part: str, variable: str = "{{Page Path}}", how: str = "contains") -> Json:
    """A page trigger that looks for a part of an address."""
    return trigger(number, name, "pageview", condition(how, variable, part))


def custom_event(number: int, name: str, event: str, *conditions: Json) -> Json:
    """A trigger on an event of the data layer."""
    return trigger(
        number, name, "customEvent", *conditions, customEventFilter=[condition("equals", "{{_event}}", event)]
    )


def constant(number: int, name: str, value: str) -> Json:
    """A constant."""
    given = [{"type": "template", "key": "value", "value": value}]
    return {"variableId": str(number), "name": name, "type": "c", "parameter": given}


THANKS = on_page(1, "Thanks", "/thanks")
"""The trigger that tags fire on unless told."""


def content(
    *tags: Json, triggers: Sequence[Json] = (THANKS,), variables: Sequence[Json] = (), fingerprint: str = ""
) -> Json:
    """The content of a workspace or version. With `fingerprint` everything was changed at that time."""
    whole = {"tag": list(tags), "trigger": list(triggers), "variable": list(variables), "builtInVariable": []}
    return {key: [{"fingerprint": fingerprint, **one} for one in items] for key, items in whole.items()}


def container(whole: Json, live: Json | None = None, **facts: Any) -> Reading:
    """The reading of a container whose live version has `live`; of one that is published as it is unless told."""
    published = (
        None if facts.get("live_version") == "" else {**(whole if live is None else live), "containerVersionId": "7"}
    )
    differing, digest = unpublished(whole, published, None)
    known: Mapping[str, Any] = {
        "name": "aoi.example", "path": "accounts/1/containers/2", "usage": ("web",), "workspace": "",
        "workspaces": ("Default Workspace",), "live_version": "7", "latest_version": "7",
        "unpublished": tuple(map(str, differing)), "unpublished_since": waiting_since(differing, whole),
        "digest": digest, "changed": (), "merge_conflicts": (), **facts,
    }  # fmt: skip
    about = AccountFacts(container=Container(**known))
    return Reading(TAG_MANAGER, GTM, objects_of(whole, published), about, 5, CONTAINER)


def with_container(subject: Subject, reading: Reading | Json) -> Subject:
    """The same accounts with a container."""
    read = reading if isinstance(reading, Reading) else container(reading)
    return replace(subject, readings=(*subject.readings, read))

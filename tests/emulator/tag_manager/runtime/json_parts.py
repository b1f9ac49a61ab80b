"""Parts of containers in the API's JSON, for tests of the runtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = dict[str, Any]

BUILT_IN = {
    "Page URL": "pageUrl",
    "Page Hostname": "pageHostname",
    "Page Path": "pagePath",
    "Referrer": "referrer",
    "Event": "event",
    "Click Element": "clickElement",
    "Click Classes": "clickClasses",
    "Click ID": "clickId",
    "Click Target": "clickTarget",
    "Click URL": "clickUrl",
    "Click Text": "clickText",
    "Form Element": "formElement",
    "Form Classes": "formClasses",
    "Form ID": "formId",
    "Form Target": "formTarget",
    "Form URL": "formUrl",
    "Form Text": "formText",
    "Scroll Depth Threshold": "scrollDepthThreshold",
    "Scroll Depth Units": "scrollDepthUnits",
    "Scroll Direction": "scrollDepthDirection",
    "Video Provider": "videoProvider",
    "Video URL": "videoUrl",
    "Video Title": "videoTitle",
    "Video Percent": "videoPercent",
    "Video Status": "videoStatus",
    "Percent Visible": "elementVisibilityRatio",
    "On-Screen Duration": "elementVisibilityTime",
    "Container ID": "containerId",
    "Container Version": "containerVersion",
}
"""Built-in variables by the name that stands in braces (Google's help, answer/7182738)."""


def template(key: str, value: str) -> Json:
    return {"type": "template", "key": key, "value": value}


def table(key: str, columns: tuple[str, str], pairs: Mapping[str, str]) -> Json:
    rows = [
        {"type": "map", "map": [template(columns[0], one), template(columns[1], two)]} for one, two in pairs.items()
    ]
    return {"type": "list", "key": key, "list": rows}


def condition(kind: str, left: str, right: str, **flags: bool) -> Json:
    extra = [{"type": "boolean", "key": key, "value": str(value).lower()} for key, value in flags.items()]
    return {"type": kind, "parameter": [template("arg0", left), template("arg1", right), *extra]}


def trigger(number: str, kind: str, *filters: Json, parameters: Mapping[str, str] | None = None, **more: Any) -> Json:
    given = [template(key, value) for key, value in (parameters or {}).items()]
    return {
        "triggerId": number,
        "name": f"t{number}",
        "type": kind,
        "filter": list(filters),
        "parameter": given,
        **more,
    }


def custom(number: str, event: str, *filters: Json) -> Json:
    return trigger(number, "customEvent", *filters, customEventFilter=[condition("equals", "{{_event}}", event)])


def event_tag(name: str, *firing: str, parameters: Mapping[str, str] | None = None, **more: Any) -> Json:
    """A GA4 event tag as site exports have it (type `gaawe`)."""
    return {
        "name": name,
        "type": "gaawe",
        "firingTriggerId": list(firing),
        "tagFiringOption": "oncePerEvent",
        "parameter": [
            template("eventName", name),
            template("measurementIdOverride", "G-TEST"),
            table("eventSettingsTable", ("parameter", "parameterValue"), parameters or {}),
        ],
        **more,
    }


def variable(called: str, kind: str, /, **parameters: Any) -> Json:
    given = [value if isinstance(value, dict) else template(key, value) for key, value in parameters.items()]
    return {"name": called, "type": kind, "parameter": given}


def content(tags: Sequence[Json], triggers: Sequence[Json] = (), variables: Sequence[Json] = ()) -> Json:
    built_in = [{"name": name, "type": kind} for name, kind in BUILT_IN.items()]
    return {
        "container": {"publicId": "GTM-TEST"},
        "containerVersionId": "7",
        "tag": list(tags),
        "trigger": list(triggers),
        "variable": list(variables),
        "builtInVariable": built_in,
    }

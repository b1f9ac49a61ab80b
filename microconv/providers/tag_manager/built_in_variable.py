"""Built-in variables: the attribute table. One is enabled or not, and has nothing else.

Names and types: support.google.com/tagmanager/answer/7182738 and the enum of BuiltInVariable.type in the discovery
document (v2, revision 20260826), checked 2026-11-29. Google does not say whether an old container has their names in
the language of its interface; here they are the English ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from microconv.core.client import Client
from microconv.core.frozen import FrozenDict
from microconv.core.kinds import BUILT_IN_VARIABLE as NAME
from microconv.core.phase import Phase
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType, Settable
from microconv.core.tag_trigger import TriggerKind

BATCH = 200
"""Objects of one request: bulk_update names no limit; its requests are kept well below any that is known."""

TYPES: Mapping[str, str] = FrozenDict(
    {
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
        "Error Message": "errorMessage",
        "Error URL": "errorUrl",
        "Error Line": "errorLine",
        "Debug Mode": "debugMode",
        "New History URL": "newHistoryUrl",
        "Old History URL": "oldHistoryUrl",
        "New History Fragment": "newHistoryFragment",
        "Old History Fragment": "oldHistoryFragment",
        "New History State": "newHistoryState",
        "Old History State": "oldHistoryState",
        "History Source": "historySource",
        "Container ID": "containerId",
        "Container Version": "containerVersion",
        "Environment Name": "environmentName",
        "HTML ID": "htmlId",
        "Random Number": "randomNumber",
        "Scroll Depth Threshold": "scrollDepthThreshold",
        "Scroll Depth Units": "scrollDepthUnits",
        "Scroll Direction": "scrollDepthDirection",
        "Video Provider": "videoProvider",
        "Video URL": "videoUrl",
        "Video Title": "videoTitle",
        "Video Duration": "videoDuration",
        "Video Percent": "videoPercent",
        "Video Visible": "videoVisible",
        "Video Status": "videoStatus",
        "Video Current Time": "videoCurrentTime",
        "Percent Visible": "elementVisibilityRatio",
        "On-Screen Duration": "elementVisibilityTime",
        "Analytics Client ID": "analyticsClientId",
        "Analytics Session ID": "analyticsSessionId",
        "Analytics Session Number": "analyticsSessionNumber",
    }
)
"""The types of web containers by the names that stand in double braces."""

_LISTENED: Mapping[TriggerKind, tuple[str, ...]] = FrozenDict(
    {
        TriggerKind.CLICK: ("Click Element",),
        TriggerKind.LINK: ("Click URL",),
        TriggerKind.FORM: ("Form Element",),
    }
)
"""The variable that each listener is there for, which is enabled even where no condition looks at it."""

_REFERENCE = re.compile(r"\{\{(.+?)\}\}")

ATTRIBUTES = (
    Attribute(
        name="kind",
        kind=Kind.TEXT,
        summary="The API's word for it.",
        source="BuiltInVariable.type, discovery document of v2, revision 20260826, checked 2026-11-29",
        settable=Settable.ON_CREATE,
    ),
)


def built_in_names(client: Client) -> Iterator[str]:
    """The names of the built-in variables that the triggers of a client's conversions look at; some of them twice."""
    for conversion in client.conversions:
        trigger = conversion.tag.trigger if conversion.tag else None
        if trigger is None:
            continue
        yield from _LISTENED.get(trigger.kind, ())
        for condition in trigger.all_conditions:
            yield from (name for name in _REFERENCE.findall(condition.variable + condition.value) if name in TYPES)


def _declares(client: Client) -> Iterator[Desired]:
    if not client.accounts.container:
        return
    for name in sorted(set(built_in_names(client))):
        state = frozen({"kind": TYPES[name]})
        yield Desired(Address(NAME, name), Target(identity=name, name=name), state, conversion="")


BUILT_IN_VARIABLE = ResourceType(
    name=NAME,
    provider="tag_manager",
    title="built-in variable",
    attributes=ATTRIBUTES,
    batch=BATCH,
    declares=_declares,
    quiet=True,
    removable=False,
    phase=Phase.FOLLOW,
)
"""The type that the rest of microconv works with."""

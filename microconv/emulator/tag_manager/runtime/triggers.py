"""The triggers that fire at a moment."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.tag_manager.runtime.conditions import all_hold
from microconv.emulator.tag_manager.runtime.container import BUILT_IN_TRIGGERS, Json
from microconv.emulator.tag_manager.runtime.moments import Moment
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled
from microconv.emulator.tag_manager.runtime.variables import Scope

#: The event of each type; those of a page that loads, and those of listeners, whose moments name the triggers.
_EVENTS: Mapping[str, str] = {
    "consentInit": "gtm.init_consent",
    "init": "gtm.init",
    "pageview": "gtm.js",
    "domReady": "gtm.dom",
    "windowLoaded": "gtm.load",
}
_LISTENING = frozenset(
    {
        "click",
        "linkClick",
        "formSubmission",
        "elementVisibility",
        "scrollDepth",
        "timer",
        "youTubeVideo",
        "triggerGroup",
    }
)
TRIGGERS = frozenset(_EVENTS) | _LISTENING | {"customEvent"}
"""The types of triggers that are modelled."""


def fires(name: str, triggers: Mapping[str, Json], moment: Moment, scope: Scope) -> Truth:
    """True where a trigger, by its id, fires at a moment."""
    built_in = BUILT_IN_TRIGGERS.get(name)
    if built_in is not None:
        return moment.event == _EVENTS[built_in]
    trigger = triggers.get(name)
    if trigger is None:
        return Unmodelled(f"the trigger {name}, which the container does not have")
    kind = str(trigger.get("type"))
    if kind in _EVENTS:
        if moment.event != _EVENTS[kind]:
            return False
    elif kind == "customEvent":
        return all_hold((*trigger.get("customEventFilter", ()), *trigger.get("filter", ())), scope)
    elif kind in _LISTENING:
        if moment.listeners is None or name not in moment.listeners:
            return False
    else:
        return Unmodelled(f"triggers of the type {kind}")
    return all_hold(trigger.get("filter", ()), scope)

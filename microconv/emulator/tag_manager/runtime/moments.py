"""The events that Tag Manager itself makes of what a person does: who listens, and what the event carries.

Click, form, scroll, visibility, timer and video triggers start listeners; an event of a listener is for the triggers
that asked for it. Their settings: support.google.com/tagmanager, topic "Trigger types" (topic/7679108) and the pages
below it, element visibility (answer/7679410), built-in variables (answer/7182738), checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from microconv.emulator.tag_manager.runtime.acts import Click, Scroll, See, Submit, Wait, Watch
from microconv.emulator.tag_manager.runtime.conditions import all_hold, number
from microconv.emulator.tag_manager.runtime.container import Json, flag, text
from microconv.emulator.tag_manager.runtime.page import Element, Page
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled, all_of
from microconv.emulator.tag_manager.runtime.variables import Scope, as_text

LOADING = ("gtm.init_consent", "gtm.init", "gtm.js", "gtm.dom", "gtm.load")
"""The events of a page that loads, in their order; what the page pushed before comes in front of `gtm.js`."""

_MOST_TURNS = 1_000
"""The number of times that a timer may go off in one act of waiting."""


class Moment(NamedTuple):
    """One event in the data layer.

    event: its name.
    values: the keys that it carries.
    listeners: the ids of the triggers that it is for; None for any that looks for this event.
    """

    event: str
    values: Mapping[str, Any]
    listeners: frozenset[str] | None = None


@dataclass
class Listeners:
    """The listeners of a page's triggers, with what has happened so far.

    triggers: the container's, by id.
    unclear: the reasons why a trigger may have fired unseen, by its id.
    """

    triggers: Mapping[str, Json]
    unclear: dict[str, str] = field(default_factory=dict)
    _reached: set[tuple[str, object]] = field(default_factory=set)
    _waited: float = 0.0

    def click(self, act: Click, scope: Scope) -> list[Moment]:
        """`gtm.click` for the element, and `gtm.linkClick` where it is in a link."""
        moments = []
        clicks = self._of("click")
        if clicks:
            moments.append(Moment("gtm.click", _element(act.element, scope.page), frozenset(clicks)))
        link = act.element.closest("a") or act.element.closest("area")
        if link is not None and link.attribute("href"):
            listening = self._enabled("linkClick", scope)
            if listening:
                moments.append(Moment("gtm.linkClick", _element(link, scope.page), listening))
        return moments

    def submit(self, act: Submit, scope: Scope) -> list[Moment]:
        """`gtm.formSubmit`. A trigger that does not check validation also takes a form that the page refuses."""
        form = act.element.closest("form") or act.element
        listening = self._enabled("formSubmission", scope)
        if not act.valid:
            listening = frozenset(
                one for one in listening if _flag(self.triggers[one].get("checkValidation"), scope) is False
            )
        return [Moment("gtm.formSubmit", _element(form, scope.page), listening)] if listening else []

    def see(self, act: See, scope: Scope) -> list[Moment]:
        """`gtm.elementVisibility`, once a page, once an element or each time."""
        listening = []
        for name, trigger in self._of("elementVisibility").items():
            answer = _visible(trigger, act, scope)
            if isinstance(answer, Unmodelled):
                self.unclear.setdefault(name, answer.reason)
            elif answer and self._first(name, trigger, act.element):
                listening.append(name)
        if not listening:
            return []
        values = {
            **_element(act.element, scope.page),
            "gtm.visibleRatio": act.percent,
            "gtm.visibleTime": act.milliseconds,
        }
        return [Moment("gtm.elementVisibility", values, frozenset(listening))]

    def scroll(self, act: Scroll, scope: Scope) -> list[Moment]:
        """`gtm.scrollDepth` for each depth that is reached for the first time."""
        by_depth: dict[float, set[str]] = {}
        for name, trigger in self._of("scrollDepth").items():
            for depth in self._depths(name, trigger, scope):
                if depth <= act.percent and self._new(name, depth):
                    by_depth.setdefault(depth, set()).add(name)
        return [
            Moment(
                "gtm.scrollDepth",
                {"gtm.scrollThreshold": depth, "gtm.scrollUnits": "percent", "gtm.scrollDirection": "vertical"},
                frozenset(by_depth[depth]),
            )
            for depth in sorted(by_depth)
        ]

    def wait(self, act: Wait, scope: Scope) -> list[Moment]:
        """The timer's event, once for each interval that has passed, up to its limit."""
        before, self._waited = self._waited, self._waited + act.seconds * 1000
        due: list[tuple[float, str, str]] = []
        for name in sorted(self._enabled("timer", scope)):
            trigger = self.triggers[name]
            interval, limit = (_number(trigger.get(key), scope) for key in ("interval", "limit"))
            if interval is None or interval < 1:  # no browser counts parts of a millisecond
                self.unclear.setdefault(name, "its interval")
                continue
            first, last = int(before // interval) + 1, int(self._waited // interval)
            event = as_text(scope.value(str(trigger.get("eventName", {}).get("value") or "gtm.timer")))
            stop = last if limit is None or limit <= 0 else int(min(last, limit))
            if stop - first >= _MOST_TURNS:
                self.unclear.setdefault(name, f"more than {_MOST_TURNS} turns of a timer")
                continue
            due += ((turn * interval, name, event) for turn in range(first, stop + 1))
        return [Moment(event, {"gtm.timerElapsedTime": at}, frozenset({name})) for at, name, event in sorted(due)]

    def watch(self, act: Watch, scope: Scope) -> list[Moment]:
        """`gtm.video`: started, a share that is reached, completed."""
        by_state: dict[tuple[float, str], set[str]] = {}
        for name, trigger in self._of("youTubeVideo").items():
            for state in self._video_states(name, trigger, scope):
                if state[0] <= act.percent and self._new(name, state):
                    by_state.setdefault(state, set()).add(name)
        return [
            Moment(
                "gtm.video",
                {
                    "gtm.videoProvider": "youtube",
                    "gtm.videoStatus": state,
                    "gtm.videoPercent": percent,
                    "gtm.videoUrl": act.url,
                    "gtm.videoTitle": act.title,
                },
                frozenset(by_state[percent, state]),
            )
            for percent, state in sorted(by_state, key=lambda item: (item[0], _STATES.index(item[1])))
        ]

    def _of(self, kind: str) -> dict[str, Json]:
        return {name: trigger for name, trigger in self.triggers.items() if trigger.get("type") == kind}

    def _enabled(self, kind: str, scope: Scope) -> frozenset[str]:
        """Triggers of a kind that listen on this page: with waiting or checking, only where their conditions hold."""
        listening = set()
        for name, trigger in self._of(kind).items():
            answer = all_hold(trigger.get("autoEventFilter", ()), scope)
            if isinstance(answer, Unmodelled):
                self.unclear.setdefault(name, answer.reason)
            elif answer:
                listening.add(name)
        return frozenset(listening)

    def _new(self, name: str, what: object) -> bool:
        if (name, what) in self._reached:
            return False
        self._reached.add((name, what))
        return True

    def _first(self, name: str, trigger: Json, element: Element) -> bool:
        how_often = text(trigger, "firingFrequency", "ONCE")
        if how_often == "MANY_PER_ELEMENT":
            return True
        return self._new(name, id(element.node) if how_often == "ONCE_PER_ELEMENT" else "page")

    def _depths(self, name: str, trigger: Json, scope: Scope) -> Iterable[float]:
        if flag(trigger, "horizontalThresholdOn"):
            self.unclear.setdefault(name, "depths from side to side")
        if not flag(trigger, "verticalThresholdOn"):
            return []
        if text(trigger, "verticalThresholdUnits", "PERCENT") != "PERCENT":
            self.unclear.setdefault(name, "depths in pixels")
            return []
        return _numbers(text(trigger, "verticalThresholdsPercent"), scope)

    def _video_states(self, name: str, trigger: Json, scope: Scope) -> list[tuple[float, str]]:
        states = [(0.0, "start")] if flag(trigger, "captureStart") else []
        if flag(trigger, "captureComplete"):
            states.append((100.0, "complete"))
        if flag(trigger, "captureProgress"):
            if text(trigger, "radioButtonGroup1", "PERCENTAGE") != "PERCENTAGE":
                self.unclear.setdefault(name, "progress of a video in seconds")
            else:
                states += ((at, "progress") for at in _numbers(text(trigger, "progressThresholdsPercent"), scope))
        return states


_STATES = ("start", "progress", "complete")


def _element(element: Element, page: Page) -> dict[str, Any]:
    """The keys of an event that is about an element."""
    return {
        "gtm.element": element,
        "gtm.elementClasses": element.attribute("class"),
        "gtm.elementId": element.attribute("id"),
        "gtm.elementTarget": element.attribute("formtarget") or element.attribute("target"),
        "gtm.elementUrl": element.address(page.url),
        "gtm.elementText": element.text,
    }


def _visible(trigger: Json, act: See, scope: Scope) -> Truth:
    if text(trigger, "selectorType", "ID") == "ID":
        chosen: Truth = act.element.attribute("id") == as_text(scope.value(text(trigger, "elementId")))
    else:
        chosen = act.element.matches(as_text(scope.value(text(trigger, "elementSelector"))))
    enough = act.percent >= number(text(trigger, "onScreenRatio", "50"))
    long = not flag(trigger, "useOnScreenDuration") or act.milliseconds >= number(text(trigger, "onScreenDuration"))
    return all_of((chosen, enough, long))


def _numbers(template: str, scope: Scope) -> list[float]:
    value = scope.value(template)
    parts = () if isinstance(value, Unmodelled) or value is None else as_text(value).split(",")
    return sorted({number(part) for part in parts if part.strip() and number(part) == number(part)})


def _number(parameter: Json | None, scope: Scope) -> float | None:
    if parameter is None or not parameter.get("value"):
        return None
    value = scope.value(str(parameter["value"]))
    amount = number(None if isinstance(value, Unmodelled) else value)
    return None if amount != amount else amount


def _flag(parameter: Json | None, scope: Scope) -> bool:
    return parameter is not None and as_text(scope.value(str(parameter.get("value", "false")))) == "true"

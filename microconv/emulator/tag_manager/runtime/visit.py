"""A visit: a page that loads, what a person does on it, and the tags that fire.

The order of a page that loads is that of Google's help: consent initialization, initialization, what the page pushed
before, then page view, DOM ready and window loaded (support.google.com/tagmanager, topic/7679108, checked 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from microconv.emulator.tag_manager.runtime.acts import Act, Click, Push, Scroll, See, Submit, Wait
from microconv.emulator.tag_manager.runtime.conditions import number
from microconv.emulator.tag_manager.runtime.container import BUILT_IN_TRIGGER_NAMES, Container, Json
from microconv.emulator.tag_manager.runtime.data_layer import DataLayer
from microconv.emulator.tag_manager.runtime.hits import sent
from microconv.emulator.tag_manager.runtime.moments import LOADING, Listeners, Moment
from microconv.emulator.tag_manager.runtime.page import Page
from microconv.emulator.tag_manager.runtime.results import Firing, TagResult, Verdict, VisitResult
from microconv.emulator.tag_manager.runtime.triggers import fires
from microconv.emulator.tag_manager.runtime.truth import Truth, Unmodelled, all_of, any_of, negated
from microconv.emulator.tag_manager.runtime.variables import Scope


def visit(
    container: Container,
    page: Page,
    acts: Sequence[Act] = (),
    *,
    before: Sequence[Push] = (),
    denied: frozenset[str] = frozenset(),
    now: datetime | None = None,
    published: bool = True,
) -> VisitResult:
    """Load a page with a container on it, and do what a person does there.

    before: what the page pushes above the container's snippet.
    denied: the types of consent that the person has denied, such as `ad_storage`.
    now: the time, for tags with a schedule.
    published: false for the preview of a workspace, in which tags that are for live versions only do not fire.
    """
    if container.other:
        why = f"a container for {container.other}"
        return VisitResult(
            tuple(TagResult(str(tag.get("name")), Verdict.NOT_MODELLED, why) for tag in container.tags), ()
        )
    browser = _Browser(container, page, denied, now, published)
    for event in LOADING:
        if event == "gtm.js":
            for push in before:
                browser.push(push.content)
        browser.happen(Moment(event, {}))
    for act in acts:
        browser.do(act)
    return browser.result()


class _Browser:
    def __init__(
        self, container: Container, page: Page, denied: frozenset[str], now: datetime | None, published: bool
    ) -> None:
        self._container = container
        self._page = page
        self._denied = denied
        self._now = now
        self._published = published
        self._layer = DataLayer()
        self._listeners = Listeners(container.triggers)
        self._firings: list[Firing] = []
        self._reasons: dict[str, str] = {}
        self._unclear: dict[str, str] = {}
        self._fired_triggers: set[str] = set()
        self._unclear_triggers: dict[str, str] = {}
        self._fired_groups: set[str] = set()

    def push(self, content: Mapping[str, Any]) -> None:
        """Take what the page pushes."""
        if content.get("event"):
            self.happen(Moment(str(content["event"]), content))
        else:
            self._layer.push(content)

    def do(self, act: Act) -> None:
        """Do one thing."""
        if isinstance(act, Push):
            self.push(act.content)
            return
        scope = self._scope(Moment("", {}))
        listeners = self._listeners
        if isinstance(act, Click):
            moments = listeners.click(act, scope)
        elif isinstance(act, Submit):
            moments = listeners.submit(act, scope)
        elif isinstance(act, See):
            moments = listeners.see(act, scope)
        elif isinstance(act, Scroll):
            moments = listeners.scroll(act, scope)
        elif isinstance(act, Wait):
            moments = listeners.wait(act, scope)
        else:
            moments = listeners.watch(act, scope)
        for moment in moments:
            self.happen(moment)

    def happen(self, moment: Moment) -> None:
        """Fire the tags of one event, those with the higher priority first."""
        self._layer.push(moment.values)  # also what Tag Manager's own events carry: it stays there for later ones
        scope = self._scope(moment)
        for tag in sorted(self._container.tags, key=_priority, reverse=True):
            self._consider(tag, moment, scope)
        for name in (*self._container.triggers, *BUILT_IN_TRIGGER_NAMES):
            self._note(name, fires(name, self._container.triggers, moment, scope))
        self._groups()

    def result(self) -> VisitResult:
        """Every tag's result."""
        return VisitResult(tuple(map(self._result, self._container.tags)), tuple(self._firings))

    def _scope(self, moment: Moment) -> Scope:
        return Scope(self._container, self._page, self._layer, moment.event)

    def _note(self, name: str, answer: Truth) -> None:
        if isinstance(answer, Unmodelled):
            self._unclear_triggers.setdefault(name, answer.reason)
        elif answer:
            self._fired_triggers.add(name)

    def _groups(self) -> None:
        """A trigger group fires once, when each of its triggers has."""
        for name, trigger in self._container.triggers.items():
            if trigger.get("type") != "triggerGroup" or name in self._fired_groups:
                continue
            members = [
                str(item.get("value"))
                for parameter in trigger.get("parameter", ())
                if parameter.get("key") == "triggerIds"
                for item in parameter.get("list", ())
            ]
            unclear = {**self._unclear_triggers, **self._listeners.unclear}
            if members and all(one in self._fired_triggers or one in unclear for one in members):
                reason = next((unclear[one] for one in members if one not in self._fired_triggers), "")
                if reason:
                    self._listeners.unclear.setdefault(name, reason)
                    continue
                self._fired_groups.add(name)
                self.happen(Moment("gtm.triggerGroup", {}, frozenset({name})))

    def _consider(self, tag: Json, moment: Moment, scope: Scope) -> None:
        name, triggers = str(tag.get("name")), self._container.triggers
        firing = [str(item) for item in tag.get("firingTriggerId", ())]
        answers = {item: fires(item, triggers, moment, scope) for item in firing}
        wanted = any_of(answers.values())
        if wanted is False:
            return
        blocking = [str(item) for item in tag.get("blockingTriggerId", ())]
        blocked = any_of(fires(item, triggers, moment, scope) for item in blocking)
        answer = all_of((wanted, negated(blocked)))
        if isinstance(answer, Unmodelled):
            self._unclear.setdefault(name, answer.reason)
        elif not answer:
            self._reasons.setdefault(name, f"a blocking trigger stops it at {moment.event}")
        else:
            self._try(tag, moment, scope, tuple(self._called(item) for item in firing if answers[item] is True))

    def _try(self, tag: Json, moment: Moment, scope: Scope, triggers: tuple[str, ...]) -> None:
        name = str(tag.get("name"))
        reason = self._kept(tag)
        if isinstance(reason, Unmodelled):
            self._unclear.setdefault(name, reason.reason)
        elif reason:
            self._reasons.setdefault(name, reason)
        else:
            for other in self._around(tag, "setupTag"):
                self._fire(other, moment, scope, ())
            self._fire(tag, moment, scope, triggers)
            for other in self._around(tag, "teardownTag"):
                self._fire(other, moment, scope, ())

    def _fire(self, tag: Json, moment: Moment, scope: Scope, triggers: tuple[str, ...]) -> None:
        hits, remarks = sent(tag, scope)
        self._firings.append(Firing(str(tag.get("name")), moment.event, triggers, hits, remarks))

    def _around(self, tag: Json, key: str) -> list[Json]:
        """The tags that are fired before or after a tag, by their names."""
        names = {str(item.get("tagName")) for item in tag.get(key, ())}
        return [other for other in self._container.tags if other.get("name") in names and not other.get("paused")]

    def _kept(self, tag: Json) -> str | Unmodelled:
        """The reason why a tag does not fire although its trigger does; empty where it fires."""
        name = str(tag.get("name"))
        if tag.get("paused") is True:
            return "it is paused"
        if tag.get("liveOnly") is True and not self._published:
            return "it fires in published versions only"
        if tag.get("tagFiringOption") == "oncePerLoad" and any(item.tag == name for item in self._firings):
            return "it has fired on this page"
        start, end = tag.get("scheduleStartMs"), tag.get("scheduleEndMs")
        if start or end:
            if self._now is None:
                return Unmodelled("its schedule, without a time")
            at = self._now.timestamp() * 1000
            if at < float(start or 0) or (end and at >= float(end)):
                return "its schedule is over, or has not begun"
        consent = tag.get("consentSettings", {})
        needed = {str(item.get("value")) for item in consent.get("consentType", {}).get("list", ())}
        missing = sorted(needed & self._denied) if consent.get("consentStatus") == "needed" else []
        return f"consent to {', '.join(missing)} was denied" if missing else ""

    def _called(self, trigger: str) -> str:
        own = self._container.triggers.get(trigger)
        return str(own.get("name")) if own is not None else BUILT_IN_TRIGGER_NAMES.get(trigger, trigger)

    def _result(self, tag: Json) -> TagResult:
        name = str(tag.get("name"))
        firings = tuple(item for item in self._firings if item.tag == name)
        if firings:
            return TagResult(name, Verdict.FIRES, "", firings)
        triggers = [str(item) for item in tag.get("firingTriggerId", ())]
        unclear = self._unclear.get(name) or next(
            (self._listeners.unclear[item] for item in triggers if item in self._listeners.unclear), ""
        )
        if unclear and tag.get("paused") is not True:
            return TagResult(name, Verdict.NOT_MODELLED, unclear)
        if name in self._reasons:
            return TagResult(name, Verdict.DOES_NOT_FIRE, self._reasons[name])
        if tag.get("paused") is True:
            return TagResult(name, Verdict.DOES_NOT_FIRE, "it is paused")
        if not triggers:
            return TagResult(name, Verdict.DOES_NOT_FIRE, "it has no trigger")
        called = ", ".join(self._called(item) for item in triggers)
        return TagResult(name, Verdict.DOES_NOT_FIRE, f"none of its triggers fired: {called}")


def _priority(tag: Json) -> float:
    value = number(tag.get("priority", {}).get("value", 0))
    return 0.0 if value != value else value

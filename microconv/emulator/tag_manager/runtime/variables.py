"""The values of `{{names}}` at one moment: built-in variables, and the user-defined ones that are modelled.

Built-in variables and the keys of the data layer behind them: support.google.com/tagmanager/answer/7182738;
user-defined variables: answer/7683362; both checked 2026-11-29. What runs code of the page (Custom JavaScript,
JavaScript variables, DOM elements) or of a template is not modelled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from microconv.emulator.tag_manager.runtime.container import Container, Json, flag, rows, text
from microconv.emulator.tag_manager.runtime.data_layer import DataLayer
from microconv.emulator.tag_manager.runtime.page import Element, Page
from microconv.emulator.tag_manager.runtime.patterns import search
from microconv.emulator.tag_manager.runtime.truth import Unmodelled

UNDEFINED = "undefined"
"""The text of a value that is not there, where a text is needed."""

_REFERENCE = re.compile(r"\{\{(.+?)\}\}")
_DEEPEST = 20
"""Variables inside of variables, at most: those that go in a circle end here."""

#: Built-in variables that are keys of an event of Tag Manager's own.
_OF_EVENT: Mapping[str, str] = {
    "clickClasses": "gtm.elementClasses",
    "clickId": "gtm.elementId",
    "clickTarget": "gtm.elementTarget",
    "clickUrl": "gtm.elementUrl",
    "clickText": "gtm.elementText",
    "clickElement": "gtm.element",
    "formClasses": "gtm.elementClasses",
    "formId": "gtm.elementId",
    "formTarget": "gtm.elementTarget",
    "formUrl": "gtm.elementUrl",
    "formText": "gtm.elementText",
    "formElement": "gtm.element",
    "scrollDepthThreshold": "gtm.scrollThreshold",
    "scrollDepthUnits": "gtm.scrollUnits",
    "scrollDepthDirection": "gtm.scrollDirection",
    "videoProvider": "gtm.videoProvider",
    "videoUrl": "gtm.videoUrl",
    "videoTitle": "gtm.videoTitle",
    "videoPercent": "gtm.videoPercent",
    "videoStatus": "gtm.videoStatus",
    "elementVisibilityRatio": "gtm.visibleRatio",
    "elementVisibilityTime": "gtm.visibleTime",
}
BUILT_IN = frozenset(_OF_EVENT) | {
    "pageUrl",
    "pageHostname",
    "pagePath",
    "referrer",
    "event",
    "containerId",
    "containerVersion",
}
"""The types of the built-in variables that are modelled."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All that a variable can look at.

    container: the container.
    page: the page.
    layer: the data layer as it is by now.
    event: the name of the event.
    values: the keys that the event itself carries.
    """

    container: Container
    page: Page
    layer: DataLayer
    event: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def value(self, template: str, depth: int = 0) -> Any:
        """The value of a text with references: the variable's own where it is nothing but one, otherwise text.

        An `Unmodelled` where a variable is.
        """
        whole = _REFERENCE.fullmatch(template)
        if whole is not None and "{{" not in whole[1]:
            return self.variable(whole[1], depth)
        parts: list[str] = []
        place = 0
        for match in _REFERENCE.finditer(template):
            part = self.variable(match[1], depth)
            if isinstance(part, Unmodelled):
                return part
            parts += (template[place : match.start()], as_text(part))
            place = match.end()
        return "".join((*parts, template[place:]))

    def variable(self, name: str, depth: int = 0) -> Any:
        """The value of a variable by its name; None where it is undefined."""
        if name == "_event":
            return self.event
        if depth > _DEEPEST:
            return Unmodelled(f"the variable {name!r} refers to itself")
        kind = self.container.built_in.get(name)
        if kind is not None:
            return self._built_in(kind)
        own = self.container.variables.get(name)
        if own is None:
            return Unmodelled(f"the container has no variable {name!r}")
        if own.get("formatValue"):
            return Unmodelled(f"the variable {name!r} changes the format of its value")
        compute = _TYPES.get(str(own.get("type")))
        if compute is None:
            return Unmodelled(f"variables of the type {own.get('type')!r} ({name!r})")
        return compute(self, own, depth)

    def _built_in(self, kind: str) -> Any:
        if kind in _OF_EVENT:
            return self._of_event(_OF_EVENT[kind])
        address = urlsplit(self.page.url)
        values = {
            "pageUrl": self.page.url,
            "pageHostname": address.hostname or "",
            "pagePath": address.path or "/",
            "referrer": self.page.referrer,
            "event": self.event,
            "containerId": self.container.public_id,
            "containerVersion": self.container.version,
        }
        return values[kind] if kind in values else Unmodelled(f"the built-in variable {kind}")

    def _of_event(self, key: str) -> Any:
        return self.values.get(key, self.layer.get(key))


def as_text(value: Any) -> str:
    """A value as JavaScript writes it."""
    if value is None:
        return UNDEFINED
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Element):
        return f"[object HTML{(value.node.name or '').capitalize()}Element]"
    return str(value)


def _data_layer(scope: Scope, own: Json, depth: int) -> Any:
    name = text(own, "name")
    first = text(own, "dataLayerVersion", "2") == "1"
    value = scope.values.get(name)
    if value is None:
        value = scope.layer.flat.get(name) if first else scope.layer.get(name)
    if value is None and flag(own, "setDefaultValue"):
        return scope.value(text(own, "defaultValue"), depth + 1)
    return value


def _constant(scope: Scope, own: Json, depth: int) -> Any:
    return scope.value(text(own, "value"), depth + 1)


def _url(scope: Scope, own: Json, depth: int) -> Any:
    source = text(own, "customUrlSource")
    address = scope.value(source, depth + 1) if source else scope.page.url
    if isinstance(address, Unmodelled):
        return address
    return _component(as_text(address), own)


def _component(address: str, own: Json) -> Any:
    parts = urlsplit(address)
    component = text(own, "component", "URL")
    if component == "QUERY":
        key = text(own, "queryKey")
        input_value = parse_qs(parts.query, keep_blank_values=True).get(key, [])
        return parts.query if not key else next(iter(input_value), None)
    if component == "HOST" and flag(own, "stripWww"):
        return (parts.hostname or "").removeprefix("www.")
    values = {
        "URL": parts._replace(fragment="").geturl(),
        "PROTOCOL": parts.scheme,
        "HOST": parts.hostname or "",
        "PATH": parts.path or "/",
        "FRAGMENT": parts.fragment,
    }
    return values[component] if component in values else Unmodelled(f"the part {component} of an address")


def _referrer(scope: Scope, own: Json, depth: int) -> Any:
    return _component(scope.page.referrer, own)


def _event_name(scope: Scope, own: Json, depth: int) -> Any:
    return scope.event


def _cookie(scope: Scope, own: Json, depth: int) -> Any:
    return scope.page.cookies.get(text(own, "name"))


def _lookup(scope: Scope, own: Json, depth: int) -> Any:
    input_value = scope.value(text(own, "input"), depth + 1)
    if isinstance(input_value, Unmodelled):
        return input_value
    for row in rows(own, "map"):
        if as_text(input_value) == row.get("key", ""):
            return scope.value(row.get("value", ""), depth + 1)
    return _default(scope, own, depth)


def _pattern_table(scope: Scope, own: Json, depth: int) -> Any:
    input_value = scope.value(text(own, "input"), depth + 1)
    if isinstance(input_value, Unmodelled):
        return input_value
    if flag(own, "replaceAfterMatch"):
        return Unmodelled(f"the regular expression table {own.get('name')!r} replaces parts of what it finds")
    whole = text(own, "fullMatch", "true") == "true"
    for row in rows(own, "map"):
        pattern = row.get("key", "")
        answer = search(f"^(?:{pattern})$" if whole else pattern, as_text(input_value), flag(own, "ignoreCase"))
        if isinstance(answer, Unmodelled):
            return answer
        if answer:
            return scope.value(row.get("value", ""), depth + 1)
    return _default(scope, own, depth)


def _default(scope: Scope, own: Json, depth: int) -> Any:
    return scope.value(text(own, "defaultValue"), depth + 1) if flag(own, "setDefaultValue") else None


_TYPES: Mapping[str, Callable[[Scope, Json, int], Any]] = {
    "v": _data_layer,
    "c": _constant,
    "u": _url,
    "f": _referrer,
    "e": _event_name,
    "k": _cookie,
    "smm": _lookup,
    "remm": _pattern_table,
}
VARIABLES = frozenset(_TYPES)
"""The types of the user-defined variables that are modelled."""

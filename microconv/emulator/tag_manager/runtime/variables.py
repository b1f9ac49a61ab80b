"""The values of `{{names}}` at one moment: built-in variables, and the user-defined ones that are modelled.

Built-in variables and the keys of the data layer behind them: support.google.com/tagmanager/answer/7182738;
user-defined variables: answer/7683362; both checked 2026-11-29. What runs code of the page (Custom JavaScript,
JavaScript variables, DOM elements) or of a template is not modelled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from microconv.emulator.tag_manager.runtime.addresses import component, without_fragment
from microconv.emulator.tag_manager.runtime.container import Container, Json, flag, rows, text
from microconv.emulator.tag_manager.runtime.data_layer import DataLayer
from microconv.emulator.tag_manager.runtime.page import Element, Page
from microconv.emulator.tag_manager.runtime.patterns import search
from microconv.emulator.tag_manager.runtime.truth import Unmodelled

UNDEFINED = "undefined"
"""The text of a value that is not there, where a text is needed."""

_REFERENCE = re.compile(r"\{\{(.+?)\}\}")
_DEEPEST = 20
#: The longest text that is put together of variables, in characters.
_LONGEST = 100_000
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
#: Built-in variables that are parts of the page's address: a URL variable with this component (gtm.js, `__u`).
_OF_PAGE: Mapping[str, Json] = {
    kind: {"parameter": [{"key": "component", "value": part}]}
    for kind, part in (("pageUrl", "URL"), ("pageHostname", "HOST"), ("pagePath", "PATH"))
}
BUILT_IN = (
    frozenset(_OF_EVENT)
    | frozenset(_OF_PAGE)
    | {
        "referrer",
        "event",
        "containerId",
        "containerVersion",
    }
)
"""The types of the built-in variables that are modelled."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All that a variable can look at.

    container: the container.
    page: the page.
    layer: the data layer as it is by now.
    event: the name of the event.
    """

    container: Container
    page: Page
    layer: DataLayer
    event: str = ""
    _known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

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
            if isinstance(part, Element):
                return Unmodelled(f"the element {match[1]!r} as a text")
            parts += (template[place : match.start()], as_text(part))
            place = match.end()
            if sum(map(len, parts)) > _LONGEST:
                return Unmodelled(f"a text of more than {_LONGEST} characters")
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
        if name not in self._known:
            value = compute(self, own, depth)
            if isinstance(value, Unmodelled):
                return value
            self._known[name] = value  # once for a moment: what many variables refer to is not computed for each
        return self._known[name]

    def _built_in(self, kind: str) -> Any:
        if kind in _OF_EVENT:
            return self.layer.get(_OF_EVENT[kind])
        if kind in _OF_PAGE:
            return component(self.page.url, self.page.url, _OF_PAGE[kind])
        values = {
            "referrer": without_fragment(self.page.referrer),
            "event": self.event,
            "containerId": self.container.public_id,
            "containerVersion": self.container.version,
        }
        return values[kind] if kind in values else Unmodelled(f"the built-in variable {kind}")


def as_text(value: Any) -> str:
    """A value as JavaScript writes it."""
    if value is None:
        return UNDEFINED
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(float(value))
    if isinstance(value, list):
        return ",".join("" if item is None else as_text(item) for item in value)
    if isinstance(value, Mapping):
        return "[object Object]"
    return str(value)


def _number_text(value: float) -> str:
    """A number as JavaScript writes it (tc39.es/ecma262, Number::toString)."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits
    power = int(exponent)
    if -7 < power < 0:  # JavaScript writes 0.00001 in full, and Python 1e-05
        return f"{value:.{len(digits.replace('.', '').replace('-', '')) - 1 - power}f}"
    return f"{digits.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


def _data_layer(scope: Scope, own: Json, depth: int) -> Any:
    name = text(own, "name")
    first = text(own, "dataLayerVersion", "2") == "1"
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
    return component(as_text(address) if address else scope.page.url, scope.page.url, own)


def _referrer(scope: Scope, own: Json, depth: int) -> Any:
    return component(scope.page.referrer, scope.page.url, own) if scope.page.referrer else ""


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

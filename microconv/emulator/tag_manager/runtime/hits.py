"""The hits that a tag sends when it fires.

Tags are those of the API: `gaawe` (GA4 event), `googtag` (Google tag), `awct` (Google Ads conversion), `gclidw`
(conversion linker, which sends nothing). Their parameters were seen in containers that people published; see the tests.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from microconv.emulator.tag_manager.runtime.conditions import number
from microconv.emulator.tag_manager.runtime.container import Json, flag, parameters, rows, text
from microconv.emulator.tag_manager.runtime.page import Element
from microconv.emulator.tag_manager.runtime.truth import Unmodelled
from microconv.emulator.tag_manager.runtime.variables import Scope, as_text


class Product(enum.StrEnum):
    """The product that a hit goes to."""

    GA4 = "GA4"
    GOOGLE_ADS = "Google Ads"


@dataclass(frozen=True, slots=True)
class Hit:
    """One request of a tag.

    product: where it goes.
    target: the measurement ID `G-…`, or `AW-<conversion id>`.
    name: the event, or the label of the conversion.
    value: None where it carries none.
    currency: as it is sent, empty for none.
    order: the transaction id, empty for none.
    parameters: all parameters of an event, as texts.
    """

    product: Product
    target: str
    name: str
    value: float | None = None
    currency: str = ""
    order: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


class Sent(NamedTuple):
    """The hits of a firing, and what of them is not modelled or cannot be."""

    hits: tuple[Hit, ...] = ()
    remarks: tuple[str, ...] = ()


SILENT: Mapping[str, str] = {"gclidw": "stores the click, and sends nothing"}


def sent(tag: Json, scope: Scope) -> Sent:
    """The hits of a tag that fires at this moment."""
    kind = str(tag.get("type"))
    if kind in SILENT:
        return Sent()
    send = _TYPES.get(kind)
    if send is None:
        return Sent(remarks=(f"what tags of the type {kind!r} send is not modelled",))
    return send(tag, scope)


class _Values:
    """Values of templates; what is not modelled is noted."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.remarks: list[str] = []

    def of(self, template: str, what: str) -> Any:
        value = self._scope.value(template)
        if isinstance(value, Unmodelled):
            self.remarks.append(f"{what}: {value.reason} is not modelled")
            return None
        if isinstance(value, Element):
            self.remarks.append(f"{what}: an element as a text is not modelled")
            return None
        return value

    def text(self, template: str, what: str) -> str:
        value = self.of(template, what)
        return "" if value is None else as_text(value)

    def amount(self, value: Any, what: str) -> float | None:
        if value is None or value == "":
            return None
        amount = number(value)
        if math.isnan(amount):
            self.remarks.append(f"{what}: {as_text(value)!r} is no number")
            return None
        return amount


def _event(tag: Json, scope: Scope) -> Sent:
    values = _Values(scope)
    target = _measurement(tag, scope, values)
    name = values.text(text(tag, "eventName"), "the event's name")
    pairs: dict[str, Any] = {}
    if flag(tag, "sendEcommerceData"):
        shop = scope.layer.get("ecommerce")  # merged: what an earlier push left in it is sent again
        pairs |= dict(shop) if isinstance(shop, Mapping) else {}
    for key, template in _event_parameters(tag, scope, values):
        pairs[key] = values.of(template, f"the parameter {key}")
    named = {key: as_text(value) for key, value in pairs.items() if value is not None and not _nested(value)}
    if not target or not name:
        values.remarks.append("an event without a measurement ID or a name is not sent")
        return Sent(remarks=tuple(values.remarks))
    hit = Hit(
        product=Product.GA4,
        target=target,
        name=name,
        value=values.amount(pairs.get("value"), "the value"),
        currency=named.get("currency", ""),
        order=named.get("transaction_id", ""),
        parameters=named,
    )
    return Sent((hit,), tuple(values.remarks))


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping | list)


def _event_parameters(tag: Json, scope: Scope, values: _Values) -> list[tuple[str, str]]:
    """The parameters of an event: those of its settings variable first, then its own."""
    pairs: list[tuple[str, str]] = []
    shared = text(tag, "eventSettingsVariable").strip()
    if shared:
        variable = scope.container.variables.get(shared.removeprefix("{{").removesuffix("}}"))
        if variable is None:
            values.remarks.append(f"the event settings variable {shared} is not modelled")
        else:
            pairs += _pairs(variable, "eventSettingsTable", "parameter", "parameterValue")
    pairs += _pairs(tag, "eventSettingsTable", "parameter", "parameterValue")
    return [*pairs, *_pairs(tag, "eventParameters", "name", "value")]


def _pairs(owner: Json, key: str, name: str, value: str) -> list[tuple[str, str]]:
    return [(row[name], row.get(value, "")) for row in rows(owner, key) if row.get(name)]


def _measurement(tag: Json, scope: Scope, values: _Values) -> str:
    """The measurement ID: the tag's own, or that of the older configuration tag that it names."""
    own = values.text(text(tag, "measurementIdOverride"), "the measurement ID")
    if own:
        return own
    named = parameters(tag).get("measurementId", {})
    if named.get("type") != "tagReference":
        return values.text(text(tag, "measurementId"), "the measurement ID")
    for other in scope.container.tags:
        if other.get("name") == named.get("value"):
            return values.text(text(other, "tagId") or text(other, "measurementId"), "the measurement ID")
    return ""


def _google_tag(tag: Json, scope: Scope) -> Sent:
    values = _Values(scope)
    target = values.text(text(tag, "tagId") or text(tag, "measurementId"), "the tag ID")
    settings = dict(_pairs(tag, "configSettingsTable", "parameter", "parameterValue"))
    silent = "send_page_view" in settings and values.text(settings["send_page_view"], "send_page_view") == "false"
    if target.startswith("GT-"):
        values.remarks.append(f"the destinations of {target} are not in the container")
    page_view = target.startswith("G-") and not silent and text(tag, "sendPageView", "true") != "false"
    hits = (Hit(Product.GA4, target, "page_view"),) if page_view else ()
    return Sent(hits, tuple(values.remarks))


def _conversion(tag: Json, scope: Scope) -> Sent:
    values = _Values(scope)
    number_ = values.text(text(tag, "conversionId"), "the conversion ID")
    label = values.text(text(tag, "conversionLabel"), "the label")
    value = values.of(text(tag, "conversionValue"), "the value")
    currency = values.text(text(tag, "currencyCode"), "the currency")
    order = values.text(text(tag, "orderId"), "the transaction ID")
    amount = values.amount(value, "the value")
    if not number_ or not label:
        values.remarks.append("a conversion without an ID or a label is not counted")
        return Sent(remarks=tuple(values.remarks))
    if not (number_.isascii() and number_.isdigit()):
        # the field takes the digits alone: `AW-` in front of them is a mistake that several public tools had
        values.remarks.append(f"{number_!r} is no conversion ID: it has digits only, without AW-")
        return Sent(remarks=tuple(values.remarks))
    hit = Hit(Product.GOOGLE_ADS, f"AW-{number_}", label, amount, currency, order)
    return Sent((hit,), tuple(values.remarks))


_TYPES: Mapping[str, Callable[[Json, Scope], Sent]] = {
    "gaawe": _event,
    "googtag": _google_tag,
    "gaawc": _google_tag,
    "awct": _conversion,
}
TAGS = frozenset(_TYPES) | frozenset(SILENT)
"""The types of tags whose hits are modelled."""

"""Where an adopted account needs somebody's judgement: said as comments, never decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from microconv.adoption.inverse.result import Comments, Place
from microconv.core import naming
from microconv.core.action_state import ActionState
from microconv.core.categories import STEP_SHARES, category_of, imports_of
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind, Role
from microconv.core.event_page import page_of
from microconv.core.ga4_import import import_identity
from microconv.core.kinds import ACTION
from microconv.core.resource import Live, Reading, Standing, of_type
from microconv.core.value import number

NEARLY = 0.1
"""By which share of the larger one two counts may differ, to look like counts of the same acts."""

FEW = 5
"""Below this many conversions in 30 days, equal counts say nothing."""

SHOWN = 3
"""How many conversions of the same category a comment names."""


def judged(client: Client, readings: Sequence[Reading]) -> Mapping[Place, tuple[str, ...]]:
    """What to say at each place of `client`, which is as `readings` are."""
    return _Judge(client, readings).comments()


class _Judge:
    def __init__(self, client: Client, readings: Sequence[Reading]) -> None:
        self._client = client
        self._imports = imports_of(list(readings), client.property_id)
        self._live = [item for reading in readings for item in reading.resources]
        self._actions = {
            item.address.name: item for item in of_type(self._live, ACTION) if item.standing is Standing.NORMAL
        }
        self._counts: dict[str, float] = {}
        for reading in readings:
            if reading.measures is not None:
                self._counts |= {identifier: item.all for identifier, item in reading.measures.actions.items()}
        self._said = Comments()

    def comments(self) -> Mapping[Place, tuple[str, ...]]:
        """All of them."""
        self._twins()
        self._same_category()
        self._hidden()
        finals = [item for item in self._client.conversions if self._is_result(item) and item.role is Role.PRIMARY]
        worth = [item.value.amount for item in finals if item.value is not None and (item.value.amount or 0) > 1]
        least = min((amount for amount in worth if amount is not None), default=None)
        for conversion in self._client.conversions:
            self._value(conversion, least)
            self._role(conversion, bool(finals))
            if conversion.rule is not None and page_of(conversion.rule) is None and self._looks_at_pages(conversion):
                self._say(conversion, "its rule looks at pages in a way that the shorthand `page:` does not say")
        return self._said.frozen()

    def _say(self, conversion: Conversion, text: str) -> None:
        self._said.say(("conversions", conversion.name), text)

    def _is_result(self, conversion: Conversion) -> bool:
        micro = conversion.kind is ConversionKind.MICRO
        return conversion.source is not None and not micro and not self._is_step(conversion)

    def _is_step(self, conversion: Conversion) -> bool:
        micro = conversion.kind is ConversionKind.MICRO
        return micro or category_of(conversion, self._imports) in STEP_SHARES

    def _action_of(self, conversion: Conversion) -> Live | None:
        if conversion.source == GA4_IMPORT:
            return self._imports.get(conversion.event or "")
        return self._actions.get(conversion.name) if conversion.source is not None else None

    def _counted(self, conversion: Conversion) -> float | None:
        live = self._action_of(conversion)
        return None if live is None else self._counts.get(live.id)

    def _twins(self) -> None:
        """A tag and GA4's import of the event with the same name."""
        imports = {
            naming.bare(item.event or ""): item for item in self._client.conversions if item.source == GA4_IMPORT
        }
        for conversion in self._client.conversions:
            twin = imports.get(naming.bare(conversion.name))
            if conversion.source in {None, GA4_IMPORT} or twin is None or not naming.bare(conversion.name):
                continue
            both = conversion.role is Role.PRIMARY and twin.role is Role.PRIMARY
            told = "both are primary, so bidding counts the act twice" if both else "both count it in All conversions"
            self._say(conversion, f'twin: "{twin.name}" is imported from the GA4 event of this name; {told}')
            self._say(twin, f'twin: "{conversion.name}" counts the same by a tag; {told}')

    def _same_category(self) -> None:
        """Several primaries of one category: they may count one act."""
        groups: dict[str, list[Conversion]] = defaultdict(list)
        for conversion in self._client.conversions:
            live = self._action_of(conversion)
            if live is not None and conversion.role is Role.PRIMARY and ActionState(live.state).category != "default":
                groups[ActionState(live.state).category].append(conversion)
        for category, group in groups.items():
            counted = {item.name: self._counted(item) for item in group}
            for conversion in group:
                others = [item for item in group if item is not conversion]
                alike = [item for item in others if _nearly(counted[conversion.name], counted[item.name])]
                if alike:
                    counts = " and ".join(number(counted[item.name] or 0.0) for item in (conversion, alike[0]))
                    self._say(
                        conversion,
                        f'probably the same act as "{alike[0].name}": both primary, category {category}, {counts} '
                        "conversions in 30 days",
                    )
                elif others:
                    names = ", ".join(f'"{item.name}"' for item in others[:SHOWN])
                    names += f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
                    self._say(
                        conversion, f"also primary with category {category}: {names}. If they count one act, keep one"
                    )

    def _hidden(self) -> None:
        """Imports that GA4 offers for events that are declared."""
        head = import_identity(self._client.property_id, "")
        hidden = {
            item.identity.removeprefix(head)
            for item in of_type(self._live, ACTION)
            if item.standing is Standing.HIDDEN and self._client.property_id and item.identity.startswith(head)
        }
        for conversion in self._client.conversions:
            if conversion.event in hidden and conversion.source is None:
                told = "write `google_ads: {source: ga4}` to have it counted in Google Ads"
                self._say(conversion, f"Google Ads has a hidden import of this event: {told}")

    def _value(self, conversion: Conversion, result: float | None) -> None:
        value, currency = conversion.value, self._client.currency
        if value is None or conversion.source in {None, GA4_IMPORT}:
            return
        if value.amount is None:
            if conversion.role is Role.PRIMARY and not value.from_event:
                self._say(conversion, "primary, and worth nothing: bidding by value cannot weigh it")
            return
        if value.amount == 1:
            self._say(conversion, "its value is 1, Google's default: probably nobody set it")
        if value.currency != currency:
            self._say(conversion, f"its value is in {value.currency}, the account's currency is {currency}")
        elif result is not None and self._is_step(conversion) and value.amount >= result:
            self._say(
                conversion, f"a step that is worth {number(value.amount)}, as much as a result ({number(result)})"
            )

    def _role(self, conversion: Conversion, finals: bool) -> None:
        if conversion.source is None or conversion.role is not Role.PRIMARY or not self._is_step(conversion):
            return
        told = "; is it still needed, beside the primary results?" if finals else "; there is no primary result"
        self._say(conversion, f"a step that bidding uses (primary){told}")

    @staticmethod
    def _looks_at_pages(conversion: Conversion) -> bool:
        rule = conversion.rule
        return rule is not None and any(item.field.startswith("page_") for item in rule.conditions)


def _nearly(left: float | None, right: float | None) -> bool:
    if left is None or right is None or min(left, right) < FEW:
        return False
    return abs(left - right) <= NEARLY * max(left, right)

"""Typed view of a conversion action's state: the attributes that bidding, planning, audits and imports rest on.

They are named here and nowhere else. A test holds them against the provider's table of attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from microconv.core.goal_pair import goal_pair
from microconv.core.value import Scalar, State

NAME = "name"
TYPE = "type"
STATUS = "status"
CATEGORY = "category"
ORIGIN = "origin"
PRIMARY = "primary_for_goal"
VALUE = "value_settings.default_value"
CURRENCY = "value_settings.default_currency_code"
ALWAYS_DEFAULT = "value_settings.always_use_default_value"
COUNTING = "counting_type"

NAMED = frozenset({NAME, TYPE, STATUS, CATEGORY, ORIGIN, PRIMARY, VALUE, CURRENCY, ALWAYS_DEFAULT, COUNTING})
"""The attributes that the core knows by name."""

ENABLED = "enabled"
"""The status of an action that counts."""

AS_MADE = 1.0
"""The value with which Google offers a new action (imports from GA4 show it too): a value that nobody chose."""

NEW: State = MappingProxyType({STATUS: ENABLED, PRIMARY: True})
"""The state that Google gives a new action where nothing else is said."""

ORIGIN_OF_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "webpage": "website",
        "upload_clicks": "website",
        "website_call": "website",
        "click_to_call": "website",
        "ad_call": "call_from_ads",
        "upload_calls": "call_from_ads",
        "google_play_download": "app",
        "google_play_in_app_purchase": "app",
        "store_sales_direct_upload": "store",
    }
)
"""The origin of the goal that a new action of a type belongs to, as expected before Google says so."""


class ActionState(NamedTuple):
    """The state of a conversion action, live or to be. What it does not say is empty, false or None."""

    state: State

    @property
    def name(self) -> str:
        """Its name."""
        return self._text(NAME)

    @property
    def type(self) -> str:
        """Its type: `webpage`, `google_analytics_4_custom`, …"""
        value = self.state.get(TYPE)
        return value if isinstance(value, str) else self._text(TYPE)

    @property
    def status(self) -> str:
        """Its status: `enabled`, `hidden`, `removed`."""
        return self._text(STATUS)

    @property
    def enabled(self) -> bool:
        """True where it counts."""
        return self.state.get(STATUS) == ENABLED

    @property
    def ended(self) -> bool:
        """True where its source sends nothing any more: it is imported from Universal Analytics."""
        return self.type.startswith("universal_analytics")

    @property
    def primary(self) -> bool:
        """True where it is primary; bidding uses it only while it is enabled too."""
        return self.state.get(PRIMARY) is True

    @property
    def category(self) -> str:
        """Its category: `purchase`, `add_to_cart`, …"""
        value = self.state.get(CATEGORY)
        return value if isinstance(value, str) else self._text(CATEGORY)

    @property
    def origin(self) -> str:
        """Its origin; before Google says so, the one that is expected of its type."""
        return self._text(ORIGIN) or ORIGIN_OF_TYPE.get(self.type, "")

    @property
    def pair(self) -> str:
        """The goal that it belongs to: `purchase~website`."""
        return goal_pair(self.state.get(CATEGORY), self.origin)

    @property
    def value(self) -> float | None:
        """Its default value in currency units."""
        value = self.state.get(VALUE)
        return float(value) if isinstance(value, (int, float)) else None

    @property
    def currency(self) -> str:
        """The ISO 4217 code of its default value's currency."""
        return self._text(CURRENCY)

    @property
    def always_default(self) -> bool | None:
        """True where the default value counts even if the tag sends another."""
        always = self.state.get(ALWAYS_DEFAULT)
        return always if isinstance(always, bool) else None

    @property
    def counting(self) -> str:
        """The way it counts: `one_per_click`, `many_per_click`."""
        return self._text(COUNTING)

    @property
    def imported_from_ga4(self) -> bool:
        """True where its type says that Google imports it from GA4."""
        return self.type.startswith("google_analytics_4")

    def _text(self, name: str) -> str:
        value: Scalar = self.state.get(name)
        return "" if value is None else str(value)

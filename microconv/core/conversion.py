"""A conversion as the config declares it: a micro-conversion or the final result it leads to."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.core.diagnostics import Span
from microconv.core.event_rule import EventRule
from microconv.core.frozen import FrozenDict
from microconv.core.value import Scalar

GA4_IMPORT = "ga4"
"""The source of an action that Google imports from a GA4 key event."""


class ConversionKind(enum.StrEnum):
    """Micro: a measurable step before the result. Macro: the result itself."""

    MICRO = "micro"
    MACRO = "macro"


class Role(enum.StrEnum):
    """Primary: bidding uses it. Secondary: observed only."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Value:
    """What one conversion is worth.

    `amount` is in `currency`, main unit, None for no value at all. With `from_event` the tag's own value counts and
    `amount` is used where the tag sends none; without, `amount` always counts.
    """

    amount: float | None
    currency: str
    from_event: bool = False


@dataclass(frozen=True, slots=True)
class Conversion:
    """One conversion of one client.

    `source` is how Google Ads gets it (`website`, `ga4`, `upload_clicks`, ...; None: not in Google Ads). `event` is
    its GA4 event name (None: no key event); without `event_value` its value is not the key event's, whose own is left
    alone. `settings` holds what attributes take as it is, by their dotted YAML key
    (`counting`, `ga4.counting`); an absent key is unset. `rule` makes its event in GA4; with `no_rule` such a rule must
    not exist. `next` names the conversion it leads to. `label` is for people.
    """

    name: str
    kind: ConversionKind
    role: Role
    source: str | None = None
    event: str | None = None
    value: Value | None = None
    event_value: bool = True
    settings: Mapping[str, Scalar] = field(default_factory=FrozenDict)
    rule: EventRule | None = None
    no_rule: bool = False
    next: str | None = None
    previously: tuple[str, ...] = ()
    protect: bool = False
    label: str = ""
    span: Span | None = None

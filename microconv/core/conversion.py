"""A conversion as the config declares it: a micro-conversion or the final result it leads to."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.core.diagnostics import Span
from microconv.core.event_rule import EventRule
from microconv.core.frozen import FrozenDict
from microconv.core.tag_manager import ConversionTag
from microconv.core.value import Scalar

GA4_IMPORT = "ga4"
"""The source of an action that Google imports from a GA4 key event."""


WEBSITE = "website"
"""The source of an action that a tag of the website counts."""


class ConversionKind(enum.StrEnum):
    """Micro: a measurable step before the result. Macro: the result itself. Undecided: nobody has said yet.

    What protects bidding counts the undecided as final; audits judge it as if no config spoke of it.
    """

    MICRO = "micro"
    MACRO = "macro"
    UNDECIDED = "undecided"


class Role(enum.StrEnum):
    """Primary: bidding uses it. Secondary: observed only."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Value:
    """The worth of one conversion.

    `amount` is in `currency`, main unit, None for no value at all. With `from_event` the tag's own value counts and
    `amount` is used where the tag sends none; without, `amount` always counts. With it and no amount, the accounts keep
    the default that they have.
    """

    amount: float | None
    currency: str
    from_event: bool = False

    @property
    def keeps_default(self) -> bool:
        """True where the config says that the tag's value counts, and nothing of a default."""
        return self.from_event and self.amount is None


@dataclass(frozen=True, slots=True)
class Conversion:
    """One conversion of one client.

    name: its name in the config, and of its action where a tag counts it.
    kind: micro-conversion, the final result, or undecided.
    role: primary or secondary.
    source: the way Google Ads gets it (`website`, `ga4`, `upload_clicks`, …); None: not in Google Ads.
    event: its GA4 event name; None: no key event.
    value: the worth of one; None: the config does not say.
    event_value: false where its value is not the key event's, whose own is left alone.
    settings: what attributes take as it is, by their dotted YAML key (`counting`, `ga4.counting`); absent: unset.
    rules: the event rules that create its event in GA4; none: the config says nothing of them.
    no_rule: true where no such rule may exist.
    tag: its tags in Tag Manager; None: the config says nothing of them.
    next: the name of the conversion it leads to.
    previously: its earlier names.
    protect: true where changes need `--allow protected`.
    label: a name for people.
    purpose: the reason why it is measured, in the client's words.
    span: its place in the config.
    """

    name: str
    kind: ConversionKind
    role: Role
    source: str | None = None
    event: str | None = None
    value: Value | None = None
    event_value: bool = True
    settings: Mapping[str, Scalar] = field(default_factory=FrozenDict)
    rules: tuple[EventRule, ...] = ()
    no_rule: bool = False
    tag: ConversionTag | None = None
    next: str | None = None
    previously: tuple[str, ...] = ()
    protect: bool = False
    label: str = ""
    purpose: str = ""
    span: Span | None = None

"""Tags of a website as data: the product, the moment, and the parameters that are sent."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from microconv.core.product import Product
from microconv.core.tag_manager import ConversionTag
from microconv.core.text import NO_TEXT, Text


class Standing(enum.StrEnum):
    """The standing of a tag: to be placed, or why not."""

    READY = "ready"
    NOT_CREATED = "not created yet"
    WAITING = "waiting"
    NOT_NEEDED = "no tag needed"
    UNKNOWN = "no tag known"


class Moment(enum.StrEnum):
    """When a tag sends: when its page is loaded, at a click, or when the page shows a telephone number."""

    LOAD = "page load"
    CLICK = "click"
    NUMBER = "telephone number"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a gtag call. `value` None: only the page knows it. `advice` is for whoever places the tag."""

    name: str
    value: str | float | None
    advice: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Snippet:
    """One conversion's tag of one product.

    conversion: the name of the conversion.
    product: the product.
    standing: ready, or the kind of reason why there is none.
    why: the reason why there is none, or what else there is to know.
    moment: the moment at which it sends.
    page_view: true where viewing the page is the act itself.
    event: the event that is sent.
    target: the `AW-…/…` to which a number belongs.
    parameters: the parameters that are sent.
    tag: what the config says of its tags in Tag Manager; None for nothing.
    """

    conversion: str
    product: Product
    standing: Standing
    why: Text = NO_TEXT
    moment: Moment = Moment.LOAD
    page_view: bool = False
    event: str = ""
    target: str = ""
    parameters: tuple[Parameter, ...] = ()
    tag: ConversionTag | None = None


@dataclass(frozen=True, slots=True)
class Snippets:
    """All tags of one client.

    client: the label of the client.
    accounts: (provider, account) pairs.
    emulated: true where the accounts are the emulator's.
    ids: the ids that the global tag configures.
    items: the tags, by conversion.
    reads: the API calls that were made.
    measurement_id: that of the web stream; empty where it is not known.
    """

    client: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    ids: tuple[str, ...]
    items: tuple[Snippet, ...]
    reads: int
    measurement_id: str = ""

"""Tags of a website as data: the product, the moment, and the parameters that are sent."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Product(enum.StrEnum):
    """Whose tag it is."""

    GOOGLE_ADS = "Google Ads"
    GA4 = "GA4"


class Standing(enum.StrEnum):
    """Whether there is a tag to place."""

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
    """One parameter of a gtag call. `value` None: only the page knows it. `told` is for whoever places the tag."""

    name: str
    value: str | float | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Snippet:
    """One conversion's tag of one product. `event` is what is sent, `target` the `AW-…/…` to which a number belongs.

    `why` says why there is none, or what else there is to know.
    """

    conversion: str
    product: Product
    standing: Standing
    why: str = ""
    moment: Moment = Moment.LOAD
    page_view: bool = False
    event: str = ""
    target: str = ""
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippets:
    """All tags of one client. `ids` are those that the global tag configures; `reads` the API calls that were made."""

    client: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    ids: tuple[str, ...]
    items: tuple[Snippet, ...]
    reads: int

"""The tags of a container that feed a conversion, as nouns."""

from __future__ import annotations

import enum
from typing import NamedTuple

from microconv.core.product import Product
from microconv.core.text import NO_TEXT, Text


class Published(enum.StrEnum):
    """The standing of a tag in the live version of its container, with the triggers that it fires on.

    LIVE: it is live as the workspace has it.
    CHANGED: it is live, and the workspace has it, or one of its triggers, in another way.
    NOT_YET: it is in the workspace alone.
    UNKNOWN: a snapshot that does not tell.
    """

    LIVE = "live"
    CHANGED = "live, but the workspace has it in another way that is not published"
    NOT_YET = "in the workspace, not published"
    UNKNOWN = "not known whether it is live"


class Sends(enum.StrEnum):
    """The fit of what a tag sends with the conversion.

    RIGHT: the label of its action, or its event to its web stream.
    OTHER: something else, although it is called as the conversion's tag or adopted by it.
    VARIABLE: what a variable holds, which nothing but a page tells.
    UNKNOWN: there is nothing to compare it with.
    """

    RIGHT = "right"
    OTHER = "other"
    VARIABLE = "variable"
    UNKNOWN = "unknown"


class FeedingTag(NamedTuple):
    """One tag of the container.

    name: its name.
    id: `tags/12`.
    sends: the fit of what it sends.
    sent: the text of what it sends: `AW-…/label`, or `G-… event`.
    triggers: the triggers that it fires on, as lines.
    paused: true where it is kept from firing.
    published: its standing in the live version.
    """

    name: str
    id: str
    sends: Sends
    sent: str
    triggers: tuple[str, ...]
    paused: bool
    published: Published

    @property
    def feeds(self) -> bool:
        """True where it feeds the conversion once it is live and not paused."""
        return self.sends in {Sends.RIGHT, Sends.VARIABLE, Sends.UNKNOWN}


class Feed(NamedTuple):
    """The tags of a container by which one product is to hear of a conversion.

    product: the product.
    container: `GTM-…`.
    target: `AW-…` or `G-…`; empty where it is not known.
    name: the label, or the event; empty where it is not known.
    tags: the tags, by name.
    why: the reason why a label or a measurement id is not known.
    might: the names of tags of other types (custom HTML, templates) that fire and might send it too: only they know.
    """

    product: Product
    container: str
    target: str
    name: str
    tags: tuple[FeedingTag, ...]
    why: Text = NO_TEXT
    might: tuple[str, ...] = ()

    @property
    def fed(self) -> bool | None:
        """True where a tag that is not paused feeds the conversion once it is live, None where that is not known."""
        if any(tag.sends in {Sends.RIGHT, Sends.VARIABLE} and not tag.paused for tag in self.tags):
            return True
        return None if self.might or not self.name else False

    @property
    def wanted(self) -> str:
        """The text of what a tag has to send, as `FeedingTag.sent` says it; empty where that is not known."""
        return sent_of(self.product, self.target, self.name) if self.name else ""


def sent_of(product: Product, target: str, name: str) -> str:
    """The text of what a tag sends."""
    return f"{target}/{name}" if product is Product.GOOGLE_ADS else f"{target} {name}".strip()

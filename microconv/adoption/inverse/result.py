"""The result of an import: a client as its accounts are, comments on it, and objects that no config can express."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from microconv.core.account_ids import NO_ACCOUNTS, Accounts
from microconv.core.client import DEFAULT_PREFIX, Client
from microconv.core.frozen import FrozenDict
from microconv.core.resource import Address
from microconv.core.schema import Attribute
from microconv.core.tag_trigger import TagTrigger
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import State

Place = tuple[str, ...]
"""Where something stands in a config: `("conversions", "mv_cart")`, `("goals", "custom", "Learning")`, `("ga4",)`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An import: its accounts, and the words for what is found there.

    accounts: the accounts.
    label: the client's label; empty for the account's own name, or its number.
    prefix: the prefix of micro-conversions.
    sources: the config's word for a type of conversion action.
    words: the words allowed for an attribute.
    moment: the moment that a live trigger is; None where a config has no words for it.

    The last three are the providers'.
    """

    accounts: Accounts = NO_ACCOUNTS
    label: str = ""
    prefix: str = DEFAULT_PREFIX
    sources: Mapping[str, str] = field(default_factory=FrozenDict)
    words: Callable[[Attribute], Sequence[str]] = lambda attribute: ()
    moment: Callable[[State], TagTrigger | None] = lambda state: None


@dataclass(frozen=True, slots=True, order=True)
class Unexpressed:
    """A live object, or a part of one, that no config can say: why, and what to do about it."""

    address: Address
    why: Text
    hint: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Adoption:
    """A client as its accounts are.

    `comments` are comments by place; `notes` tell what is left alone because it is not ours to declare;
    `unexpressed` what the config would have to say, and cannot.
    """

    client: Client
    comments: Mapping[Place, tuple[Text, ...]]
    notes: tuple[Text, ...]
    unexpressed: tuple[Unexpressed, ...]
    emulated: bool = False


class Comments:
    """Comments under way: those of one place keep the order in which they come."""

    def __init__(self) -> None:
        self._found: dict[Place, list[Text]] = {}

    def say(self, place: Place, text: Text) -> None:
        """Add a comment to a place, once."""
        lines = self._found.setdefault(place, [])
        if text not in lines:
            lines.append(text)

    def frozen(self) -> Mapping[Place, tuple[Text, ...]]:
        """All of them."""
        return FrozenDict({place: tuple(lines) for place, lines in self._found.items()})

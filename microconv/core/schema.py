"""The form of a managed resource: attributes declared once, from which everything else follows.

An attribute's entry gives its YAML key, validation, JSON Schema, API field, query field, update mask path, drawing and
reference text. Nothing else in the package names an attribute a second time.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microconv.core.client import Client
    from microconv.core.conversion import Conversion
    from microconv.core.resource import Desired


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's main unit (yen, dollars), with its ISO 4217 code."""

    amount: float
    currency: str

    def __str__(self) -> str:
        return f"{number(float(self.amount))} {self.currency}"


Lines = tuple[str, ...]
"""A list of texts, sorted where its order means nothing."""

Scalar = str | bool | int | float | Money | Lines | None
"""One attribute's value: words in lower case, whole numbers, amounts, flags, lists; None means empty on the server."""

State = Mapping[str, Scalar]
"""Attribute name to value. A name that is absent is unset: neither compared nor touched."""

Facts = Mapping[str, Scalar]
"""What else was read of an account: its currency, who it is, which goals are biddable."""


class Kind(enum.StrEnum):
    """What kind of value an attribute holds."""

    TEXT = "text"
    WORD = "word"  # one of Google's enum names, in lower case
    FLAG = "flag"
    WHOLE = "whole"
    AMOUNT = "amount"  # a number of currency units
    MONEY = "money"  # an amount with its currency
    LINES = "lines"  # a list of texts


class Change(enum.StrEnum):
    """When an attribute can be set."""

    ANY_TIME = "any time"
    ON_CREATE = "on create"
    NEVER = "never"  # the server's own


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a resource type.

    `name` is the key in states and plans and the leaf path in the API. `yaml` is the dotted key under a conversion
    whose value is taken as it is; an attribute without one is computed by `derive`, or is read only.
    `words` names the enum of the installed client whose names, in lower case, are allowed (`package/file:Class.Enum`),
    less those in `refused`, which Google knows but does not let one set. `minimum` and `maximum` are inclusive, in
    `unit`; beyond `advised_maximum` the loader warns, with `advice` for the reason. `sources` limits the attribute to
    conversions with these sources (None: all that can be created). `imported` says that it is also planned for actions
    that Google imports from GA4. `source` says where the facts come from and when they were checked.
    """

    name: str
    kind: Kind
    summary: str
    source: str
    yaml: str = ""
    words: str = ""
    refused: frozenset[str] = frozenset()
    minimum: float | None = None
    maximum: float | None = None
    advised_maximum: float | None = None
    advice: str = ""
    unit: str = ""
    change: Change = Change.ANY_TIME
    sources: frozenset[str] | None = None
    imported: bool = False
    examples: tuple[str | int, ...] = ()
    derive: Callable[[Conversion, Client], Scalar | Unset] | None = None


class Unset(enum.Enum):
    """The type of UNSET: what the config does not name."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Target:
    """The object that a conversion declares in one API.

    `identity` is what it is found by (a name, or property and event); `name` is what people call it. `named` says that
    the identity is a name: what goes by another identity is never found by a name, whatever anybody calls it. An object
    that cannot be created (`creatable` False) is waited for: `awaits` says for what, `waiting` what that takes. One
    that is not wanted any more (`gone`) is removed where it exists.
    """

    identity: str
    name: str
    named: bool = True
    creatable: bool = True
    awaits: str = "Google"
    waiting: str = ""
    previously: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule of an API that a declaration breaks: a rule id, the dotted YAML key, what is wrong, what to do."""

    code: str
    key: str
    summary: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of object that microconv manages in one API.

    `target` tells which object a conversion declares, or None. `declares`, where it is given, tells instead all objects
    that a client declares, whole: their attributes are then not derived from the table. `check` gives what the API
    would refuse of a conversion, beyond what each attribute's entry says. `demoted` is the state that takes an unlisted
    object out of use without removing it (empty: there is no such state, and it is kept). `postponed` tells why an
    attribute cannot be given a value yet, by the object in a live state or (None) by a new one; empty: it can. `batch`
    is how many operations one call can carry. `shared` says that objects live in the account that owns the
    conversions, not in the client's own. `quiet` says that objects which nobody declared are too many to be listed one
    by one. `mentions` names the objects that a config speaks of without declaring them: they are never unlisted.
    """

    name: str
    provider: str
    title: str
    attributes: tuple[Attribute, ...]
    target: Callable[[Conversion, Client], Target | None]
    demoted: Mapping[str, Scalar]
    batch: int
    check: Callable[[Conversion, Client], Iterable[Problem]]
    postponed: Callable[[str, Scalar, State | None], str] | None = None
    shared: bool = False
    quiet: bool = False
    declares: Callable[[Client], Iterable[Desired]] | None = None
    mentions: Callable[[Client], frozenset[str]] = lambda client: frozenset()

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`. Raises KeyError."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise KeyError(name)


def same(left: Scalar, right: Scalar) -> bool:
    """Whether two values are equal: 500 is 500.0, but True is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def draw(value: Scalar) -> str:
    """A value as people write it: `true`, `500`, `0.5`, `500 JPY`, `(empty)`. Not yet safe for a terminal."""
    if value is None or value == ():
        return "(empty)"
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """A number with every digit that tells it from others, and no `.0`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

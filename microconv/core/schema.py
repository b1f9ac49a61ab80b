"""The form of a managed resource: attributes declared once, from which everything else follows.

An attribute's entry gives its YAML key, validation, JSON Schema, API field, query field, update mask path, drawing and
reference text. Nothing else in the package names an attribute a second time.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from microconv.core.frozen import FrozenDict
from microconv.core.phase import Phase
from microconv.core.resource import Target
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Scalar, State, same

if TYPE_CHECKING:
    from microconv.core.client import Client
    from microconv.core.conversion import Conversion
    from microconv.core.resource import Desired


class Kind(enum.StrEnum):
    """The kind of an attribute's value."""

    TEXT = "text"
    WORD = "word"  # one of Google's enum names, in lower case
    FLAG = "flag"
    WHOLE = "whole"
    AMOUNT = "amount"  # a number of currency units
    MONEY = "money"  # an amount with its currency
    LINES = "lines"  # a list of texts


class Settable(enum.StrEnum):
    """When an attribute can be set."""

    ANY_TIME = "any time"
    ON_CREATE = "on create"
    NEVER = "never"  # the server's own


class Unset(enum.Enum):
    """The type of UNSET: what the config does not name."""

    UNSET = "unset"


UNSET = Unset.UNSET


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a resource type.

    name: the key in states and plans, and the leaf path in the API.
    kind: the kind of its value.
    summary: one sentence on what it is.
    source: where its facts come from, and when they were checked.
    yaml: the dotted key under a conversion whose value is taken as it is. An attribute without one is computed by
        `derive`, or is read only.
    words: the enum of the installed client whose names, in lower case, are allowed (`package/file:Class.Enum`).
    refused: those of them that Google knows but does not let one set.
    minimum: the least value, inclusive, in `unit`.
    maximum: the greatest value, inclusive, in `unit`.
    advised_maximum: the value beyond which the loader warns.
    advice: the reason that the warning gives.
    unit: the unit of the value.
    settable: when it can be set.
    sources: the sources of the conversions that it is for; None for all that can be created.
    imported: true if it can also be planned for actions that Google imports from GA4.
    examples: values for the documentation.
    google: Google's own words for it, in the documentation; None for an attribute that has no YAML key.
    absent: what happens where the config does not name it, where that is not the usual.
    initial: the value of a new object where the config names none and the API wants one.
    derive: computes the value from a conversion.
    meaning: gives what counts of a value: two values that mean the same do not differ. Lists whose order means nothing.
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
    settable: Settable = Settable.ANY_TIME
    sources: frozenset[str] | None = None
    imported: bool = False
    examples: tuple[str | int, ...] = ()
    google: Text | None = None
    absent: str = ""
    initial: Scalar | Unset = UNSET
    derive: Callable[[Conversion, Client], Scalar | Unset] | None = None
    meaning: Callable[[Scalar], Scalar] = lambda value: value

    def alike(self, left: Scalar, right: Scalar) -> bool:
        """True for two values that are equal, or mean the same."""
        return same(left, right) or same(self.meaning(left), self.meaning(right))


class Problem(NamedTuple):
    """A rule of an API that a declaration breaks: a rule id, the dotted YAML key, what is wrong, what to do."""

    code: str
    key: str
    summary: Text
    hint: Text = NO_TEXT


def takes_all(conversion: Conversion, client: Client) -> Iterable[Problem]:
    """The check of a type whose API refuses nothing of a conversion."""
    return ()


def declares_none(conversion: Conversion, client: Client) -> Target | None:
    """The target of a type of which no conversion declares an object."""
    return None


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A kind of object that microconv manages in one API.

    name: the name in plans: the provider, a dot, and the API's own word.
    provider: the API.
    title: the name for people.
    attributes: the attributes, in the order in which they are documented.
    batch: how many operations one call can carry.
    target: gives the object that a conversion declares, or None.
    demoted: the state that takes an unlisted object out of use without removing it. Empty: there is no such state, and
        the object is kept.
    retired: the state of an unlisted object that is to be removed and cannot be yet, beside `demoted`.
    check: gives what the API would refuse of a conversion, beyond what each attribute's entry says.
    refuses: true for a value that the API takes for no attribute of that name of an object in a live state.
    postponed: gives the reason why an attribute cannot be given a value yet, by the object in a live state or (None) by
        a new one; empty where it can.
    shared: true for objects that live in the account that owns the conversions, not in the client's own.
    quiet: true where objects that nobody declared are too many to be listed one by one.
    declares: gives, in place of `target`, all objects that a client declares, whole: their attributes are then not
        derived from the table.
    mentions: gives the names of the objects that a config speaks of without declaring them: they are never unlisted.
    removable: true where what a run made can be removed again.
    restorable: true where what was removed can be made again; what it had counted does not come back.
    phase: when its changes go out, except for removals, which come last: before bidding's changes, or after them.
        Among types of one phase the order of the types counts. The types that bidding rests on have their own order.
    """

    name: str
    provider: str
    title: str
    attributes: tuple[Attribute, ...]
    batch: int
    target: Callable[[Conversion, Client], Target | None] = declares_none
    demoted: Mapping[str, Scalar] = field(default_factory=FrozenDict)
    retired: Mapping[str, Scalar] = field(default_factory=FrozenDict)
    check: Callable[[Conversion, Client], Iterable[Problem]] = takes_all
    postponed: Callable[[str, Scalar, State | None], Text] | None = None
    refuses: Callable[[str, Scalar, State], bool] = lambda name, value, live: False
    shared: bool = False
    quiet: bool = False
    declares: Callable[[Client], Iterable[Desired]] | None = None
    mentions: Callable[[Client], frozenset[str]] = lambda client: frozenset()
    removable: bool = True
    restorable: bool = True
    phase: Phase = Phase.PREPARE

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`. Raises KeyError."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise KeyError(name)

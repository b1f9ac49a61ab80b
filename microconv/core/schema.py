"""The form of a managed resource: attributes declared once, from which everything else follows.

An attribute's entry gives its YAML key, validation, JSON Schema, API field, query field, update mask path, drawing and
reference text. Nothing else in the package names an attribute a second time.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.core.resource import Target
from microconv.core.value import Scalar, State

if TYPE_CHECKING:
    from microconv.core.client import Client
    from microconv.core.conversion import Conversion
    from microconv.core.resource import Desired


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
    `removable` says that what a run made can be removed again, `restorable` that what was removed can be made again;
    what it had counted does not come back.
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
    removable: bool = True
    restorable: bool = True

    def attribute(self, name: str) -> Attribute:
        """The attribute called `name`. Raises KeyError."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise KeyError(name)

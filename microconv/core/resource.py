"""Objects, as wanted and as found."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from microconv.core.action_state import ActionState
from microconv.core.diagnostics import Span
from microconv.core.facts import AccountFacts
from microconv.core.frozen import FrozenDict
from microconv.core.text import NO_TEXT, Text
from microconv.core.value import Scalar, State

if TYPE_CHECKING:
    from microconv.core.measures import Measures

GOOGLE = Text("Google", "Google")
"""The one that most of what waits is waiting for."""

_quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """The name of an object in a plan: `google_ads.conversion_action["mv_add_to_cart"]`."""

    type: str
    name: str

    def __str__(self) -> str:
        return f"{self.type}[{_quoted(self.name)}]"

    @property
    def provider(self) -> str:
        """The API it lives in: `google_ads` or `ga4`."""
        return self.type.partition(".")[0]


class Standing(enum.StrEnum):
    """The standing of a live object, before the config is looked at."""

    NORMAL = "normal"
    HIDDEN = "hidden"  # ours only when the config lists it
    IMPORTED = "imported from GA4"  # ours only when the config lists its event
    REMOVED = "removed"
    SYSTEM = "made by Google"
    OTHER_OWNER = "owned by another account"
    FIXED = "of a type that the API does not let anyone change"

    @property
    def never_ours(self) -> bool:
        """True where no config can make it ours."""
        return self in {Standing.REMOVED, Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED}

    @property
    def ours_when_listed(self) -> bool:
        """True where the prefix alone does not make it ours."""
        return self in {Standing.HIDDEN, Standing.IMPORTED}


class Desired(NamedTuple):
    """An object that the config wants.

    address: its name in plans.
    target: the object that it is found by, or made as.
    state: only what the config names.
    conversion: the conversion that declares it, empty for none.
    protect: true where changes need `--allow protected`.
    span: its place in the config.
    why: the reason that a plan gives where it differs.
    explicit: true where it is set even if it reads as it is wanted: what is read may not be what comes into force.
    """

    address: Address
    target: Target
    state: State
    conversion: str
    protect: bool = False
    span: Span | None = None
    why: Text = NO_TEXT
    explicit: bool = False


class _Viewed:
    """Room for a view of an object that is made at its first use: no field, neither compared nor sent anywhere."""

    __slots__ = ("_action",)
    _action: ActionState


@dataclass(frozen=True, slots=True)
class Live(_Viewed):
    """An object as it was read.

    address: its name in plans.
    id: its resource name.
    identity: the key by which it is matched.
    state: its attributes.
    standing: its standing, before the config is looked at.
    owner: the other account that owns it, empty for this one.
    """

    address: Address
    id: str
    identity: str
    state: State
    standing: Standing = Standing.NORMAL
    owner: str = ""

    @property
    def action(self) -> ActionState:
        """The state of a conversion action; audits ask for it some fifty times each."""
        try:
            return self._action
        except AttributeError:
            action = ActionState(self.state)
            object.__setattr__(self, "_action", action)
            return action

    @property
    def deletable(self) -> bool:
        """False where the API says that it cannot be removed."""
        return self.state.get("deletable") is not False


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one account of one API.

    provider: the API, such as `google_ads`.
    account: the account's number, as people write it.
    resources: its live objects.
    facts: facts about the account itself.
    calls: the API calls that the reading took; 0 for a saved snapshot.
    types: the names of the types that were read whole. That nothing of another type is among the resources says
        nothing. An empty set does not tell.
    measures: what was counted lately; None where nobody asked.
    """

    provider: str
    account: str
    resources: tuple[Live, ...]
    facts: AccountFacts = field(default_factory=AccountFacts)
    calls: int = 0
    types: frozenset[str] = frozenset()
    measures: Measures | None = None

    def has(self, type_name: str) -> bool:
        """True where a type was read whole, as far as is known."""
        return not self.types or type_name in self.types


def any_emulated(readings: Iterable[Reading]) -> bool:
    """True where any of these accounts is the emulator's."""
    return any(reading.facts.emulated for reading in readings)


def frozen(state: Mapping[str, Scalar]) -> State:
    """A read-only copy of a state."""
    return FrozenDict(state)


class Target(NamedTuple):
    """The object that a conversion declares in one API.

    identity: the key by which it is found: a name, or property and event.
    name: its name for people.
    named: true where the identity is a name: what goes by another identity is never found by a name, whatever anybody
        calls it.
    creatable: false for an object that cannot be created: it is waited for.
    awaits: the thing that it waits for.
    waiting: the reason, and how long that takes.
    previously: identities that it may still have.
    gone: true where it is not wanted any more: it is removed where it exists.
    """

    identity: str
    name: str
    named: bool = True
    creatable: bool = True
    awaits: Text = GOOGLE
    waiting: Text = NO_TEXT
    previously: tuple[str, ...] = ()
    gone: bool = False


def of_type(live: Iterable[Live], type_name: str) -> list[Live]:
    """Those of one type."""
    return [item for item in live if item.address.type == type_name]

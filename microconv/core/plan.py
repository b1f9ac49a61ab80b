"""A plan: frozen, sorted, comparable data that says what would change and why."""

from __future__ import annotations

import enum
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from microconv.core.action_state import PRIMARY
from microconv.core.diagnostics import Diagnostic
from microconv.core.import_arrival import GOOGLES_IMPORT
from microconv.core.learning_time import LearningTime
from microconv.core.resource import Address
from microconv.core.text import NO_TEXT, Text, joined
from microconv.core.value import Scalar


class Action(enum.StrEnum):
    """The kind of a change. A demote is an update after which bidding's flag is off."""

    CREATE = "create"
    UPDATE = "update"
    DEMOTE = "demote"
    REMOVE = "remove"


class Bidding(enum.StrEnum):
    """The effect of a change on automatic bidding."""

    NO_EFFECT = ""
    STARTS = "bidding starts using this"
    STOPS = "bidding stops using this"


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """One attribute, before and after. For a create, `before` is None."""

    name: str
    before: Scalar
    after: Scalar


@dataclass(frozen=True, slots=True)
class Change:
    """One object to be changed.

    action: the kind of change.
    address: the object.
    reasons: explain the change; they do not decide.
    attributes: the attributes that change.
    id: its resource name. Empty for a create, and for the update of what an earlier step of the same run brings about:
        an action it makes, or a goal that Google makes with it.
    bidding: the effect on automatic bidding.
    conversion: the conversion of the config that it belongs to, empty for none.
    protected: true where it needs `--allow protected`.
    late: true where it goes out with what bidding starts to use.
    last: true where it goes out after that: it takes something from bidding, and what replaces it is in use by then.
    """

    action: Action
    address: Address
    reasons: tuple[Text, ...]
    attributes: tuple[AttributeChange, ...]
    id: str = ""
    bidding: Bidding = Bidding.NO_EFFECT
    conversion: str = ""
    protected: bool = False
    late: bool = False
    last: bool = False

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Plans list changes by type, name and id."""
        return (self.address.type, self.address.name, self.id)


class Shift(NamedTuple):
    """The effect of a whole plan on bidding's use of one action: the campaigns, by name, in which it starts or stops.

    `everywhere`: in every campaign of the account, or, where it has none, by the account's goals. `id` is the action's
    resource name, or begins with `new:`.
    """

    action: str
    bidding: Bidding
    campaigns: tuple[str, ...] = ()
    everywhere: bool = False
    id: str = ""


class Stake(NamedTuple):
    """The counts of an action in the last 30 days: all its conversions, and their value in the account's currency."""

    action: str
    conversions: float
    value: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot be done in place; it stops the run (exit code 4).

    address: the object.
    summary: what cannot be done, and why.
    hint: a way that works.
    where: its place in the config.
    refused: true for what an API refuses, as a rehearsal showed: the rest of the plan is made without it and may be
        carried out.
    request_id: the id of the request that was refused, for the API's support; another one each time it is asked.
    """

    address: Address
    summary: Text
    hint: Text = NO_TEXT
    where: str = ""
    refused: bool = False
    request_id: str = field(default="", compare=False)


DIFFERS = Text("differs from the config", "設定と異なります")
"""The usual reason of a change, which its attributes say better."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that only Google can make; not an error.

    address: the object.
    why: explains; it is the same for all that wait for the same.
    what: is awaited.
    missing: what has to be there before, and is not.
    """

    address: Address
    why: Text
    what: Text = GOOGLES_IMPORT
    missing: Text = NO_TEXT

    @property
    def reason(self) -> Text:
        """The reason why it waits, with what is missing."""
        return joined([self.why, missing_text(self.missing)], ". ", "。") if self.missing else self.why


def missing_text(missing: Text) -> Text:
    """`Missing: the key event`."""
    return Text(f"Missing: {missing.en}", f"不足しているもの: {missing.ja}")


class Unmanaged(NamedTuple):
    """A live object that is not ours: shown, never touched."""

    address: Address
    why: Text
    id: str = ""


@dataclass(frozen=True, slots=True)
class Managed:
    """The number of live objects of one type that are ours."""

    type: str
    count: int


class Danger(NamedTuple):
    """Something that a plan must not do unless it is allowed by name (`--allow`).

    allow: the word that allows it, such as `nothing-left`.
    summary: what would happen, and where.
    hint: what to do instead, before the way through is named.
    actions: the names of the actions that are at stake.
    """

    allow: str
    summary: Text
    hint: Text
    actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The difference between a client's config and its accounts.

    client: the label of the client.
    accounts: (provider, account) pairs.
    changes: the objects to be changed, in order.
    conflicts: things that stop a run.
    waiting: things that only Google can make.
    unmanaged: live objects that are not ours.
    warnings: diagnostics that do not stop a run.
    managed: the number of live objects that are ours, by type.
    unchanged: the number of objects that are as the config wants them.
    apply_calls: the API calls that carrying it out takes.
    reads: the API calls that reading took.
    emulated: true where the accounts are the emulator's.
    config_digest: the digest of the config text.
    owner: the manager account to which the conversions belong, where the plan would change them there.
    shared_with: the client accounts that share them.
    shifts: the actions that bidding starts and stops using.
    stakes: the recent counts of the actions whose role or value would change, as far as the account has metrics.
    dangers: things that it must not do unless they are allowed by name.
    learning: the time that bidding needs to learn from it; None where it changes nothing that bidding uses.
    made: when the plan was made (ISO 8601).
    tool: the version of microconv.
    apis: the versions of the APIs.
    currency: the ISO 4217 code of the config, in which amounts are that name no other.
    """

    client: str
    accounts: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    managed: tuple[Managed, ...] = ()
    unchanged: int = 0
    apply_calls: int = 0
    reads: int = 0
    emulated: bool = False
    config_digest: str = ""
    owner: str = ""
    shared_with: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    stakes: tuple[Stake, ...] = ()
    dangers: tuple[Danger, ...] = ()
    learning: LearningTime | None = None
    made: str = ""
    tool: str = ""
    apis: tuple[tuple[str, str], ...] = ()
    currency: str = ""

    @cached_property
    def counts(self) -> Mapping[Action, int]:
        """The number of changes of each kind, zeros included."""
        counted = Counter(change.action for change in self.changes)
        return {action: counted.get(action, 0) for action in Action}

    @property
    def empty(self) -> bool:
        """True where there is nothing to do and nothing in the way. Waiting for Google is nothing to do."""
        return not self.changes and not self.conflicts

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the accounts and everything that would be written, as hex. Equal plans have equal ones."""
        changes = [_document().change_to_dict(item) for item in self.changes]
        content = [self.client, [list(pair) for pair in self.accounts], self.owner, changes]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> str:
        """The plan as JSON text, with a final newline. `Plan.from_json(plan.to_json()) == plan`."""
        return _document().plan_to_json(self)

    @staticmethod
    def from_json(text: str) -> Plan:
        """The plan that `to_json` wrote. Raises PlanFileError where it is broken, changed by hand, or newer."""
        return _document().plan_from_json(text)


def action_of(attributes: tuple[AttributeChange, ...]) -> Action:
    """The kind of an update: a demote where its attributes turn `primary_for_goal` off."""
    for attribute in attributes:
        if attribute.name == PRIMARY and attribute.after is False:
            return Action.DEMOTE
    return Action.UPDATE


class _Document(Protocol):
    """The module that writes and reads plans, as far as plans ask of it."""

    def change_to_dict(self, change: Change) -> dict[str, Any]: ...

    def plan_to_json(self, plan: Plan) -> str: ...

    def plan_from_json(self, text: str) -> Plan: ...


def _document() -> _Document:
    """The form of plans as files, found by its name at its first use: see docs/decisions/0008."""
    return cast(_Document, import_module("microconv.core.documents.plan_json"))

"""Protocols that the outside world implements: providers, records and user interfaces."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from microconv.core.errors import MicroconvError, UnclearError
from microconv.core.plan import Change
from microconv.core.planning.steps import Step
from microconv.core.resource import Reading
from microconv.core.schema import ResourceType


class Status(enum.StrEnum):
    """The end of a change."""

    APPLIED = "applied"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one change. `error` says why it failed or is unknown; `request_id` is Google's.

    `made` is the resource name of what a create made, where the API tells it.
    """

    change: Change
    status: Status
    request_id: str = ""
    error: MicroconvError | None = None
    made: str = ""


def failed(change: Change, error: MicroconvError) -> Outcome:
    """The outcome of a change that ended in `error`: unknown where the error leaves open whether it happened."""
    status = Status.UNKNOWN if isinstance(error, UnclearError) else Status.FAILED
    return Outcome(change, status, getattr(error, "request_id", ""), error)


def unsent(change: Change, error: MicroconvError) -> Outcome:
    """The outcome of a change that was not sent, because what it needs could not be read: it did not happen."""
    return Outcome(change, Status.FAILED, getattr(error, "request_id", ""), error)


class Reader(Protocol):
    """One account of one API, to be read: it has no way to write. An instance is used by one thread at a time."""

    @property
    def name(self) -> str:
        """`google_ads`, `ga4`, ..."""

    @property
    def account(self) -> str:
        """The account as people write it."""

    @property
    def types(self) -> tuple[ResourceType, ...]:
        """The types that it manages."""

    @property
    def calls(self) -> int:
        """API calls made so far."""

    def read(self) -> Reading:
        """Everything that is live. Raises ApiError, CredentialsError."""


class Provider(Reader, Protocol):
    """One account of one API, to be read and changed."""

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Carry out one step in one API call: an outcome for every change. Never raises ApiError for a write."""


@dataclass(frozen=True, slots=True)
class ClientBelow:
    """A client account below a manager: ten digits, its name, ISO 4217 currency code, and IANA time zone."""

    customer_id: str
    name: str
    currency: str
    time_zone: str


class Record(Protocol):
    """Where a run writes down what it means to do, before it does it. Each method raises JournalError."""

    def intent(self, number: int, step: Step) -> None:
        """Step `number` is about to be sent."""

    def outcome(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """The outcome of step `number`, as far as the API's answer tells."""

    def settled(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """The outcome of step `number`, as reading showed."""


class Unwritten:
    """A record that is kept nowhere."""

    def intent(self, number: int, step: Step) -> None:
        """Forget it."""

    def outcome(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Forget it."""

    def settled(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Forget it."""


class Events(Protocol):
    """Hears what happens during a run, to show progress. Implementations must not raise."""

    def reading(self, provider: str, account: str) -> None:
        """An account is about to be read."""

    def read(self, provider: str, account: str) -> None:
        """An account was read; what follows is done without the network."""

    def applying(self, step: Step) -> None:
        """A step is about to be carried out."""

    def applied(self, outcomes: Sequence[Outcome]) -> None:
        """A step was carried out."""


class Silent:
    """Events for programs: shows nothing."""

    def reading(self, provider: str, account: str) -> None:
        """Show nothing."""

    def read(self, provider: str, account: str) -> None:
        """Show nothing."""

    def applying(self, step: Step) -> None:
        """Show nothing."""

    def applied(self, outcomes: Sequence[Outcome]) -> None:
        """Show nothing."""

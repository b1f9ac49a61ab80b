"""Make a config of live accounts, or complete one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.adoption import Adopted, Updated, adopt_readings, asked_of, read, read_below, update
from microconv.connections import Connections
from microconv.core.account_ids import NamedAccounts
from microconv.core.client import DEFAULT_PREFIX
from microconv.core.documents.snapshot import Snapshot
from microconv.core.ports import Events
from microconv.core.text import Language


@dataclass(frozen=True, slots=True)
class ImportTask:
    """The config of accounts that were named.

    client: the accounts
    label: the label of the client; empty for the account's name
    prefix: the prefix of micro-conversions
    propose: `comments`, `changes`, or empty for no proposals
    live: the snapshot to read instead of the accounts
    language: the language of the comments
    """

    client: NamedAccounts
    label: str = ""
    prefix: str = DEFAULT_PREFIX
    propose: str = ""
    live: Snapshot | None = None
    language: Language = Language.EN

    def compute(self, connections: Connections, events: Events) -> Adopted:
        """The answer of this task, see `compute`."""
        return compute(self, connections, events)


@dataclass(frozen=True, slots=True)
class ImportBelowTask:
    """The config of `client`, an account below a manager account; the rest as in ImportTask."""

    client: NamedAccounts
    prefix: str = DEFAULT_PREFIX
    propose: str = ""
    language: Language = Language.EN

    def compute(self, connections: Connections, events: Events) -> Adopted:
        """The answer of this task, see `compute_below`."""
        return compute_below(self, connections, events)


@dataclass(frozen=True, slots=True)
class UpdateTask:
    """The config at `path`, to be completed by what is live; with `live` by a snapshot. Comments in `language`."""

    path: Path
    live: Snapshot | None = None
    language: Language = Language.EN

    def compute(self, connections: Connections, events: Events) -> Updated:
        """The answer of this task, see `compute_update`."""
        return compute_update(self, connections, events)


def compute(task: ImportTask, connections: Connections | None, events: Events | None) -> Adopted:
    """The config of the accounts, with its proof. Raises ApiError, CredentialsError, SnapshotError."""
    readings = read(task.client, live=task.live, connections=connections, events=events)
    asked = asked_of(task.client.accounts, task.label, task.prefix)
    return adopt_readings(readings, asked, propose=task.propose, language=task.language)


def compute_below(task: ImportBelowTask, connections: Connections, events: Events) -> Adopted:
    """The config of the account and its property, with its proof. Raises ApiError, CredentialsError."""
    accounts, readings, missing = read_below(task.client, connections, events)
    label = task.client.label if task.client.label.isprintable() else ""
    notes = (missing,) if missing else ()
    asked = asked_of(accounts, label, task.prefix)
    return adopt_readings(readings, asked, propose=task.propose, notes=notes, language=task.language)


def compute_update(task: UpdateTask, connections: Connections | None, events: Events | None) -> Updated:
    """The completed config, with its proof. Raises ApiError, CredentialsError, SnapshotError, ConfigError."""
    return update(task.path, live=task.live, connections=connections, events=events, language=task.language)

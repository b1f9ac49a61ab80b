"""Reading what a run works with: configs, snapshots and plan files."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.clock import utc_now
from microconv.core.account_ids import NamedAccounts
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.errors import ConfigError, PlanFileError, SnapshotError
from microconv.core.kinds import ALWAYS, needed
from microconv.core.text import Text
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.registry import pairs, types
from microconv.providers.words import words

if TYPE_CHECKING:
    from microconv.config import Loaded, Vocabulary
    from microconv.core.diagnostics import Diagnostic
    from microconv.core.documents.snapshot import Snapshot
    from microconv.core.plan import Plan
    from microconv.core.resource import Reading


def vocabulary() -> Vocabulary:
    """The keys and words of a config, from the attribute tables and the installed clients."""
    from microconv.config import Vocabulary

    return Vocabulary(types=types(), words=words, sources=SOURCES, rules=_rule_ids)


def _rule_ids() -> tuple[str, ...]:
    from microconv.audit.rules import RULES

    return tuple(rule.id for rule in RULES)


def load(path: str | Path) -> tuple[Client | None, tuple[Diagnostic, ...]]:
    """Read one config file. Returns the client and every problem; the client is None if any problem is an error."""
    from microconv import config

    loaded = config.load(Path(path), vocabulary(), today=utc_now().date())
    return loaded.client, loaded.problems


def load_all(paths: Sequence[str | Path]) -> list[Loaded]:
    """Read every config in files, folders and registries of clients, and check them against each other.

    A registry (a file with `clients:`) stands for the configs of its clients, which may act on the accounts that are
    registered for them and no others; beside other paths it only guards these. It is a result of its own, without a
    client, and so is what is wrong with a path.
    """
    from microconv import config

    return config.load_paths([Path(path) for path in paths], vocabulary(), today=utc_now().date())


def usable(client: object) -> ClientOrAccounts:
    """The client or the accounts in what `load` or `load_all` gave.

    Raises ConfigError where there is none, with every problem, and for a client of a registry that somebody gave other
    accounts; TypeError for anything else, such as a path.
    """
    from microconv.config.loaded import Loaded

    problems: Sequence[Diagnostic] = ()
    registry = unchecked = ""
    if isinstance(client, Loaded):
        problems, registry = client.problems, str(client.path) if client.is_registry else ""
        unchecked = "" if client.is_base or client.is_registry else str(client.path)
        client = client.client
    elif isinstance(client, tuple) and len(client) == 2:
        client, problems = client
    if isinstance(client, Client) and client.registration and not client.registration.allows(client.accounts):
        raise ConfigError(
            f"{client.label}: the accounts are not those that the registry has at {client.registration.span}", problems,
            hint="a client of a registry acts on what is registered for it; load it again after a change",
        )  # fmt: skip
    if isinstance(client, Client | NamedAccounts):
        return client
    if client is not None:
        raise TypeError(f"a Project takes a Client, not {type(client).__name__}: `microconv.load(path)` gives one")
    errors = [problem for problem in problems if problem.is_error]
    if not errors and registry:
        raise ConfigError(f"{registry} is a registry: its clients are the other results of `load_all`", problems)
    if errors:
        lines = [f"\n    {problem.span or problem.where}: {problem.summary} [{problem.code}]" for problem in errors]
        raise ConfigError(f"the config has errors:{''.join(lines)}", problems)
    if unchecked:
        raise ConfigError(
            f"{unchecked} was not checked: a registry that guards it has errors", problems,
            hint="correct what the registry's own result of `load_all` tells",
        )  # fmt: skip
    raise ConfigError(
        "there is no client: None was given", problems,
        hint="`microconv.load` gives None for a config that has errors, and them beside it: "
        "`Project(microconv.load(path))` raises them",
    )  # fmt: skip


def take_snapshot(readings: Sequence[Reading], now: datetime.datetime) -> str:
    """The text of a snapshot file."""
    from microconv.core.documents.snapshot import to_json

    return to_json(readings, now.isoformat(timespec="seconds"))


def read_snapshot(paths: Sequence[str | Path]) -> Snapshot:
    """Read snapshot files; later ones win. Raises SnapshotError."""
    from microconv.core.documents.snapshot import Snapshot, from_lines

    snapshot = Snapshot({})
    for path in paths:
        try:
            with Path(path).open("rb") as file:
                snapshot = from_lines(file).over(snapshot)
        except OSError as error:
            raise SnapshotError(unreadable(path, error)) from error
        except SnapshotError as error:
            raise SnapshotError(f"{path}: {error}", hint=error.hint) from error
    return snapshot


def from_snapshot(client: ClientOrAccounts, snapshot: Snapshot) -> tuple[Reading, ...]:
    """Read a client's accounts from a snapshot. Raises SnapshotError where it lacks what the config speaks of."""
    readings = tuple(snapshot.reading(provider, account) for provider, account in pairs(client.accounts))
    if isinstance(client, Client):
        names = [kind.name for kind in types()]
        _check_types(readings, needed(client, names) - ALWAYS)
    return readings


def _check_types(readings: Sequence[Reading], needs: frozenset[str]) -> None:
    for reading in readings:
        if reading.facts.stream.refusal:
            continue  # the plan tells it as a conflict, with its reason
        missing = sorted(
            name for name in needs if name.startswith(f"{reading.provider}.") and name not in reading.types
        )
        if missing:
            raise SnapshotError(
                f"the snapshot of {reading.provider} {reading.account} has no {', '.join(missing)}, which the config "
                "speaks of",
                hint="take a new one with `microconv snapshot PATH -o FILE`",
            )


def unreadable(path: str | Path, error: OSError) -> Text:
    """The message where a file that was named cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Text(f"{path}: there is no such file", f"{path}: ファイルが見つかりません")
    return Text(f"{path}: cannot be read: {error.strerror}", f"{path}: 読み取れません: {error.strerror}")


def read_plan(path: str | Path, data: bytes | None = None) -> Plan:
    """Read a plan file, or `data`, which it held. Raises PlanFileError."""
    from microconv.core.plan import Plan

    try:
        return Plan.from_json((Path(path).read_bytes() if data is None else data).decode("utf-8"))
    except OSError as error:
        raise PlanFileError(unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        raise PlanFileError(Text(f"{path}: is not UTF-8 text", f"{path}: UTF-8 のテキストではありません")) from error
    except PlanFileError as error:
        raise PlanFileError(f"{path}: {error}", hint=error.hint) from error

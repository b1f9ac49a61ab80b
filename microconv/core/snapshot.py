"""Readings as JSON and back, without loss: the live state of accounts at one time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from microconv.core.errors import SnapshotError
from microconv.core.plan_json import scalar_from_json, scalar_to_json
from microconv.core.resource import Address, Live, Reading, Standing, frozen

SNAPSHOT_FORMAT = 1
"""Version of the snapshot file. A newer one is refused."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Readings of any number of accounts. `taken` is an ISO 8601 time, for people."""

    readings: tuple[Reading, ...]
    taken: str = ""

    def reading(self, provider: str, account: str) -> Reading:
        """The reading of one account, which costs no API call. Raises SnapshotError where there is none."""
        for reading in self.readings:
            if reading.provider == provider and reading.account == account:
                return Reading(provider, account, reading.resources, reading.facts, calls=0)
        raise SnapshotError(
            f"the snapshot has no {provider} account {account}; it has "
            + (", ".join(f"{item.provider} {item.account}" for item in self.readings) or "none"),
            hint="take one of this client with `microconv snapshot PATH -o FILE`",
        )


def to_json(readings: Sequence[Reading], taken: str) -> str:
    """A snapshot file's text."""
    data = {
        "format": SNAPSHOT_FORMAT,
        "kind": "microconv snapshot",
        "taken": taken,
        "emulated": any(reading.facts.get("emulated") is True for reading in readings),
        "readings": [_reading_to_dict(reading) for reading in readings],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Snapshot:
    """Read a snapshot file's text. Raises SnapshotError."""
    hint = "take a new one with `microconv snapshot PATH -o FILE`"
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SnapshotError(f"this is not a snapshot: it is not JSON ({error})", hint=hint) from error
    if not isinstance(data, dict) or data.get("kind") != "microconv snapshot":
        raise SnapshotError("this is not a snapshot that microconv wrote", hint=hint)
    if data.get("format") != SNAPSHOT_FORMAT:
        raise SnapshotError(
            f"the snapshot has format {data.get('format')!r}; this version of microconv reads {SNAPSHOT_FORMAT}",
            hint=hint,
        )
    try:
        return Snapshot(tuple(_reading(item) for item in data["readings"]), str(data["taken"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SnapshotError(f"the snapshot is broken: {type(error).__name__}: {error}", hint=hint) from error


def merged(snapshots: Iterable[Snapshot]) -> Snapshot:
    """One snapshot that holds all readings; of the same account, the last."""
    found = {(item.provider, item.account): item for snapshot in snapshots for item in snapshot.readings}
    return Snapshot(tuple(found.values()))


def _reading_to_dict(reading: Reading) -> dict[str, Any]:
    return {
        "provider": reading.provider,
        "account": reading.account,
        "facts": {name: scalar_to_json(value) for name, value in sorted(reading.facts.items())},
        "resources": [
            {
                "type": item.address.type,
                "name": item.address.name,
                "id": item.id,
                "identity": item.identity,
                "standing": item.standing.value,
                "owner": item.owner,
                "state": {name: scalar_to_json(value) for name, value in item.state.items()},
            }
            for item in sorted(reading.resources, key=lambda item: (item.address, item.id))
        ],
    }


def _reading(data: dict[str, Any]) -> Reading:
    return Reading(
        provider=data["provider"],
        account=data["account"],
        resources=tuple(_live(item) for item in data["resources"]),
        facts=frozen({name: scalar_from_json(value) for name, value in data["facts"].items()}),
    )


def _live(data: dict[str, Any]) -> Live:
    return Live(
        address=Address(data["type"], data["name"]),
        id=data["id"],
        identity=data["identity"],
        state=frozen({name: scalar_from_json(value) for name, value in data["state"].items()}),
        standing=Standing(data["standing"]),
        owner=data["owner"],
    )

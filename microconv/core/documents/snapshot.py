"""Snapshot files: readings as JSON and back, the live state of accounts at one time.

What was counted lately is an optional key of a reading: files without it are as good as ever, and versions of microconv
that do not know it leave it alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from microconv.core.documents.reading_json import reading_from_dict, reading_to_dict, text_of
from microconv.core.errors import SnapshotError
from microconv.core.json_text import json_line
from microconv.core.resource import Reading, any_emulated

SNAPSHOT_FORMAT = 1
"""Version of the snapshot file. A newer one is refused."""

KIND = "microconv snapshot"

Account = tuple[str, str]
"""Provider and account."""

_OPENING = b',"readings":[\n'
_CLOSING = b"]}\n"
_AGAIN = "take a new one with `microconv snapshot PATH -o FILE`"


class Snapshot:
    """Readings of any number of accounts, each parsed when it is asked for. Read only; safe from several threads.

    `taken` is the time of the file, ISO 8601; of several in one that of the last.
    """

    def __init__(self, texts: Mapping[Account, bytes], taken: str = "") -> None:
        self._texts = dict(texts)
        self.taken = taken

    def __eq__(self, other: object) -> bool:
        return self._texts == other._texts if isinstance(other, Snapshot) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The (provider, account) pairs that it has, sorted."""
        return tuple(sorted(self._texts))

    def reading(self, provider: str, account: str) -> Reading:
        """The reading of one account, which costs no API call. Raises SnapshotError where there is none."""
        text = self._texts.get((provider, account))
        if text is None:
            raise SnapshotError(
                f"the snapshot has no {provider} account {account}; it has "
                + (", ".join(" ".join(pair) for pair in self.accounts) or "none"),
                hint="take one of this client with `microconv snapshot PATH -o FILE`",
            )
        try:
            reading = reading_from_dict(json.loads(text))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise _broken(error) from error
        if (reading.provider, reading.account) != (provider, account):
            raise _broken(f"the reading of {provider} {account} is {reading.provider} {reading.account}")
        return reading

    def over(self, other: Snapshot) -> Snapshot:
        """Both in one; of the same account, this one's."""
        return Snapshot({**other._texts, **self._texts}, self.taken)


def to_json(readings: Sequence[Reading], taken: str) -> str:
    """A snapshot file's text: one JSON document, with one reading on each line. `taken` is an ISO 8601 time."""
    head = {
        "format": SNAPSHOT_FORMAT,
        "kind": KIND,
        "taken": taken,
        "emulated": any_emulated(readings),
        "accounts": [[reading.provider, reading.account] for reading in readings],
    }
    lines = [_dump(reading_to_dict(reading)) for reading in readings]
    body = "".join(line + (",\n" if index < len(lines) else "\n") for index, line in enumerate(lines, 1))
    return _dump(head)[:-1] + _OPENING.decode() + body + _CLOSING.decode()


def from_lines(lines: Iterable[bytes]) -> Snapshot:
    """Read a snapshot file, line by line, as a binary file gives them. Raises SnapshotError.

    A file as `to_json` wrote it is parsed by accounts, when they are asked for; one that was formatted anew at once.
    """
    rest = iter(lines)
    first = next(rest, b"")
    if first.endswith(_OPENING):
        head = _parsed(first.removesuffix(_OPENING) + b"}")
        accounts = _accounts(head)
        readings = [line.rstrip(b",\n") for line in rest]
        if len(readings) != len(accounts) + 1 or readings[-1] != _CLOSING.rstrip(b"\n"):
            raise _broken(f"it has not one line for each of {len(accounts)} accounts")
        return Snapshot(dict(zip(accounts, readings, strict=False)), _taken(head))
    data = _parsed(first + b"".join(rest))
    items = data.get("readings")
    if not isinstance(items, list):
        raise _broken("it has no readings")
    try:
        texts = {(text_of(item["provider"]), text_of(item["account"])): _dump(item).encode() for item in items}
        return Snapshot(texts, _taken(data))
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(error) from error


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        data = json.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SnapshotError("this is not a snapshot: it is not UTF-8 text", hint=_AGAIN) from error
    except (ValueError, RecursionError) as error:
        raise SnapshotError(f"this is not a snapshot: it is not JSON ({error})", hint=_AGAIN) from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise SnapshotError("this is not a snapshot that microconv wrote", hint=_AGAIN)
    if data.get("format") != SNAPSHOT_FORMAT:
        raise SnapshotError(
            f"the snapshot has format {data.get('format')!r}; this version of microconv reads {SNAPSHOT_FORMAT}",
            hint=_AGAIN,
        )
    return data


def _accounts(data: dict[str, Any]) -> list[Account]:
    try:
        return [(text_of(provider), text_of(account)) for provider, account in data["accounts"]]
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(error) from error


def _taken(data: dict[str, Any]) -> str:
    taken = data.get("taken")
    return taken if isinstance(taken, str) else ""


def _broken(error: Exception | str) -> SnapshotError:
    why = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    return SnapshotError(f"the snapshot is broken: {why}", hint=_AGAIN)


def _dump(data: dict[str, Any]) -> str:
    return json_line(data)

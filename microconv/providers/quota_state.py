"""The content of a ledger's file: the counts of its windows, and the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from microconv.providers.cloud_project import hashed
from microconv.providers.quota_windows import DAY_S, Counts, Window

FORMAT = 1
"""Version of the file. One of another version is not read: what it counted is not known."""


class Closed(NamedTuple):
    """The gate: nobody sends before `until`. `streak` counts closings in a row.

    `level` is what was known of the project then.
    """

    since: float = 0.0
    until: float = 0.0
    streak: int = 0
    spent: bool = False
    level: str = ""


REMEMBERED_S = 1_200.0
"""The time for which it is remembered that an account had to wait, in seconds, after the end of that wait."""


class State:
    """The content of the file.

    accounts: the gates of accounts that have a limit of their own, by a digest of the account.
    """

    def __init__(
        self, counts: dict[str, Counts], closed: Closed, accounts: Mapping[str, Closed] = MappingProxyType({})
    ) -> None:
        self.counts, self.closed, self.accounts = counts, closed, dict(accounts)

    def gate(self, account: str) -> Closed:
        """The gate of an account; that of the project for none."""
        return self.accounts.get(hashed(account), Closed()) if account else self.closed

    def close(self, account: str, closed: Closed) -> None:
        """Set the gate of an account, or that of the project for none."""
        if not account:
            self.closed = closed
        elif closed == Closed():
            self.accounts.pop(hashed(account), None)
        else:
            self.accounts[hashed(account)] = closed

    @classmethod
    def empty(cls, windows: Sequence[Window]) -> State:
        """The state before anything was sent."""
        return cls({window.name: Counts(window) for window in windows}, Closed())

    @classmethod
    def of(cls, content: Any, windows: Sequence[Window], now: float) -> State:
        """The state that the file had. Raises ValueError, TypeError, KeyError or AttributeError for what is none."""
        if content["format"] != FORMAT:
            raise ValueError("another format")
        counts = {}
        for window in windows:
            kept = content["windows"].get(window.name, {})
            numbers = kept.get("counts", [])
            if kept.get("bucket_s", window.bucket_s) != window.bucket_s or {*map(type, numbers)} - {int}:
                raise ValueError("other buckets")
            counts[window.name] = Counts(window, int(kept.get("first", 0)), numbers)
        closed = Closed(**content["closed"])
        if closed.since > now + DAY_S:  # by a clock that was set back since
            closed = Closed()
        accounts = {name: Closed(**one) for name, one in content.get("accounts", {}).items()}
        lately = {
            name: one for name, one in accounts.items() if one.until > now - REMEMBERED_S and one.since <= now + DAY_S
        }
        return cls(counts, closed, lately)

    def content(self) -> dict[str, Any]:
        """The state as JSON has it."""
        return {
            "format": FORMAT,
            "closed": self.closed._asdict(),
            **({"accounts": {name: one._asdict() for name, one in self.accounts.items()}} if self.accounts else {}),
            "windows": {
                name: {"bucket_s": one.window.bucket_s, "first": one.first, "counts": one.counts}
                for name, one in self.counts.items()
            },
        }

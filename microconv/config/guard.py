"""The guard of a registry of clients: a config acts on what is registered for its client, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.registry import Entry
from microconv.config.wording import cut, quote
from microconv.core.account_ids import Accounts, dashed
from microconv.core.client import Client
from microconv.core.diagnostics import Span
from microconv.core.text import NO_TEXT, Text


class _Id(NamedTuple):
    """One of the ids: its key in the registry and in a config, its field, and what it is."""

    registered: str
    config: str
    field: str
    what: Text


_IDS = (
    _Id("google_ads", "google_ads.customer_id", "customer_id", Text("Google Ads account", "Google 広告アカウント")),
    _Id("manager", "google_ads.login_customer_id", "login_customer_id", Text("manager account", "MCC アカウント")),
    _Id("ga4", "ga4.property_id", "property_id", Text("GA4 property", "GA4 プロパティ")),
    _Id("container", "tag_manager.container", "container", Text("container", "コンテナ")),
)


class Guard:
    """The accounts that the registries of a run allow.

    `files` are their names. Where not all could be read (`whole`), nothing is said of configs that none lists.
    """

    def __init__(self, entries: Iterable[Entry], files: Sequence[str], *, whole: bool = True) -> None:
        listed = list(entries)
        self._by_path: Mapping[Path, Entry] = {entry.path: entry for entry in reversed(listed)}
        self._owners: dict[tuple[str, str], Entry] = {}
        for entry in reversed(listed):
            for one in _IDS:
                number = getattr(entry.registration.accounts, one.field)
                if number and one.registered != "manager":
                    self._owners[one.field, number] = entry
        self._files = ", ".join(files)
        self._whole = whole

    def entry(self, path: Path) -> Entry | None:
        """The entry of a config, by its real path."""
        return self._by_path.get(path)

    def guarded(self, made: Client, path: Path, place: SourcePlace, spot: Span, problems: Problems) -> Client:
        """The client with its registration, and its credentials; reports what the registry does not allow.

        `place` is that of the config's whole data, `spot` that of its client.
        """
        entry = self.entry(path)
        if entry is None:
            self.unlisted(spot, problems)
            return made
        registered = entry.registration
        if made.label and registered.client and made.label != registered.client:
            problems.error(
                "other-client", spot,
                Text(f"the config is that of {quote(made.label)}, and registered for {quote(registered.client)}",
                     f"この設定ファイルの client は「{cut(made.label)}」ですが、"
                     f"「{cut(registered.client)}」のものとして登録されています"),
                _at(entry.span("client")), _CORRECT,
            )  # fmt: skip
        for one in _IDS:
            self._check(one, made.accounts, entry, place, problems)
        return replace(made, accounts=_reached(made.accounts, registered.accounts), registration=registered)

    def _check(self, one: _Id, accounts: Accounts, entry: Entry, place: SourcePlace, problems: Problems) -> None:
        number: str = getattr(accounts, one.field)
        allowed: str = getattr(entry.registration.accounts, one.field)
        if not number or number == allowed or one.registered in entry.refused:
            return
        name = entry.registration.client
        other = self._owners.get((one.field, number))
        whose = NO_TEXT if other is None else Text(
            f"; {_shown(one, number)} is that of {quote(other.registration.client)} at {other.span(one.registered)}",
            f"。{_shown(one, number)} は「{cut(other.registration.client)}」のものです"
            f"（{other.span(one.registered)}）",
        )  # fmt: skip
        registered = (
            Text(f"the registry has {_shown(one, allowed)} for {quote(name)}",
                 f"「{cut(name)}」に登録されているのは {_shown(one, allowed)} です") if allowed
            else Text(f"the registry has no {one.what.en} for {quote(name)}",
                      f"「{cut(name)}」に登録された{one.what.ja}はありません")
        )  # fmt: skip
        at = entry.span(one.registered)
        problems.error(
            "not-registered", (place.find(one.config) or place).span,
            Text(f"{one.config} is {_shown(one, number)}, which is not registered for this client",
                 f"{one.config} の {_shown(one, number)} は、このクライアントに登録されていません"),
            Text(f"{registered.en} at {at}{whose.en}", f"{registered.ja}（{at}）{whose.ja}"), _CORRECT,
        )  # fmt: skip

    def unlisted(self, spot: Span, problems: Problems) -> None:
        """Report a config that no registry lists."""
        if self._whole:
            problems.error(
                "not-listed", spot,
                Text("the registry does not list this config", "この設定ファイルはクライアント一覧にありません"),
                Text(f"the registry is {self._files}", f"クライアント一覧: {self._files}"),
                Text("add the client to it, or leave this file out",
                     "クライアント一覧に追加するか、このファイルを対象から外してください"),
            )  # fmt: skip

    def no_client(self, path: Path, spot: Span, problems: Problems) -> None:
        """Report a base at `spot` that the registry lists as a client's config."""
        entry = self.entry(path)
        if entry is not None:
            problems.error(
                "base-listed", spot,
                Text("the registry lists this as a client's config, and it has no client: others extend it",
                     "client のない共通設定（ベース）が、クライアントの設定ファイルとして登録されています"),
                _at(entry.span("config")),
                Text("name the config of a client", "クライアントの設定ファイルを指定してください"),
            )  # fmt: skip


_CORRECT = Text(
    "correct whichever of the two is wrong; nothing was read or written",
    "誤っている方を修正してください。読み取りも書き込みも行っていません",
)


def _at(span: Span) -> Text:
    return Text(f"registered at {span}", f"登録箇所: {span}")


def _shown(one: _Id, number: str) -> str:
    return dashed(number) if one.registered in {"google_ads", "manager"} else number


def _reached(own: Accounts, registered: Accounts) -> Accounts:
    """The accounts as a config names them, reached as the registry says."""
    return replace(
        own,
        login_customer_id=own.login_customer_id or (registered.login_customer_id if own.customer_id else ""),
        google_ads_credentials=registered.google_ads_credentials,
        google_credentials=registered.google_credentials,
    )

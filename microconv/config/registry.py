"""Registries of clients: from a file to entries with places, every problem told and none raised."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from microconv.config.document import resolved
from microconv.config.forms import INVALID
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.registry_form import ADC, registry_form
from microconv.config.registry_secrets import is_secret, without_secrets
from microconv.config.source import read
from microconv.config.structure import Structure
from microconv.config.wording import KEEP_ONE, cut, did_you_mean, first_at, quote
from microconv.config.yaml_tree import parse
from microconv.core.account_ids import Accounts
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.registration import Registration
from microconv.core.text import NO_TEXT, Text, untranslated

Data = Any

MOST_PROBLEMS = 100
"""The largest number of problems that one registry reports: the first ones."""


class Entry(NamedTuple):
    """One client of a registry.

    registration: the client with its accounts; what was refused is empty.
    file: its config, as messages call it.
    path: the config's real path.
    place: its place in the registry.
    refused: its keys whose values were refused, which is told already.
    """

    registration: Registration
    file: str
    path: Path
    place: SourcePlace
    refused: frozenset[str] = frozenset()

    def span(self, key: str) -> Span:
        """The place of a key's value; that of the entry where it has none."""
        return (self.place.child(key) or self.place).span


class Registry(NamedTuple):
    """One file. `whole`: it could be read as a list of clients, whatever is wrong with single ones."""

    path: Path
    entries: tuple[Entry, ...]
    problems: tuple[Diagnostic, ...]
    whole: bool = True


def read_registry(path: Path) -> Registry:
    """A registry with everything that is wrong with it."""
    file = str(path)
    source = read(path, file)
    if source.text is None:
        return Registry(path, (), () if source.problem is None else (source.problem,), whole=False)
    data, place, syntax = parse(source.text, file)
    if place is None:
        every = syntax or [_no_clients(Span(file, 1, 1))]
        return Registry(path, (), tuple(without_secrets(source.text, None, every)), whole=False)
    data, mistakes = _structure().check(data, place)
    problems = Problems()
    problems.items += [*syntax, *mistakes]
    entries: tuple[Entry, ...] = ()
    listed = data.get("clients") if isinstance(data, dict) else INVALID
    if isinstance(listed, list):
        profiles = _Profiles(data, place, path.parent, problems)
        entries = tuple(_entries(listed, place, file, profiles, problems))
        _check_twice(entries, problems)
        if not listed:
            problems.items.append(_no_clients(place.span))
    every = sorted(without_secrets(source.text, place, sorted({*problems.items}, key=_order)), key=_order)
    return Registry(path, entries, tuple(_first(every)), whole=isinstance(listed, list))


def _no_clients(span: Span) -> Diagnostic:
    summary = Text("the registry has no clients", "クライアントが 1 件もありません")
    return Diagnostic(Severity.ERROR, "no-clients", summary, span=span)


@lru_cache(maxsize=1)
def _structure() -> Structure:
    return Structure(registry_form())


def _order(problem: Diagnostic) -> tuple[Any, str, str]:
    return problem.span, problem.code, problem.summary


def _first(problems: list[Diagnostic]) -> list[Diagnostic]:
    """The first problems, and how many more there are: a forgotten section is wrong a thousand times."""
    rest = problems[MOST_PROBLEMS:]
    if not rest:
        return problems
    more = Text(f"{len(rest):,} more problems are not shown", f"ほかに {len(rest):,} 件の問題があります（表示を省略）")
    hint = Text("correct those above first", "まず上記の問題を修正してください")
    last = Diagnostic(Severity.ERROR, "too-many-problems", more, span=rest[0].span, hint=hint)
    return [*problems[:MOST_PROBLEMS], last]


class _Profiles:
    """The profiles of a registry: files that are there, or what is wrong with them."""

    def __init__(self, data: dict[str, Data], place: SourcePlace, folder: Path, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems
        self._files: dict[str, tuple[str, str]] = {}
        given = data.get("profiles", {})
        self._known = isinstance(given, dict)
        spots = place.child("profiles") or place
        for name, one in given.items() if isinstance(given, dict) else ():
            spot = spots.child(name) or spots
            self._files[name] = self._of(one, spot) if isinstance(one, dict) else ("", "")

    def _of(self, data: dict[str, Data], place: SourcePlace) -> tuple[str, str]:
        if not data and not place.children:
            self._problems.error(
                "no-credentials", place.key_span,
                Text("the profile names no credentials", "プロファイルに認証情報の指定がありません"),
                hint=Text("write `google_ads: FILE`, `ga4: FILE` or `ga4: adc`",
                          "`google_ads: FILE`、`ga4: FILE`、`ga4: adc` のいずれかを書いてください"),
            )  # fmt: skip
        ga4 = data.get("ga4")
        return self._file(data, "google_ads", place), "" if ga4 == ADC else self._file(data, "ga4", place)

    def _file(self, data: dict[str, Data], key: str, place: SourcePlace) -> str:
        """The absolute path of a file that is there; an empty string where none is named, or it is not there."""
        written = data.get(key)
        if not isinstance(written, str) or is_secret(written):
            return ""
        path = os.path.abspath(self._folder / os.path.expanduser(written))
        if os.path.isfile(path):
            return path
        like_a_path = any(sign in written for sign in "./\\~")
        shown = Text(f": {quote(written)}", f"（{cut(written)}）") if like_a_path else NO_TEXT
        what = (
            Text("a folder stands in place of a file", "ファイルではなくフォルダが指定されています")
            if os.path.isdir(path)
            else Text("there is no such file", "ファイルが見つかりません")
        )
        self._problems.error(
            "no-such-file", (place.child(key) or place).span, Text(f"{what.en}{shown.en}", f"{what.ja}{shown.ja}"),
            Text("the path is relative to this file", "このファイルからの相対パスで書いてください"),
        )  # fmt: skip
        return ""

    def files(self, name: Data, place: SourcePlace) -> tuple[str, str]:
        """The files of a client's profile, for Google Ads and for the rest; an unknown profile is reported."""
        if not isinstance(name, str) or not self._known or name in self._files:
            return self._files.get(name, ("", "")) if isinstance(name, str) else ("", "")
        listed = ", ".join(self._files)
        self._problems.error(
            "unknown-profile", (place.child("profile") or place).span,
            Text(f"there is no profile {quote(name)}", f"プロファイル「{cut(name)}」はありません"),
            Text(f"profiles: {listed}", f"プロファイル: {listed}") if listed
            else Text("the file has no `profiles`", "このファイルに `profiles` がありません"),
            did_you_mean(name, self._files),
        )  # fmt: skip
        return "", ""


def _entries(
    listed: list[Data], place: SourcePlace, file: str, profiles: _Profiles, problems: Problems
) -> Iterator[Entry]:
    spots = place.child("clients") or place
    for number, item in enumerate(listed):
        spot = spots.child(number)
        if not isinstance(item, dict) or spot is None:
            continue
        if "manager" in item and "google_ads" not in item:
            problems.error(
                "no-account", (spot.child("manager") or spot).key_span,
                Text("manager is set, but google_ads is not", "manager がありますが、google_ads がありません"),
                hint=Text("write `google_ads: 123-456-7890`, or leave the key out",
                          "`google_ads: 123-456-7890` と書くか、このキーを省略してください"),
            )  # fmt: skip
        config = item.get("config")
        google_ads_file, google_file = profiles.files(item.get("profile"), spot)
        labels = item.get("labels")
        registration = Registration(
            client=_text(item.get("client")),
            accounts=Accounts(
                customer_id=_digits(item.get("google_ads")),
                login_customer_id=_digits(item.get("manager")),
                property_id=_digits(item.get("ga4")),
                container=_text(item.get("container")),
                google_ads_credentials=google_ads_file,
                google_credentials=google_file,
            ),
            labels=tuple(filter(None, map(_text, labels))) if isinstance(labels, list) else (),
            profile=_text(item.get("profile")),
            span=spot.span,
        )
        if isinstance(config, str) and not is_secret(config) and "\x00" not in config:
            named = os.path.normpath(os.path.join(os.path.dirname(file), config))
            if _is_there(config, named, spot, problems):
                refused = frozenset(key for key, value in item.items() if value is INVALID)
                yield Entry(registration, named, resolved(Path(named)), spot, refused)


def _is_there(config: str, named: str, place: SourcePlace, problems: Problems) -> bool:
    """True for a config that is there; one that is not is reported."""
    if os.path.isfile(named):
        return True
    folder = os.path.isdir(named)
    problems.error(
        "no-such-path", (place.child("config") or place).span,
        Text(f"the config {quote(config)} is a folder", f"config の「{cut(config)}」はフォルダです") if folder
        else Text(f"there is no config {quote(config)}", f"設定ファイル「{cut(config)}」が見つかりません"),
        Text("the path is relative to this file", "このファイルからの相対パスで書いてください"),
    )  # fmt: skip
    return False


def _check_twice(entries: tuple[Entry, ...], problems: Problems) -> None:
    """Report a client, and a config, that the registry has twice."""
    check_twice([("client", one.registration.client, one) for one in entries if one.registration.client], problems)
    check_twice([("config", str(one.path), one) for one in entries], problems)


def check_twice(named: list[tuple[str, str, Entry]], problems: Problems) -> None:
    """Report each entry whose key has the value of an earlier one."""
    first: dict[str, Entry] = {}
    for key, value, entry in named:
        other = first.setdefault(value, entry)
        if other is entry:
            continue
        shown = entry.file if key == "config" else value
        summary = (
            Text(f"the config {quote(shown)} is listed twice", f"設定ファイル「{cut(shown)}」が 2 回登録されています")
            if key == "config"
            else Text(
                f"the client {quote(shown)} is listed twice", f"クライアント「{cut(shown)}」が 2 回登録されています"
            )
        )
        problems.error(f"same-{key}", entry.span(key), summary, first_at(other.span(key)), KEEP_ONE)


def _text(value: Data) -> str:
    """Text that is no secret, which others than the registry may show."""
    return value if isinstance(value, str) and not is_secret(value) else ""


def _digits(value: Data) -> str:
    return "" if value is None or value is INVALID else untranslated(str(value)).replace("-", "")

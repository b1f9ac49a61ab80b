"""Checks of several files of one run against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.config.loaded import Loaded
from microconv.config.wording import cut, quote
from microconv.core.account_ids import dashed
from microconv.core.client import Client, Unlisted
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Text, joined


class FileEntry(NamedTuple):
    """A loaded file, its name in messages, and the places of its `client` and its `extends`."""

    loaded: Loaded
    file: str
    client: Span
    extends: Span

    def having(self, problems: Sequence[Diagnostic]) -> FileEntry:
        """The same with these problems, and without a client if one of them is an error."""
        usable = not any(problem.is_error for problem in problems)
        client = self.loaded.client if usable else None
        return self._replace(loaded=replace(self.loaded, problems=tuple(problems), client=client))


def without_repetitions(entries: Sequence[FileEntry]) -> list[FileEntry]:
    """The same without repetitions: a base's problem is told with the base, or else with the first that shows it."""
    owned = {problem for entry in entries for problem in entry.loaded.problems if _in(problem, entry)}
    shown: set[Diagnostic] = set()
    result = []
    for entry in entries:
        kept: list[Diagnostic] = []
        left: list[Diagnostic] = []
        for problem in entry.loaded.problems:
            again = problem in shown or (problem in owned and not _in(problem, entry))
            (left if again else kept).append(problem)
        shown.update(kept)
        errors = [problem for problem in left if problem.is_error]
        if errors and not any(problem.is_error for problem in kept):
            kept.append(_broken_base(entry, errors))
        result.append(entry.having(kept))
    return result


def with_client_named(entry: FileEntry) -> FileEntry:
    """The same where each problem of a base tells which file extends it."""
    problems = []
    for problem in entry.loaded.problems:
        if not _in(problem, entry):
            base = Text(f"in a base of {entry.file}", f"{entry.file} が参照するベース")
            detail = joined([base, problem.detail], "; ", "。") if problem.detail else base
            problem = replace(problem, detail=detail)
        problems.append(problem)
    return entry._replace(loaded=replace(entry.loaded, problems=tuple(problems)))


def check_files(entries: Sequence[FileEntry]) -> list[FileEntry]:
    """The same with what clients must not have in common, told with the later one."""
    labels: dict[str, FileEntry] = {}
    accounts: dict[tuple[str, str], FileEntry] = {}
    customers: dict[str, list[Client]] = {}
    result = []
    for entry in entries:
        made = entry.loaded.client
        if made is None:
            result.append(entry)
            continue
        problems = [*entry.loaded.problems]
        same = labels.setdefault(made.label, entry)
        if same is not entry:
            summary = Text(
                f"the client {quote(made.label)} has two configs",
                f"クライアント「{cut(made.label)}」の設定ファイルが 2 つあります",
            )
            problems.append(_error("same-client", entry.client, summary, _other(same.client)))
        same = accounts.setdefault((made.customer_id, made.property_id), entry)
        if same is not entry:
            names = _accounts(made)
            summary = Text(
                f"another config has the same accounts: {names.en}",
                f"同じアカウントの設定ファイルがほかにもあります: {names.ja}",
            )
            problems.append(_error("same-account", entry.client, summary, _other(same.client)))
        elif made.customer_id:
            others = customers.setdefault(made.customer_id, [])
            problems += [_shared(made, other, entry.client) for other in others if _at_odds(made, other)]
            others.append(made)
        result.append(entry.having(problems))
    return result


def _in(problem: Diagnostic, entry: FileEntry) -> bool:
    return problem.span is not None and problem.span.file == entry.file


def _broken_base(entry: FileEntry, errors: Iterable[Diagnostic]) -> Diagnostic:
    files = sorted({problem.span.file for problem in errors if problem.span is not None})
    summary = Text(
        "this file cannot be used, because what it extends has errors",
        "extends で指定されたファイルにエラーがあるため、このファイルは使えません",
    )
    listed = ", ".join(files)
    return _error("broken-base", entry.extends, summary, Text(f"see {listed}", f"{listed} を確認してください"))


def _other(place: Span) -> Text:
    return Text(f"the other is {place}", f"もう一方: {place}")


def _error(code: str, span: Span, summary: Text, detail: Text) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, span)


def _accounts(made: Client) -> Text:
    names = []
    if made.customer_id:
        names.append(Text(f"Google Ads {dashed(made.customer_id)}", f"Google 広告 {dashed(made.customer_id)}"))
    if made.property_id:
        names.append(Text(f"GA4 property {made.property_id}", f"GA4 プロパティ {made.property_id}"))
    return joined(names)


def _at_odds(one: Client, other: Client) -> bool:
    """True if one of two configs of an account would touch objects that only the other lists."""
    overlap = one.prefix.startswith(other.prefix) or other.prefix.startswith(one.prefix)
    return overlap and {one.unlisted, other.unlisted} != {Unlisted.KEEP}


def _shared(made: Client, other: Client, span: Span) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "shared-account",
        Text(
            f"Google Ads {dashed(made.customer_id)} has another config as well",
            f"Google 広告 {dashed(made.customer_id)} の設定ファイルがほかにもあります",
        ),
        Text(
            f"{other.path}: each treats what only the other lists as unlisted",
            f"{other.path}: 一方にしか書かれていないものが、他方では「設定に記載なし」として扱われます",
        ),
        span,
        hint=Text(
            "write `unlisted: keep` in both, or give each its own `naming: {prefix: …}`",
            "両方に `unlisted: keep` と書くか、`naming: {prefix: …}` でそれぞれの接頭辞を分けてください",
        ),
    )

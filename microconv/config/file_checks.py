"""Checks of several files of one run against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.config.loaded import Loaded
from microconv.config.wording import quote
from microconv.core.account_ids import dashed
from microconv.core.client import Client, Unlisted
from microconv.core.diagnostics import Diagnostic, Severity, Span


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
            base = f"in a base of {entry.file}"
            problem = replace(problem, detail=f"{base}; {problem.detail}" if problem.detail else base)
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
            summary = f"the client {quote(made.label)} has two configs"
            problems.append(_error("same-client", entry.client, summary, f"the other is {same.client}"))
        same = accounts.setdefault((made.customer_id, made.property_id), entry)
        if same is not entry:
            summary = f"another config has the same accounts: {', '.join(_accounts(made))}"
            problems.append(_error("same-account", entry.client, summary, f"the other is {same.client}"))
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
    summary = "this file cannot be used, because what it extends has errors"
    return _error("broken-base", entry.extends, summary, f"see {', '.join(files)}")


def _error(code: str, span: Span, summary: str, detail: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, span)


def _accounts(made: Client) -> list[str]:
    names = [f"Google Ads {dashed(made.customer_id)}"] if made.customer_id else []
    return names + ([f"GA4 property {made.property_id}"] if made.property_id else [])


def _at_odds(one: Client, other: Client) -> bool:
    """True if one of two configs of an account would touch objects that only the other lists."""
    overlap = one.prefix.startswith(other.prefix) or other.prefix.startswith(one.prefix)
    return overlap and {one.unlisted, other.unlisted} != {Unlisted.KEEP}


def _shared(made: Client, other: Client, span: Span) -> Diagnostic:
    return Diagnostic(
        Severity.WARNING,
        "shared-account",
        f"Google Ads {dashed(made.customer_id)} has another config as well",
        f"{other.path}: each treats what only the other lists as unlisted",
        span,
        hint="write `unlisted: keep` in both, or give each its own `naming: {prefix: …}`",
    )

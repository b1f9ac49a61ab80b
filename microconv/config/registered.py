"""From paths, registries of clients among them, to clients."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from microconv.config.document import resolved
from microconv.config.guard import Guard
from microconv.config.loaded import Loaded
from microconv.config.loading import load_all
from microconv.config.problems import Problems
from microconv.config.registry import Entry, Registry, check_twice, read_registry
from microconv.config.vocabulary import Vocabulary
from microconv.core.diagnostics import Diagnostic


def load_guarded(
    named: Sequence[Path],
    files: Sequence[Path],
    lists: Sequence[Path],
    vocabulary: Vocabulary,
    today: datetime.date | None,
) -> list[Loaded]:
    """The registries `lists`, and the configs that they and `named` stand for; `files` are those in `named`.

    Where a registry has errors no config gives a client: what it would allow is not certain.
    """
    registries = [read_registry(path) for path in lists]
    entries = [entry for registry in registries for entry in registry.entries]
    guard = Guard(entries, [str(one.path) for one in registries], whole=all(one.whole for one in registries))
    paths = {entry.path: Path(entry.file) for registry in _standing(registries, named) for entry in registry.entries}
    read = {resolved(one.path) for one in registries}
    for file in files:
        if (real := resolved(file)) not in read:
            paths[real] = file
    loaded = load_all(list(paths.values()), vocabulary, today=today, guard=guard)
    across = _across(registries, entries)
    own = [Loaded(one.path, None, (*one.problems, *across.get(one.path, ())), is_registry=True) for one in registries]
    if any(problem.is_error for one in own for problem in one.problems):
        loaded = [replace(one, client=None) for one in loaded]
    return [*own, *loaded]


def _standing(registries: Sequence[Registry], named: Sequence[Path]) -> list[Registry]:
    """The registries that stand for all their clients: those in folders, and those beside which nothing else is named.

    One that is named beside other paths only guards these.
    """
    themselves = {resolved(one.path) for one in registries}
    folders = {resolved(one.path.parent) for one in registries}
    paths = {resolved(path) for path in named}
    alone = paths <= themselves | folders
    return [one for one in registries if alone or resolved(one.path) not in paths]


def _across(registries: Sequence[Registry], entries: Sequence[Entry]) -> dict[Path, list[Diagnostic]]:
    """The configs that more than one registry lists, by the registry that is named later."""
    if len(registries) < 2:
        return {}
    own = {problem for registry in registries for problem in registry.problems}
    problems = Problems()
    check_twice([("config", str(entry.path), entry) for entry in entries], problems)
    result: dict[Path, list[Diagnostic]] = {}
    for problem in problems.items:
        if problem not in own:
            result.setdefault(Path(problem.span.file if problem.span else ""), []).append(problem)
    return result

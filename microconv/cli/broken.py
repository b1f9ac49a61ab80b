"""Configs with errors among those of several clients: they are left out and count as failed, and the others go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from microconv.cli.options import LANGUAGE, err_style
from microconv.cli.spoken import LEFT_OUT
from microconv.core.text import Text, joined
from microconv.render.diagnostics import diagnostics
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.config.loaded import Loaded

_OF_SEVERAL = frozenset(
    {
        *("same-client", "same-account", "broken-base", "no-such-path", "unreadable", "no-configs"),
        *("not-registered", "other-client", "not-listed", "base-listed"),
    }
)
"""Errors that are not about one client alone, also those of the guard: who is meant is not certain, so nobody is."""


def without_broken(loaded: Sequence[Loaded]) -> Sequence[Loaded]:
    """The configs that can go on without those that have errors, which are told; all where that is not certain.

    An error must be one of a client's own file: what is wrong with a base, between two clients, with a registry or
    against one stops everything.
    """
    broken: list[Loaded] = []
    good: list[Loaded] = []
    for one in loaded:
        (broken if any(problem.is_error for problem in one.problems) else good).append(one)
    if not broken or not any(one.client for one in good) or not all(map(_alone, broken)):
        return loaded
    style, language = err_style(), LANGUAGE.get()
    problems = tuple(problem for one in broken for problem in one.problems)
    click.echo(diagnostics(problems, style, language), err=True, nl=False)
    count = len(broken)
    head = Text(
        f"{count} config{'s' * (count != 1)} with errors left out; nothing was read or written for",
        f"エラーのある設定ファイル {count} 件を除外しました（読み取りも書き込みも行っていません）",
    )
    names = ", ".join(safe(str(one.path)) for one in broken)
    click.echo(f"{style.paint(head.of(language), 'red')}: {names}", err=True)
    LEFT_OUT.set(tuple((one.label or one.path.stem, _first(one)) for one in broken))
    return good


def _first(broken: Loaded) -> Text:
    """The first error of a config, with its place."""
    error = next(problem for problem in broken.problems if problem.is_error)
    return joined([str(error.span), error.summary], ": ", ": ")


def _alone(broken: Loaded) -> bool:
    """True where every error is one of the client's own file."""
    own = broken.path.resolve()
    errors = [problem for problem in broken.problems if problem.is_error]
    places = [problem.span for problem in errors]
    return not (broken.is_base or broken.is_registry) and all(
        problem.code not in _OF_SEVERAL and place is not None and type(own)(place.file).resolve() == own
        for problem, place in zip(errors, places, strict=True)
    )

"""Options of commands on many clients: which of them are worked on, and how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from microconv.cli.spoken import BUDGET as BUDGET
from microconv.cli.spoken import DASK as DASK
from microconv.cli.spoken import JOBS as JOBS
from microconv.cli.spoken import LABELS as LABELS
from microconv.cli.spoken import MATCH as MATCH
from microconv.cli.spoken import PAGE as PAGE
from microconv.cli.spoken import RESUME as RESUME

Command = TypeVar("Command", bound=Callable[..., Any])


def fleet_options(
    *,
    jobs: bool = True,
    match: bool = True,
    label: bool = True,
    resume: bool = False,
    page: bool = False,
    dask: bool = True,
) -> Callable[[Command], Command]:
    """Every option of a command on many clients, in the order of its help."""

    def decorate(command: Command) -> Command:
        if dask and jobs:
            command = _dask_option(command)
        if jobs:
            command = _jobs_option(_budget_option(command))
        if page:
            command = _page_option(command)
        if resume:
            command = _resume_option(command)
        if label:
            command = _label_option(command)
        return _match_option(command) if match else command

    return decorate


def _side_by_side(ctx: click.Context, param: click.Parameter, value: int | None) -> None:
    JOBS.set(value or 0)


def _jobs_option(command: Command) -> Command:
    """`--jobs`: how many clients are worked on at a time."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        metavar="N",
        expose_value=False,
        callback=_side_by_side,
        help="Work on so many clients at a time: by default on 8; 1 for one after the other.",
    )(command)


def _lay_out(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    PAGE.set(value)


def _page_option(command: Command) -> Command:
    """`--page`: the overview of all clients as a page."""
    return click.option(
        "--page",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        expose_value=False,
        callback=_lay_out,
        help="Write the overview of all clients as an HTML page too, with the trend since the last runs.",
    )(command)


def _spend(ctx: click.Context, param: click.Parameter, value: int | None) -> None:
    BUDGET.set(value or 0)


def _budget_option(command: Command) -> Command:
    """`--budget`: how much of the quota the run may use."""
    return click.option(
        "--budget",
        type=click.IntRange(1),
        metavar="N",
        expose_value=False,
        callback=_spend,
        help="Spend N operations of Google Ads at most: clients that no longer fit are listed (docs/quota.md).",
    )(command)


def _elsewhere(ctx: click.Context, param: click.Parameter, value: str) -> None:
    DASK.set(value)


def _dask_option(command: Command) -> Command:
    """`--dask`: spread the clients over the workers of a scheduler."""
    return click.option(
        "--dask",
        default="",
        metavar="ADDRESS",
        expose_value=False,
        callback=_elsewhere,
        help="Spread the clients over the workers of a Dask scheduler, such as tcp://scheduler:8786 (docs/fleet.md).",
    )(command)


def _go_on(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    RESUME.set(value)


def _resume_option(command: Command) -> Command:
    """`--resume`: leave out the clients that the last run of the command has done."""
    return click.option(
        "--resume",
        is_flag=True,
        expose_value=False,
        callback=_go_on,
        help="Go on with the last run of this command: leave out clients that are done, if their config is the same.",
    )(command)


def _label(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> None:
    LABELS.set(value)


def _label_option(command: Command) -> Command:
    """`--label`: only clients to which the registry gives every one of these labels."""
    return click.option(
        "--label",
        multiple=True,
        metavar="NAME",
        expose_value=False,
        callback=_label,
        help="Only clients with this label in clients.yaml (*, ?); of several, with all of them.",
    )(command)


def _choose(ctx: click.Context, param: click.Parameter, value: str) -> None:
    MATCH.set(value)


def _match_option(command: Command) -> Command:
    """`--match`: only clients whose label is like a pattern."""
    return click.option(
        "--match",
        default="",
        metavar="PATTERN",
        expose_value=False,
        callback=_choose,
        help="Only clients with such a label (*, ?).",
    )(command)


def chosen() -> list[str]:
    """The options that chose the clients of this run, to name the same ones in another command."""
    match = ["--match", MATCH.get()] if MATCH.get() else []
    return [*match, *(piece for label in LABELS.get() for piece in ("--label", label))]

"""Options and arguments that several commands share."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import click

from microconv.core.planning.limits import Allow, Limits
from microconv.render.style import Style

Command = TypeVar("Command", bound=Callable[..., Any])

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
live_option = click.option(
    "--live",
    "live",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SNAPSHOT",
    help="Compare with a saved snapshot instead of the accounts; no network. May be given several times.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the result.",
)


journal_option = click.option(
    "--journal",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep journals here instead of in MICROCONV_STATE_DIR or the user's own folder.",
)


class NumberInRange(click.FloatRange):
    """A number of a range; what is called `nan` lies in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


def safety_options(command: Command) -> Command:
    """Options that limit a run: gives the command one argument, `limits`."""

    @wraps(command)
    def with_limits(
        *arguments: Any,
        max_changes: int | None,
        max_demotions: int | None,
        max_role_changes: int | None,
        max_value_factor: float | None,
        allow: tuple[str, ...],
        **options: Any,
    ) -> Any:
        allowed = tuple(Allow(word) for word in allow)
        limits = Limits(max_changes, allowed, max_demotions, max_role_changes, max_value_factor)
        return command(*arguments, limits=limits, **options)

    decorated: Any = with_limits
    for option in reversed(_SAFETY):
        decorated = option(decorated)
    return cast(Command, decorated)


_SAFETY = (
    click.option("--max-changes", type=click.IntRange(min=0), metavar="N", help="Refuse a plan with more changes."),
    click.option(
        "--max-demotions", type=click.IntRange(min=0), metavar="N", help="Refuse more demotes and removals than this."
    ),
    click.option(
        "--max-role-changes",
        type=click.IntRange(min=0),
        metavar="N",
        help="Refuse if more actions become primary or secondary.",
    ),
    click.option(
        "--max-value-factor",
        type=NumberInRange(min=1),
        metavar="X",
        help="Refuse if a value becomes more than this many times higher or lower.",
    ),
    click.option(
        "--allow",
        multiple=True,
        type=click.Choice([kind.value for kind in Allow]),
        help="Allow what is refused by default: remove (what the config says to remove), many (demoting or removing "
        "more than a third of at least ten, or all that is primary now, or more than half of at least four), protected "
        "(changing what the config protects), manager (changing what a manager account shares with other clients), "
        "nothing-left (leaving the account or a campaign without a final conversion, or without any, that bidding "
        "uses), empty-config (demoting or removing because `conversions` is empty), manager-account (changing a "
        "manager account that is the `customer_id`).",
    ),
)


def debug_option(command: Command) -> Command:
    """`--debug`: show tracebacks of errors."""
    return click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks of errors.")(command)


DEBUG: ContextVar[bool] = ContextVar("microconv.debug", default=False)
"""True while a command line runs that asks for tracebacks."""


def need_paths(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The given paths. Raises click.UsageError where there are none."""
    if not paths:
        raise click.UsageError("name a config file, or a folder of them: for example `configs/`")
    return paths


def style_for(stream: IO[str]) -> Style:
    """Colour only for a terminal whose user wants it (no-color.org)."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Style(colour=not plain and stream.isatty())


def out_style() -> Style:
    """The style of standard output."""
    return style_for(sys.stdout)


def err_style() -> Style:
    """The style of standard error."""
    return style_for(sys.stderr)

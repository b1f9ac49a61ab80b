"""Options and arguments that several commands share."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from microconv.cli.spoken import DEBUG as DEBUG
from microconv.cli.spoken import LANGUAGE as LANGUAGE
from microconv.core.text import Language, Text
from microconv.render.style import COLUMNS, Style

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
    type=click.Choice(["text", "json", "jsonl", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the result; jsonl is one line of JSON for each client, as soon as it is there.",
)


journal_option = click.option(
    "--journal",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep journals here instead of in MICROCONV_STATE_DIR or the user's own folder.",
)


def debug_option(command: Command) -> Command:
    """`--debug`: show tracebacks of errors."""
    return click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks of errors.")(command)


UNFOLDED = 1_000_000
"""A width that folds no line."""

NARROWEST = 60
"""The least width that lines are folded to, in terminal columns."""


def _speak(ctx: click.Context, param: click.Parameter, value: str) -> None:
    LANGUAGE.set(Language(value))


def language_option(command: Command) -> Command:
    """`--language`: English or Japanese, for people; JSON stays as it is."""
    return click.option(
        "--language",
        type=click.Choice([language.value for language in Language]),
        default=Language.EN.value,
        show_default=True,
        envvar="MICROCONV_LANGUAGE",
        show_envvar=True,
        expose_value=False,
        callback=_speak,
        help="The language of what is printed for people.",
    )(command)


def need_paths(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The given paths. Raises click.UsageError where there are none."""
    if not paths:
        text = "name a config file, or a folder of them: for example `configs/`"
        raise click.UsageError(
            Text(text, "設定ファイル、または設定ファイルのあるフォルダを指定してください（例: `configs/`）")
        )
    return paths


def style_for(stream: IO[str], unwatched: int = COLUMNS) -> Style:
    """Colour only for a terminal whose user wants it (no-color.org); lines as wide as it is, up to COLUMNS.

    `unwatched` is the width where the stream is no terminal.
    """
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    if not stream.isatty():
        return Style(columns=unwatched)
    columns = max(NARROWEST, min(COLUMNS, shutil.get_terminal_size((COLUMNS, 24)).columns))
    return Style(colour=not plain, columns=columns)


def out_style() -> Style:
    """The style of standard output."""
    return style_for(sys.stdout)


def problems_style() -> Style:
    """The style of problems with a place on standard output: editors and searches find one by its line."""
    return style_for(sys.stdout, UNFOLDED)


def err_style() -> Style:
    """The style of standard error; a log has a line for each message, however long."""
    return style_for(sys.stderr, UNFOLDED)

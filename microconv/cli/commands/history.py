"""`microconv history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, debug_option, err_style, journal_option, language_option, out_style
from microconv.cli.streams import echo_json
from microconv.cli.waiting import waiting_for
from microconv.core.json_text import json_text
from microconv.core.text import Text
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.reconcile.past import Run

_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)


class _WithClient(click.Group):
    """`history CLIENT` is `history list CLIENT`, and `history` alone lists all runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before what is no subcommand."""
        if not any(argument in self.commands for argument in args[:1]) and not {"-h", "--help"} & set(args):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("history", cls=_WithClient)
def command() -> None:
    """Show what runs did, from their journals: what was to be done, what became of it, who, when, which plan.

    `history [CLIENT]` lists runs, `history show RUN` shows one, `history settle RUN` finds out by reading the accounts
    what became of changes of which a journal does not tell. RUN may be cut short, as long as it is clear.

    \b
    Examples:
      microconv history
      microconv history aoi-store --format json
      microconv history show 20261123T0915
    """


@command.command("list", short_help="List runs, the newest first.")
@click.argument("client", required=False, default="")
@_format
@journal_option
@language_option
@debug_option
def list_runs(client: str, form: str, journal: Path | None) -> int:
    """List runs, the newest first."""
    from microconv.reconcile.past import runs
    from microconv.render.history import history_json, history_text

    folder = _folder(journal)
    with waiting_for(_reading(folder)):
        past_runs, broken = runs(folder, client)
    if form == "json":
        echo_json(json_text(history_json(past_runs)))
    else:
        click.echo(history_text(past_runs, out_style(), LANGUAGE.get()), nl=False)
    for error in broken:
        click.echo(f"{err_style().paint('error', 'red', bold=True)}: {safe(str(error))}", err=True)
    return exit_codes.ERROR if broken else exit_codes.DONE


@command.command("show", short_help="Show one run.")
@click.argument("run")
@_format
@journal_option
@language_option
@debug_option
def show_run(run: str, form: str, journal: Path | None) -> int:
    """Show one run with every change, before and after."""
    from microconv.reconcile.past import find_run

    folder = _folder(journal)
    with waiting_for(_reading(folder)):
        past = find_run(folder, run)
    _show(past, form)
    return exit_codes.DONE


@command.command("settle", short_help="Find out what became of unknown changes.")
@click.argument("run")
@_format
@journal_option
@language_option
@debug_option
def settle_run(run: str, form: str, journal: Path | None) -> int:
    """Read the accounts, and write behind the journal what became of the changes of which it does not tell.

    Exit codes: 0 all is known, 1 error, 5 something is neither as before nor as the run would have left it.
    """
    from microconv.cli.progress import Progress
    from microconv.connections import Connections
    from microconv.fleet.tasks.settle import SettleTask, compute
    from microconv.reconcile.past import find_run

    past = find_run(_folder(journal), run)
    if past.open:
        past = compute(SettleTask(past), Connections(read_only=True), Progress())
    _show(past, form)
    return exit_codes.PARTLY if past.open else exit_codes.DONE


def _show(run: Run, form: str) -> None:
    from microconv.render.history import run_json, run_text

    if form == "json":
        echo_json(json_text(run_json(run)))
    else:
        click.echo(run_text(run, out_style(), LANGUAGE.get()), nl=False)


def _reading(folder: Path) -> Text:
    return Text(f"reading the journals in {folder}", f"{folder} の実行記録を読み込み中")


def _folder(journal: Path | None) -> Path:
    from microconv.state_folder import state_folder

    return (journal or state_folder()) / "journal"

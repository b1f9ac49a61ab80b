"""`microconv doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import LABELS, MATCH, fleet_options
from microconv.cli.options import DEBUG, LANGUAGE, debug_option, language_option, need_paths, out_style, paths_argument
from microconv.cli.streams import echo_json
from microconv.cli.waiting import waiting_for
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.analysis.access import Check


@click.command("doctor")
@paths_argument
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@fleet_options(jobs=False)
@language_option
@debug_option
def command(paths: tuple[Path, ...], form: str) -> int:
    """Check the way to the accounts: credentials, what they show, rights, API versions and their end, the clock.

    Each check says what to do next. With configs, every account in them is read once. Changes nothing. The access level
    of a developer token cannot be read over the API: Google Ads shows it in its API Center.

    \b
    Examples:
      microconv doctor
      microconv doctor configs/
      microconv doctor --format json
    """
    from microconv.cli.progress import Progress, retrying
    from microconv.cli.run import load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.doctor import DoctorTask, compute

    chosen = paths or MATCH.get() or LABELS.get()
    clients = tuple(load_clients(need_paths(paths))) if chosen else ()
    with waiting_for(Text("asking Google about the credentials", "認証情報を Google に確認中")):
        checks = compute(DoctorTask(clients), Connections(read_only=True, retrying=retrying(Progress())))
    return draw(checks, form)


def draw(checks: Sequence[Check], form: str) -> int:
    """Print the checks. Returns the exit code: an error where one of them failed."""
    from microconv.analysis.access import Status
    from microconv.render.doctor import doctor_json, doctor_text

    if DEBUG.get():
        import traceback

        for error in (one.error for one in checks if one.error is not None):
            traceback.print_exception(error)
    if form == "json":
        echo_json(doctor_json(checks))
    else:
        click.echo(doctor_text(checks, out_style(), LANGUAGE.get()), nl=False)
    return exit_codes.ERROR if any(one.status is Status.FAILED for one in checks) else exit_codes.DONE

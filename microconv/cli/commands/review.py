"""`microconv review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli.fleet_options import fleet_options
from microconv.cli.months import reports_option
from microconv.cli.options import debug_option, journal_option, language_option, need_paths, paths_argument
from microconv.core.errors import MicroconvError, said
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.fleet.tasks.review import ReviewTask


@click.command("review")
@paths_argument
@click.option("--write", is_flag=True, help="Accept all proposals, and write them and the review into the config.")
@click.option("--no-input", is_flag=True, help="Ask nothing at a terminal, and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to print it; html is an agenda to be read, printed and sent.",
)
@click.option(
    "-o", "--out", type=click.Path(), metavar="FILE|DIR/",
    help="Write it into a file; of several clients one file each into a folder, with index.html for html.",
)  # fmt: skip
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are proposals.")
@reports_option
@journal_option
@fleet_options(jobs=False)
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    write: bool,
    no_input: bool,
    form: str,
    out: str | None,
    detailed_exitcode: bool,
    reports: Path,
    journal: Path | None,
) -> int:
    """Review a client: last month's report, audit, values, roles, suggestions, and what to decide.

    At a terminal each proposal is accepted or declined, one by one, with its evidence. What was decided is shown,
    confirmed, and written into the config: new values and roles, the decisions with their reasons, and the day as
    `review.last`. `q`, Ctrl-C and the end of the input leave the file as it was. Elsewhere, and where json, html or
    markdown go to standard output, nothing is asked or written: --write accepts everything.

    No account is changed: `git diff` shows what was decided, `plan` what it will change.

    Exit codes: 0 done, 1 error, 2 there are proposals (with --detailed-exitcode), 5 some clients failed, or an API left
    a question unanswered, 64 wrong usage, 130 interrupted (also by `q`).

    \b
    Examples:
      microconv review configs/aoi-store.yaml
      microconv review configs/aoi-store.yaml --format html -o agenda.html
      microconv review configs/ --format html -o reviews/ --no-input
      microconv review configs/aoi-store.yaml --write
      microconv review configs/ --no-input --detailed-exitcode
    """
    from microconv.cli.agendas import Agendas
    from microconv.cli.progress import Progress
    from microconv.cli.run import each, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.review import ReviewTask, compute

    if write and no_input:
        raise click.UsageError(
            Text("--write asks nothing: leave --no-input out", "--write は確認を求めません。--no-input は不要です")
        )
    clients = load_clients(need_paths(paths))
    connections, events = Connections(read_only=True), Progress()
    agendas = Agendas(form, out, len(clients), write=write, no_input=no_input, detailed=detailed_exitcode)

    def work(task: ReviewTask) -> int:
        try:
            answer = compute(task, connections, events)
        except MicroconvError as error:
            agendas.failed(task.client.label, said(error))
            raise
        return agendas.hold(answer, task.client)

    code = each([ReviewTask(client, reports, journal) for client in clients], work)
    agendas.end()
    return code

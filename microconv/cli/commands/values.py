"""`microconv values`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import debug_option, language_option, need_paths, paths_argument
from microconv.cli.sitting import answer_options, write_option
from microconv.review.model import Scheme


@click.command("values")
@paths_argument
@write_option
@click.option(
    "--scheme",
    type=click.Choice([scheme.value for scheme in Scheme]),
    default=Scheme.EXPECTED.value,
    show_default=True,
    help="expected: one step of a chain is primary; incremental: several are, and each gets what it adds.",
)
@click.option("--paid", is_flag=True, help="Also show the users of paid traffic alone; takes a request a step.")
@click.option(
    "--export",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Count exactly from files of GA4's BigQuery export; needs microconv[duckdb].",
)
@answer_options
@fleet_options(jobs=False)
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    write: bool,
    scheme: str,
    paid: bool,
    export: Path | None,
    form: str,
    detailed_exitcode: bool,
) -> int:
    """Estimate what each micro-conversion is worth: the share of its users who come to the final conversion, by value.

    Users are counted, not conversions, by GA4's funnels or from the BigQuery export, with a 90 % interval, and values
    grow along each chain. Another value is proposed only where the numbers say so beyond noise. No account is changed;
    --write puts what is proposed into the config, for `git diff` and `plan` to show.

    Exit codes: 0 done, 1 error, 2 there are proposals (with --detailed-exitcode), 5 some clients failed, or an API left
    a question unanswered, 64 wrong usage.

    \b
    Examples:
      microconv values configs/aoi-store.yaml
      microconv values configs/aoi-store.yaml --write
      microconv values configs/aoi-store.yaml --export export/ --language ja
      microconv values configs/ --detailed-exitcode --format json
    """
    from microconv.cli.progress import Progress
    from microconv.cli.run import each, load_clients
    from microconv.cli.sitting import Output
    from microconv.connections import Connections
    from microconv.fleet.tasks.values import ValuesTask, compute

    clients = load_clients(need_paths(paths))
    connections, events = Connections(read_only=True), Progress()
    output = Output("values", form, write=write, detailed=detailed_exitcode)
    tasks = [ValuesTask(client, Scheme(scheme), paid, export) for client in clients]

    def work(task: ValuesTask) -> int:
        return output.show(compute(task, connections, events), task.client)

    code = each(tasks, work)
    output.end()
    return code

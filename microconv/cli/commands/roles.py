"""`microconv roles`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import debug_option, language_option, need_paths, paths_argument
from microconv.cli.sitting import answer_options, write_option


@click.command("roles")
@paths_argument
@write_option
@answer_options
@fleet_options(jobs=False)
@language_option
@debug_option
def command(paths: tuple[Path, ...], write: bool, form: str, detailed_exitcode: bool) -> int:
    """Propose which step of each chain is primary: one, while final conversions are too few for bidding to learn from.

    What is enough stands in the config as `learning: {finals, days, back_below, reviews}`; without it the usual number
    for the campaigns' strategies counts. No account is changed; --write puts what is proposed into the config.

    Exit codes: 0 done, 1 error, 2 there are proposals (with --detailed-exitcode), 5 some clients failed, or an API left
    a question unanswered, 64 wrong usage.

    \b
    Examples:
      microconv roles configs/aoi-store.yaml
      microconv roles configs/aoi-store.yaml --write
      microconv roles configs/ --detailed-exitcode --format json
    """
    from microconv.cli.progress import Progress
    from microconv.cli.run import each, load_clients
    from microconv.cli.sitting import Output
    from microconv.connections import Connections
    from microconv.fleet.tasks.roles import RolesTask, compute

    clients = load_clients(need_paths(paths))
    connections, events = Connections(read_only=True), Progress()
    output = Output("roles", form, write=write, detailed=detailed_exitcode)

    def work(task: RolesTask) -> int:
        return output.show(compute(task, connections, events), task.client)

    code = each([RolesTask(client) for client in clients], work)
    output.end()
    return code

"""`microconv suggest`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import debug_option, language_option, need_paths, paths_argument
from microconv.cli.sitting import answer_options


@click.command("suggest")
@paths_argument
@answer_options
@fleet_options(jobs=False)
@language_option
@debug_option
def command(paths: tuple[Path, ...], form: str, detailed_exitcode: bool) -> int:
    """Find events and pages that could be micro-conversions: those whose users come to the final conversion most.

    Up to 15 of the busiest events and pages of GA4 that are no conversion yet are looked at, each with a funnel. The
    first three come with the config to paste. No account is changed.

    Exit codes: 0 done, 1 error, 2 there are suggestions (with --detailed-exitcode), 5 some clients failed, or an API
    left a question unanswered, 64 wrong usage.

    \b
    Examples:
      microconv suggest configs/aoi-store.yaml
      microconv suggest configs/aoi-store.yaml --language ja
      microconv suggest configs/ --format json
    """
    from microconv.cli.progress import Progress
    from microconv.cli.run import each, load_clients
    from microconv.cli.sitting import Output
    from microconv.connections import Connections
    from microconv.fleet.tasks.suggest import SuggestTask, compute

    clients = load_clients(need_paths(paths))
    connections, events = Connections(read_only=True), Progress()
    output = Output("suggestions", form, detailed=detailed_exitcode)

    def work(task: SuggestTask) -> int:
        return output.show(compute(task, connections, events), task.client)

    code = each([SuggestTask(client) for client in clients], work)
    output.end()
    return code

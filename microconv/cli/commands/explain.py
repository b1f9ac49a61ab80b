"""`microconv explain`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli.options import debug_option, live_option, need_paths, out_style, paths_argument
from microconv.core.client import Client
from microconv.core.planning.explanation import Explanation


@click.command("explain", short_help="Say why bidding uses a conversion or not, campaign by campaign.")
@click.argument("conversion", metavar="CONVERSION")
@paths_argument
@live_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@debug_option
def command(conversion: str, paths: tuple[Path, ...], live: tuple[Path, ...], form: str) -> int:
    """Say why bidding uses a conversion or not: level by level, campaign by campaign, now and after the plan.

    CONVERSION is its name in the config; every client of PATH that has it is explained. Changes nothing.

    \b
    Examples:
      microconv explain mv_add_to_cart configs/aoi-store.yaml
      microconv explain purchase configs/ --live snapshot.json --format json
    """
    from microconv.cli.conversions import having
    from microconv.cli.run import Progress, each, load_clients
    from microconv.connections import Connections
    from microconv.loading import read_snapshot
    from microconv.project import Project
    from microconv.render.explain import explanation_text, explanations_json

    clients = having(conversion, load_clients(need_paths(paths)))
    snapshot = read_snapshot(live) if live else None
    connections = None if live else Connections(read_only=True)
    events = None if live else Progress()
    found: list[Explanation] = []

    def work(client: Client) -> int:
        found.append(Project(client, connections=connections, events=events).explain(conversion, snapshot))
        if form == "text":
            if len(found) > 1:
                click.echo()
            click.echo(explanation_text(found[-1], out_style()), nl=False)
        return 0

    code = each(clients, work)
    if form == "json":
        click.echo(explanations_json(found), nl=False)
    return code

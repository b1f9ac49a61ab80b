"""`microconv explain`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option, live_option, need_paths, out_style, paths_argument
from microconv.cli.streams import echo_json
from microconv.cli.waiting import waiting_for
from microconv.core.planning.explanation import Explanation


@click.command("explain")
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
    from microconv.cli.run import Progress, compute_each, load_clients
    from microconv.cli.tasks.explain import ExplainTask, compute
    from microconv.connections import Connections
    from microconv.loading import read_snapshot

    clients = having(conversion, load_clients(need_paths(paths)))
    with waiting_for("reading the snapshot"):
        snapshot = read_snapshot(live) if live else None
    connections = None if live else Connections(read_only=True)
    events = None if live else Progress()
    explanations: list[Explanation] = []

    def draw_next(explanation: Explanation) -> int:
        explanations.append(explanation)
        if form == "text":
            draw(explanation, first=len(explanations) == 1)
        return exit_codes.DONE

    tasks = [ExplainTask(client, conversion, snapshot) for client in clients]
    code = compute_each(tasks, partial(compute, connections=connections, events=events), draw_next)
    if form == "json":
        from microconv.render.explain import explanations_json

        echo_json(explanations_json(explanations))
    return code


def draw(explanation: Explanation, *, first: bool) -> None:
    """Print one explanation, below those before it."""
    from microconv.render.explain import explanation_text

    if not first:
        click.echo()
    click.echo(explanation_text(explanation, out_style()), nl=False)

"""`microconv plan`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option, format_option, live_option, need_paths, out_style, paths_argument
from microconv.cli.streams import echo_json
from microconv.core.json_text import json_text

if TYPE_CHECKING:
    from microconv.cli.run import Progress
    from microconv.connections import Connections
    from microconv.core.plan import Plan


@click.command("plan")
@paths_argument
@live_option
@format_option
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Save the plan of one client for `sync`.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are changes.")
@debug_option
def command(
    paths: tuple[Path, ...], live: tuple[Path, ...], form: str, out: Path | None, detailed_exitcode: bool
) -> int:
    """Show what would change in the accounts of each client, and why. Changes nothing.

    Exit codes: 0 done, 1 error, 2 there are changes (with --detailed-exitcode), 4 something is in conflict.

    \b
    Examples:
      microconv plan configs/aoi-store.yaml
      microconv plan configs/ --detailed-exitcode --format markdown
      microconv plan configs/ --live snapshot.json
      microconv plan configs/aoi-store.yaml --out aoi.plan.json
    """
    from microconv.cli.run import compute_each, load_clients
    from microconv.cli.tasks.plan import PlanTask, compute
    from microconv.loading import read_snapshot

    clients = load_clients(need_paths(paths))
    if out is not None and len(clients) != 1:
        raise click.UsageError(f"--out saves the plan of one client; these paths have {len(clients)}")
    snapshot = read_snapshot(live) if live else None
    connections, events = (None, None) if live else _online()
    plans: list[Plan] = []

    def draw_next(plan: Plan) -> int:
        plans.append(plan)
        if form != "json":
            draw(plan, form, first=len(plans) == 1)
        if plan.conflicts:
            return exit_codes.REFUSED
        return exit_codes.CHANGES if plan.changes and detailed_exitcode else exit_codes.DONE

    tasks = [PlanTask(client, snapshot) for client in clients]
    code = compute_each(tasks, partial(compute, connections=connections, events=events), draw_next)
    if form == "json":
        from microconv.core.documents.plan_json import plan_to_dict

        echo_json(json_text({"plans": [plan_to_dict(plan) for plan in plans]}))
    if out is not None and plans:
        from microconv.cli.files import write

        write(out, plans[0].to_json())
        click.echo(f"saved to {out}; apply it with: microconv sync {paths[0]} --plan {out}", err=True)
    return code


def _online() -> tuple[Connections, Progress]:
    from microconv.cli.run import Progress
    from microconv.connections import Connections

    return Connections(read_only=True), Progress()


def draw(plan: Plan, form: str, *, first: bool) -> None:
    """Print one plan as `text` or `markdown`, below those before it."""
    from microconv.render.plan import plan_markdown, plan_text

    if not first:
        click.echo()
    click.echo(plan_markdown(plan) if form == "markdown" else plan_text(plan, out_style()), nl=False)

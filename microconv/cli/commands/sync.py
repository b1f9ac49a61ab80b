"""`microconv sync`, also called `apply`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option, err_style, need_paths, out_style, paths_argument
from microconv.core.client import Client
from microconv.core.errors import Refusal, RefusedError
from microconv.core.plan import Plan
from microconv.core.safety import Allow, Limits

if TYPE_CHECKING:
    from microconv.project import Connections


@click.command("sync", short_help="Plan, ask, apply, and verify.")
@paths_argument
@click.option(
    "--plan", "plan_file", type=click.Path(path_type=Path), metavar="FILE", help="Apply only this saved plan."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--max-changes", type=click.IntRange(min=0), metavar="N", help="Refuse a plan with more changes.")
@click.option(
    "--allow",
    multiple=True,
    type=click.Choice([kind.value for kind in Allow]),
    help="Allow what is refused by default: remove (what the config says to remove), many (demoting or removing more "
    "than a third), protected (changing what the config protects).",
)
@debug_option
def command(
    paths: tuple[Path, ...], plan_file: Path | None, yes: bool, max_changes: int | None, allow: tuple[str, ...]
) -> int:
    """Make the accounts as the configs say: plan, ask, apply, read again, plan again.

    Exit codes: 0 in sync, 1 error, 4 refused before any write, 5 some of it failed and the rest is done.

    \b
    Examples:
      microconv sync configs/aoi-store.yaml
      microconv sync configs/ --yes --max-changes 20
      microconv sync configs/aoi-store.yaml --plan aoi.plan.json --yes
    """
    from microconv.cli.run import each, load_clients
    from microconv.project import Connections, read_plan

    clients = load_clients(need_paths(paths))
    pinned = read_plan(plan_file) if plan_file is not None else None
    if pinned is not None and len(clients) != 1:
        raise click.UsageError(f"--plan applies to one client; these paths have {len(clients)}")
    limits = Limits(max_changes, tuple(Allow(word) for word in allow))
    connections = Connections()
    return each(clients, lambda client: _sync(client, connections, pinned, limits, yes=yes))


def _sync(client: Client, connections: Connections, pinned: Plan | None, limits: Limits, *, yes: bool) -> int:
    from microconv.cli.run import Progress
    from microconv.project import Project
    from microconv.render.plan import plan_text
    from microconv.render.result import result_text

    project = Project(client, connections=connections, events=Progress())
    plan = project.plan()
    click.echo(plan_text(plan, out_style()), nl=False)
    if pinned is not None:
        _same(pinned, plan)
    found = project.check(plan, limits)
    if found:
        raise RefusedError("nothing was changed", found)
    if plan.changes and not yes:
        _ask(plan)
    result = project.apply(plan, limits)
    click.echo(result_text(result, out_style()), nl=False)
    if result.interrupted:
        return exit_codes.INTERRUPTED
    if result.in_sync:
        return exit_codes.DONE
    return exit_codes.PARTLY


def _same(pinned: Plan, plan: Plan) -> None:
    """Refuse unless the saved plan is what would be done now."""
    if pinned.fingerprint == plan.fingerprint:
        return
    then = {change.sort_key: change for change in pinned.changes}
    now = {change.sort_key: change for change in plan.changes}
    keys = [key for key in then.keys() | now.keys() if then.get(key) != now.get(key)]
    moved = sorted(str((now.get(key) or then[key]).address) for key in keys)
    raise RefusedError(
        "nothing was changed: the saved plan is out of date",
        [
            Refusal(
                "stale",
                f"the plan {pinned.fingerprint[:8]} was made for another state; now it is {plan.fingerprint[:8]}. "
                f"What moved: {', '.join(moved) or 'the client or its accounts'}",
                "look at the plan above, and save a new one with `microconv plan PATH --out FILE`",
            )
        ],
    )


def _ask(plan: Plan) -> None:
    """Ask for a yes in full. Raises RefusedError for any other answer, or when there is nobody to ask."""
    if not sys.stdin.isatty():
        raise RefusedError(
            "nothing was changed",
            [Refusal("unconfirmed", "the plan was not confirmed, and there is no terminal to ask at", "add `--yes`")],
        )
    style = err_style()
    count = len(plan.changes)
    question = f"Apply {count} change{'s' * (count != 1)} to {plan.client}? Only 'yes' is accepted"
    if click.prompt(style.paint(question, bold=True), default="", show_default=False, err=True) != "yes":
        raise RefusedError("nothing was changed", [Refusal("unconfirmed", "the answer was not 'yes'")])

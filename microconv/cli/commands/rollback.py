"""`microconv rollback`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, debug_option, journal_option, language_option, out_style
from microconv.cli.safety_options import safety_options
from microconv.cli.waiting import begin
from microconv.core.planning.limits import Limits
from microconv.core.text import Text


@click.command("rollback")
@click.argument("run")
@click.option("--yes", is_flag=True, help="Do not ask.")
@safety_options
@journal_option
@language_option
@debug_option
def command(run: str, yes: bool, limits: Limits, journal: Path | None) -> int:
    """Take back what a run did: a new plan of the inverse changes, shown, confirmed, applied and written down.

    A field that somebody has changed since is not overwritten, and is named; so is what cannot be taken back, before
    anything is written. What the run made is kept, and actions become secondary, unless `--allow remove` is given. A
    rollback can be rolled back.

    A container that the run published is published again as it was before, with `--allow publish`, unless another
    version went live since.

    Exit codes: 0 done, 1 error, 4 refused before any write, 5 some of it failed, 130 interrupted.

    \b
    Examples:
      microconv history aoi-store
      microconv rollback 20261123T0915
    """
    from microconv.cli.ask import ask
    from microconv.cli.progress import Progress, retrying
    from microconv.cli.signals import gentle
    from microconv.connections import Connections
    from microconv.fleet.tasks.rollback import RollbackTask, check, compute, compute_plan, confirm, opened
    from microconv.reconcile.past import find_run
    from microconv.render.plan import plan_text
    from microconv.render.result import result_text, taken_back_text
    from microconv.state_folder import state_folder

    begin(Text("finding out what the run did", "実行内容を確認中"))
    task = RollbackTask(find_run((journal or state_folder()) / "journal", run), limits, journal)
    progress = Progress()
    connections = Connections(retrying=retrying(progress))
    with opened(task, connections, progress) as project:
        plan = compute_plan(task, project)
        click.echo(plan_text(plan, out_style(), language=LANGUAGE.get()), nl=False)
        check(task, plan, project)
        if plan.changes and not yes:
            ask(plan)
            confirm(task, plan, project)
        with gentle() as stop:
            result = compute(task, plan, project, stop)
            stopped = stop()
        left = project.taken_back(task.past)
    click.echo(result_text(result, out_style(), LANGUAGE.get(), left), nl=False)
    if result.after is not None:
        again = task.past.kind == "rollback"
        text = taken_back_text(task.past.id, left, plan, out_style(), LANGUAGE.get(), rollback=again)
        click.echo(text, nl=False)
    if result.interrupted or stopped:
        return exit_codes.INTERRUPTED
    return exit_codes.DONE if result.in_sync and not (result.stopped or result.unrecorded) else exit_codes.PARTLY

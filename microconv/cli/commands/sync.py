"""`microconv sync`, also called `apply`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import RESUME, fleet_options
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    journal_option,
    language_option,
    need_paths,
    out_style,
    paths_argument,
)
from microconv.cli.safety_options import NumberInRange, safety_options
from microconv.core.planning.limits import Limits

if TYPE_CHECKING:
    from microconv.cli.overview import Overview
    from microconv.core.client import Client
    from microconv.core.errors import MicroconvError
    from microconv.core.plan import Plan
    from microconv.fleet.tasks.sync import SyncTask
    from microconv.project import Project
    from microconv.reconcile.result import Result

LONGEST_H = 24.0
"""The greatest age of a saved plan, in hours, unless an option says otherwise."""

MOST_H = 24.0 * 366
"""The greatest age that the option takes."""


@click.command("sync")
@paths_argument
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="Apply only this saved plan, or those in this folder; with --yes it is not shown again.",
)
@click.option(
    "--max-age",
    type=NumberInRange(min=0, max=MOST_H),
    default=LONGEST_H,
    show_default=True,
    metavar="HOURS",
    help="Refuse a saved plan that is older.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--canary",
    type=click.IntRange(min=1),
    metavar="N",
    help="Apply the plans of the first N clients with changes, then stop; --resume goes on.",
)
@safety_options
@click.option(
    "--expect-synced", is_flag=True, help="Exit with 5 while something still waits for Google, such as an import."
)
@journal_option
@fleet_options(resume=True, page=True)
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    plan_file: Path | None,
    max_age: float,
    yes: bool,
    canary: int | None,
    limits: Limits,
    expect_synced: bool,
    journal: Path | None,
) -> int:
    """Make the accounts as the configs say: plan, ask, apply, read again, plan again.

    Every write is written down in a journal before it is sent; see `microconv history`. The first Ctrl-C ends the run
    after the request under way, the second at once; run again, and it goes on from what is there.

    Before the first write Google Ads is asked whether it would take the changes. What it refuses is a conflict; the
    rest is done without it.

    A Tag Manager container is published as the last step where its config says `publish: ask`, with `--allow publish`:
    all that the plan lists, and nothing else.

    Several clients are worked on side by side. All plans come first; those of three or more are checked together, also
    with --yes (docs/many-clients-safely.md). Without --yes a question for each follows; then what was agreed to is
    applied.

    Exit codes: 0 in sync, 1 error, 4 refused before any write, 5 some of it failed or is refused by Google and the rest
    is done, 130 interrupted.

    \b
    Examples:
      microconv sync configs/aoi-store.yaml
      microconv sync configs/ --yes --max-changes 20
      microconv sync configs/aoi-store.yaml --plan aoi.plan.json --yes
      microconv sync configs/ --plan plans --yes
    """
    from microconv.cli.overview import Overview
    from microconv.cli.progress import Progress, retrying
    from microconv.cli.run import each, jobs_of, keeper_for, load_clients, show
    from microconv.connections import Connections
    from microconv.fleet.tasks.sync import SyncTask, opened

    clients = load_clients(need_paths(paths), isolated=True)
    pinned, lacking = _saved(plan_file, clients)
    longest = datetime.timedelta(hours=max_age)
    progress = Progress()
    connections = Connections(retrying=retrying(progress))

    every = [SyncTask(client, limits, pinned.get(client.label), longest, journal, RESUME.get()) for client in clients]
    keeper = keeper_for("sync", every)
    every = keeper.left(every) if keeper else every
    overview, codes = Overview("sync", every, keeper), []
    for task in every:
        if task.client.label in lacking:
            error = lacking[task.client.label]
            codes.append(show(error, task.client.label))
            overview.failed(task, error)
            overview.ended(task, codes[-1])
    tasks = [task for task in every if task.client.label not in lacking]
    code_of = partial(_code, overview=overview, expect_synced=expect_synced)
    again = keeper.again if keeper else ()
    if len(tasks) > 1 or jobs_of(tasks) > 1 or (tasks and again):
        from microconv.cli.sync_several import Sync

        before, jobs = len(clients) - len(every), jobs_of(tasks)
        moved = keeper.moved_before() if keeper else 0
        sync = Sync(
            connections, progress, code_of, jobs, overview, yes=yes, canary=canary, before=before, moved=moved,
            refused_together=overview.refused_together, again=again,
        )  # fmt: skip
        codes.append(sync.run(tasks))
        overview.draw()
        overview.put_page()
        return overview.code(codes)

    def work(task: SyncTask) -> int:
        with opened(task, connections, progress) as project:
            result, stopped = _sync(task, project, yes=yes)
        return exit_codes.INTERRUPTED if stopped else code_of(result)

    if tasks or not codes:
        codes.append(each(tasks, work, overview))
    overview.draw()
    overview.put_page()
    return exit_codes.combined(codes)


def _saved(path: Path | None, clients: Sequence[Client]) -> tuple[dict[str, Plan], dict[str, MicroconvError]]:
    """The saved plans by label, and of the clients without a usable one the reason why. Raises PlanFileError."""
    if path is None:
        return {}, {}
    if not path.is_dir():
        from microconv.loading import read_plan

        plan = read_plan(path)
        if len(clients) != 1:
            raise click.UsageError(f"--plan applies to one client; these paths have {len(clients)}: name a folder")
        return {clients[0].label: plan}, {}
    from microconv.cli.plan_folder import SavedPlans
    from microconv.core.errors import MicroconvError
    from microconv.render.safe import safe

    saved = SavedPlans(path)
    plans: dict[str, Plan] = {}
    lacking: dict[str, MicroconvError] = {}
    for client in clients:
        try:
            plans[client.label] = saved.of(client)
        except MicroconvError as error:
            lacking[client.label] = error
    for extra in saved.extra(clients):
        click.echo(safe(extra.of(LANGUAGE.get())), err=True)
    return plans, lacking


def _code(result: Result, *, overview: Overview, expect_synced: bool) -> int:
    """The exit code of one client's result, which the overview hears too.

    With `expect_synced` what waits for Google is not in sync.
    """
    from microconv.render.fleet_page.syncs import result_answered

    overview.answered(result.plan.client, result_answered(result, named=overview.paged))
    if result.interrupted:
        return exit_codes.INTERRUPTED
    waiting = result.after is not None and bool(result.after.waiting)
    whole = result.in_sync and not (result.stopped or result.unrecorded)
    return exit_codes.DONE if whole and not (expect_synced and waiting) else exit_codes.PARTLY


def _sync(task: SyncTask, project: Project, *, yes: bool) -> tuple[Result, bool]:
    """The result of planning, asking and applying, and whether a signal asked for the end."""
    from microconv.cli.ask import ask
    from microconv.cli.signals import gentle
    from microconv.fleet.tasks.sync import ApplyTask, check, compute, compute_plan
    from microconv.render.plan import nothing_to_say, plan_in_short, plan_text
    from microconv.render.result import result_text

    plan = compute_plan(task, project)
    if not nothing_to_say(plan):
        shown = plan_in_short if task.pinned is not None and yes else plan_text
        click.echo(shown(plan, out_style(), language=LANGUAGE.get()), nl=False)
    check(task, plan, project)
    asked = bool(plan.changes) and not yes
    if asked:
        ask(plan)
    with gentle() as stop:
        result = compute(ApplyTask(task.client, plan, task.limits, asked, task.state), project, stop)
        stopped = stop()
    click.echo(result_text(result, out_style(), LANGUAGE.get()), nl=False)
    return result, stopped

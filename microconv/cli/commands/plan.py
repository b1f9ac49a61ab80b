"""`microconv plan`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.accounts import in_container
from microconv.cli.fleet_options import RESUME, chosen, fleet_options
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    err_style,
    language_option,
    live_option,
    need_paths,
    out_style,
    paths_argument,
)
from microconv.cli.safety_options import safety_options
from microconv.cli.streams import echo_file, echo_json, echo_json_pieces
from microconv.core.json_text import json_line, json_pieces
from microconv.core.planning.limits import Limits
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.cli.plan_folder import PlanFolder
    from microconv.cli.progress import Progress
    from microconv.cli.resume import Keeper
    from microconv.connections import Connections
    from microconv.core.client import Client
    from microconv.core.documents.change_json import JsonDict
    from microconv.core.errors import Refusal
    from microconv.fleet.tasks.plan import PlanAnswer, PlanTask


@click.command("plan")
@paths_argument
@live_option
@click.option(
    "--container", default="", metavar="ID", help="A container of Tag Manager (GTM-…) that the config does not name."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "markdown", "html", "gitlab"]),
    default="text",
    show_default=True,
    help="How to print the result; html is a page of all clients, gitlab the report of merge requests "
    "(`reports: terraform`).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
    help="Save the plan of one client in a file, or those of all in a folder, for `sync --plan`.",
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are changes.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Name objects and attributes as the APIs do, and all that is not ours; say why each is measured.",
)
@safety_options
@fleet_options(resume=True, page=True)
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    live: tuple[Path, ...],
    container: str,
    form: str,
    out: Path | None,
    detailed_exitcode: bool,
    verbose: bool,
    limits: Limits,
) -> int:
    """Show what would change in the accounts of each client, and why. Changes nothing.

    What `sync` would refuse is told, under the same limits. Of several clients each takes a few lines; `--verbose`
    shows each whole.

    Exit codes: 0 done, 1 error, 2 there are changes (with --detailed-exitcode), 4 something is in conflict, as what
    Google refuses, or `sync` would refuse it as it goes too far.

    \b
    Examples:
      microconv plan configs/aoi-store.yaml
      microconv plan configs/ --detailed-exitcode --format markdown
      microconv plan configs/ --live snapshot.json
      microconv plan configs/aoi-store.yaml --out aoi.plan.json
      microconv plan configs/ --out plans
    """
    from microconv.cli.overview import Overview
    from microconv.cli.plans_together import PlansTogether
    from microconv.cli.run import compute_each, given_snapshot, keeper_for, load_clients
    from microconv.fleet.tasks.plan import PlanTask, compute

    clients = in_container(load_clients(need_paths(paths), isolated=True), container)
    if out is not None and container:
        raise click.UsageError("--out is for `sync`, which takes the container from the config: name it there")
    folder, seen = _folder(out, clients), PlansTogether(clients, limits)
    snapshot = given_snapshot(live)
    connections, events = (None, None) if live else _online()
    answers: list[PlanAnswer] = []
    page = _Page(form, short=len(clients) > 1 and not verbose, verbose=verbose)

    def code_of(answer: PlanAnswer) -> int:
        if answer.refusals or answer.plan.conflicts or seen.against(answer.plan.client):
            return exit_codes.REFUSED
        return exit_codes.CHANGES if answer.plan.changes and detailed_exitcode else exit_codes.DONE

    def draw_next(answer: PlanAnswer) -> int:
        answer = seen.take(answer)
        if folder is not None:
            folder.add(answer.plan)
        if overview.several or form in {"json", "html"} or overview.paged:
            from microconv.render.fleet_page.answers import plan_answered

            named = form == "html" or overview.paged
            said = plan_answered(answer.plan, answer.refusals, named=named, marked=overview.kept)
            overview.answered(answer.plan.client, said)
        answers.append(answer)
        if form == "jsonl":
            echo_json(json_line(_as_json(answer, code_of(answer))) + "\n")
        else:
            page.draw(answer)
        return code_of(answer)

    tasks = [PlanTask(client, snapshot, limits) for client in clients]
    keeper = keeper_for("plan", tasks)
    tasks = _left(tasks, keeper, folder)
    work = partial(compute, connections=connections, events=events)
    overview = Overview("plan", tasks, keeper)
    code = seen.settled(overview, tasks, compute_each(tasks, work, draw_next, keeper=overview))
    together = seen.refusals(len(clients) - len(tasks))
    overview.refused_together(together)
    if form == "json":
        plans = (_as_json(answer, code_of(answer)) for answer in answers)
        more = {"refusals": _refusals(together)} if together else {}
        echo_json_pieces(json_pieces("plans", plans, {**more, "overview": overview.document()}))
    elif form == "html":
        echo_file(overview.page())
    elif form == "gitlab":
        echo_json(json_line(_numbers(answers)) + "\n")
        _tell_refusals(together, err=True)
    elif form == "jsonl":
        for label, number in overview.without(answer.plan.client for answer in answers).items():
            echo_json(json_line({"client": label, "exit_code": number}) + "\n")
        if together:
            echo_json(json_line({"refusals": _refusals(together), "exit_code": exit_codes.REFUSED}) + "\n")
    elif len(clients) > 1 or overview.several:
        if form == "text":
            overview.draw()
        missing = len(tasks) - len(answers)
        page.end(
            answers,
            failed=missing - overview.unreached + overview.broken,
            unreached=overview.unreached,
            together=together,
        )
    overview.put_page()
    if out is not None and answers:
        _saved(out, paths, None if folder is not None else answers[0])
    return overview.code([code])


def _folder(out: Path | None, clients: Sequence[Client]) -> PlanFolder | None:
    """The folder that the plans go into; None for none, and for a file. Raises UsageError, MicroconvError."""
    if out is None:
        return None
    from microconv.cli.plan_folder import PlanFolder, is_folder

    if is_folder(out, len(clients)):
        return PlanFolder(out, clients, resume=RESUME.get())
    if len(clients) != 1:
        raise click.UsageError(f"--out saves the plan of one client; these paths have {len(clients)}: name a folder")
    return None


def _left(tasks: list[PlanTask], keeper: Keeper | None, folder: PlanFolder | None) -> list[PlanTask]:
    """The tasks that a resumed run has not done; all whose plan the folder does not have."""
    if keeper is None:
        return tasks
    there = [task for task in tasks if folder is None or folder.has(task.client)]
    left = {*map(id, keeper.left(there))} | {id(task) for task in tasks} - {*map(id, there)}
    return [task for task in tasks if id(task) in left]


def _saved(out: Path, paths: Sequence[Path], answer: PlanAnswer | None) -> None:
    """Save one plan in a file, and say how what was saved is applied."""
    if answer is not None:
        from microconv.cli.files import write

        write(out, answer.plan.to_json())
    apply = shlex.join(["microconv", "sync", *map(str, paths), *chosen(), "--plan", str(out)])
    it = "it" if answer is not None else "them"
    done = Text(f"saved to {out}; apply {it} with: {apply}", f"{out} に保存しました。適用するコマンド: {apply}")
    click.echo(done.of(LANGUAGE.get()), err=True)


def _online() -> tuple[Connections, Progress]:
    from microconv.cli.progress import Progress, retrying
    from microconv.connections import Connections

    progress = Progress()
    return Connections(read_only=True, retrying=retrying(progress)), progress


def _tell_refusals(refusals: Sequence[Refusal], *, err: bool = False) -> None:
    from microconv.render.diagnostics import refusal

    for item in refusals:
        click.echo(refusal(item, err_style() if err else out_style(), LANGUAGE.get()), nl=False, err=err)


class _Page:
    """Plans on standard output, one below the other."""

    def __init__(self, form: str, *, short: bool, verbose: bool) -> None:
        self._form = form
        self._short = short
        self._verbose = verbose
        self._drawn = 0

    def draw(self, answer: PlanAnswer) -> None:
        """Print one plan, as text or Markdown, below those before it; several clients a few lines each."""
        if self._form in {"json", "html", "gitlab"}:
            return
        if self._drawn and not (self._short and self._form == "text"):
            click.echo()
        self._drawn += 1
        click.echo(self._text(answer), nl=False)

    def _text(self, answer: PlanAnswer) -> str:
        """One plan in the form that was asked for. Loads the words of no other form."""
        plan, refusals, language = answer.plan, answer.refusals, LANGUAGE.get()
        if self._form == "markdown":
            from microconv.render.plan_markdown import plan_markdown

            return plan_markdown(plan, language=language, refusals=refusals)
        if self._short:
            from microconv.render.plan_lines import plan_lines

            return plan_lines(plan, refusals, out_style(), language)
        from microconv.render.plan import plan_text

        return plan_text(
            plan, out_style(), language=language, verbose=self._verbose, refusals=refusals, purposes=answer.purposes
        )

    def end(self, answers: Sequence[PlanAnswer], *, failed: int, unreached: int, together: Sequence[Refusal]) -> None:
        """Print the sums of several clients, and the reasons why a sync of all of them would write nothing."""
        from microconv.render.plan_lines import totals

        refused = sum(bool(answer.refusals) for answer in answers)
        plans = [answer.plan for answer in answers]
        text = totals(plans, refused, failed, out_style(), LANGUAGE.get(), unreached=unreached)
        if self._form == "markdown":
            click.echo()
        click.echo(text, nl=False)
        if together and self._form == "markdown":
            from microconv.render.plan_markdown import refusals_markdown

            click.echo(f"\n{refusals_markdown(together, LANGUAGE.get())}", nl=False)
        else:
            _tell_refusals(together)


def _numbers(answers: Sequence[PlanAnswer]) -> JsonDict:
    """The changes of all plans, counted as GitLab shows them: a demotion is an update.

    The form is GitLab's (docs.gitlab.com/ee/ci/yaml/artifacts_reports.html, `terraform`, read in copies, 2026-11-30).
    """
    from microconv.core.plan import Action

    words = {Action.CREATE: "create", Action.UPDATE: "update", Action.DEMOTE: "update", Action.REMOVE: "delete"}
    numbers = {"create": 0, "update": 0, "delete": 0}
    for answer in answers:
        for change in answer.plan.changes:
            numbers[words[change.action]] += 1
    return numbers


def _as_json(answer: PlanAnswer, code: int) -> JsonDict:
    """A plan as JSON, with what a sync would refuse, and the exit code of this client alone."""
    from microconv.core.documents.plan_json import plan_to_dict

    return {**plan_to_dict(answer.plan), "refusals": _refusals(answer.refusals), "exit_code": code}


def _refusals(refusals: Sequence[Refusal]) -> list[JsonDict]:
    return [{"code": item.code, "summary": item.summary, "hint": item.hint, "where": item.where} for item in refusals]

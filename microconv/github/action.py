"""One step of a workflow: run a command, and tell of it in outputs, summary, comment and issues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from microconv.cli import exit_codes
from microconv.core.errors import MicroconvError
from microconv.core.plan import Action
from microconv.github.api import DeniedError, GitHub, GitHubError
from microconv.github.command import Client, Outcome, Start, UnreadableError, read
from microconv.github.comment import marker, pull_request, put_comment
from microconv.github.inputs import InputError, Inputs, inputs_from
from microconv.github.issues import put_issues
from microconv.github.markdown import COMMENT_LONGEST, Report, in_utf8
from microconv.github.plan_files import plan_arguments, saved, sync_arguments
from microconv.github.runner import Runner
from microconv.github.words import verdict
from microconv.render.safe import safe

WHOLE = 50_000_000
"""The longest report as a file, in characters."""

NOTICES = 5
"""The most annotations of issues that failed: GitHub shows ten of a kind."""

Connect = Callable[[Mapping[str, str], str], GitHub]


def connect(environment: Mapping[str, str], token: str) -> GitHub:
    """The repository of the workflow. Raises ValueError where its variables name none."""
    return GitHub(
        environment.get("GITHUB_API_URL", "https://api.github.com"),
        environment.get("GITHUB_REPOSITORY", ""),
        token,
        graphql=environment.get("GITHUB_GRAPHQL_URL", ""),
    )


def action(
    environment: Mapping[str, str], start: Start, *, runner: Runner | None = None, connect: Connect = connect
) -> int:
    """Do the step that the variables ask for. Returns the exit code of the step.

    It is microconv's own, but 0 for changes (2) without `fail-on: changes`; and ERROR where a comment or an issue that
    was asked for by name, the outputs, the summary or the report could not be written.
    """
    runner = runner or Runner(environment)
    folder = Path(environment.get("RUNNER_TEMP", ".")) / "microconv"
    try:
        inputs = inputs_from(environment)
        folder.mkdir(parents=True, exist_ok=True)
        sarif = _unused(folder, "audit", ".sarif")
        outcome = _outcome(inputs, start, runner, sarif)
    except (InputError, UnreadableError, MicroconvError, OSError) as error:
        code = exit_codes.USAGE if isinstance(error, InputError) else exit_codes.ERROR
        runner.notice("error", str(error))
        runner.output("exit-code", str(code))
        return code
    step = _Step(inputs, outcome, Report(outcome, inputs.language), environment, runner)
    step.tell(_unused(folder, inputs.command, ".md"), sarif)
    heard = step.comment(connect)
    heard &= step.issues(connect)
    heard &= runner.complete
    code = outcome.code
    if code == exit_codes.CHANGES and inputs.fail_on != "changes":
        code = exit_codes.DONE
    if code:
        runner.notice("error", f"{inputs.command}: {verdict(outcome).of(inputs.language)}")
    return code or (exit_codes.DONE if heard else exit_codes.ERROR)


def _outcome(inputs: Inputs, start: Start, runner: Runner, sarif: Path) -> Outcome:
    """Run the command. Raises InputError, UnreadableError, MicroconvError, OSError."""
    command = inputs.command
    arguments = _arguments(inputs, sarif)
    plans = saved(inputs.plan_dir) if command == "sync" else {}
    with runner.quiet():
        finished = start(arguments, runner.log)
        if command in {"validate", "sync"}:
            runner.log(finished.out)
    if command == "validate":
        return Outcome(command, finished.code, text=finished.out + finished.err)
    if command == "sync":
        clients = tuple(Client(plan.client, exit_codes.DONE, plan) for plan in plans.values())
        return Outcome(command, finished.code, clients, finished.out + finished.err, tuple(map(str, plans)))
    files = tuple(map(str, saved(inputs.plan_dir)))
    try:
        clients, together = read(finished.out)
    except UnreadableError as error:
        if finished.code in (exit_codes.DONE, exit_codes.CHANGES, exit_codes.FINDINGS):
            raise
        return Outcome(command, finished.code, (), f"{finished.err}\n{error}\n", files)  # broken off in a line
    return Outcome(command, finished.code, clients, finished.err, files, together)


def _arguments(inputs: Inputs, sarif: Path) -> list[str]:
    """The command line. Paths stand behind `--`: none is taken for an option. Raises InputError."""
    options = [*inputs.args]
    if inputs.command == "plan":
        options += ["--format", "jsonl", "--detailed-exitcode", *plan_arguments(inputs)]
    elif inputs.command == "audit":
        options += ["--format", "jsonl", "--sarif", str(sarif)]
        options += ["--fail-on", inputs.fail_on] if inputs.fail_on else []
    elif inputs.command == "sync":
        options += sync_arguments(inputs)
    return [inputs.command, *options, "--", *inputs.paths]


@dataclass(frozen=True, slots=True)
class _Step:
    """A command that ended, and those who are to hear of it."""

    inputs: Inputs
    outcome: Outcome
    report: Report
    environment: Mapping[str, str]
    runner: Runner

    def tell(self, path: Path, sarif: Path) -> None:
        """Write the whole report, the outputs and the step's summary."""
        inputs, outcome, runner = self.inputs, self.outcome, self.runner
        try:
            path.write_text(self.report.text(WHOLE), "utf-8", "replace")
        except OSError as error:
            runner.unwritten("the report", path, error)
        outputs = {
            "has-changes": str(any(one.changes for one in outcome.clients)).lower(),
            "exit-code": str(outcome.code),
            "creates": str(outcome.number(Action.CREATE)),
            "updates": str(outcome.number(Action.UPDATE)),
            "demotions": str(outcome.number(Action.DEMOTE)),
            "removals": str(outcome.number(Action.REMOVE)),
            "refused": str(len(outcome.refused)),
            "failed": str(len(outcome.failed)),
            "plan-file": "\n".join(outcome.plan_files),
            "fingerprint": _fingerprint(outcome),
            "report": str(path) if path.exists() else "",
            "sarif": str(sarif) if inputs.command == "audit" and sarif.exists() else "",
            "summary": safe(verdict(outcome).of(inputs.language)),
        }
        for name, value in outputs.items():
            runner.output(name, value)
        runner.summary(self.report.text(runner.summary_room(), size=in_utf8))

    def comment(self, connect: Connect) -> bool:
        """Put the comment at the pull request. False where it was asked for by name and is not there."""
        inputs = self.inputs
        if inputs.comment == "never":
            return True
        asked = inputs.comment == "always"
        number = pull_request(self.runner.event())
        if number is None:
            return not asked or self._complain("comment: always, but this event has no pull request")
        if not inputs.token:
            return self._complain("no comment: there is no token") or not asked
        folder = self.environment.get("INPUT_WORKING_DIRECTORY", "")
        mark = marker(inputs.command, folder, *inputs.paths, "", *inputs.args)
        text = self.report.text(COMMENT_LONGEST - len(mark) - 10, self._artifacts)
        try:
            put_comment(connect(self.environment, inputs.token), number, mark, text)
        except (GitHubError, ValueError) as error:
            return self._complain(f"no comment: {error}{_rights(error, 'pull-requests: write')}") or not asked
        return True

    def issues(self, connect: Connect) -> bool:
        """Open, change and close the issues of clients. False where that failed."""
        inputs = self.inputs
        if not inputs.issues:
            return True
        if not inputs.token:
            return self._complain("no issues: there is no token")
        try:
            github = connect(self.environment, inputs.token)
            done = put_issues(github, self.outcome.clients, inputs.language, self._artifacts)
        except (GitHubError, ValueError) as error:
            return self._complain(f"no issues: {error}{_rights(error, 'issues: write')}")
        for label, failure in done.failed[:NOTICES]:
            self._complain(f"the issue of {safe(label)}: {failure}{_rights(failure, 'issues: write')}")
        self.runner.notice("notice", done.sentence())
        return not done.failed

    def _complain(self, text: str) -> bool:
        """Say it in an annotation; false, because it is no success."""
        self.runner.notice("warning", text)
        return False

    @property
    def _artifacts(self) -> str:
        """The address of this run's artifacts; empty outside of a workflow."""
        server, repository, run = (
            self.environment.get(f"GITHUB_{one}", "") for one in ("SERVER_URL", "REPOSITORY", "RUN_ID")
        )
        return f"{server}/{repository}/actions/runs/{run}#artifacts" if server and repository and run else ""


def _unused(folder: Path, name: str, ending: str) -> Path:
    """The path of a new file: an earlier step of the job may have left its own there, and a later one reads both."""
    names = (f"{name}{number}{ending}" for number in ("", *(f"-{one}" for one in range(2, 10_000))))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def _rights(error: Exception, permission: str) -> str:
    """The way out where GitHub says that the token may not."""
    if isinstance(error, DeniedError) and error.status in (401, 403, 404):
        return f". The job needs `permissions: {permission}`; a pull request from a fork has it never"
    return ""


def _fingerprint(outcome: Outcome) -> str:
    """The fingerprint of the plan; of several, a SHA-256 over theirs with the clients' labels."""
    plans = outcome.plans
    if len(plans) < 2:
        return plans[0].fingerprint if plans else ""
    lines = sorted(f"{json.dumps(one.client)} {one.fingerprint}\n" for one in plans)
    return hashlib.sha256("".join(lines).encode()).hexdigest()

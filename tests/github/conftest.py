"""A workflow's environment without GitHub: files for outputs and summary, a fake of the API, microconv in process."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from microconv.github.action import action
from microconv.github.api import GitHub
from microconv.github.command import Finished
from microconv.github.runner import Runner
from tests.conftest import Done
from tests.github.fake import PULL, REPOSITORY, TOKEN, FakeGitHub, serving

_OUTPUT = re.compile(r"^([\w-]+)<<(end-[0-9a-f]{32})\n(.*?)\n\2\n", re.MULTILINE | re.DOTALL)


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """The fake, and nothing in its repository."""
    fake = FakeGitHub()
    with serving(fake):
        yield fake


@dataclass
class Step:
    """A step of a workflow, and what it left.

    variables: its environment.
    start: runs microconv.
    waits: the seconds that it would have waited.
    """

    variables: dict[str, str]
    start: Callable[[Any, Any], Finished]
    waits: list[float] = field(default_factory=list)
    log: str = ""

    def run(self, **inputs: str) -> int:
        """Run the step with these inputs. Returns its exit code."""
        for file in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            if file in self.variables and not Path(self.variables[file]).is_dir():
                Path(self.variables[file]).open("w").close()
        environment = {**self.variables, **{f"INPUT_{name.upper()}": value for name, value in inputs.items()}}
        out = StringIO()

        def connect(given: Any, token: str) -> GitHub:
            return GitHub(given["GITHUB_API_URL"], given["GITHUB_REPOSITORY"], token, wait=self.waits.append)

        code = action(environment, self.start, runner=Runner(environment, out), connect=connect)
        self.log = out.getvalue()
        return code

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs, read as the runner reads them."""
        text = Path(self.variables["GITHUB_OUTPUT"]).read_text("utf-8")
        assert _OUTPUT.sub("", text) == ""
        return {match[1]: match[3] for match in _OUTPUT.finditer(text)}

    @property
    def summary(self) -> str:
        """The step's summary."""
        return Path(self.variables["GITHUB_STEP_SUMMARY"]).read_text("utf-8")

    def obeyed(self) -> list[str]:
        """The workflow commands in the log that the runner obeys."""
        commands, stopped = [], ""
        for line in self.log.splitlines():
            if stopped:
                stopped = "" if line == f"::{stopped}::" else stopped
            elif line.startswith("::stop-commands::"):
                stopped = line.removeprefix("::stop-commands::")
            elif line.startswith(("::", "##[")):
                commands.append(line)
        assert not stopped
        return commands


@pytest.fixture
def step(github: FakeGitHub, run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Step:
    """A step of a workflow on a pull request. Commands run in this process, in an empty folder."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    work, files = tmp_path / "work", tmp_path / "files"
    work.mkdir()
    files.mkdir()
    monkeypatch.chdir(work)
    event = files / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": PULL}}), "utf-8")
    variables = {
        "GITHUB_OUTPUT": str(files / "output"),
        "GITHUB_STEP_SUMMARY": str(files / "summary.md"),
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_SERVER_URL": "https://github.test",
        "GITHUB_RUN_ID": "42",
        "RUNNER_TEMP": str(files),
        "INPUT_TOKEN": TOKEN,
    }

    def start(arguments: Any, listen: Callable[[str], None]) -> Finished:
        done = run(*arguments)
        listen(done.err)
        return Finished(done.code, done.out, done.err)

    return Step(variables, start)

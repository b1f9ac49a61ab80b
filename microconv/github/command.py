"""microconv as a step runs it, and what it answered: the documents on its lines of JSON, and its words for people."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from microconv.core.documents.plan_json import BESIDE, plan_from_json
from microconv.core.errors import PlanFileError, Refusal
from microconv.core.plan import Action, Plan
from microconv.core.text import untranslated

_PROGRAM = "from microconv.cli.main import main; main()"
_SECRET = ("INPUT_", "GITHUB_TOKEN")


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Start = Callable[[Sequence[str], Callable[[str], None]], Finished]
"""Runs microconv with arguments to its end, and passes on its messages line by line as they come."""


def start(arguments: Sequence[str], listen: Callable[[str], None]) -> Finished:
    """Run microconv as its own process, without the inputs of the action.

    Python is isolated (-I): nothing in the checkout of a pull request is imported, whatever its name. Where a workflow
    is cancelled, this process gets the signal and passes it on, so that a sync ends after the request under way.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_SECRET)}
    environment["PYTHONUTF8"] = "1"
    program = [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, *arguments]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace", newline="") as out,
        subprocess.Popen(
            program,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as process,
        _passed_on(process),
    ):
        lines = []
        for line in process.stderr or ():
            lines.append(line)
            listen(line)
        code = process.wait()
        out.seek(0)
        return Finished(code if code >= 0 else 128 - code, out.read(), "".join(lines))


@contextlib.contextmanager
def _passed_on(process: subprocess.Popen[str]) -> Iterator[None]:
    """Passes signals for the end on to the process."""
    ends = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda number, _: process.send_signal(number)) for one in ends]
    try:
        yield
    finally:
        for one, handler in zip(ends, before, strict=True):
            signal.signal(one, handler)


@dataclass(frozen=True, slots=True)
class Client:
    """One client's end in a run.

    label: what the client is called.
    code: its own exit code (docs/contract.md).
    plan: its plan; None where none could be made, or the command makes none.
    refusals: the reasons for which a sync would be refused.
    audit: its audit, as the document has it; None likewise.
    """

    label: str
    code: int
    plan: Plan | None = None
    refusals: tuple[Refusal, ...] = ()
    audit: dict[str, Any] | None = None

    @property
    def changes(self) -> int:
        """The number of changes of its plan."""
        return len(self.plan.changes) if self.plan else 0

    @property
    def refused(self) -> bool:
        """True where a sync would be refused, or something of it would be."""
        return bool(self.plan and (self.refusals or self.plan.conflicts))

    @property
    def failed(self) -> bool:
        """True where nothing is known of it."""
        return self.plan is None and self.audit is None

    @property
    def emulated(self) -> bool:
        """True where the emulator answered."""
        return bool(self.plan and self.plan.emulated) or bool(self.audit and self.audit.get("emulated"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a command for all clients.

    command: the command of microconv.
    code: its exit code.
    clients: the clients, in the order of the configs; none where it has no JSON.
    text: its own words: all of them where it has no JSON, else its messages.
    plan_files: the saved plans.
    refusals: the reasons for which the plans of all are refused together.
    """

    command: str
    code: int
    clients: tuple[Client, ...] = ()
    text: str = ""
    plan_files: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def refused(self) -> tuple[Client, ...]:
        """The clients whose plan sync would refuse: where all are refused together, each that has changes."""
        return tuple(one for one in self.clients if one.refused or (self.refusals and one.changes))

    @property
    def failed(self) -> tuple[Client, ...]:
        """The clients of which nothing is known."""
        return tuple(one for one in self.clients if one.failed)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that there are."""
        return tuple(one.plan for one in self.clients if one.plan is not None)

    @property
    def emulated(self) -> bool:
        """True where the emulator answered."""
        return any(one.emulated for one in self.clients)

    def number(self, action: Action) -> int:
        """The changes of one kind in all plans."""
        return sum(plan.counts[action] for plan in self.plans)


class UnreadableError(Exception):
    """microconv printed what is no document of the contract; `str(error)` says what."""


def read(out: str) -> tuple[tuple[Client, ...], tuple[Refusal, ...]]:
    """The clients of a command's lines of JSON, and the refusals of all together. Raises UnreadableError."""
    clients: list[Client] = []
    together: tuple[Refusal, ...] = ()
    for line in out.split("\n"):
        if line.strip():
            try:
                data = json.loads(line)
                if not {"client", "name"} & data.keys():
                    together += _refusals(data)
                else:
                    clients.append(_client(data))
            except (ValueError, KeyError, TypeError, AttributeError, PlanFileError) as error:
                raise UnreadableError(f"microconv's JSON cannot be read: {error}") from error
    return tuple(clients), together


def _refusals(data: dict[str, Any]) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(one["code"], untranslated(one["summary"]), untranslated(one["hint"]), one["where"])
        for one in data["refusals"]
    )


def _client(data: dict[str, Any]) -> Client:
    if "findings" in data:
        return Client(str(data["name"]), 0, audit=data)
    label = str(data.get("client", data.get("name")))
    if "fingerprint" not in data:
        return Client(label, int(data["exit_code"]))
    plan = plan_from_json(json.dumps({name: value for name, value in data.items() if name not in BESIDE}))
    return Client(label, int(data["exit_code"]), plan, _refusals(data))

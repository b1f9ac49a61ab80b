"""A client on the emulator whose sync does everything, a folder for its journals, and a worker that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator import Emulator, World
from microconv.providers.retrying import Retrying
from microconv.reconcile.result import Result
from tests.crash.scenario import CONFIG, SEED, held
from tests.crash.site import Clean, Site
from tests.crash.troubles import KINDS, arm

sys.path.extend(str(folder) for folder in (Path(__file__).parents[1],) if str(folder) not in sys.path)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's journals and locks are."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(folder))
    return folder


@pytest.fixture
def aoi(tmp_path: Path) -> Path:
    """The config of the client."""
    path = tmp_path / "aoi.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def store(emulator: Emulator, environment: dict[str, str]) -> World:
    """The emulator's world before the client's first sync."""
    del environment
    emulator.world.reset(SEED)
    return emulator.world


@dataclass(frozen=True)
class Ended:
    """The end of a process: the points it came to, the signal it died of, its exit code, and its output."""

    points: list[str]
    signal: int
    code: int | None
    out: str

    @property
    def killed(self) -> bool:
        return self.signal == signal.SIGKILL


class Worker:
    """Runs command lines in processes of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, *arguments: object, kill: int = 0, at_once: int = 1) -> Ended:
        """Run to the end, or until the point of this number, where the process is killed."""
        self.begin(*arguments, kill=kill, at_once=at_once)
        return self.end()

    def begin(
        self, *arguments: object, kill: int = 0, number: int = signal.SIGKILL, at_once: int = 1, **environment: str
    ) -> int:
        """Start a run that gets the signal `number` at a point. The process's id.

        With `at_once` 1 points come in the same order in each run; with more writes to GA4 are under way side by side.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        names = ("GOOGLE_", "GRPC_", "REQUESTS_", "MICROCONV_")
        variables = {name: value for name, value in os.environ.items() if name.startswith(names)}
        variables |= environment
        order: dict[str, Any] = {"arguments": [str(item) for item in arguments], "environment": variables}
        order |= {"kill": kill, "signal": number, "at_once": at_once}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> Ended:
        """Wait until the run has ended."""
        assert self._process.stdout is not None
        return Ended(**json.loads(self._process.stdout.readline()))


def start_worker() -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    program = Path(__file__).with_name("worker.py")
    return subprocess.Popen([sys.executable, str(program)], stdin=pipe, stdout=pipe, text=True, encoding="utf-8")


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    """The worker of this test process."""
    with start_worker() as process:
        yield Worker(process)
        assert process.stdin is not None
        process.stdin.close()


# ---- runs in this process


@pytest.fixture(scope="module")
def shared() -> dict[str, Any]:
    """Values made once: the connections, and the course of an undisturbed run."""
    return {}


@pytest.fixture
def site(store, aoi, state, run, shared, monkeypatch) -> Iterator[Site]:
    from microconv import connections, project
    from microconv.cli import progress as commands
    from microconv.helpers import Helpers
    from microconv.providers.ga4.provider import Ga4

    found = Site(store, aoi, state, run, arm(store, monkeypatch))
    slept = found.slept
    if "connections" not in shared:
        shared["slept"], shared["counted"] = slept, state / "requests"
        retrying = Retrying(sleep=lambda pause: shared["slept"].append(pause), chance=lambda: 1.0)
        shared["connections"] = connections.Connections(retrying=retrying)
    shared["slept"], found.counted = slept, shared["counted"]
    monkeypatch.setattr(connections, "Connections", lambda **_: shared["connections"])
    monkeypatch.setattr(commands, "retrying", lambda _: None)
    monkeypatch.setattr(Ga4, "at_once", 1)  # calls come in the same order in each run, and one thread waits
    monkeypatch.setattr(Helpers, "_begin", lambda *_: None)
    apply = project.Project.apply

    def remember(*args: Any, **kwargs: Any) -> Result:
        found.results.append(apply(*args, **kwargs))
        return found.results[-1]

    monkeypatch.setattr(project.Project, "apply", remember)
    yield found
    found.late.wait()


@pytest.fixture
def clean(site: Site, shared: dict[str, Any]) -> Clean:
    if "clean" not in shared:
        site.begin()
        before = held(site.world)
        done, _ = site.sync()
        assert done.code == 0, done
        calls = {
            api: [one.write and not one.rehearsal for one in site.world.log.entries if one.api == api] for api in KINDS
        }
        names = {api: [one.method for one in site.world.log.entries if one.api == api] for api in KINDS}
        shared["clean"] = Clean(calls, names, before, held(site.world))
    return shared["clean"]

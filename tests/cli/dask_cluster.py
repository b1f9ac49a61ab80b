"""A Dask scheduler and workers on loopback, in processes of their own, and the command line that uses them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.conftest import Done

START_S = 60
LOCAL = ("--host", "127.0.0.1", "--no-dashboard")
COMMAND = [sys.executable, "-c", "from microconv.cli.main import main; main()"]


class Cluster:
    """A scheduler and its workers. `folder` has their files."""

    def __init__(self, folder: Path, failures: int = 0) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "dask_scheduler", "--port", "0", "--scheduler-file", str(file),
            DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=str(failures),
        )  # fmt: skip
        wait_until(file.exists)
        wait_until(lambda: bool(file.read_text(encoding="utf-8").strip()))
        self.address = str(json.loads(file.read_text(encoding="utf-8"))["address"])

    def worker(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread. Its environment is that of this process, with `environment`."""
        return self._start(
            "dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder),
            *arguments, **environment,
        )  # fmt: skip

    def _start(self, program: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        number = len(self._processes)
        with (self.folder / f"{program}-{number}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *LOCAL, *arguments],
                stdout=log, stderr=log, env={**os.environ, **environment}, start_new_session=True, cwd=self.folder,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def wait_for_workers(self, number: int) -> None:
        """Wait until the scheduler has had so many workers."""
        log = self.folder / "dask_scheduler-0.log"
        wait_until(lambda: log.read_text(errors="replace").count("Starting worker compute stream") >= number)

    def close(self) -> None:
        """End what is still there."""
        for process in reversed(self._processes):
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(10)

    def logs(self) -> str:
        """The output of the processes."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))


@contextmanager
def cluster(folder: Path, workers: int, failures: int = 0) -> Iterator[Cluster]:
    """A scheduler with so many workers, in this process's environment."""
    running = None
    try:
        running = Cluster(folder, failures)
        for _ in range(workers):
            running.worker()
        running.wait_for_workers(workers)
        yield running
    finally:
        if running is not None:
            running.close()


class Command:
    """A command line under way."""

    def __init__(self, *arguments: object) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ},
        )

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    @property
    def over(self) -> bool:
        """True once it has ended."""
        return self._process.poll() is not None

    def done(self, timeout: float = 120) -> Done:
        """Its end."""
        out, err = self._process.communicate(timeout=timeout)
        return Done(self._process.returncode, out, err)


def wait_until(true: Callable[[], Any], timeout: float = START_S) -> None:
    """Wait until something is so."""
    until = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < until, "it was waited for too long"
        time.sleep(0.02)

"""An emulator as a process of its own, for tests and tools in Python."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from microconv.emulator.control import Control
from microconv.emulator.errors import EmulatorError
from microconv.emulator.machine.environment import write_environment_file
from microconv.emulator.machine.hosts import CERTIFIED
from microconv.emulator.machine.tls import process_certificates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

_STOP_SECONDS = 10.0


class Process:
    """Runs ``python -m microconv.emulator`` while the context lasts; several may run at once.

    The process ends with this one, however this one ends. It has this process's certificates, so that clients in this
    process can trust it along with emulators in this process: gRPC takes in its authorities once.

    seed: a seed's path or content; None for the packaged one.
    port: see `Emulator`; 0 for any free ports.
    timeout_s: how long it may take until it answers.
    """

    def __init__(
        self, seed: Path | str | Mapping[str, Any] | None = None, *, port: int = 0, timeout_s: float = 30.0
    ) -> None:
        self._seed = seed
        self._port = port
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[str] | None = None
        self._ready: dict[str, Any] = {}
        self._said: IO[str] | None = None

    def __enter__(self) -> Process:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Process:
        """Start it and wait until it answers; returns itself.

        Raises EmulatorError, with the output of the process, if it runs already or did not start.
        """
        if self._process is not None:
            raise EmulatorError("the emulator is running already")
        process = self._launch()
        try:
            self._ready = self._wait(process)
            Control.from_environment(self._ready["control"]).health()
        except BaseException:
            self._ending(process)
            raise
        self._process = process
        return self

    def _launch(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "microconv.emulator", "--with-parent", "--certificates", "-"]
        lines = [asdict(process_certificates(CERTIFIED))]
        if self._port:
            command += ["--port", str(self._port)]
        if isinstance(self._seed, (str, Path)):
            command += ["--seed", str(self._seed)]
        elif self._seed is not None:
            command += ["--seed", "-"]
            lines.append(dict(self._seed))
        text = "".join(json.dumps(line, default=_plain) + "\n" for line in lines)
        pipe = subprocess.PIPE
        # a pipe for its standard error would stop it once it is full, as nobody reads it before the end
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by _errors
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=self._said, text=True, encoding="utf-8")
        if process.stdin is not None:
            try:
                process.stdin.write(text)
                process.stdin.flush()
            except BrokenPipeError:  # it ended already; why is read in _wait
                process.kill()
        return process

    def _wait(self, process: subprocess.Popen[str]) -> dict[str, Any]:
        """The line in which the process says where it is."""
        timer = threading.Timer(self._timeout_s, process.kill)
        timer.start()
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
        finally:
            timer.cancel()
        if line:
            return dict(json.loads(line))
        process.kill()
        process.wait()
        why = self._errors() or f"it did not answer within {self._timeout_s:g} seconds"
        raise EmulatorError(f"the emulator's process did not start: {why}")

    def stop(self) -> None:
        """End it (SIGTERM) and wait until it has ended. Does nothing when it is not running.

        Raises EmulatorError if it had to be killed, or ended with an error.
        """
        process, self._process = self._process, None
        self._ready = {}
        ended = "" if process is None else self._ending(process)
        if ended:
            raise EmulatorError(f"the emulator's process did not end well: {ended}")

    def _ending(self, process: subprocess.Popen[str]) -> str:
        """Let the process end; what was wrong about its end, empty if nothing."""
        ended, said = _end(process), self._errors()
        if not ended:
            return f"it was killed {_STOP_SECONDS:g} seconds after SIGTERM"
        return "" if process.returncode == 0 and not said else f"exit code {process.returncode} {said}".rstrip()

    def _errors(self) -> str:
        """All that was on its standard error, which is closed."""
        if self._said is None:
            return ""
        with self._said as said:
            self._said = None
            said.seek(0)
            return said.read().strip()

    # ---- what it is

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._running().pid

    @property
    def folder(self) -> Path:
        """The folder of its files, while it runs."""
        self._running()
        return Path(self._ready["folder"])

    @property
    def control(self) -> Control:
        """Its control plane."""
        self._running()
        return Control.from_environment(self._ready["control"])

    def environment(self, *, proxy: bool = False) -> dict[str, str]:
        """The variables an official client needs; see `Emulator.environment`."""
        self._running()
        return dict(self._ready["proxied_environment" if proxy else "environment"])

    def control_environment(self) -> dict[str, str]:
        """The variables that `Control.from_environment` reads."""
        self._running()
        return dict(self._ready["control"])

    def write_env_file(self, path: Path, *, proxy: bool = False) -> None:
        """Write the variables as a shell script; see `Emulator.write_env_file`.

        Raises EmulatorError if it is not running, or the file cannot be written.
        """
        try:
            write_environment_file(path, self.environment(proxy=proxy) | self.control_environment())
        except OSError as error:
            raise EmulatorError(f"cannot write {path}: {error.strerror}") from error

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise EmulatorError("the emulator is not running")
        return self._process


def _end(process: subprocess.Popen[str]) -> bool:
    """Let a process end; False if it had to be killed."""
    process.terminate()
    try:
        process.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False
    return True


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("ascii")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise EmulatorError(f"the seed holds {value!r}, which is no plain value")

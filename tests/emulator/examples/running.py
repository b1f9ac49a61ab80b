"""Running scripts against an emulator: each in a process of its own in the heavy run, else all in one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from microconv.emulator import Emulator
from tests.heavy import HEAVY

_WORKER = Path(__file__).with_name("worker.py")


class Scripts:
    """A runner of scripts, with nothing but the environment of one emulator."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._worker: subprocess.Popen[str] | None = None

    def __enter__(self) -> Scripts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._worker is not None:
            self._worker.communicate(timeout=60)

    def run(self, path: Path, *arguments: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a script.

        folder: its home and working directory; by default the emulator's.
        """
        place = str(folder or self._emulator.folder)
        environment = {"PATH": os.environ["PATH"], "HOME": place, **self._emulator.environment()}
        command = [str(path), *arguments]
        if HEAVY:
            return subprocess.run(
                [sys.executable, *command],
                env=environment,
                cwd=place,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        answer = self._ask({"arguments": command, "environment": environment, "folder": place})
        return subprocess.CompletedProcess(command, answer["code"], answer["out"], answer["err"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._worker is None:
            self._worker = subprocess.Popen(
                [sys.executable, str(_WORKER)],
                env=request["environment"],  # gRPC reads its roots once, at the first channel
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.write(json.dumps(request) + "\n")
        self._worker.stdin.flush()
        answer: dict[str, Any] = json.loads(self._worker.stdout.readline())
        return answer

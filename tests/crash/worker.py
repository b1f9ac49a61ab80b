"""Runs command lines in processes of their own, and kills them at a point: a program of its own, told what to do on
standard input.

It imports everything once and forks for each run, as loading the Google clients takes longer than a run. It never makes
a gRPC channel itself: gRPC does not outlive a fork. A line in is a JSON object: `arguments`, `environment`, and `kill`,
the number of the point at which the process gets the signal `signal` (0: it lives), and `at_once`, the writes to GA4
that may be under way at a time. Lines out: the process's id; then,
when it has ended, `points`, the names of those it came to, `signal`, `code` and `out`.

Points are after the rehearsal of a plan, before the first record of a journal, amidst and after the writing of each
record, and after each request that writes. So each request has one right before it (after its intent), and between the
points nothing happens that anybody could notice.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from cryptography.hazmat.primitives import serialization

import microconv


class Points:
    """Counts the points that a run comes to, and sends the process a signal at one of them."""

    def __init__(self, kill: int, number: int, report: int) -> None:
        self._kill = kill
        self._signal = number
        self._report = report
        self._count = 0
        self._lock = threading.Lock()

    def here(self, name: str, last: Callable[[], object] = lambda: None) -> None:
        """The run is at a point. `last` is what the process still does before it dies there."""
        with self._lock:
            self._count += 1
            os.write(self._report, f"{name}\n".encode())
            if self._count == self._kill:
                last()
                os.kill(os.getpid(), self._signal)


class _Os:
    """The module os as a journal sees it: its writes are points."""

    def __init__(self, points: Points) -> None:
        self._points = points

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, file: int, line: bytes) -> int:
        record = json.loads(line)
        name = " ".join(str(record[key]) for key in ("record", "step") if key in record)
        if record["record"] == "run":
            self._points.here(f"before {name}")
        self._points.here(f"amidst {name}", lambda: os.write(file, line[: len(line) // 2]))
        written = os.write(file, line)
        self._points.here(f"after {name}")
        return written


def arm(points: Points) -> None:
    """Make points of what the code under test does, from the outside."""
    from microconv.providers.ga4.writing import Property
    from microconv.providers.google_ads.writing import Account
    from microconv.providers.tag_manager.workspace import Container
    from microconv.reconcile import journal

    journal.os = _Os(points)  # type: ignore[attr-defined]
    in_container = ("make_workspace", "sync", "bulk_update", "put", "create", "enable", "delete")
    in_container += ("create_version", "publish")
    kinds: tuple[tuple[type, tuple[str, ...]], ...] = (
        (Account, ("mutate",)),
        (Property, ("create", "update", "delete")),
        (Container, in_container),
    )
    for kind, methods in kinds:
        for method in methods:
            _watch(points, kind, method)


def _watch(points: Points, kind: type, method: str) -> None:
    original = getattr(kind, method)

    def call(*args: Any, **kwargs: Any) -> Any:
        answer = original(*args, **kwargs)
        points.here(f"{'rehearsal' if kwargs.get('rehearsal') else 'request'} {method}")
        return answer

    setattr(kind, method, call)


def run(order: dict[str, Any], report: int) -> int:
    """One command line, in the child."""
    os.environ.update(order["environment"])
    from microconv.cli.main import run as run_command
    from microconv.providers.ga4.provider import Ga4

    Ga4.at_once = order["at_once"]
    arm(Points(order["kill"], order["signal"], report))
    loaded = set(sys.modules)
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = run_command(order["arguments"])
    modules = [name for name in sys.modules if name not in loaded and name != "__mp_main__"]
    os.write(report, json.dumps({"code": code, "out": out.getvalue(), "modules": modules}).encode() + b"\n")
    return code


def fork(order: dict[str, Any]) -> dict[str, Any]:
    """One command line, in a child of its own."""
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 70
        try:
            code = run(order, report)
        finally:
            os._exit(code)
    print(child, flush=True)
    os.close(report)
    with os.fdopen(reading, encoding="utf-8") as file:
        lines = file.read().splitlines()
    _, status = os.waitpid(child, 0)
    last = json.loads(lines.pop()) if lines and lines[-1].startswith("{") else {"code": None, "out": "", "modules": []}
    return {"points": lines, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, **last}


def private_key(environment: dict[str, str]) -> bytes:
    """The service account's key: it is read here once, as OpenSSL checks its primes every time."""
    with open(environment["GOOGLE_APPLICATION_CREDENTIALS"], encoding="utf-8") as file:
        return bytes(json.load(file)["private_key"], "utf-8")


def main() -> None:
    """Serve orders until standard input ends."""
    gc.disable()
    for one in walk_packages(microconv.__path__, "microconv."):
        if not one.name.startswith("microconv.emulator") and not one.name.endswith("__main__"):
            import_module(one.name)
    read = cache(serialization.load_pem_private_key)
    serialization.load_pem_private_key = lambda data, password, **_: read(data, password)
    for line in sys.stdin:
        order = json.loads(line)
        read(private_key(order["environment"]), None)
        done = fork(order)
        for name in done.pop("modules"):
            import_module(name)
        gc.freeze()
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    main()

"""The model of `simulate.py` beside the emulator with the same limits: 200 clients, `microconv plan`, 8 at a time.

The limits are made smaller, for a run of seconds: GA4 60 requests in 10 s, or 360 operations of Google Ads a day.
The emulator's process holds a call back until its window has a place, as microconv's own limiter would, and answers as
late as Google does; beyond a day's operations it refuses. What the model is given besides is measured on 100 clients
without limits right before: the rounds of a client's calls, the time to start, and our own time for a call.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fleet import seed, write_configs
from simulate import ADS, GA4, Google, Project, Rounds, Window, simulate

import microconv

Server = subprocess.Popen[str]
CLIENTS, JOBS, CONVERSIONS = 200, 8, 3
GOOGLE = Google(latency_s=0.25, spread=0.35, errors=0.0)
CASES: dict[str, dict[str, tuple[Window, ...]]] = {
    "only the answers": {},
    "GA4, 30 requests in 10 s": {GA4: (Window(30, 10.0),)},
    "Google Ads, 360 operations a day": {ADS: (Window(360, 86_400.0, ends=True),)},
}


def confirmed() -> list[dict[str, Any]]:
    """A row for each case: seconds and clients done, of the emulator and of the model, and the ratio."""
    with tempfile.TemporaryDirectory(prefix="microconv-confirm-") as place:
        folder = Path(place)
        write_configs(folder / "configs", CLIENTS, CONVERSIONS)
        (folder / "seed.json").write_text(json.dumps(seed(CLIENTS)), encoding="utf-8")
        command = [sys.executable, __file__, "--serve", str(folder / "seed.json")]
        with _running(command, folder) as server:
            _timed(server, folder, {}, command="sync", latency=False)  # from now on nothing is to be changed
            ten = _timed(server, folder, {}, "--jobs", "1", "--match", "client-00?")
            shape, first = (
                _rounds(ten["calls"], 10),
                _timed(server, folder, {}, "--jobs", str(JOBS), "--match", "client-0??"),
            )
            start, rounds = first["first"], 100 * len(shape)
            google = replace(GOOGLE, own_s=max(0.0, (first["seconds"] - start) * JOBS / rounds - GOOGLE.mean_s))
            return [_row(server, folder, name, shape, google, start) for name in CASES]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[Server]:
    """The emulator's process, whose variables this process gets."""
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin is not None
    assert server.stdout is not None
    for name in [name for name in os.environ if name.startswith("GOOGLE_ADS_")]:
        del os.environ[name]
    os.environ.update(json.loads(server.stdout.readline()))
    os.environ["MICROCONV_STATE_DIR"] = str(folder / "state")
    os.environ["PYTHONPATH"] = str(Path(microconv.__file__).parents[1])
    try:
        yield server
    finally:
        server.stdin.close()
        server.wait(timeout=30)


def _ask(server: Server, what: str) -> Any:
    """The answer of the emulator's process."""
    assert server.stdin is not None
    assert server.stdout is not None
    print(what, file=server.stdin, flush=True)
    return json.loads(server.stdout.readline())


def _row(server: Server, folder: Path, name: str, shape: Rounds, google: Google, start: float) -> dict[str, Any]:
    limits = CASES[name]
    real = _timed(server, folder, limits, "--jobs", str(JOBS))
    model = simulate(CLIENTS, shape, limits, jobs=JOBS, google=google, start_s=start)
    ends = any(window.ends for windows in limits.values() for window in windows)
    row = {"case": name, "rounds": shape, "own_s_a_call": round(google.own_s, 4), "start_s": round(start, 2)}
    row |= {"emulator_s": round(real["seconds"], 1), "model_s": round(model.seconds, 1)}
    row |= {"emulator_done": real["done"], "model_done": model.done}
    row["ratio"] = round(model.done / real["done"] if ends else model.seconds / real["seconds"], 3)
    return row


def _timed(
    server: Server, folder: Path, limits: Any, *arguments: str, command: str = "plan", latency: bool = True
) -> dict[str, Any]:
    """One run of a command: its seconds, those before its first call, its calls, and the clients that were planned."""
    plain = {api: [[one.requests, one.seconds, one.ends] for one in windows] for api, windows in limits.items()}
    _ask(server, json.dumps({"limits": plain, "latency": latency}))
    begun = time.time()
    form = ("--format", "jsonl") if command == "plan" else ("--yes", "--allow", "fleet")
    whole = [sys.executable, "-c", "from microconv.cli.main import main; main()", command, "configs", *arguments, *form]
    done = subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.time() - begun
    planned = sum('"changes"' in line for line in done.stdout.splitlines())
    calls = _ask(server, "calls")
    first = (calls[0]["at"] if calls else begun) - begun
    return {"seconds": seconds, "done": planned, "calls": calls, "first": first}


def _rounds(calls: list[dict[str, Any]], clients: int) -> Rounds:
    """The rounds of one client, of the calls of several that were worked on one after another."""
    rounds: list[list[str]] = []
    until = 0.0
    for one in calls:
        if not rounds or one["at"] >= until:
            rounds.append([])
            until = one["until"]
        rounds[-1].append(one["api"])
        until = min(until, one["until"])
    length = len(rounds) // clients
    return tuple(tuple(one) for one in rounds[-length:])


# ---- the emulator's process


class Paced:
    """Stands where the emulator asks for faults: holds calls back, refuses those beyond a day's operations."""

    def __init__(self) -> None:
        self._lock, self._chance = threading.Lock(), random.Random(2)
        self.set({}, latency=False)

    def set(self, limits: dict[str, tuple[Window, ...]], *, latency: bool) -> None:
        """New limits, and no calls yet."""
        with self._lock:
            self._project, self._latency = Project(limits), latency
            self.calls: list[dict[str, Any]] = []

    def match(self, api: str, method: str, *, rehearsal: bool = False) -> Any:
        """The fault of one call: late, or refused."""
        from microconv.emulator.faults import Fault

        del method, rehearsal
        if api not in (ADS, GA4):
            return None
        with self._lock:
            now = time.time()
            at = self._project.place(api, now)
            late = GOOGLE.latency_s * math.exp(self._chance.gauss(0.0, GOOGLE.spread)) if self._latency else 0.0
            if at is None:
                return Fault(api, "*", status="RESOURCE_EXHAUSTED", error=("quota_error", "RESOURCE_EXHAUSTED"))
            self.calls.append({"api": api, "at": now, "until": at + late})
        return Fault(api, "*", nth=0, status="OK", latency_s=at - now + late)


def serve(path: Path) -> None:
    """The work of the other process, until standard input ends: a line of settings, or `calls`."""
    from microconv.emulator import Emulator

    paced = Paced()
    with Emulator(path) as emulator:
        emulator.world.faults = paced  # type: ignore[assignment]
        print(json.dumps(emulator.environment()), flush=True)
        for line in sys.stdin:
            if line == "calls\n":
                print(json.dumps(paced.calls), flush=True)
                continue
            asked = json.loads(line)
            limits = {api: tuple(Window(*one) for one in windows) for api, windows in asked["limits"].items()}
            paced.set(limits, latency=asked["latency"])
            print("0", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", type=Path, required=True)
    serve(parser.parse_args().serve)

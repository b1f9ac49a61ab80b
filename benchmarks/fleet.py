"""Times a plan of many clients against an emulator that answers as late as Google does, for several `--jobs`.

The emulator runs in a process of its own and waits before each answer. Beside each time stands what the waiting alone
takes: calls x latency / jobs. Prints JSON. Run it by itself: ``python benchmarks/fleet.py --jobs 1 8``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cases import script
from generate import config, steps
from measure import Command, Sample, median, run

import microconv

_MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}
CHUNK = 8
"""The clients that are synced at a time before anything is measured."""

MANAGER, FIRST_CUSTOMER, FIRST_PROPERTY = 9_998_887_777, 1_000_000_001, 300_000_001


def main() -> None:
    """Measure each number of jobs in turn, `--runs` times."""
    parser = argparse.ArgumentParser(description="Time a plan of many clients at Google's latency.")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--conversions", type=int, default=10)
    parser.add_argument("--latency", type=float, default=0.25, help="seconds before each answer")
    parser.add_argument("--jobs", type=int, nargs="+", default=[8])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--command", default="plan", help="plan, audit or snapshot")
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.latency)
        return
    with tempfile.TemporaryDirectory(prefix="microconv-fleet-") as place:
        rows = measured(Path(place), options)
    print(json.dumps({"clients": options.clients, "latency_s": options.latency, "rows": rows}, indent=2))


def measured(folder: Path, options: argparse.Namespace) -> list[dict[str, Any]]:
    """A row for each number of jobs."""
    write_configs(folder / "configs", options.clients, options.conversions)
    with serving(__file__, folder, options) as server:
        _settle(folder)
        os.environ["MICROCONV_STATE_DIR"] = str(folder / "state")
        _ask(server, "late")
        return [_measured(server, folder, options, jobs) for jobs in options.jobs]


@contextmanager
def serving(program: str, folder: Path, options: argparse.Namespace) -> Iterator[subprocess.Popen[str]]:
    """An emulator with the seed of all clients in a process of its own, `program --serve`; the environment names it."""
    path = folder / "seed.json"
    path.write_text(json.dumps(seed(options.clients)), encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, program, "--serve", str(path), "--latency", str(options.latency)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    for name in [name for name in os.environ if name.startswith("GOOGLE_ADS_")]:
        del os.environ[name]
    os.environ.update(json.loads(server.stdout.readline()))
    try:
        yield server
    finally:
        server.stdin.close()
        server.wait(timeout=30)


def _settle(folder: Path) -> None:
    """Sync all clients, a few at a time with counts of their own: GA4 takes 180 writes a minute of one user."""
    configs = sorted(str(path.relative_to(folder)) for path in (folder / "configs").glob("client-*.yaml"))
    for begin in range(0, len(configs), CHUNK):
        os.environ["MICROCONV_STATE_DIR"] = str(folder / f"state-{begin}")
        _run(folder, "sync", "--yes", "--allow", "fleet", configs=configs[begin : begin + CHUNK])


def _measured(server: subprocess.Popen[str], folder: Path, options: argparse.Namespace, jobs: int) -> dict[str, Any]:
    """A row: the median of the runs, which must print what every run prints."""
    samples, calls = [], 0
    for _ in range(options.runs):
        before = _ask(server, "count")
        arguments = ("-o", "live.json") if options.command == "snapshot" else ()
        samples.append(_run(folder, options.command, "--jobs", str(jobs), *arguments))
        calls = _ask(server, "count") - before
        told, _, _ = (folder / "output.txt").read_text(encoding="utf-8").partition("\nclient ")  # the table has times
        first = folder / "first.txt"
        if first.exists() and first.read_text(encoding="utf-8") != told:
            raise SystemExit(f"the output with {jobs} jobs differs from that of another run")
        first.write_text(told, encoding="utf-8")
    return _row(jobs, samples, calls, options.latency)


def _ask(server: subprocess.Popen[str], what: str) -> int:
    """The number of requests so far, from the process of the emulator; `late`: from now on it waits."""
    assert server.stdin is not None
    assert server.stdout is not None
    print(what, file=server.stdin, flush=True)
    return int(server.stdout.readline())


def _run(folder: Path, command: str, *arguments: str, configs: Sequence[str] = ("configs",)) -> Sample:
    here = f"PYTHONPATH={Path(microconv.__file__).parents[1]}"  # the very code that this file stands beside
    whole = ("/usr/bin/env", here, script("microconv"), command, *configs, *arguments)
    return run(Command(whole, folder, expect=(0, 3)), folder / "output.txt")


def _row(jobs: int, samples: list[Sample], calls: int, latency: float) -> dict[str, Any]:
    wall, waiting = median([one.wall for one in samples]), calls * latency / jobs
    return {
        "jobs": jobs,
        "calls": calls,
        "wall_s": round(wall, 2),
        "waiting_s": round(waiting, 2),
        "ratio": round(wall / waiting, 3) if waiting else None,
        "cpu_s": round(median([one.cpu for one in samples]), 2),
        "memory_mb": round(max(one.memory for one in samples), 1),
    }


def write_configs(folder: Path, clients: int, conversions: int) -> None:
    """A config for each client."""
    folder.mkdir()
    for number in range(clients):
        text = config(f"client-{number:03}", FIRST_CUSTOMER + number, FIRST_PROPERTY + number, steps(conversions))
        (folder / f"client-{number:03}.yaml").write_text(text, encoding="utf-8")


def seed(clients: int) -> dict[str, Any]:
    """A manager with the clients, each with an empty account and an empty property."""
    below = [FIRST_CUSTOMER + at for at in range(clients)]
    properties = [{"id": FIRST_PROPERTY + at, "display_name": f"Site {at}", **_MONEY} for at in range(clients)]
    return {
        "version": 1,
        "google_ads": {
            "customers": [
                {"id": MANAGER, "manager": True, **_MONEY, "clients": below},
                *({"id": number, **_MONEY} for number in below),
            ]
        },
        "ga4": {"accounts": [{"id": 1, "display_name": "Agency", "properties": properties}]},
    }


def serve(path: Path, latency: float) -> None:
    """The work of the other process: an emulator, until standard input ends."""
    from microconv.emulator import Emulator
    from microconv.emulator.faults import Fault

    with Emulator(path) as emulator:
        print(json.dumps(emulator.environment()), flush=True)
        for line in sys.stdin:
            if line == "late\n":
                for api in ("google_ads", "ga4"):
                    emulator.world.faults.add(Fault(api, "*", nth=0, status="OK", latency_s=latency))
            print(sum(entry.api != "oauth" for entry in emulator.world.log.entries), flush=True)


if __name__ == "__main__":
    main()

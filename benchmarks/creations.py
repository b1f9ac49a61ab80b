"""Times a sync that creates everything, against an emulator that answers as late as Google does. Prints JSON.

Each client has conversions with a key event each, in accounts that are empty before every run: five clients of 20 are
200 creations. Each run has a state folder of its own, so that it does not wait for the run before it (GA4 allows a
number of writes a minute). `--before CHECKOUT` measures another checkout of microconv in turn. Run it by itself:
``python benchmarks/creations.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from cases import HERE, script
from fleet import serving, write_configs
from measure import Command, Sample, median, run


def main() -> None:
    """Measure the sides in turn, `--runs` times each."""
    parser = argparse.ArgumentParser(description="Time a sync of creations at Google's latency.")
    parser.add_argument("--clients", type=int, default=5)
    parser.add_argument("--conversions", type=int, default=20, help="of each client; a standard property takes 30")
    parser.add_argument("--latency", type=float, default=0.25, help="seconds before each answer")
    parser.add_argument("--jobs", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="measure this checkout of microconv too")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.latency)
    else:
        with tempfile.TemporaryDirectory(prefix="microconv-creations-") as place:
            print(json.dumps(measured(Path(place), options), indent=2))


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Medians of each side. RuntimeError: a run does not create everything, or the sides make other calls."""
    write_configs(folder / "configs", options.clients, options.conversions)
    sync = (script("microconv"), "sync", "configs", "--yes", "--allow", "fleet", "--jobs", str(options.jobs))
    sides = {"microconv": Command(sync, folder, code=HERE.parent)}
    if options.before is not None:
        sides["before"] = Command(sync, folder, code=options.before.resolve())
    samples: dict[str, list[Sample]] = {side: [] for side in sides}
    calls: dict[str, int] = {}
    with serving(__file__, folder, options) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        for number in range(options.runs):
            for side, command in sides.items():
                os.environ["MICROCONV_STATE_DIR"] = str(folder / f"state-{side}-{number}")
                samples[side].append(run(command, folder / "output.txt"))
                print(file=server.stdin, flush=True)
                calls[side], made = map(int, server.stdout.readline().split())
                if made != 2 * options.clients * options.conversions:
                    raise RuntimeError(f"{side} made {made} objects")
    return {
        side: {
            "calls": calls[side],
            "wall_s": round(median([one.wall for one in found]), 2),
            "cpu_s": round(median([one.cpu for one in found]), 2),
        }
        for side, found in samples.items()
    }


def serve(path: Path, latency: float) -> None:
    """Run the emulator; for each line on standard input tell its calls and what is there, and empty the accounts."""
    from microconv.emulator import Emulator
    from microconv.emulator.faults import Fault

    start = json.loads(path.read_text(encoding="utf-8"))

    def begin() -> None:
        emulator.world.reset(start)
        for api in ("google_ads", "ga4"):
            emulator.world.faults.add(Fault(api, "*", nth=0, status="OK", latency_s=latency))

    with Emulator(path) as emulator:
        begin()
        print(json.dumps(emulator.environment()), flush=True)
        for _ in sys.stdin:
            world = emulator.world.dump()
            made = sum(len(one.get("conversion_actions", ())) for one in world["google_ads"]["customers"])
            made += sum(len(one.get("key_events", ())) for one in world["ga4"]["accounts"][0]["properties"])
            print(sum(entry.api != "oauth" for entry in emulator.world.log.entries), made, flush=True)
            begin()


if __name__ == "__main__":
    main()

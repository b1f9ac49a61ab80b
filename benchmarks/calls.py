"""Counts the API calls of `microconv sync`, in the request log of the emulator, and times it. Prints JSON.

The client has 20 conversions, each with a key event: a standard GA4 property takes 30. Each situation is synced
`--runs` times from the same state; the counts of the runs must agree. Emulated: no call leaves this machine, so the
time is that of the client and the emulator, without Google's.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from cases import script
from generate import config, steps
from measure import Command, median, run

from microconv.emulator import Emulator
from microconv.emulator.world import World

CUSTOMER, PROPERTY, CONVERSIONS = 1_000_000_001, 300_000_001, 20
_READS = "4 reads (3 Ads, 1 GA4), no writes"
_WRITES = "4 reads, 4 to verify, 1 for what is at stake; 1 Ads write, {} GA4"
_EMPTY = "20 created, account was empty"
SITUATIONS = ((0, "nothing to change"), (1, "1 conversion changed"), (5, "5 changed"), (20, "20 changed"))


def main() -> None:
    """Measure every situation."""
    parser = argparse.ArgumentParser(description="Count the API calls of a sync on the emulator.")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="microconv-calls-") as place, Emulator(_seed()) as emulator:
        folder = Path(place)
        _point_clients_at(emulator)
        _write(folder, changed=0)
        _sync(folder)
        in_sync = emulator.world.dump()
        if _held(emulator.world) != _wanted(0):
            raise SystemExit("the first sync did not make the account what the config says")
        rows = [
            _row(_situation(emulator.world, folder, in_sync, changed, runs), what, changed)
            for changed, what in SITUATIONS
        ]
        rows.append(_row(_situation(emulator.world, folder, _seed(), 0, runs), _EMPTY, CONVERSIONS))
    print(json.dumps(rows))


def _point_clients_at(emulator: Emulator) -> None:
    for name in [name for name in os.environ if name.startswith("GOOGLE_ADS_")]:
        del os.environ[name]
    os.environ.update(emulator.environment())


def _seed() -> dict[str, Any]:
    agency = {"id": 9998887777, "manager": True, "currency_code": "JPY", "clients": [CUSTOMER]}
    shop = {"id": PROPERTY, "display_name": "Shop", "currency_code": "JPY", "time_zone": "Asia/Tokyo", "key_events": []}
    return {
        "version": 1,
        "google_ads": {"customers": [agency, {"id": CUSTOMER, "currency_code": "JPY"}]},
        "ga4": {"accounts": [{"id": 1, "display_name": "Agency", "properties": [shop]}]},
    }


def _values(changed: int) -> dict[str, float]:
    """The value of each conversion when the first `changed` ones were given another one, in yen."""
    found = steps(CONVERSIONS)
    return {step.name: step.value + (7 if index < changed else 0) for index, step in enumerate(found)}


def _write(folder: Path, changed: int) -> None:
    text = config("client-000", CUSTOMER, PROPERTY, steps(CONVERSIONS))
    for step in steps(changed):
        text = text.replace(f"value: {step.value}\n", f"value: {step.value + 7}\n")
    (folder / "client.yaml").write_text(text, encoding="utf-8")


def _sync(folder: Path) -> float:
    arguments = (script("microconv"), "sync", "client.yaml", "--yes")
    return run(Command(arguments, folder), folder / "output.txt").wall


def _wanted(changed: int) -> dict[str, tuple[float, float]]:
    return {name: (value, value) for name, value in _values(changed).items()}


def _held(world: World) -> dict[str, tuple[float, float]]:
    """The value of each conversion action and of its key event, as the emulator holds them."""
    dumped = world.dump()
    actions = next(one for one in dumped["google_ads"]["customers"] if one["id"] == CUSTOMER)["conversion_actions"]
    events = dumped["ga4"]["accounts"][0]["properties"][0]["key_events"]
    worth = {event["event_name"]: event["default_value"]["numeric_value"] for event in events}
    return {item["name"]: (item["value_settings"]["default_value"], worth[item["name"]]) for item in actions}


def _situation(
    world: World, folder: Path, start: dict[str, Any], changed: int, runs: int
) -> tuple[Counter[tuple[str, bool]], float]:
    """The calls of one sync by (API, whether it writes), and the median time, over runs from the same state."""
    _write(folder, changed)
    counted: list[Counter[tuple[str, bool]]] = []
    walls = []
    for _ in range(runs):
        world.reset(start)
        walls.append(_sync(folder))
        if _held(world) != _wanted(changed):
            raise SystemExit(f"a sync of {changed} changes did not make the account what the config says")
        counted.append(Counter((entry.api, entry.write) for entry in world.log.entries))
    if any(one != counted[0] for one in counted):
        raise SystemExit(f"the calls differ from run to run: {counted}")
    return counted[0], median(walls)


def _row(measured: tuple[Counter[tuple[str, bool]], float], what: str, changed: int) -> dict[str, Any]:
    calls, wall = measured
    return {
        "what": what,
        **{
            f"{api}_{'writes' if write else 'reads'}": calls[api, write]
            for api in ("google_ads", "ga4")
            for write in (False, True)
        },
        "tokens": calls["oauth", False] + calls["oauth", True],
        "wall_s": round(wall, 3),
        "target": _WRITES.format(changed) if changed else _READS,
    }


if __name__ == "__main__":
    main()

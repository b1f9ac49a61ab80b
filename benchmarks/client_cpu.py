"""Processor time of a plan without changes for 100 clients, beside raw stubs that make the same calls. Prints JSON.

Both talk to an emulator in a process of its own; calls are counted there and must be equal. The stubs send the same
queries over one channel and one session, and do nothing with the answers: the least that a client in Python takes.

    python3 benchmarks/client_cpu.py [--runs 5] [--before CHECKOUT]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from cases import HERE, script
from generate import config, steps
from measure import Command, median, run

CLIENTS, MANAGER, FIRST_CUSTOMER, FIRST_PROPERTY = 100, 9_998_887_777, 1_000_000_001, 300_000_001
CHUNK = 15
"""The clients that are synced at a time before anything is measured."""

STREAM = "/google.ads.googleads.v26.services.GoogleAdsService/SearchStream"
_MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}


def main() -> None:
    """Measure the sides in turn, `--runs` times each."""
    parser = argparse.ArgumentParser(description="Processor time of a plan without changes for 100 clients.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="measure this checkout of microconv too")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--floor", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
    elif options.floor:
        floor()
    else:
        with tempfile.TemporaryDirectory(prefix="microconv-cpu-") as folder:
            print(json.dumps(measured(Path(folder), options.runs, options.before), indent=2))


def measured(folder: Path, runs: int, before: Path | None) -> dict[str, Any]:
    """Median processor times in seconds, and the ratios to the stubs in the same round. RuntimeError: calls differ."""
    (folder / "configs").mkdir()
    for number in range(CLIENTS):
        text = config(f"client-{number:03}", FIRST_CUSTOMER + number, FIRST_PROPERTY + number, steps(10))
        (folder / "configs" / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin is not None
    assert server.stdout is not None
    for name in [name for name in os.environ if name.startswith("GOOGLE_ADS_")]:
        del os.environ[name]
    os.environ.update(json.loads(server.stdout.readline()))
    ours, output = (script("microconv"), "plan", "configs"), folder / "output.txt"
    sides = {"microconv": Command(ours, folder, code=HERE.parent)}
    if before is not None:
        sides["before"] = Command(ours, folder, code=before.resolve())
    sides["stubs"] = Command((sys.executable, __file__, "--floor"), folder, code=HERE.parent)
    _settle(folder, output)
    os.environ["MICROCONV_STATE_DIR"] = str(folder / "state")
    _calls(server)
    found: dict[str, list[float]] = {side: [] for side in sides}
    try:
        for _ in range(runs):
            counts = set()
            for side, command in sides.items():
                found[side].append(run(command, output).cpu)
                counts.add(_calls(server))
            if counts != {4 * CLIENTS}:
                raise RuntimeError(f"the sides make {counts} calls")
    finally:
        server.stdin.close()
        server.wait(timeout=30)
    ratios = {
        side: round(median([one / least for one, least in zip(times, found["stubs"], strict=True)]), 2)
        for side, times in found.items()
    }
    return {"cpu_s": {side: round(median(times), 2) for side, times in found.items()}, "to_stubs": ratios}


def _settle(folder: Path, output: Path) -> None:
    """Sync all clients, a few at a time with counts of their own: GA4 takes 180 writes a minute of one user."""
    configs = sorted(str(path) for path in (folder / "configs").iterdir())
    for begin in range(0, CLIENTS, CHUNK):
        os.environ["MICROCONV_STATE_DIR"] = str(folder / f"state-{begin}")
        few = configs[begin : begin + CHUNK]
        run(Command((script("microconv"), "sync", *few, "--yes", "--allow", "fleet"), folder, code=HERE.parent), output)


def _calls(server: subprocess.Popen[str]) -> int:
    """The calls since the last question, without those for access tokens."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("\n")
    server.stdin.flush()
    return int(server.stdout.readline())


def serve() -> None:
    """Run the emulator, and count its calls for each line on standard input."""
    from microconv.emulator import Emulator

    numbers = range(CLIENTS)
    manager = {"id": MANAGER, "manager": True, **_MONEY, "clients": [FIRST_CUSTOMER + one for one in numbers]}
    properties = [{"id": FIRST_PROPERTY + one, "display_name": "Shop", **_MONEY, "key_events": []} for one in numbers]
    customers = [manager, *({"id": FIRST_CUSTOMER + one, **_MONEY} for one in numbers)]
    ga4 = {"accounts": [{"id": 1, "display_name": "Agency", "properties": properties}]}
    with Emulator({"version": 1, "google_ads": {"customers": customers}, "ga4": ga4}) as emulator:
        print(json.dumps(emulator.environment()), flush=True)
        for _ in sys.stdin:
            print(sum(entry.api in {"google_ads", "ga4"} for entry in emulator.world.log.entries), flush=True)
            emulator.world.log.clear()


def floor() -> None:
    """Make the calls of all plans with raw stubs."""
    import google.auth
    from google.ads.googleads.client import GoogleAdsClient
    from google.auth.transport.requests import AuthorizedSession

    from microconv.providers.emulator import emulator_endpoint
    from microconv.providers.google_ads import goals
    from microconv.providers.google_ads.convert import ACTIONS_QUERY

    client = GoogleAdsClient.load_from_env(version="v26")
    answer = client.get_type("SearchGoogleAdsStreamResponse")._pb.__class__
    request = client.get_type("SearchGoogleAdsStreamRequest")._pb.__class__
    channel = client.get_service("GoogleAdsService").transport.grpc_channel
    search = channel.unary_stream(
        STREAM, request_serializer=request.SerializeToString, response_deserializer=answer.FromString
    )
    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/analytics.edit"])
    session, endpoint = AuthorizedSession(credentials), emulator_endpoint(os.environ)
    for number in range(CLIENTS):
        customer = str(FIRST_CUSTOMER + number)
        signs = [("login-customer-id", str(MANAGER)), ("developer-token", "x")]
        for query in (ACTIONS_QUERY, goals.ACCOUNT_GOALS_QUERY, goals.CONFIGS_QUERY):
            list(search(request(customer_id=customer, query=query), metadata=signs))
        path = f"/v1beta/properties/{FIRST_PROPERTY + number}/keyEvents?pageSize=200"
        session.get(f"{endpoint}{path}").raise_for_status()


if __name__ == "__main__":
    main()

"""Measures the Google Ads emulator on this machine's loopback and prints medians.

Start-up, unary and stream calls a second with one client and with 16 at once, a list of 1,000 actions as a stream, the
metrics that a plan asks for in a large account, a month's report and funnel of a GA4 property with 50,000 users, and
the memory of a world with 1,000 accounts of 50 actions each. The emulator runs in a process of its own; the client is
the official one, with plain protobuf messages. Run it by itself: ``python benchmarks/emulator.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

MANAGER = 9_000_000_000
FIRST = 1_000_000_000
LIST = (
    "SELECT conversion_action.id, conversion_action.name, conversion_action.type, conversion_action.status, "
    "conversion_action.category, conversion_action.primary_for_goal, conversion_action.counting_type, "
    "conversion_action.value_settings.default_value, conversion_action.tag_snippets FROM conversion_action"
)
METRICS = (
    "SELECT conversion_action.id, metrics.all_conversions, metrics.all_conversions_value FROM conversion_action "
    "WHERE segments.date DURING LAST_30_DAYS"
)
PROPERTY = 345678901
OCTOBER = [{"start_date": "2026-10-01", "end_date": "2026-10-31"}]
ONE = "SELECT customer.id FROM customer"
CATEGORIES = ("PURCHASE", "ADD_TO_CART", "BEGIN_CHECKOUT", "PAGE_VIEW", "SUBMIT_LEAD_FORM")


def seed(accounts: int, actions: int) -> dict[str, Any]:
    """A manager with `accounts` clients of `actions` conversion actions each."""
    numbers = range(FIRST, FIRST + accounts)
    customers: list[dict[str, Any]] = [{"id": MANAGER, "manager": True, "clients": list(numbers)}]
    for index, number in enumerate(numbers):
        first = 1 + index * actions
        content = [
            {
                "id": first + at,
                "name": f"mv_step_{at}",
                "type": "WEBPAGE",
                "category": CATEGORIES[at % len(CATEGORIES)],
                "traffic": "usual",
            }
            for at in range(actions)
        ]
        customers.append({"id": number, "conversion_actions": content})
    return {"version": 1, "google_ads": {"customers": customers}}


class Running:
    """An emulator in a process of its own. `start_seconds` is from the process's start to its first answer."""

    def __init__(self, content: dict[str, Any], folder: Path) -> None:
        path = folder / "seed.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        begin = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.start_seconds = time.perf_counter() - begin
        self.ready: dict[str, Any] = json.loads(line)

    def memory_mb(self, which: str = "VmRSS") -> float:
        """Resident memory, in MB: now (VmRSS) or at most (VmHWM)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        line = next(one for one in status.splitlines() if one.startswith(f"{which}:"))
        return int(line.split()[1]) / 1024

    def cpu_seconds(self) -> float:
        """Processor time so far, which other programs on the machine change less than they change the clock's."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Close its standard input, which ends it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)


def serve(path: Path) -> None:
    """The work of the other process: run until standard input ends, as ``python -m microconv.emulator`` does."""
    from microconv.emulator import Emulator
    from microconv.emulator.machine.heap import one_heap

    one_heap()
    with Emulator(path) as emulator:
        ready = {"endpoint": emulator.google_ads_endpoint, "environment": emulator.environment()}
        print(json.dumps({**ready, "proxied": emulator.environment(proxy=True)}), flush=True)
        sys.stdin.read()


def client(ready: dict[str, Any]) -> Any:
    """An official client of the emulator."""
    from google.ads.googleads.client import GoogleAdsClient

    settings = {
        "endpoint": ready["endpoint"],
        "json_key_file_path": ready["environment"]["GOOGLE_APPLICATION_CREDENTIALS"],
        "login_customer_id": str(MANAGER),
        "use_proto_plus": False,
    }
    return GoogleAdsClient.load_from_dict(settings, version="v26").get_service("GoogleAdsService")


def unary(service: Any, customer: int = FIRST) -> int:
    """One page of one row."""
    return len(list(service.search(customer_id=str(customer), query=ONE)))


def stream(service: Any, query: str = ONE, customer: int = FIRST) -> int:
    """A whole stream; the number of its rows."""
    return sum(len(batch.results) for batch in service.search_stream(customer_id=str(customer), query=query))


def touch(ready: dict[str, Any]) -> None:
    """One request from a process of its own: gRPC trusts one authority in the life of a process."""
    command = [sys.executable, __file__, "--touch", json.dumps(ready)]
    subprocess.run(command, env={**os.environ, **ready["environment"]}, check=True, timeout=60)


def rate(call: Any, service: Any, calls: int, rounds: int) -> float:
    """The median of calls a second of one client."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        for _ in range(calls):
            call(service)
        found.append(calls / (time.perf_counter() - begin))
    return statistics.median(found)


def rate_of_many(call: Any, services: list[Any], calls: int) -> float:
    """Calls a second of all clients together, each in a thread of its own."""

    def work(service: Any) -> None:
        for _ in range(calls):
            call(service)

    begin = time.perf_counter()
    with ThreadPoolExecutor(len(services)) as threads:
        for done in [threads.submit(work, service) for service in services]:
            done.result()
    return len(services) * calls / (time.perf_counter() - begin)


def measure(rounds: int) -> dict[str, float]:
    """Everything this program measures."""
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="microconv-bench-") as place:
        starts = []
        for _ in range(rounds):
            running = Running(seed(1, 1000), Path(place))
            starts.append(running.start_seconds)
            if len(starts) < rounds:
                running.stop()
        results["start-up, s"] = statistics.median(starts)
        os.environ.update(running.ready["environment"])
        services = [client(running.ready) for _ in range(16)]
        for service in services:
            assert unary(service) == 1
        one = services[0]
        for name, call in (("unary", unary), ("stream", stream)):
            before = running.cpu_seconds()
            results[f"{name} calls/s"] = rate(call, one, 100, rounds)
            results[f"emulator's processor time of a {name} call, ms"] = (running.cpu_seconds() - before) / rounds * 10
        results["unary calls/s, 16 clients"] = rate_of_many(unary, services, 50)
        results["stream calls/s, 16 clients"] = rate_of_many(stream, services, 50)
        results["1,000 actions streamed, ms"] = 1000 / rate(lambda it: stream(it, LIST), one, 3, rounds * 3)
        running.stop()
        results |= measure_metrics(Path(place))
        results |= measure_all_people()
        running = Running(seed(1000, 50), Path(place))
        results["start-up with 1,000 accounts x 50 actions, s"] = running.start_seconds
        results["memory with these before the first request, MB"] = running.memory_mb()
        touch(running.ready)
        results["memory with these and one API version, MB"] = running.memory_mb()
        running.stop()
    return results


def measure_metrics(place: Path) -> dict[str, float]:
    """Questions of a plan about 30 days of an account of 1,250 actions and 75 campaigns; the first time and again."""
    content = seed(1, 1250)
    content["google_ads"]["customers"][1]["campaigns"] = [
        {"id": 1_000_000 + at, "name": f"campaign {at}"} for at in range(75)
    ]
    running = Running(content, place)
    results = {}
    for name, query, rows in (("", ONE, 1), ("first", METRICS, 1250), ("second", METRICS, 1250)):
        cpu = running.cpu_seconds()
        command = [sys.executable, __file__, "--ask", json.dumps([running.ready, query, rows])]
        environment = {**os.environ, **running.ready["environment"]}
        output = subprocess.run(command, env=environment, check=True, timeout=900, capture_output=True).stdout
        if name:  # not the call that makes the emulator import the API version
            results[f"metrics of 1,250 actions x 75 campaigns, {name} time, s"] = float(output)
            results[f"the emulator's processor time for that, {name} time, s"] = running.cpu_seconds() - cpu
    running.stop()
    return results


def people_seed() -> dict[str, Any]:
    """A GA4 property with some 50,000 users in a month."""
    traffic = {"sessions_per_day": 2500, "events": "usual"}
    shop = {"id": PROPERTY, "display_name": "Shop", "time_zone": "Asia/Tokyo", "traffic": traffic}
    accounts = [{"id": 100, "display_name": "Shop", "properties": [shop]}]
    return {"version": 1, "now": "2026-11-23T09:00:00+09:00", "ga4": {"accounts": accounts}}


def ask_reports() -> dict[str, float]:
    """Seconds of reports about October, and how many users it has; the environment has the emulator."""
    from google.analytics.data_v1beta import BetaAnalyticsDataClient

    wide = (
        "activeUsers newUsers sessions engagementRate averageSessionDuration keyEvents totalRevenue sessionKeyEventRate"
    )
    asked = {
        "first report of a month": ("date eventName", "eventCount totalUsers"),
        "second report": ("city sessionSourceMedium deviceCategory", wide),
        "report of a total": ("", "totalUsers"),
    }
    client, found = BetaAnalyticsDataClient(), {}
    client.get_metadata(name=f"properties/{PROPERTY}/metadata")
    for name, (dimensions, metrics) in asked.items():
        request = {
            "property": f"properties/{PROPERTY}",
            "dimensions": [{"name": one} for one in dimensions.split()],
            "metrics": [{"name": one} for one in metrics.split()],
            "date_ranges": OCTOBER,
        }
        begin = time.perf_counter()
        response = client.run_report(request)
        found[f"{name}, s"] = time.perf_counter() - begin
    found["users of the month"] = float(response.rows[0].metric_values[0].value)
    return found


def ask_funnel() -> dict[str, float]:
    """Seconds of a funnel about October; the environment has the emulator."""
    from google.analytics.data_v1alpha import AlphaAnalyticsDataClient

    steps = [
        {"name": name, "filter_expression": {"funnel_event_filter": {"event_name": name}}}
        for name in ("session_start", "view_item", "add_to_cart", "purchase")
    ]
    request = {"property": f"properties/{PROPERTY}", "date_ranges": OCTOBER, "funnel": {"steps": steps}}
    client, found = AlphaAnalyticsDataClient(), {}
    client.get_metadata(name=f"properties/{PROPERTY}/metadata")
    for name in ("a funnel of four steps", "the funnel again"):
        begin = time.perf_counter()
        client.run_funnel_report(request)
        found[f"{name}, s"] = time.perf_counter() - begin
    return found


ASKED = {"reports": ask_reports, "funnel": ask_funnel}


def measure_people(place: Path, kinds: Sequence[str]) -> dict[str, float]:
    """A month of a property with 50,000 users, in these kinds; the memory is that of the emulator's process."""
    running = Running(people_seed(), place)
    results = {}
    named = f"50,000 users, {' and '.join(kinds)}"
    results[f"{named}: memory before the first request, MB"] = running.memory_mb()
    for kind in kinds:
        command = [sys.executable, __file__, "--people", kind]
        environment = {**os.environ, **running.ready["proxied"]}
        output = subprocess.run(command, env=environment, check=True, timeout=900, capture_output=True).stdout
        results |= {f"{named}: {name}": value for name, value in json.loads(output).items()}
    results[f"{named}: memory afterwards, MB"] = running.memory_mb()
    results[f"{named}: most memory, MB"] = running.memory_mb("VmHWM")
    running.stop()
    return results


def measure_all_people() -> dict[str, float]:
    """Reports alone, a funnel alone, and a funnel after reports, each on an emulator of its own."""
    results: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        for kinds in (("reports",), ("funnel",), ("reports", "funnel")):
            results |= measure_people(Path(place), kinds)
    return results


def main() -> None:
    """Measure, and print one line for each number."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--touch", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("--people", choices=ASKED, help=argparse.SUPPRESS)
    parser.add_argument("--only-people", action="store_true", help="measure the GA4 property with 50,000 users alone")
    options = parser.parse_args()
    if options.people is not None:
        print(json.dumps(ASKED[options.people]()))
        return
    if options.touch is not None:
        assert stream(client(options.touch), LIST) == 50
        return
    if options.ask is not None:
        ready, query, rows = options.ask
        service = client(ready)
        begin = time.perf_counter()
        assert stream(service, query) == rows
        print(time.perf_counter() - begin)
        return
    if options.serve is not None:
        serve(options.serve)
        return
    results = measure_all_people() if options.only_people else measure(options.rounds)
    if options.json:
        print(json.dumps(results))
        return
    for name, number in results.items():
        print(f"{name:<75} {number:10.2f}")


if __name__ == "__main__":
    main()

"""The second Ctrl-C leaves at once: writes to GA4 that had begun may arrive later, and the next run settles them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter

import pytest

from microconv.core.ports import Status
from microconv.emulator.faults import Fault
from microconv.reconcile.past import runs
from tests.cli.dask_cluster import wait_until

EVENTS = [f"mv_{letter}" for letter in "abcdef"]
AT_ONCE, LONG = 4, 4.0
"""The writes that are under way at the same time, and the seconds that each takes before anything happens."""

pytestmark = pytest.mark.usefixtures("environment", "state")


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "events.yaml"
    path.write_text(
        "version: 1\nclient: aoi\ncurrency: JPY\nga4: {property_id: 345678901}\nunlisted: keep\n"
        "defaults: {role: secondary}\nconversions:\n"
        "  - {name: purchase, kind: macro, ga4: {event: purchase}}\n"
        + "".join(f"  - {{name: {name}, ga4: {{event: {name}}}}}\n" for name in EVENTS),
        "utf-8",
    )
    return path


def there(world):
    """The key events of the property by name: how often each is there."""
    (first, *_) = world.dump()["ga4"]["accounts"][0]["properties"]
    return Counter(event["event_name"] for event in first["key_events"] if event["event_name"] in {"purchase", *EVENTS})


def arrived(world):
    """The creations that were answered, also those that nobody waited for."""
    return [one for one in world.log.writes() if "CreateKeyEvent" in one.method]


@pytest.mark.parametrize("when", ["before the next run", "in the middle of it"])
def test_writes_that_arrive_after_the_second_interrupt_are_settled(microconv, config, world, run, tmp_path, when):
    world.faults.add(Fault("ga4", "CreateKeyEvent", times=AT_ONCE, status="OK", latency_s=LONG, rehearsal=False))
    process = subprocess.Popen(
        [microconv, "sync", str(config), "--yes"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True, env=dict(os.environ),
    )  # fmt: skip
    try:
        wait_until(lambda: sum(one.hits for one in world.faults.armed) >= AT_ONCE, 60)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        assert any(line.startswith("stopping") for line in iter(process.stderr.readline, ""))
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert time.monotonic() - begun < LONG
    assert not arrived(world), "the process is over, and what it sent is under way"
    (past,), _ = runs(tmp_path / "state" / "journal")
    assert {one.change.address.name for one in past.done} <= {"purchase", *EVENTS}
    assert len(past.done) == AT_ONCE, "each write was announced"

    if when == "before the next run":
        wait_until(lambda: len(arrived(world)) >= AT_ONCE, 60)
        assert sum(there(world).values()) >= AT_ONCE
    again = run("sync", config, "--yes", "--resume")
    time.sleep(LONG if when == "in the middle of it" else 0)  # whatever is under way still
    assert again.code == 0, again
    assert there(world) == dict.fromkeys(["purchase", *EVENTS], 1), "nothing twice, nothing lacks"
    past = next(one for one in runs(tmp_path / "state" / "journal")[0] if one.id == past.id)
    ends = {one.status for one in past.done}
    assert None not in ends
    assert ends == {Status.APPLIED} if when == "before the next run" else Status.UNKNOWN not in ends
    assert json.loads(run("plan", config, "--format", "json").out)["plans"][0]["changes"] == []

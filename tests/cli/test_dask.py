"""Clients on the workers of a real Dask scheduler: the same output, and what is lost when a worker dies."""

from __future__ import annotations

import os
import re
import signal
from collections import Counter

import pytest

from microconv.emulator.faults import Fault
from tests.cli.dask_cluster import Cluster, Command, cluster, wait_until
from tests.cli.drifted import customer, drifted, held, property_
from tests.heavy import heavy

pytestmark = heavy

COUNT = 8


@pytest.fixture
def fleet(environment, world, agency, write_config, tmp_path, monkeypatch):
    """Clients whose cart action has another value than their config says, and who lack a key event."""
    content = drifted(agency, write_config, COUNT, digits=1)
    world.reset(content)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "configs"


@pytest.fixture
def pair(fleet, tmp_path):
    """A scheduler and two workers."""
    with cluster(tmp_path / "dask", 0) as running:
        running.workers = [running.worker(), running.worker()]
        running.wait_for_workers(2)
        yield running


def slow(world, seconds=0.4):
    """From now on each answer of Google Ads takes its time."""
    world.faults.add(Fault("google_ads", "*", nth=0, status="OK", latency_s=seconds))


def sync(fleet):
    """A sync of all; their values are changed in one run on purpose."""
    return "sync", fleet, "--yes", "--allow", "fleet"


def troubles(done):
    """The lines on standard error but those that say what is being done and what it needs."""
    return [
        line
        for line in done.err.splitlines()
        if not line.endswith("…") and not re.match(rf"{COUNT} clients need about ", line)
    ]


def synced(holds):
    return [number for number in range(COUNT) if held(holds, number) == (500, ["mv_add_to_cart", "purchase"])]


def listed(done, what):
    """The clients of the line on standard error with `what` in it."""
    lines = [line for line in done.err.splitlines() if what in line]
    return re.findall(r"c\d", lines[0].rpartition(": ")[2]) if lines else []


def writes(world):
    """The requests that changed something, by account and method."""
    return Counter((one.account, one.method) for one in world.log.writes() if one.status == "OK")


def drawn(done):
    return [line.split()[0] for line in done.out.partition("\n\n")[0].splitlines() if re.match(r"c\d ", line)]


def without_times(text):
    return re.sub(r'(?m)^.*"(made|at|read|checksum)": .*$|(?<=request id )\S+|"\d{4}-\d\d-\d\dT[^"]*"', "", text)


def test_the_same_commands_print_the_same(fleet, pair, world, run):
    plan = ["plan", "--format", "gitlab"]
    for command in (plan, ["audit", "--format", "json"], ["snapshot", "-o", "-"], [*plan, "--jobs", 1]):
        here = run(command[0], fleet, *command[1:])
        there = Command(command[0], fleet, *command[1:], "--dask", pair.address).done()
        assert (there.code, without_times(there.out)) == (here.code, without_times(here.out)), there.err + pair.logs()
        assert troubles(there) == troubles(here)
    assert not list((fleet.parent / "state" / "fleet").glob("workers-*"))


def test_one_client_runs_on_a_worker_too(fleet, pair, world):
    done = Command("plan", fleet / "c0.yaml", "--dask", pair.address).done()
    assert done.code == 0, done.err
    assert "500" in done.out


def test_an_audit_outlives_a_worker(fleet, pair, world):
    slow(world)
    going = Command("audit", fleet, "--dask", pair.address, "--format", "jsonl")
    wait_until(lambda: len(world.log.entries) > 8)
    pair.workers[0].kill()
    done = going.done()
    assert [re.search(r'"name":\s*"(c\d)"', line)[1] for line in done.out.splitlines()] == [
        f"c{number}" for number in range(COUNT)
    ], done.err + pair.logs()
    assert troubles(done) == []
    assert done.code in (0, 3)


def test_a_sync_whose_worker_is_killed_is_unknown_and_goes_on_after_reading(fleet, pair, world, holds, tmp_path):
    slow(world)
    going = Command(*sync(fleet), "--dask", pair.address)
    wait_until(lambda: len(world.log.writes()) > 2)
    pair.workers[0].kill()
    done = going.done()
    assert done.code == 5, done.err + pair.logs()
    lost = listed(done, "unknown (a worker was lost); run again with --resume")
    assert len(lost) == 1
    assert f"{lost[0]}: error: the worker that had this client is gone" in done.err
    begun = writes(world)
    others = [number for number in range(COUNT) if f"c{number}" not in lost]
    assert set(others) <= set(synced(holds))
    accounts = {str(customer(int(lost[0][1:]))), f"properties/{property_(int(lost[0][1:]))}"}
    again = Command(*sync(fleet), "--resume", "--dask", pair.address).done()
    assert again.code == 0, again.err + pair.logs()
    assert f"{COUNT - 1} clients done before and not changed since, left out" in again.err
    assert synced(holds) == [*range(COUNT)]
    # Nothing twice: an account that was done has had no write since, and none has the same write twice.
    assert {account for account, _ in writes(world) - begun} <= accounts
    for number in range(COUNT):
        assert len(holds.actions(str(customer(number)))) == 2
        assert writes(world)[f"properties/{property_(number)}", "AnalyticsAdminService.CreateKeyEvent"] == 1
    assert not list((tmp_path / "state" / "fleet").glob("workers-*"))


def test_ctrl_c_ends_what_is_under_way_and_begins_no_more(fleet, pair, world, holds):
    slow(world)
    going = Command(*sync(fleet), "--dask", pair.address)
    wait_until(lambda: len(world.log.writes()) > 2)
    going.interrupt()
    done = going.done()
    assert done.code == 130, done.err + pair.logs()
    left = listed(done, "not reached (the run was interrupted)")
    assert len(left) >= COUNT - 4
    assert not {int(one[1:]) for one in left} & set(synced(holds))
    again = Command(*sync(fleet), "--resume", "--dask", pair.address).done()
    assert again.code == 0
    assert synced(holds) == [*range(COUNT)]


def test_a_scheduler_that_dies_leaves_the_rest_to_resume(fleet, pair, world, holds):
    slow(world)
    going = Command(*sync(fleet), "--dask", pair.address)
    wait_until(lambda: len(world.log.writes()) > 2)
    pair.scheduler.kill()
    done = going.done()
    assert done.code == 5, done.err
    lost, left = listed(done, "unknown (a worker"), listed(done, "not reached (there are no workers any more)")
    assert 1 <= len(lost) <= 2
    assert left
    # The workers still finish what they have. Until then its accounts are locked, and nothing is done there twice.
    wait_until(lambda: Command(*sync(fleet), "--resume").done().code == 0, 180)
    assert synced(holds) == [*range(COUNT)]
    created = [count for (_, method), count in writes(world).items() if method.endswith("CreateKeyEvent")]
    assert created == [1] * COUNT


# ---- refused before anything is begun


def test_wrong_addresses_and_no_workers(fleet, world, tmp_path):
    for address in ("tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1"):
        done = Command("plan", fleet, "--dask", address).done()
        assert done.code == 1
        assert f"error: there is no Dask scheduler at {address}" in done.err, done.err
        assert "Traceback" not in done.err
    with cluster(tmp_path / "dask", 0) as running:
        done = Command("plan", fleet, "--dask", running.address).done()
        assert done.code == 1
        assert "has no workers; nothing was begun" in done.err
    assert [one for one in world.log.entries if one.api != "oauth"] == []


def test_what_is_not_alike_is_refused(fleet, world, tmp_path, monkeypatch):
    running = Cluster(tmp_path / "dask", failures=3)
    try:
        worker = running.worker()
        done = Command(*sync(fleet), "--dask", running.address).done()
        assert done.code == 1
        assert "begins a task again when its worker is lost (allowed-failures is 3)" in done.err
        assert Command("plan", fleet / "c0.yaml", "--dask", running.address).done().code == 0
        world.log.clear()
        cases = {
            "does not share the folder": {"MICROCONV_STATE_DIR": str(tmp_path / "elsewhere")},
            "MICROCONV_EMULATOR is -": {"MICROCONV_EMULATOR": ""},
            "no microconv there": {"PYTHONPATH": str(broken(tmp_path))},
        }
        for said, environment in cases.items():
            worker.send_signal(signal.SIGKILL)
            worker.wait(10)
            worker = running.worker(**environment)
            done = Command("plan", fleet, "--dask", running.address).done()
            assert done.code == 1, done.err
            assert said in done.err, done.err + running.logs()
        assert [one for one in world.log.entries if one.api != "oauth"] == []
    finally:
        running.close()


def broken(folder):
    """A folder with a `microconv` that cannot be imported, before all others."""
    package = folder / "broken" / "microconv"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('none')")
    return f"{package.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"

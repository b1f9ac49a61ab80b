"""A morning of many clients on which much goes wrong: denied accounts, broken configs, a kill, a quota used up."""

from __future__ import annotations

import re
import shutil
from collections import Counter

import pytest

from microconv.emulator.faults import Fault
from tests.cli.dask_cluster import Command, wait_until
from tests.cli.drifted import customer, drifted, held, property_
from tests.heavy import heavy

COUNT = 300
DENIED = [*range(7, COUNT, 20)]
BROKEN = [*range(13, COUNT, 20)]
WELL = [number for number in range(COUNT) if number not in {*DENIED, *BROKEN}]


@pytest.fixture
def fleet(environment, world, agency, write_config, tmp_path, monkeypatch):
    """The clients; each has an action with another value than its config says, and lacks a key event."""
    content = drifted(agency, write_config, COUNT, denied=DENIED, broken=BROKEN, digits=3)
    world.reset(content)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "configs"


def synced(holds):
    return [number for number in range(COUNT) if held(holds, number) == (500, ["mv_add_to_cart", "purchase"])]


def written(world):
    """The writes that were carried out, by account."""
    return Counter(one.account for one in world.log.writes() if one.status == "OK")


@heavy
def test_every_other_client_is_done_and_nothing_twice(fleet, world, holds):
    state = fleet.parent / "state"
    untouched = [held(holds, number) for number in (*DENIED, *BROKEN)]
    sync = ["sync", fleet, "--yes", "--allow", "fleet"]  # their values change in one run on purpose

    going = Command(*sync)  # ---- a kill -9 in the middle
    wait_until(lambda: len(written(world)) > COUNT // 3 or going.over, 300)
    going.kill()
    assert going.done().code == -9
    first = synced(holds)
    assert 20 < len(first) < len(WELL)

    spent = Fault("google_ads", "*", nth=500, times=1_000_000, status="RESOURCE_EXHAUSTED",
                  error=("quota_error", "RESOURCE_EXHAUSTED"))  # fmt: skip
    number = world.faults.add(spent)  # ---- the quota runs out
    done = Command(*sync, "--resume").done(300)
    assert done.code == 5
    assert "RESOURCE_EXHAUSTED" in done.err
    assert len(first) < len(synced(holds)) < len(WELL)
    assert set(first) <= set(synced(holds))
    left_out = int(re.search(r"(\d+) clients done before", done.err)[1])
    assert 0 < left_out <= len(first)

    world.faults.remove(
        number
    )  # ---- the next day: what was counted, and that the quota was used up, is too old by then
    shutil.rmtree(state / "requests")
    done = Command(*sync, "--resume").done(300)
    assert done.code == 5
    assert synced(holds) == WELL
    failed = re.findall(r"^(c\d{3}): error: (.*)", done.err, re.MULTILINE)
    assert [label for label, _ in failed] == [f"c{number:03}" for number in DENIED]
    assert all("USER_PERMISSION_DENIED" in why for _, why in failed)
    assert f"{len(BROKEN)} configs with errors left out; nothing was read or written for" in done.err

    # Nothing twice: one write to each account and one to each property, none to those that failed.
    accounts = {f"properties/{property_(number)}" for number in WELL} | {str(customer(number)) for number in WELL}
    assert written(world) == dict.fromkeys(accounts, 1)
    assert [held(holds, number) for number in (*DENIED, *BROKEN)] == untouched

    again = Command(*sync, "--resume").done(300)
    assert again.code == 1  # only those that fail alike are left
    assert f"{len(WELL)} clients done before and not changed since, left out" in again.err

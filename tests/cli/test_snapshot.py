"""`microconv snapshot`."""

from __future__ import annotations

import json
import stat

import pytest

from microconv.core import kinds
from microconv.core.kinds import GA4_TAG
from microconv.emulator.faults import Fault
from microconv.loading import read_snapshot
from tests.conftest import PURCHASE
from tests.contract.container_site import PUBLIC_ID, settle_in

pytestmark = pytest.mark.usefixtures("environment")


def test_it_saves_everything_that_was_read(run, config, holds, tmp_path):
    before = holds.everything()
    path = tmp_path / "live.json"
    done = run("snapshot", config, "-o", path)
    assert (done.code, done.out, done.err) == (0, "", f"saved 2 accounts to {path}\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    snapshot = read_snapshot([path])
    ads, ga4 = snapshot.reading("google_ads", "123-456-7890"), snapshot.reading("ga4", "345678901")
    names = {item.address.name for item in ads.resources if item.address.type == kinds.ACTION}
    assert names == {action["name"] for action in holds.by_id().values()}
    goals = {item.identity for item in ads.resources if item.address.type == kinds.ACCOUNT_GOAL}
    assert goals == {"~".join(pair).lower() for pair in holds.goals()}
    events = {item.identity for item in ga4.resources if item.address.type == kinds.KEY_EVENT}
    assert events == set(holds.key_events())
    assert ads.types | ga4.types == kinds.EVERYTHING - kinds.CONTAINER - {kinds.LIVE_VERSION}
    assert json.loads(path.read_text(encoding="utf-8"))["emulated"] is True
    assert (holds.everything(), holds.writes()) == (before, [])


def test_a_dash_is_standard_output(run, config, world):
    done = run("snapshot", config, "-o", "-")
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    assert [(one["provider"], one["account"]) for one in data["readings"]] == [
        ("google_ads", "123-456-7890"),
        ("ga4", "345678901"),
    ]


def test_the_same_account_gives_the_same_text_but_for_the_time(run, config, world):
    first, second = (json.loads(run("snapshot", config, "-o", "-").out) for _ in range(2))
    assert {**first, "taken": ""} == {**second, "taken": ""}


def test_the_place_must_be_named(run, config):
    done = run("snapshot", config)
    assert done.code == 64
    assert "--out" in done.err


def test_half_a_snapshot_is_not_written(run, write_config, world, tmp_path):
    write_config()
    folder = write_config(
        PURCHASE, file="closed.yaml", google_ads={"customer_id": "5556667777"}, ga4={"property_id": 345678902}
    ).parent
    path = tmp_path / "out" / "all.json"
    path.parent.mkdir()
    path.write_text("old", encoding="utf-8")
    done = run("snapshot", folder, "-o", path)
    assert done.code == 5
    assert done.err.endswith("no snapshot was written\n")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in path.parent.iterdir()] == ["all.json"]


def test_an_error_while_reading(run, config, world, tmp_path):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status="UNAVAILABLE", message="Gone."))
    done = run("snapshot", config, "-o", tmp_path / "live.json")
    assert done.code == 1
    assert "aoi: error: ga4 345678901: HTTP 503: Gone.\n" in done.err
    assert not (tmp_path / "live.json").exists()


def test_a_container_without_a_config(run, world, agency, tmp_path):
    settle_in(world, agency)
    path = tmp_path / "container.json"
    done = run("snapshot", "--container", PUBLIC_ID, "-o", path)
    assert (done.code, done.err) == (0, f"saved 1 account to {path}\n")
    reading = read_snapshot([path]).reading("tag_manager", PUBLIC_ID)
    assert (reading.provider, reading.account, reading.facts.container.live_version) == ("tag_manager", PUBLIC_ID, "1")
    assert [one.state["name"] for one in reading.resources if one.address.type == GA4_TAG] == ["GA4 - newsletter"]
    assert {one.api for one in world.log.entries} == {"tag_manager"}
    assert not world.log.writes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--container", "G-AOI0001"], "--container is 'G-AOI0001'; it must be the id of a container"),
        (["--container", PUBLIC_ID, "--manager", "999-888-7777"], "name one container, or --manager for all clients"),
    ],
)
def test_what_is_no_container(run, tmp_path, arguments, message):
    done = run("snapshot", *arguments, "-o", tmp_path / "x.json")
    assert (done.code, message in done.err, (tmp_path / "x.json").exists()) == (64, True, False)

"""A run whose only rest is waiting for Google ends with 0 and does not say that the accounts are in sync."""

from __future__ import annotations

import json

import pytest

from tests.conftest import PROPERTY, PURCHASE, STORE, flat

pytestmark = pytest.mark.usefixtures("environment", "state")


def waiting(*names):
    return [
        {"name": name, "value": 70, "role": "secondary", "google_ads": {"source": "ga4"}, "ga4": {"event": name}}
        for name in names
    ]


@pytest.mark.parametrize(
    ("names", "words"),
    [(("mv_a",), "1 import waits for Google"), (("mv_a", "mv_b"), "2 imports wait for Google")],
)
def test_imports(run, write_config, names, words):
    config = write_config(PURCHASE, *waiting(*names))
    first = run("sync", config, "--yes")
    assert first.code == 0, first.out + first.err
    assert f"\nApplied; {words} (emulated): aoi: " in first.out
    assert "In sync" not in first.out
    second = run("sync", config, "--yes")
    assert second.code == 0
    assert f"\nApplied; {words} (emulated): aoi: nothing to do, nothing written. " in second.out
    assert run("sync", config, "--yes", "--expect-synced").code == 5
    (told,) = json.loads(run("history", "list", "--format", "json").out)["runs"]
    assert told["end"] == f"applied; {words}"


def test_nothing_waits(run, config):
    done = run("sync", config, "--yes", "--expect-synced")
    assert done.code == 0
    assert "\nIn sync (emulated): aoi: " in done.out


def test_an_import_that_comes_during_the_run(run, world, write_config, holds):
    world.policies.set("ga4_import_lag_hours", 0)
    accounts = {"customer_id": STORE, "login_customer_id": "9998887777", "auto_tagging": True}
    ga4 = {"property_id": int(PROPERTY), "link_google_ads": True}
    config = write_config(PURCHASE, *waiting("mv_a"), google_ads=accounts, ga4=ga4)
    first = run("sync", config, "--yes")
    assert first.code == 5, first.out + first.err
    assert '→ imported by Google during this run: conversion "mv_a"; run again' in flat(first.out)
    second = run("sync", config, "--yes")
    assert second.code == 0, second.out + second.err
    assert [one["status"] for name, one in holds.actions().items() if name.endswith("mv_a")] == ["ENABLED"]

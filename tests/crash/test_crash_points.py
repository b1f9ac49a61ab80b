"""A process that is killed at any point of a run: afterwards the journal explains it, and a new run ends as if nothing
had happened.

The points are not listed here: an uninterrupted run names them. The quick run takes one in seven.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from microconv.core.ports import Status
from microconv.emulator import World
from microconv.reconcile.past import Run, read_run, runs
from tests.crash.scenario import SEED, Held, held
from tests.heavy import HEAVY

SHARES = 10 if HEAVY else 1
"""The points are dealt out to this many tests, so that they can run at once."""

STEP = SHARES if HEAVY else 7
"""Each so-many-th point is taken. A request has five points: seven comes to all five of them, at different requests."""

WRITES = 9
"""Requests of a whole run that change something: two to Google Ads, the rest one for each object of GA4."""


@dataclass
class Clean:
    """A run that nothing disturbed: its points, and what the accounts hold before and after."""

    points: list[str] = field(default_factory=list)
    before: Held = field(default_factory=dict)
    after: Held = field(default_factory=dict)


@pytest.fixture(scope="module")
def remembered() -> dict[str, Clean]:
    return {}


@pytest.fixture
def clean(remembered, store, worker, aoi, state) -> Clean:
    """The course of an uninterrupted run; it is done once."""
    if "clean" not in remembered:
        before = held(store)
        worker("sync", aoi, "--yes")  # the first one loads the Google clients
        store.reset(SEED)
        ended = worker("sync", aoi, "--yes")
        assert (ended.code, ended.killed) == (0, False), ended.out
        remembered["clean"] = Clean(ended.points, before, held(store))
        for path in (state / "journal").glob("*"):
            path.unlink()
        store.reset(SEED)
    return remembered["clean"]


def test_the_run_does_what_it_is_there_for(clean: Clean) -> None:
    """Without this, a scenario that does less would make all other tests here weaker, and nobody would see it."""
    assert clean.points[:2] == ["rehearsal mutate", "before run"]
    assert clean.points[-1] == "after end"
    assert sum(point.startswith("request ") for point in clean.points) == WRITES
    assert sum(point.startswith("after intent ") for point in clean.points) == WRITES
    changed = {key for key in {*clean.before, *clean.after} if clean.before.get(key) != clean.after.get(key)}
    assert {kind for kind, _ in changed} == {
        "google_ads.conversion_action", "google_ads.customer_conversion_goal", "google_ads.campaign_conversion_goal",
        "google_ads.conversion_goal_campaign_config", "google_ads.custom_conversion_goal", "ga4.key_event",
        "ga4.event_create_rule", "ga4.google_ads_link", "ga4.enhanced_measurement_settings",
    }  # fmt: skip


def done_at(point: str, points: list[str], number: int) -> int:
    """The number of requests that were carried out when the process died."""
    return sum(name.startswith("request ") for name in points[:number])


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_every_point(clean, store, worker, aoi, state, run, share) -> None:
    numbers = range(share + 1, len(clean.points) + 1, STEP)
    assert numbers
    for number in numbers:
        store.reset(SEED)
        for path in (state / "journal").glob("*"):
            path.unlink()
        case = f"point {number}: {clean.points[number - 1]}"
        ended = worker("sync", aoi, "--yes", kill=number)
        assert ended.killed, (case, ended)
        assert ended.points == clean.points[:number], case
        sent = sum(one.status == "OK" for one in store.log.writes())
        assert sent == done_at(clean.points[number - 1], clean.points, number), case
        crashed = held(store)
        explained(case, clean, number, state, run, store, crashed)
        converges(case, clean, aoi, run, store, crashed)


def explained(case: str, clean: Clean, number: int, state: Any, run: Any, store: World, crashed: Held) -> None:
    """The journal says which changes are open; settling them tells the truth, and writes to no account."""
    listed = run("history")
    assert (listed.code, listed.err) == (0, ""), (case, listed.err)
    found, broken = runs(state / "journal")
    assert broken == [], case
    assert len(found) == (number >= clean.points.index("after run") + 1), case
    if not found:
        assert crashed == clean.before, case
        return
    (past,) = found
    intents = {int(name.split()[2]) for name in clean.points[:number] if name.startswith("after intent")}
    outcomes = {int(name.split()[2]) for name in clean.points[:number] if name.startswith("after outcome")}
    assert {item.step for item in past.done} == intents, case
    assert {item.step for item in past.open} == intents - outcomes, case
    assert past.torn == clean.points[number - 1].startswith("amidst"), case
    assert bool(past.end) == (clean.points[number - 1] == "after end"), case
    shown = run("history", "show", past.id)
    assert shown.code == 0, case
    assert ("history settle" in shown.out) == bool(past.open), case

    settled = run("history", "settle", past.id, "--format", "json")
    assert settled.code == 0, (case, settled)
    told = json.loads(settled.out)["changes"]
    assert held(store) == crashed, case
    again = read_run(past.path)
    assert again.open == (), case
    assert [item.status.value for item in again.done if item.status] == [item["status"] for item in told], case
    truth = truly_done(clean, crashed, again)
    assert {str(item.change.address): item.status for item in again.done} == truth, case


def truly_done(clean: Clean, crashed: Held, past: Run) -> dict[str, Status]:
    """The outcome of each change, by the content of the accounts."""
    found = {}
    for item in past.done:
        address = item.change.address
        key = address.type, place(address.type, address.name)
        wanted = clean.after[key]
        there = crashed.get(key)
        promoted_later = item.change.action.value == "create" and there is not None
        happened = there == wanted or promoted_later
        found[str(address)] = Status.APPLIED if happened else Status.FAILED
    return found


def place(kind: str, name: str) -> str:
    """The name under which `held` has an object."""
    if kind == "ga4.google_ads_link":
        return name.replace("-", "")
    return "" if kind == "ga4.enhanced_measurement_settings" else name


def converges(case: str, clean: Clean, aoi: Any, run: Any, store: World, crashed: Held) -> None:
    """A new run, which nobody keeps out, ends as an uninterrupted one."""
    store.log.clear()
    again = run("sync", aoi, "--yes")
    assert again.code == 0, (case, again.out, again.err)
    assert "Applied; 1 import waits for Google (emulated): aoi: " in again.told, case
    assert held(store) == clean.after, case
    if crashed == clean.after:
        assert store.log.writes() == (), case

"""A process that is killed at any point of a run that sets up a container and publishes it.

Afterwards the site has all of it or nothing, the journal can be settled, bidding is not worse off, and a new run ends
as if nothing had happened. The points are not listed here: an uninterrupted run names them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from microconv.emulator import World
from microconv.reconcile.past import read_run, runs
from tests.crash.container import ALLOW, CONFIG, held, seed
from tests.heavy import HEAVY

SHARES = 4 if HEAVY else 1
STEP = SHARES if HEAVY else 23
"""Each so-many-th point is taken, and in any case those after the requests to the container."""

WRITES = ("make_workspace", "bulk_update", "create_version", "publish")
PURCHASE: Any = ("google_ads.conversion_action", "Purchase")
PUBLICATION = 'tag_manager.live_version["GTM-AOI0001"]'


@dataclass
class Clean:
    """A run that nothing disturbed: its points, and what the accounts hold before and after."""

    points: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def shop(store, tmp_path):
    """The config of the client, whose accounts have a container."""
    store.reset(seed())
    path = tmp_path / "aoi.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def remembered() -> dict[str, Clean]:
    return {}


@pytest.fixture
def clean(remembered, store, worker, shop, state) -> Clean:
    if "clean" not in remembered:
        before = held(store)
        worker("sync", shop, "--yes", *ALLOW)  # the first one loads the Google clients
        store.reset(seed())
        ended = worker("sync", shop, "--yes", *ALLOW)
        assert (ended.code, ended.killed) == (0, False), ended.out
        remembered["clean"] = Clean(ended.points, before, held(store))
        fresh(store, state)
    return remembered["clean"]


def fresh(store: World, state: Any) -> None:
    store.reset(seed())
    for path in (state / "journal").glob("*"):
        path.unlink()


def test_the_run_does_what_it_is_there_for(clean: Clean) -> None:
    assert [one.split()[1] for one in clean.points if one.startswith("request ") and one.split()[1] in WRITES] == [
        *WRITES
    ]
    assert clean.after["live"] == clean.after["to come"]
    assert {"tag mv_form_step1 (GA4)", "tag mv_sent (Google Ads)"} <= clean.after["live"].keys()
    assert "tag mv_form_step1 (GA4)" not in clean.before["live"]


@pytest.mark.parametrize("share", range(SHARES))
def test_killed_at_every_point(clean, store, worker, shop, state, run, share) -> None:
    requests = [number for number, one in enumerate(clean.points, 1) if one.split()[1:] and one.split()[1] in WRITES]
    numbers = {*range(share + 1, len(clean.points) + 1, STEP), *(requests if share == 0 else ())}
    for number in sorted(numbers):
        fresh(store, state)
        case = f"point {number}: {clean.points[number - 1]}"
        ended = worker("sync", shop, "--yes", *ALLOW, kill=number)
        assert ended.killed, (case, ended)
        crashed = held(store)
        whole(case, clean, crashed)
        settled(case, clean, store, state, run, crashed)
        store.log.clear()
        again = run("sync", shop, "--yes", *ALLOW)
        assert again.code == 0, (case, again.out, again.err)
        assert held(store) == clean.after, case
        if crashed == clean.after:
            assert store.log.writes() == (), case
        assert run("plan", shop).code == 0, case


def whole(case: str, clean: Clean, crashed: dict[str, Any]) -> None:
    """The site has all or nothing, others' work stays, and bidding uses what it used."""
    assert crashed["live"] in (clean.before["live"], clean.after["live"]), case
    assert crashed["of others"] == clean.before["of others"], case
    for key, before in clean.before.items():
        if isinstance(key, tuple):
            assert crashed[key] in (before, clean.after[key]), (case, key)
    purchase = crashed[PURCHASE]
    assert (purchase["status"], purchase["primary_for_goal"]) == ("ENABLED", True), case


def settled(case: str, clean: Clean, store: World, state: Any, run: Any, crashed: dict[str, Any]) -> None:
    """Settling the journal tells whether the publication happened, and writes to no account."""
    found, broken = runs(state / "journal")
    assert broken == [], case
    for past in found:
        done = run("history", "settle", past.id, "--format", "json")
        assert done.code == 0, (case, done)
        told = {item["address"]: item["status"] for item in map(_addressed, json.loads(done.out)["changes"])}
        assert held(store) == crashed, case
        assert read_run(past.path).open == (), case
        if PUBLICATION in told:
            assert (told[PUBLICATION] == "applied") == (crashed["live"] == clean.after["live"]), (case, told)


def _addressed(item: dict[str, Any]) -> dict[str, Any]:
    change = item.get("change", item)
    address = change["address"]
    text = address if isinstance(address, str) else f'{address["type"]}["{address["name"]}"]'
    return {"address": text, "status": item["status"]}

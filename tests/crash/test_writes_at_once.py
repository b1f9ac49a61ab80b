"""Writes to GA4 that are under way at the same time: killed among them, a full disk, answers that do not arrive."""

from __future__ import annotations

import errno
import os
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from microconv.core.errors import JournalError
from microconv.core.ports import Status
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.providers.ga4.provider import Ga4
from microconv.providers.ga4.writing import Property
from microconv.reconcile import journal
from microconv.reconcile.past import Run, runs
from tests.heavy import HEAVY

EVENTS = [f"mv_{letter}" for letter in "abcdef"]
CONFIG = (
    "version: 1\nclient: aoi\ncurrency: JPY\nga4: {property_id: 345678901}\nunlisted: keep\n"
    "defaults: {role: secondary}\nconversions:\n"
    "  - {name: purchase, kind: macro, ga4: {event: purchase}}\n"
    + "".join(f"  - {{name: {name}, ga4: {{event: {name}}}}}\n" for name in EVENTS)
)
WANTED = {"purchase", *EVENTS}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "events.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def there(store: World) -> list[str]:
    """The key events of the property that the config wants, each as often as it is there."""
    events = store.dump()["ga4"]["accounts"][0]["properties"][0]["key_events"]
    return sorted(event["event_name"] for event in events if event["event_name"] in WANTED)


def only_run(state: Path) -> Run:
    (run,), broken = runs(state / "journal")
    assert broken == []
    return run


def settles_and_converges(case: str, store: World, state: Path, config: Path, run: Any) -> None:
    """Nothing is there unannounced; reading tells what became of each; another run makes the rest, nothing twice."""
    crashed = there(store)
    past = only_run(state)
    assert set(crashed) <= {item.change.address.name for item in past.done}, case
    settled = run("history", "settle", past.id)
    assert settled.code == 0, (case, settled)
    done = {item.change.address.name: item.status for item in only_run(state).done}
    assert done == {name: Status.APPLIED if name in crashed else Status.FAILED for name in done}, case
    again = run("sync", config, "--yes")
    assert (again.code, there(store)) == (0, sorted(WANTED)), (case, again)


def test_as_many_as_are_allowed_are_under_way(store, config, run, monkeypatch):
    """The first four are sent once all four are to be sent. One after the other, the first would never be."""
    together, create, begun = threading.Barrier(Ga4.at_once), Property.create, iter(range(len(WANTED)))

    def waits(self: Property, *arguments: Any) -> str:
        if next(begun) < Ga4.at_once:
            together.wait(20)
        return create(self, *arguments)

    monkeypatch.setattr(Property, "create", waits)
    done = run("sync", config, "--yes")
    assert (done.code, there(store)) == (0, sorted(WANTED)), done


def test_killed_among_them(store, worker, config, state, run):
    """At any point after the first intent: others are under way then, which may still arrive."""
    store_before = store.dump()
    clean = worker("sync", config, "--yes", at_once=4)
    assert (clean.code, there(store)) == (0, sorted(WANTED)), clean.out
    intents = [int(re.sub(r"\D", "", point)) for point in clean.points[:12] if point.startswith("after intent")]
    assert intents == [1, 2, 3, 4]  # all are written before anything is sent
    first = clean.points.index("after intent 1") + 1
    for number in range(first, len(clean.points), 1 if HEAVY else 12):
        store.reset(store_before)
        for path in (state / "journal").glob("*"):
            path.unlink()
        ended = worker("sync", config, "--yes", kill=number, at_once=4)
        assert ended.killed, number
        settles_and_converges(f"point {number}: {ended.points[-1]}", store, state, config, run)


def test_a_disk_that_fills_up_among_them(store, config, state, run, monkeypatch):
    """The run waits for all that was sent and tells of it; nothing that no intent announces is sent."""

    class Full:
        """Takes six records: the head, four intents, one outcome."""

        left = 6

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

        def write(self, file: int, line: bytes) -> int:
            if not self.left:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.left -= 1
            return os.write(file, line)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "os", Full())
        done = run("sync", config, "--yes")
    assert done.code == 5, done
    assert "the run stopped itself: the journal " in done.told
    assert len(there(store)) == 4
    settles_and_converges("full", store, state, config, run)


def test_counts_that_cannot_be_kept_for_one_of_them(store, config, state, run, monkeypatch):
    """The outcomes of those that were sent beside it are written down, and the run stops itself."""
    create, begun = Property.create, iter(range(len(WANTED)))

    def counted(self: Property, *arguments: Any) -> str:
        if next(begun) == 1:
            raise JournalError("requests cannot be counted")
        return create(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Property, "create", counted)
        done = run("sync", config, "--yes")
    assert (done.code, len(there(store))) == (5, 3), done
    assert "the run stopped itself: requests cannot be counted" in done.told
    statuses = {item.change.address.name: item.status for item in only_run(state).last}
    assert [name for name, status in statuses.items() if status is Status.APPLIED] == there(store)
    settles_and_converges("not counted", store, state, config, run)


@pytest.mark.parametrize("after_commit", [False, True], ids=["lost before", "lost after"])
def test_answers_that_do_not_arrive(store, config, state, run, after_commit):
    """Two of four: each is settled by reading, and what was not done is sent again."""
    store.faults.add(Fault("ga4", "CreateKeyEvent", nth=2, times=2, status="INTERNAL", after_commit=after_commit))
    done = run("sync", config, "--yes")
    assert (done.code, there(store)) == (0, sorted(WANTED)), done
    assert {item.status for item in only_run(state).last} == {Status.APPLIED}

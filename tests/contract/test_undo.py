"""Undo through the library: what `microconv rollback` does, without being told twice which run it is."""

from __future__ import annotations

import pytest

from microconv.core.errors import RefusedError
from microconv.loading import load
from microconv.project import Project
from microconv.reconcile.past import find_run, read_run


@pytest.fixture
def synced(run, environment, write_config, world, holds, tmp_path):
    """A config that spoke of goals when it was synced, and does so no more; the state before, and the run."""
    before = holds.actions(), holds.goals(), holds.key_events()
    config = write_config(goals={"account": [{"category": "add_to_cart", "biddable": False}]})
    assert run("sync", config, "--yes").code == 0
    assert (holds.actions(), holds.goals(), holds.key_events()) != before
    client, _ = load(write_config())
    assert client is not None
    return client, before, find_run(tmp_path / "state" / "journal", "2")


def test_it_equals_the_command(synced, run, holds, connections, tmp_path):
    client, before, past = synced
    project = Project(client, connections=connections)
    with project.locked():
        plan = project.undo(past)
        result = project.apply(plan)
    assert result.in_sync
    assert project.taken_back(past).left == ()
    assert (holds.actions(), holds.goals(), holds.key_events()) == before
    journal = read_run(tmp_path / "state" / "journal" / f"{result.run}.jsonl")
    assert (journal.kind, journal.head.undoes) == ("rollback", past.id)
    by_library = holds.everything()
    assert run("rollback", result.run, "--yes").code == 0
    assert run("rollback", past.id, "--yes").code == 0
    assert (holds.actions(), holds.goals()) == before[:2]
    assert holds.everything()["google_ads"] == by_library["google_ads"]


def test_what_is_taken_back_is_counted_without_an_earlier_reading(synced, run, connections):
    client, _, past = synced
    changed = Project(client, connections=connections).taken_back(past)
    assert len(changed.left) == changed.of > 1
    assert run("rollback", past.id, "--yes").code == 0
    assert Project(client, connections=connections).taken_back(past).left == ()


def test_what_moved_meanwhile_is_refused(synced, holds, connections, world):
    client, _, past = synced
    project = Project(client, connections=connections)
    plan = project.undo(past)
    goals = world.google_ads.customers[1234567890].actions
    action = next(one for one in goals.values() if one.name == "mv_old_step")
    action.fields["primary_for_goal"] = True
    before = holds.everything()
    with pytest.raises(RefusedError, match="out of date"):
        project.apply(plan)
    assert holds.everything() == before

"""Tasks and answers of commands can be pickled and arrive equal: another process can compute them."""

from __future__ import annotations

import datetime
import pickle
from pathlib import Path

import pytest

from microconv.audit.run import Choice
from microconv.connections import Connections
from microconv.core.account_ids import NamedAccounts
from microconv.core.planning.safety import Allow, Limits
from microconv.core.ports import Silent
from microconv.fleet.tasks import audit, explain, import_, plan, rollback, settle, snapshot, snippets, sync, validate
from microconv.loading import load, read_snapshot, take_snapshot
from microconv.reconcile.past import find_run
from tests.heavy import sample

NOW = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)


def passed(value):
    """The value as another process gets it; it must be equal."""
    arrived = pickle.loads(pickle.dumps(value))
    assert arrived == value
    return arrived


@pytest.fixture
def client(environment, config):
    loaded, problems = load(config)
    assert loaded is not None, problems
    return loaded


@pytest.fixture
def connections():
    return Connections(read_only=True)


@pytest.fixture
def live(client, connections, tmp_path):
    """A snapshot of the client's accounts."""
    readings = snapshot.compute(snapshot.SnapshotTask(client, measures=True), connections, Silent())
    path = tmp_path / "live.json"
    path.write_text(take_snapshot(passed(readings), NOW), encoding="utf-8")
    return read_snapshot([path])


def named(client):
    return NamedAccounts(client.label, client.accounts)


READING = {
    "plan": lambda client, live: (plan.compute, plan.PlanTask(client, live)),
    "explain": lambda client, live: (explain.compute, explain.ExplainTask(client, client.conversions[0].name, live)),
    "audit": lambda client, live: (audit.compute, audit.AuditTask(client, Choice(ignore=("naming-*",)), live)),
    "import": lambda client, live: (import_.compute, import_.ImportTask(named(client), "aoi", "mv_", "changes", live)),
    "update": lambda client, live: (import_.compute_update, import_.UpdateTask(Path(client.path), live)),
}


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("offline", sample([True, False], 2), ids=lambda offline: ("accounts", "snapshot")[offline])
def test_a_task_and_its_answer_cross_processes(name, offline, client, connections, live):
    compute, task = READING[name](client, live if offline else None)
    passed(compute(passed(task), None if offline else connections, Silent()))


def test_the_tasks_of_snippets_and_managers_cross_processes(client, connections):
    passed(snippets.compute(passed(snippets.SnippetsTask(client)), connections, Silent()))
    passed(import_.compute_below(passed(import_.ImportBelowTask(named(client))), connections, Silent()))


def test_files_are_checked_from_data_to_data(config, tmp_path):
    passed(validate.compute(passed(validate.ValidateTask((config,)))))
    bad = tmp_path / "bad.yaml"
    bad.write_text("version: 1\nclient: [\n", encoding="utf-8")
    passed(validate.compute(validate.ValidateTask((bad, tmp_path / "none"))))


def test_each_half_of_a_run_can_be_done_in_a_process_of_its_own(client, tmp_path):
    limits = Limits(None, tuple(Allow), None, None, None)
    task = passed(sync.SyncTask(client, limits, state=tmp_path))
    with sync.opened(task, Connections(), Silent()) as project:
        planned = passed(sync.compute_plan(task, project))
        sync.check(task, planned, project)
    assert planned.changes
    applying = passed(sync.ApplyTask(client, planned, limits, state=tmp_path))
    with sync.opened(applying, Connections(), Silent()) as project:
        result = passed(sync.compute(applying, project, lambda: False))
    assert result.in_sync
    past = find_run(tmp_path / "journal", result.run)
    assert passed(settle.compute(passed(settle.SettleTask(past)), Connections(read_only=True), Silent())) == past
    back = passed(rollback.RollbackTask(past, limits, tmp_path))
    with rollback.opened(back, Connections(), Silent()) as project:
        inverse = passed(rollback.compute_plan(back, project))
        rollback.check(back, inverse, project)
        rollback.confirm(back, inverse, project)
        assert passed(rollback.compute(back, inverse, project, lambda: False)).in_sync

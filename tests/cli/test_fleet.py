"""Several clients at a time: the same output and the same calls as one after the other, and none touches another."""

from __future__ import annotations

import json
import os
import re
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from microconv.emulator.faults import Fault
from microconv.fleet import run as run_tasks
from microconv.fleet.tasks import plan
from microconv.fleet.tasks.plan import PlanTask
from microconv.loading import load_all
from tests.cli.drifted import customer, drifted, held, property_
from tests.heavy import HEAVY

COUNT = 20 if HEAVY else 12


@pytest.fixture
def fleet(environment, world, agency, write_config, tmp_path):
    """`COUNT` clients; each has one action with another value than its config says. Returns the folder of configs."""
    content = drifted(agency, write_config, COUNT, denied=[3])
    world.reset(content)
    return tmp_path / "configs"


def calls(world):
    """The requests by API, method and account, without those for tokens.

    How many were sent for the client that is denied, when the first of them was refused, is chance.
    """
    without = {str(customer(3)), f"properties/{property_(3)}"}
    made = [one for one in world.log.entries if one.api != "oauth" and one.account not in without]
    return Counter((one.api, one.method, one.account) for one in made)


READING = {
    "plan": [],
    "plan json": ["--format", "json"],
    "audit": [],
    "audit json": ["--format", "json"],
    "snapshot": ["-o", "-"],
    "explain": [],
}


def without_need(text):
    """Standard error without times and the line on what the run needs: the first run was measured."""
    return "".join(line for line in without_times(text).splitlines(True) if " clients need about " not in line)


@pytest.mark.parametrize("command", READING)
def test_output_and_calls_are_those_of_one_after_the_other(run, fleet, world, command):
    name = command.partition(" ")[0]
    arguments = [name, *(["purchase"] if name == "explain" else []), fleet, *READING[command]]
    one = run(*arguments, "--jobs", 1)
    made = calls(world)
    world.log.clear()
    several = run(*arguments)
    assert without_times(several.out) == without_times(one.out)
    assert (several.code, without_need(several.err)) == (one.code, without_need(one.err))
    assert calls(world) == made
    assert one.out.count(f"c{COUNT - 1}") > 0 or name == "snapshot"


def without_times(text):
    """A text without what differs from run to run: times, the last run, and the ids of refused requests."""
    text = re.sub(r"(?s)^client +state .*|\n  \"overview\": .*", "", text, flags=re.M)
    return re.sub(r'(?m)^.*"(made|at|read|checksum)": .*$|(?<=request id )\S+|"\d{4}-\d\d-\d\dT[^"]*"', "", text)


def test_one_that_is_denied_and_one_with_an_error_touch_no_other(run, fleet):
    done = run("plan", fleet, "--allow", "fleet")
    assert done.code == 5
    assert lines_of(done) == [f"c{number:02}" for number in range(COUNT) if number != 3]
    assert "c03: error: google_ads 100-000-0004: AuthorizationError.USER_PERMISSION_DENIED" in done.err


# ---- sync


def test_sync_changes_every_client_but_the_one_that_is_denied(run, fleet, holds):
    done = run("sync", fleet, "--yes", "--allow", "fleet")
    assert done.code == 5
    others = [number for number in range(COUNT) if number != 3]
    assert [held(holds, number) for number in others] == [(500, ["mv_add_to_cart", "purchase"])] * len(others)
    ends = [line for line in done.out.splitlines() if line.startswith("In sync")]
    assert [line.split(": ")[1] for line in ends] == [f"c{number:02}" for number in range(COUNT) if number != 3]
    again = run("sync", fleet, "--yes")
    assert again.out.count("nothing to do") == COUNT - 1


def test_all_plans_come_first_then_one_question_each(run, fleet, world, holds, monkeypatch):
    asked = []

    def prompt(text, **_):
        asked.append((text.split(" to ")[1].split("?")[0], len(holds.writes())))
        return "no" if len(asked) == 2 else "yes"

    monkeypatch.setattr("click.prompt", prompt)
    (fleet / "c03.yaml").unlink()
    done = run("sync", fleet, "--allow", "fleet", answer="")
    assert asked == [(f"c{number:02}", 0) for number in range(COUNT) if number != 3]
    assert done.code == 5
    assert held(holds, 1)[0] != 500
    assert [held(holds, number)[0] for number in (0, 2, COUNT - 1)] == [500] * 3
    assert "c01: error: nothing was changed" in done.err


def test_clients_that_share_a_property_are_never_refused_by_each_other(run, fleet, holds):
    for number in range(1, 6):
        path = fleet / f"c{number:02}.yaml"
        path.write_text(path.read_text().replace(str(property_(number)), str(property_(0))))
    (fleet / "c03.yaml").unlink()
    done = run("sync", fleet, "--yes", "--allow", "fleet")
    assert (done.code, done.err.count("\n"), "locked" in done.err + done.out) == (0, 1, False)
    assert held(holds, 0) == (500, ["mv_add_to_cart", "purchase"])


# ---- the library


def test_a_script_plans_on_threads_and_in_processes(fleet, environment):
    (fleet / "c03.yaml").unlink()
    tasks = [PlanTask(one.client) for one in load_all([fleet])[:4]]
    in_threads = {done.number: done.answer for done in run_tasks(tasks)}
    with ProcessPoolExecutor(2 if HEAVY else 1, mp_context=get_context("spawn")) as pool:
        in_processes = {done.number: done.answer for done in run_tasks(tasks, executor=pool)}
    assert {number: one.plan.fingerprint for number, one in in_threads.items()} == {
        number: one.plan.fingerprint for number, one in in_processes.items()
    }
    assert len(in_threads) == 4


# ---- some of them, and going on


def lines_of(done):
    """The labels of the clients that were drawn, without the table below them."""
    return [line.split()[0] for line in done.out.partition("\n\n")[0].splitlines() if line.startswith("c")]


@pytest.mark.parametrize("command", ["plan", "audit", "snapshot"])
def test_match_chooses_by_the_label(run, fleet, world, command):
    run(command, fleet, "--match", "c1?", *(["-o", "-"] if command == "snapshot" else []))
    asked = {one.account for one in world.log.entries if one.api == "ga4"}
    assert asked == {f"properties/{property_(number)}" for number in range(10, COUNT)}


def test_match_without_a_client(run, fleet, world):
    done = run("plan", fleet, "--match", "x*")
    assert done.code == 64
    assert f"no client of {COUNT} matches 'x*'; there are: c00, c01, c02, c03, c04" in done.err
    assert world.log.entries == ()


@pytest.mark.usefixtures("state")
def test_resume_leaves_out_what_was_done_and_not_changed_since(run, fleet, tmp_path, world):
    assert lines_of(run("plan", fleet)) == [f"c{number:02}" for number in range(COUNT) if number != 3]
    changed = fleet / "c07.yaml"
    changed.write_text(changed.read_text().replace("value: 500", "value: 700"))
    done = run("plan", fleet, "--resume")
    assert lines_of(done) == ["c07"]
    assert f"{COUNT - 2} clients done before and not changed since, left out" in done.err
    assert "c03: error" in done.err
    (record,) = (tmp_path / "state" / "fleet").glob("*.jsonl")
    assert "purchase" not in record.read_text()
    assert run("plan", fleet, "--resume").err.startswith(f"{COUNT - 1} clients")
    assert lines_of(run("plan", fleet))[0] == "c00"


@pytest.mark.usefixtures("state")
def test_a_resumed_sync_settles_the_journal_of_a_client_that_was_cut_off(run, fleet, world, holds, tmp_path):
    """The answer to a write was lost, and so was all after it: what is there says that it was done."""
    for path in sorted(fleet.glob("*.yaml"))[2:]:
        path.unlink()
    first = sorted(fleet.glob("*.yaml"))[0].stem
    world.faults.add(Fault("google_ads", "Mutate", nth=1, status="UNAVAILABLE", after_commit=True, rehearsal=False))
    run("sync", fleet, "--yes", "--jobs", 1)
    (journal,) = [path for path in (tmp_path / "state" / "journal").glob("*.jsonl") if f'"{first}"' in path.read_text()]
    records = journal.read_text().splitlines()
    intent = next(index for index, line in enumerate(records) if '"intent"' in line)
    journal.write_text("\n".join(records[: intent + 1]) + "\n")  # as after a kill
    for kept in (tmp_path / "state" / "fleet").glob("*.jsonl"):
        kept.write_text("".join(line for line in kept.read_text().splitlines(True) if f'"{first}"' not in line))
    done = run("sync", fleet, "--yes", "--resume")
    assert done.code == 0
    assert '"settled"' in journal.read_text()
    assert holds.actions(str(customer(int(first[1:]))))["mv_add_to_cart"]["value_settings.default_value"] == 500


# ---- the overview, and lines of JSON


@pytest.mark.parametrize("command", ["plan", "audit", "sync"])
def test_the_table_at_the_end_has_the_worst_first(run, fleet, command):
    out = run(command, fleet, *(["--yes", "--allow", "fleet"] if command == "sync" else [])).out
    table = [line.split() for line in out.splitlines() if re.match(r"c\d\d +(failed|done|findings|changes)", line)]
    assert table[0] == ["c03", "failed"]
    assert len(table) == COUNT
    assert [row[0] for row in table[1:]] == sorted(row[0] for row in table[1:])
    state = {"plan": "changes", "sync": "done", "audit": "findings"}[command]
    assert {row[1] for row in table[1:]} == {state}
    counted = {"2 errors,"} if command == "audit" else {"+1 ~2"}
    assert {" ".join(row[2:4]) for row in table[1:]} == counted


@pytest.mark.parametrize("command", ["plan", "audit"])
def test_json_lines_are_one_for_each_client(run, fleet, command):
    allowed = ["--allow", "fleet"] if command == "plan" else []
    lines = [json.loads(line) for line in run(command, fleet, "--format", "jsonl", *allowed).out.splitlines()]
    key = "name" if command == "audit" else "client"
    labels = [line[key] for line in lines]
    assert labels[: COUNT - 1] == [f"c{number:02}" for number in range(COUNT) if number != 3]
    assert lines[COUNT - 1 :] == [{key: "c03", "exit_code": 1}]


# ---- an interrupt


def test_after_an_interrupt_what_runs_is_drawn_and_the_rest_is_listed(run, fleet, world, monkeypatch):
    whole = plan.compute

    def interrupted(task, **settings):
        answer = whole(task, **settings)
        if task.client.label == "c05":
            os.kill(os.getpid(), signal.SIGINT)
        return answer

    monkeypatch.setattr(plan, "compute", interrupted)
    done = run("plan", fleet, "--jobs", 2)
    assert done.code == 130
    drawn = lines_of(done)
    assert drawn[:5] == ["c00", "c01", "c02", "c04", "c05"]
    assert len(drawn) <= 7
    assert "stopping: clients under way are finished" in done.err
    (listed,) = [line for line in done.err.splitlines() if "not reached" in line]
    rest = [f"c{number:02}" for number in range(COUNT) if f"c{number:02}" not in {*drawn, "c03"}]
    assert listed == f"{len(rest)} clients not reached (the run was interrupted): {', '.join(rest)}"
    assert {one.account for one in world.log.entries if one.api == "ga4"} <= {
        f"properties/{property_(int(label[1:]))}" for label in [*drawn, "c03"]
    }

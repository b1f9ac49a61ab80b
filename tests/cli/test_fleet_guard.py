"""A base file that is wrong is wrong for every client: what a run of many refuses, canaries, and failures alike."""

from __future__ import annotations

import json
import os
import re
import signal
import time

import pytest

from microconv.cli import sync_several, sync_work
from microconv.emulator.faults import Fault
from tests.cli.agency_fleet import ROLE, customer, settle
from tests.conftest import flat
from tests.unit.render.page import read

pytestmark = pytest.mark.usefixtures("environment", "state")

SYNCED = (True, 500)
DEMOTED = (False, 500)


@pytest.fixture
def fleet(world, agency, tmp_path):
    return settle(world, agency, tmp_path / "configs", 6)


@pytest.fixture
def untouched(fleet, holds):
    """Checks at the end that the accounts are as they were, and that no write was even asked for."""
    before = holds.everything()
    yield
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.fixture
def wrong(fleet):
    """The base makes the micro-conversion of every client secondary."""
    fleet.edit("role: primary", "role: secondary")
    return fleet


def test_a_fleet_in_sync_is_read_once_and_written_never(run, fleet, holds, world):
    done = run("sync", fleet.folder, "--yes")
    assert (done.code, holds.writes()) == (0, [])
    reads = len([one for one in world.log.entries if one.api == "google_ads"])
    world.log.clear()
    assert run("sync", fleet.folder, "--yes", "--allow", "fleet").code == 0
    assert len([one for one in world.log.entries if one.api == "google_ads"]) == reads


@pytest.mark.parametrize(("options", "code"), [(["--allow", "fleet", "--canary", 6], 0), ([], 4)])
def test_the_time_of_a_client_is_that_of_planning_and_applying(run, wrong, tmp_path, monkeypatch, options, code):
    """A pause in the plan, beside which applying on the emulator takes little, is in the table and in the record."""
    pause_s, plan = 1.0, sync_several.planned

    def slowly(task, connections, events):
        time.sleep(pause_s)
        return plan(task, connections, events)

    monkeypatch.setattr(sync_several, "planned", slowly)
    done = run("sync", wrong.folder, "--yes", "--jobs", 6, *options)
    assert done.code == code
    (record,) = (tmp_path / "state" / "fleet").glob("*.jsonl")
    ends = [one for one in map(json.loads, record.read_text("utf-8").splitlines()) if one["record"] == "end"]
    assert len(ends) == 6
    assert all(one["seconds"] >= pause_s for one in ends), ends
    if code == 0:
        times = re.findall(r"^c\d .* ([\d.]+) s$", done.out, re.MULTILINE)
        assert len(times) == 6
        assert all(float(one) >= pause_s for one in times), done.out


@pytest.mark.parametrize("options", [["--yes"], ["--yes", "--jobs", 1], ["--yes", "--canary", 1]])
@pytest.mark.usefixtures("untouched")
def test_a_wrong_base_changes_nobody_and_its_line_is_named(run, wrong, options):
    done = run("sync", wrong.folder, *options)
    assert done.code == 4
    assert "nothing was changed" in done.err
    told = flat(done.err)
    assert "6 of 6 clients, more than a third, would lose a primary conversion (6) or have a value changed (0)" in told
    line = 'this line affects 6 clients: conversion "mv_cart": no longer primary, or no longer used by bidding'
    assert f"{wrong.folder}/{ROLE}: refused: {line} [fleet]" in told
    assert done.err.count("[fleet]") == 2


@pytest.mark.usefixtures("untouched")
def test_nobody_is_asked_where_the_fleet_is_refused(run, wrong):
    assert run("sync", wrong.folder, answer="yes\n" * 6).code == 4


@pytest.mark.usefixtures("untouched")
def test_it_is_told_in_japanese(run, wrong):
    told = flat(run("sync", wrong.folder, "--yes", "--language", "ja").err)
    assert "クライアント 6 件のうち 3 分の 1 を超える 6 件で" in told
    assert "この行が 6 件に影響します。コンバージョン「mv_cart」がメインでなくなるか" in told


@pytest.mark.usefixtures("untouched")
def test_a_plan_tells_the_same(run, wrong):
    done = run("plan", wrong.folder)
    assert done.code == 4
    assert f"{ROLE}: refused" in done.out
    document = json.loads(run("plan", wrong.folder, "--format", "json").out)
    assert [item["code"] for item in document["refusals"]] == ["fleet", "fleet"]
    assert [item["where"] for item in document["refusals"]] == ["", f"{wrong.folder}/{ROLE}"]
    assert {plan["exit_code"] for plan in document["plans"]} == {0}
    last = json.loads(run("plan", wrong.folder, "--format", "jsonl").out.splitlines()[-1])
    assert (last["exit_code"], last["refusals"]) == (4, document["refusals"])
    assert f"`{wrong.folder}/{ROLE}`" in run("plan", wrong.folder, "--format", "markdown").out
    assert run("plan", wrong.folder, "--allow", "fleet", "--detailed-exitcode").code == 2


@pytest.mark.usefixtures("untouched")
def test_the_page_tells_it_above_the_clients(run, wrong, tmp_path):
    page = tmp_path / "fleet.html"
    assert run("plan", wrong.folder, "--page", page).code == 4
    text = read(page.read_text("utf-8")).one("main").text("en")
    assert "A sync of all these clients would write nothing" in text
    assert "6 of 6 clients, more than a third, would lose a primary conversion (6)" in text
    assert f"{wrong.folder}/{ROLE}: this line affects 6 clients" in text
    assert run("plan", wrong.folder, "--page", page, "--allow", "fleet").code == 0
    assert "would write nothing" not in page.read_text("utf-8")


def test_it_is_allowed_by_name(run, wrong):
    assert run("sync", wrong.folder, "--yes", "--allow", "fleet").code == 0
    assert wrong.carts() == [DEMOTED] * 6


def test_two_clients_of_six_are_no_fleet(run, fleet):
    for number in (0, 2):
        fleet.edit("label: Basket", "role: secondary", file=f"c{number}.yaml")
    assert run("sync", fleet.folder, "--yes").code == 0
    assert fleet.carts() == [DEMOTED, SYNCED, DEMOTED, SYNCED, SYNCED, SYNCED]


@pytest.mark.usefixtures("untouched")
def test_without_a_common_line_the_plans_are_named(run, fleet):
    for number in (0, 2, 4):
        fleet.edit("label: Basket", "value: 700", file=f"c{number}.yaml")
    done = run("sync", fleet.folder, "--yes")
    assert done.code == 4
    told = flat(done.err)
    assert "3 of 6 clients, more than a third, would lose a primary conversion (0) or have a value changed (3)" in told
    assert "no line of a common base affects three of them" in told


# ---- canaries


def test_a_canary_changes_so_many_and_stops_and_a_resumed_run_goes_on(run, wrong):
    allowed = ("--yes", "--allow", "fleet")
    done = run("sync", wrong.folder, *allowed, "--canary", 2)
    assert done.code == 5
    assert wrong.carts() == [DEMOTED, DEMOTED, SYNCED, SYNCED, SYNCED, SYNCED]
    assert (
        "4 clients not reached (--canary 2: look at those that were changed, then go on with --resume): c2, c3"
        in done.err
    )
    again = run("sync", wrong.folder, *allowed, "--resume")
    assert again.code == 0
    assert "2 clients done before" in again.err
    assert wrong.carts() == [DEMOTED] * 6


def test_clients_without_changes_are_no_canaries(run, fleet):
    fleet.edit("label: Basket", "role: secondary", file="c4.yaml")
    assert run("sync", fleet.folder, "--yes", "--canary", 1).code == 0
    assert [number for number in range(6) if fleet.cart(number) == DEMOTED] == [4]


def test_only_canaries_are_asked_about(run, wrong):
    done = run("sync", wrong.folder, "--allow", "fleet", "--canary", 2, answer="yes\nno\nyes\nyes\n")
    assert done.code == 5
    assert wrong.carts() == [DEMOTED, SYNCED, DEMOTED, SYNCED, SYNCED, SYNCED]


def test_a_resumed_run_counts_the_clients_that_were_done(run, world, agency, tmp_path):
    """Four of twelve are a third. The three that are left would be refused alone."""
    fleet = settle(world, agency, tmp_path / "configs", 12)
    for number in (0, 2, 4, 6):
        fleet.edit("label: Basket", "role: secondary", file=f"c{number}.yaml")
    assert run("sync", fleet.folder, "--yes", "--canary", 1).code == 5
    assert fleet.carts().count(DEMOTED) == 1
    assert run("sync", fleet.folder, "--yes", "--resume").code == 0
    assert [number for number in range(12) if fleet.cart(number) == DEMOTED] == [0, 2, 4, 6]


# ---- between the plans and the writes


def test_what_moved_since_its_plan_is_refused_for_that_client_alone(run, wrong, world, monkeypatch):
    checked = sync_several.check_fleet

    def somebody_is_quicker(*arguments):
        actions = world.google_ads.customers[customer(1)].actions.values()
        next(one for one in actions if one.name == "mv_cart").fields["primary_for_goal"] = False
        return checked(*arguments)

    monkeypatch.setattr(sync_several, "check_fleet", somebody_is_quicker)
    done = run("sync", wrong.folder, "--yes", "--allow", "fleet", "--canary", 3)
    assert done.code == 5
    assert "c1: error: nothing was changed: the plan is out of date" in done.err
    assert wrong.carts() == [DEMOTED] * 3 + [SYNCED] * 3
    assert len(wrong.holds.writes()) == 2


@pytest.mark.usefixtures("untouched")
def test_an_interrupt_before_the_last_plan_writes_nothing_and_lists_all(run, wrong, monkeypatch):
    planned = sync_work.compute_plan_alone

    def interrupted(task, *more):
        answer = planned(task, *more)
        if task.client.label == "c2":
            os.kill(os.getpid(), signal.SIGINT)
        return answer

    monkeypatch.setattr(sync_work, "compute_plan_alone", interrupted)
    done = run("sync", wrong.folder, "--yes", "--jobs", 1)
    assert done.code == 130
    assert "clients not reached (the run was interrupted): c3, c4, c5" in done.err
    assert "clients not reached (the run was interrupted): c0, c1, c2" in done.err


# ---- failures alike


def test_after_three_failures_alike_no_client_is_begun(run, wrong, world, holds):
    world.faults.add(Fault("google_ads", "Mutate", nth=1, times=99, status="PERMISSION_DENIED", rehearsal=False))
    done = run("sync", wrong.folder, "--yes", "--allow", "fleet", "--jobs", 1)
    assert done.code == 5
    why = "the run was stopped: 3 clients failed in the same way, PERMISSION_DENIED"
    assert f"3 clients not reached ({why}): c3, c4, c5" in done.err
    assert len(holds.writes()) == 3
    assert wrong.carts() == [SYNCED] * 6


# ---- budgets, pages, and questions that are broken off


def written(fleet):
    """The clients whose micro-conversion counts once for each click."""
    actions = [fleet.holds.actions(str(customer(number)))["mv_cart"] for number in range(fleet.count)]
    return [number for number, one in enumerate(actions) if one.get("counting_type") == "ONE_PER_CLICK"]


def test_plans_leave_room_in_the_budget_to_apply_them_and_resuming_ends(run, fleet, world):
    """Six plans take 36 operations, and a client 12 in all: a budget spent on plans alone would change nobody, ever."""
    fleet.edit("value: 500", "value: 500\n    counting: one_per_click")
    done, runs = 5, [len(written(fleet))]
    while done == 5:
        world.log.clear()
        done = run(
            "sync", fleet.folder, "--yes", "--jobs", 1, "--budget", 38, *(["--resume"] if len(runs) > 1 else [])
        ).code
        assert sum(one.api == "google_ads" for one in world.log.entries) <= 38
        runs.append(len(written(fleet)))
        assert runs[-1] - runs[-2] >= min(2, 6 - runs[-2])  # without that room the first run changes one
    assert (done, runs[-1]) == (0, 6)
    assert len(runs) - 1 <= 3


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("command", [["plan"], ["sync", "--yes"]])
def test_the_page_says_why_nothing_is_written_for_all(run, wrong, command, tmp_path):
    page = tmp_path / "fleet.html"
    assert run(command[0], wrong.folder, *command[1:], "--page", page).code == 4
    text = flat(page.read_text("utf-8"))
    assert "A sync of all these clients would write nothing" in text
    assert "6 of 6 clients, more than a third" in text
    assert f"{wrong.folder}/{ROLE}: this line affects 6 clients" in text


@pytest.mark.usefixtures("untouched")
def test_a_question_that_is_broken_off_leaves_no_client_without_an_end(run, wrong):
    done = run("sync", wrong.folder, "--allow", "fleet", answer="no\nyes\n")  # the terminal is gone after two answers
    assert done.code == 130
    assert "5 clients not reached (the run was interrupted): c1, c2, c3, c4, c5" in done.err
    states = [line.split() for line in done.out[done.out.rindex("client ") :].splitlines()[1:] if line[:1] == "c"]
    assert {one[0]: " ".join(one[1:3]) for one in states if len(one) > 1} == {
        "c0": "refused",
        **dict.fromkeys(("c1", "c2", "c3", "c4", "c5"), "not reached"),
    }


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("command", [["plan"], ["sync", "--yes"]])
def test_a_refused_fleet_ends_with_4_also_beside_a_broken_config_and_a_denied_account(run, wrong, world, command):
    """5 would say that the rest was done."""
    wrong.edit("label: Basket", "role: nonsense", file="c4.yaml")
    world.faults.add(Fault("google_ads", "*", nth=1, status="PERMISSION_DENIED"))
    done = run(command[0], wrong.folder, *command[1:], "--jobs", 1)
    assert "1 config with errors left out" in done.err
    assert "c0: error: Google" in done.err.replace("google_ads", "Google Ads")
    assert (done.code, "4 of 4 clients, more than a third" in flat(done.err + done.out)) == (4, True)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_budget_for_two_clients_does_not_lead_around_the_check(run, wrong, language):
    """Two of six are no fleet, and two more are none either; resumed they are four of one run."""
    budget = ("--budget", 30, "--jobs", 1, "--language", language)
    assert run("sync", wrong.folder, "--yes", *budget).code == 5
    changed = wrong.carts()
    assert 0 < changed.count(DEMOTED) < 3
    done = run("sync", wrong.folder, "--yes", "--resume", *budget)
    assert (done.code, wrong.carts()) == (4, changed)
    count = changed.count(DEMOTED)
    told = {"en": f", after {count} before it was resumed: c", "ja": f"再開前に {count} 件を変更済み"}
    assert told[language] in flat(done.err)


@pytest.mark.usefixtures("untouched")
def test_another_currency_is_told_with_its_own_line_not_with_those_of_the_amounts(run, fleet):
    fleet.edit("currency: JPY", "currency: USD")
    told = flat(run("sync", fleet.folder, "--yes").err)
    assert f"{fleet.base}:2:1: refused: this line affects 6 clients: conversion" in told
    assert ": another value [fleet]" in told
    assert told.count("this line affects") == 1


def test_clients_that_a_plan_did_not_reach_have_not_failed(run, fleet):
    done = run("plan", fleet.folder, "--budget", 12, "--jobs", 1)
    assert (done.code, "6 clients: 0 with changes, 2 not reached." in done.told) == (5, True)
    assert (
        "変更あり 0 件、未処理 5 件" in run("plan", fleet.folder, "--budget", 5, "--jobs", 1, "--language", "ja").told
    )

"""Clients of one run whose conversions belong to one manager account: what changes there is planned and done once."""

from __future__ import annotations

import copy
import json
import re

import pytest

from microconv.emulator.faults import Fault
from tests.cli.agency_fleet import BASE, MANAGER, MONEY, customer
from tests.conftest import flat

pytestmark = pytest.mark.usefixtures("environment", "state")

COUNT = 3
ALLOWED = ("--allow", "manager", "--allow", "fleet")
OWNER = "999-888-7777"


@pytest.fixture
def folder(world, agency, tmp_path):
    """Three clients whose configs are the same: the value of the manager's micro-conversion is another one there."""
    content = copy.deepcopy(agency)
    manager = content["google_ads"]["customers"][0]
    manager["clients"] = [customer(number) for number in range(COUNT)]
    value = {"default_currency_code": "JPY", "always_use_default_value": True}
    manager["conversion_actions"] = [
        {"id": 901, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE",
         "value_settings": {**value, "default_value": 10000, "always_use_default_value": False}},
        {"id": 902, "name": "mv_cart", "type": "WEBPAGE", "category": "ADD_TO_CART",
         "value_settings": {**value, "default_value": 300}},
    ]  # fmt: skip
    content["google_ads"]["customers"] = [manager]
    place = tmp_path / "configs"
    place.mkdir()
    (place / "base.yaml").write_text(BASE.replace("7777}", "7777, manage_owner: true}"), "utf-8")
    for number in range(COUNT):
        content["google_ads"]["customers"].append(
            {"id": customer(number), **MONEY, "descriptive_name": f"C{number}", "conversion_customer": MANAGER}
        )
        account = f"google_ads: {{customer_id: '{customer(number)}'}}\n"
        (place / f"c{number}.yaml").write_text(f"version: 1\nclient: c{number}\nextends: base.yaml\n{account}", "utf-8")
    world.reset(content)
    return place


def own(folder, number, text):
    path = folder / f"c{number}.yaml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def cart(holds):
    action = holds.actions(str(MANAGER))["mv_cart"]
    return action.get("primary_for_goal", True), action["value_settings.default_value"]


def test_a_plan_has_it_once(run, folder):
    done = run("plan", folder, "--format", "json", *ALLOWED)
    plans = json.loads(done.out)["plans"]
    assert [[one["address"]["name"] for one in plan["changes"]] for plan in plans] == [["mv_cart"], [], []]
    notes = [[one["summary"] for one in plan["warnings"] if one["code"] == "planned-with"] for plan in plans]
    said = f"1 change of the manager account {OWNER}: planned with c0"
    assert notes == [[], [said], [said]]
    assert done.code == 0


@pytest.mark.parametrize("options", [[], ["--jobs", 1]])
def test_a_sync_changes_it_once_and_every_client_is_in_sync(run, folder, holds, options):
    done = run("sync", folder, "--yes", *ALLOWED, *options)
    assert (done.code, "error" in done.err) == (0, False)
    assert cart(holds) == (True, 500)
    assert len(holds.writes()) == 1


def test_only_the_first_is_asked_about_it(run, folder, holds):
    assert run("sync", folder, *ALLOWED, answer="yes\n").code == 0
    assert cart(holds) == (True, 500)


def test_where_the_first_is_declined_nobody_else_does_it(run, folder, holds):
    done = run("sync", folder, *ALLOWED, answer="no\nyes\nyes\n")
    assert done.code == 4
    assert (cart(holds), holds.writes()) == ((True, 300), [])
    assert f"the manager account {OWNER} was not changed as it was planned with another client" in flat(done.err)


def test_what_another_config_wants_beside_it_is_planned_with_that_one(run, folder, holds):
    own(folder, 1, "conversions: [{name: mv_more, category: signup, role: secondary, value: 5}]\nunlisted: keep\n")
    for number in (0, 2):
        own(folder, number, "unlisted: keep\n")
    plans = json.loads(run("plan", folder, "--format", "json", *ALLOWED).out)["plans"]
    assert [[one["address"]["name"] for one in plan["changes"]] for plan in plans] == [["mv_cart"], ["mv_more"], []]
    assert run("sync", folder, "--yes", *ALLOWED).code == 0
    assert cart(holds) == (True, 500)
    assert "mv_more" in holds.actions(str(MANAGER))


def test_configs_that_want_different_things_are_refused_with_both_places(run, folder, holds):
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    done = run("sync", folder, "--yes", *ALLOWED)
    assert done.code == 4
    assert (cart(holds), holds.writes()) == ((True, 300), [])
    told = flat(done.err)
    assert f'conversion "mv_cart" of the manager account {OWNER}' in told
    assert f"c0 ({folder}/base.yaml:10:5) wants value 500, " in told
    assert f"c1 ({folder}/c1.yaml:5:15) wants value 700" in told
    again = run("plan", folder, *ALLOWED)
    assert (again.code, "[owner]" in again.out) == (4, True)


def test_each_of_those_who_want_otherwise_than_one_that_is_in_sync_is_refused(run, folder, holds):
    """Also one that agrees with an earlier one, whose change is another one, as it says nothing of the value."""
    own(folder, 2, "conversions: [{name: mv_cart, role: secondary, value: 300}]\n")
    assert run("sync", folder / "c2.yaml", "--yes", *ALLOWED).code == 0
    before = holds.by_id(str(MANAGER))
    text = (folder / "base.yaml").read_text("utf-8").replace("value: 500", "value: {from_event: true}")
    (folder / "other.yaml").write_text(text, "utf-8")
    path = folder / "c1.yaml"
    path.write_text(path.read_text("utf-8").replace("base.yaml", "other.yaml"), "utf-8")
    own(folder, 0, "conversions: [{name: mv_cart, value: {default: 500, from_event: true}}]\n")
    done = run("sync", folder, "--yes", *ALLOWED)
    assert (done.code, holds.by_id(str(MANAGER)) == before) == (5, True), done
    assert f"c1 ({folder}/other.yaml:10:5) wants role primary, c2 ({folder}/c2.yaml:5:15) wants role secondary" in flat(
        done.err
    )


def test_one_that_takes_away_what_another_lists_is_refused(run, folder, holds):
    """Nothing of it shows in the plan of the one that lists it: it is as that one wants it."""
    own(folder, 1, "conversions: [{name: mv_more, category: signup, role: primary, value: 5}]\nunlisted: keep\n")
    assert run("sync", folder / "c1.yaml", "--yes", *ALLOWED).code == 0
    before = holds.by_id(str(MANAGER))
    done = run("sync", folder, "--yes", *ALLOWED)
    assert done.code == 5  # that one is in sync
    assert holds.by_id(str(MANAGER)) == before
    assert 'conversion "mv_more" of the manager account' in flat(done.err)


@pytest.mark.parametrize("case", ["all want changes", "one is in sync", "one has nothing to do with them"])
def test_a_plan_ends_as_a_sync_would(run, folder, holds, case):
    """Of clients that contradict each other those with changes are refused, and those that go after them."""
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    if case == "one is in sync":
        assert run("sync", folder / "c1.yaml", "--yes", *ALLOWED).code == 0
    elif case != "all want changes":
        (folder / "c2.yaml").write_text(
            "version: 1\nclient: c2\nga4: {property_id: '345678901'}\nunlisted: keep\n"
            "conversions: [{name: mv_cart, category: add_to_cart}]\n",
            "utf-8",
        )
        run("sync", folder / "c2.yaml", "--yes")
    before = holds.by_id(str(MANAGER))
    plan = run("plan", folder, *ALLOWED)
    lines = [json.loads(line) for line in run("plan", folder, "--format", "jsonl", *ALLOWED).out.splitlines()]
    again = run("plan", folder, "--resume", *ALLOWED)
    sync = run("sync", folder, "--yes", *ALLOWED)
    assert holds.by_id(str(MANAGER)) == before
    assert plan.code == sync.code == (4 if case == "all want changes" else 5), sync
    assert ("c0 (" in again.out, "c2 (" in again.out) == (True, not case.startswith("one has")), (
        "the refused are not done"
    )
    states = {
        which: {"c0": None, "c1": None, "c2": None} | dict(re.findall(r"^(c\d) +(refused|done)", out, re.MULTILINE))
        for which, out in (("plan", plan.out), ("sync", sync.out))
    }
    assert states["plan"] == states["sync"]
    assert lines[1]["exit_code"] == (0 if case == "one is in sync" else 4)


def test_a_resumed_run_does_not_undo_what_it_has_done(run, folder, holds):
    """Who is done is planned again where the config of one that is left contradicts it, and only there."""
    (folder / "c2.yaml").unlink()
    first = run("sync", folder, "--yes", "--canary", "1", *ALLOWED)
    assert (first.code, cart(holds)[1]) == (5, 500)
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    done = run("sync", folder, "--yes", "--resume", *ALLOWED)
    assert (done.code, cart(holds)[1]) == (5, 500), done
    assert "c0 was done before and is planned again" in flat(done.err)
    assert f'conversion "mv_cart" of the manager account {OWNER}' in flat(done.err)
    assert [
        which for which, state in re.findall(r"^(c\d) +(refused|done)", done.out, re.MULTILINE) if state == "refused"
    ] == ["c1"]


def test_a_resumed_run_leaves_out_who_agrees(run, folder, holds):
    (folder / "c2.yaml").unlink()
    assert run("sync", folder, "--yes", "--canary", "1", *ALLOWED).code == 5
    done = run("sync", folder, "--yes", "--resume", *ALLOWED)
    assert (done.code, cart(holds)[1]) == (0, 500)
    assert "1 client done before and not changed since, left out" in flat(done.err)
    assert "is planned again" not in done.err


@pytest.mark.parametrize("language", ["en", "ja"])
def test_where_one_that_is_done_cannot_be_planned_again_who_contradicts_it_is_refused(
    run, folder, world, holds, language
):
    (folder / "c2.yaml").unlink()
    assert run("sync", folder, "--yes", "--canary", "1", *ALLOWED).code == 5
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    world.faults.add(Fault(api="google_ads", method="SearchStream", nth=1, status="PERMISSION_DENIED"))
    done = run("sync", folder, "--yes", "--resume", "--jobs", 1, "--language", language, *ALLOWED)
    assert (done.code, cart(holds)[1]) == (5, 500), done
    words = {
        "en": "c0, which was done before, wants something else in an account of both, and there is no new plan of it",
        "ja": "処理済みの c0 は、共有しているアカウントについて異なる内容を求めていますが、今回はそのプランを",
    }
    assert words[language] in flat(done.err)


def test_with_a_budget_those_who_agree_come_before_those_who_contradict_one_that_is_done(run, folder, holds):
    """Otherwise each resumed run spends its budget on the plans of the same clients, and the rest is never reached."""
    first = run("sync", folder, "--yes", "--canary", "1", *ALLOWED)
    assert (first.code, cart(holds)[1]) == (5, 500)
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    done = run("sync", folder, "--yes", "--resume", "--budget", 30, "--jobs", 1, *ALLOWED)
    assert re.findall(r"^In sync .*: (c\d):", done.out, re.MULTILINE) == ["c2"], done
    assert cart(holds)[1] == 500


def test_a_saved_plan_that_was_made_later_does_not_undo_what_an_applied_one_has_done(run, folder, holds, tmp_path):
    (folder / "c2.yaml").unlink()
    plans = tmp_path / "plans"
    assert run("plan", folder, "--out", plans, *ALLOWED).code == 0
    assert run("sync", folder, "--plan", plans, "--yes", *ALLOWED).code == 0
    own(folder, 1, "conversions: [{name: mv_cart, value: 700}]\n")
    assert run("plan", folder / "c1.yaml", "--out", plans, "--resume", *ALLOWED).code == 0
    done = run("sync", folder, "--plan", plans, "--yes", "--resume", *ALLOWED)
    assert (done.code, cart(holds)[1]) == (4, 500), done
    assert f"c0 ({folder}/base.yaml:10:5) wants value 500, c1 ({folder}/c1.yaml:5:15) wants value 700" in flat(done.err)
    assert "is planned again" not in done.err


def test_saved_plans_have_it_once_too(run, folder, holds, tmp_path):
    assert run("plan", folder, "--out", tmp_path / "plans", *ALLOWED).code == 0
    done = run("sync", folder, "--plan", tmp_path / "plans", "--yes", *ALLOWED)
    assert (done.code, cart(holds), len(holds.writes())) == (0, (True, 500), 1)

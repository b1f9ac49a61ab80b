"""Refusals of Google are conflicts: exit code 4 before a write, 5 after others, never 0."""

from __future__ import annotations

import json

import pytest

from tests.contract.ads_account import action, campaign, imported

pytestmark = pytest.mark.usefixtures("environment", "state")

SHOP = [action(1, "purchase", "PURCHASE", primary=False), action(2, "mv_old", "PURCHASE")]
FINAL = {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"}
GOALS = {"campaigns": [{"campaign": "*", "goals": [{"category": "purchase", "biddable": True}]}]}
REFUSED = "Google refuses the goals of this campaign:"


@pytest.fixture
def managed(inhabit):
    """A shop with a campaign of its own, and one that Search Ads 360 manages."""
    return inhabit(SHOP, campaigns=[campaign(71, "Brand"), campaign(72, "Managed", search_ads_360=True)])


def test_five_after_other_writes_and_four_when_nothing_is_left(run, write_config, managed, holds):
    """Issue 12, item 1."""
    config = write_config(FINAL, ga4=None, goals=GOALS)
    planned = run("plan", config)
    assert planned.code == 4
    assert REFUSED in planned.out
    assert "1 in conflict" in planned.out
    first = run("sync", config, "--yes")
    assert first.code == 5, first.out + first.err
    assert "\nNot in sync (emulated): aoi: " in first.out
    assert first.out.count(REFUSED) == 2  # in the plan, and in what is left
    assert {name: one["primary_for_goal"] for name, one in holds.actions().items()} == {
        "purchase": True,
        "mv_old": False,
    }
    before = holds.everything()
    second = run("sync", config, "--yes")
    assert (second.code, holds.everything()) == (4, before)
    assert "SEARCH_ADS_360" in second.err
    assert "In sync" not in second.out + second.err


def test_it_is_asked_about_before_the_question(run, write_config, managed, holds):
    done = run("sync", write_config(FINAL, ga4=None, goals=GOALS), answer="no\n")
    assert REFUSED in done.out
    assert (done.code, holds.writes()) == (4, [])


def test_a_saved_plan_carries_what_was_refused(run, write_config, managed, holds, tmp_path):
    config, saved = write_config(FINAL, ga4=None, goals=GOALS), tmp_path / "plan.json"
    assert run("plan", config, "--out", saved).code == 4
    (conflict,) = json.loads(saved.read_text("utf-8"))["conflicts"]
    assert conflict["refused"] is True
    assert conflict["request_id"]
    done = run("sync", config, "--plan", saved, "--yes")
    assert done.code == 5, done.out + done.err
    assert holds.actions()["purchase"]["primary_for_goal"] is True


def lead(**more):
    return {"name": "lead", "kind": "macro", "google_ads": {"source": "ga4"}, "ga4": {"event": "lead"}, **more}


def test_an_import_that_nobody_may_change(run, write_config, inhabit, holds):
    """One conflict with ways that work; no warning of a custom goal; nobody promises a plan that never comes."""
    inhabit(
        [imported(1, "lead", status="ENABLED", primary=True), action(2, "purchase", "PURCHASE")],
        key_events=[{"event_name": "lead"}],
    ).policies.set("ga4_import_mutability", "none")
    config = write_config(FINAL, lead(role="secondary"))
    before = holds.everything()
    done = run("sync", config, "--yes")
    assert (done.code, holds.everything()) == (4, before)
    told = done.out + done.err
    assert "MutateError.MUTATE_NOT_ALLOWED" in told
    assert "unmark the key event lead in GA4" in told
    assert "close its goal" in told
    for never in ("custom goal", "In sync", "conflict above", "role-without-effect"):
        assert never not in told
    said = run("explain", "lead", config)
    assert "Google refuses to change role" in said.out
    assert "after the plan: not used" not in said.out


@pytest.mark.parametrize("policy", ["none", "category_name_and_value"])
def test_the_ways_that_the_conflict_names_work(run, write_config, inhabit, holds, policy):
    """Its goal closed, and what is live written in the config: then the accounts are in sync."""
    world = inhabit([imported(1, "lead", status="ENABLED", primary=True)], key_events=[{"event_name": "lead"}])
    world.policies.set("ga4_import_mutability", policy)
    assert run("sync", write_config(lead(role="secondary")), "--yes", "--allow", "nothing-left").code == 4
    closed = {"account": [{"category": "default", "biddable": False}]}
    config = write_config(lead(role="primary"), goals=closed)
    done = run("sync", config, "--yes", "--allow", "nothing-left")
    assert done.code == 0, done.out + done.err
    assert holds.goals()["DEFAULT", "WEBSITE"] is False


@pytest.mark.parametrize(("policy", "code"), [("all", 0), ("status_and_primary", 5)])
def test_what_a_config_says_of_an_import(run, write_config, inhabit, holds, policy, code):
    """Its category is sent; what stands in the defaults is not meant for imports."""
    world = inhabit([imported(1, "lead", counting_type="MANY_PER_CLICK")], key_events=[{"event_name": "lead"}])
    world.policies.set("ga4_import_mutability", policy)
    config = write_config(lead(role="secondary", category="signup"), defaults={"counting": "one_per_click"})
    done = run("sync", config, "--yes")
    assert done.code == code, done.out + done.err
    fields = holds.by_id()[1]
    assert (fields["status"], fields["counting_type"]) == ("ENABLED", "MANY_PER_CLICK")
    assert fields["category"] == ("SIGNUP" if policy == "all" else "DEFAULT")
    assert ("Google refuses to change category: " in done.out) is (policy != "all")

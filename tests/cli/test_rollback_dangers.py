"""A rollback that would leave bidding with nothing is refused as a sync is, with the same way through."""

from __future__ import annotations

import json
import re

import pytest

from tests.contract.ads_account import action, campaign, campaign_goal, goal

pytestmark = pytest.mark.usefixtures("environment", "state")

PURCHASE = {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"}


def refused_and_allowed(run, holds, newest, summary):
    """Refused with this summary and nothing written; then allowed by name only."""
    before, writes = holds.everything(), len(holds.writes())
    for allow in ([], ["--allow", "many", "--allow", "empty-config", "--allow", "manager-account"]):
        done = run("rollback", newest(), "--yes", *allow)
        assert done.code == 4, done.out + done.err
        assert summary in done.err
        assert done.err.count("[nothing-left]") == done.err.count("refused:") > 0
        assert "run again with `--allow nothing-left`" in done.err
        assert (holds.everything(), len(holds.writes())) == (before, writes)
    done = run("rollback", newest(), "--yes", "--allow", "nothing-left")
    assert done.code == 0, done.out + done.err
    assert holds.everything() != before


def test_the_only_final_would_be_secondary_again(run, inhabit, write_config, holds, newest):
    inhabit([action(1, "purchase", "PURCHASE", primary=False)], goals=[goal("PURCHASE", True)])
    assert run("sync", write_config(PURCHASE, ga4=None), "--yes").code == 0
    summary = "the account's goals would be left without any final conversion that bidding uses; now: purchase"
    refused_and_allowed(run, holds, newest, summary)
    assert holds.actions()["purchase"]["primary_for_goal"] is False


def test_its_goal_would_be_closed_again(run, inhabit, write_config, holds, newest):
    inhabit([action(1, "purchase", "PURCHASE")], goals=[goal("PURCHASE", False)])
    goals = {"account": [{"category": "purchase", "biddable": True}]}
    assert run("sync", write_config(PURCHASE, goals=goals, ga4=None), "--yes").code == 0
    refused_and_allowed(run, holds, newest, "the account's goals would be left without any final conversion")
    assert holds.goals()["PURCHASE", "WEBSITE"] is False


def test_a_campaign_would_have_steps_only_again(run, inhabit, write_config, holds, newest):
    inhabit(
        [action(1, "purchase", "PURCHASE"), action(2, "mv_cart", "ADD_TO_CART")],
        goals=[goal("PURCHASE", True), goal("ADD_TO_CART", True)],
        campaigns=[campaign(71, "Brand")],
        campaign_conversion_goals=[campaign_goal(71, "PURCHASE", False), campaign_goal(71, "ADD_TO_CART", True)],
    )
    config = write_config(
        PURCHASE,
        {"name": "mv_cart", "category": "add_to_cart", "role": "primary"},
        goals={"campaigns": [{"campaign": "Brand", "use": "account"}]},
        ga4=None,
    )
    assert run("sync", config, "--yes").code == 0
    refused_and_allowed(run, holds, newest, 'campaign "Brand" would be left without any final conversion')


def test_what_is_at_stake_is_told(run, inhabit, write_config, holds, newest):
    """The lately counted numbers of the final stand beside the refusal."""
    purchase = action(1, "purchase", "PURCHASE", primary=False)
    inhabit([purchase], goals=[goal("PURCHASE", True)], campaigns=[campaign(71, "Brand")])
    assert run("sync", write_config(PURCHASE, ga4=None), "--yes").code == 0
    done = run("rollback", newest(), "--yes")
    assert done.code == 4
    assert re.search(r"purchase had [1-9]\S* conversions worth \S+ JPY in the last 30 days \[nothing-left\]", done.err)


def test_something_else_stays(run, inhabit, write_config, holds, newest):
    """Back to secondary beside another final: the daily work, and no danger."""
    inhabit(
        [action(1, "purchase", "PURCHASE", primary=False), action(2, "Lead", "SUBMIT_LEAD_FORM")],
        goals=[goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)],
    )
    before = holds.everything()
    assert run("sync", write_config(PURCHASE, ga4=None), "--yes").code == 0
    assert holds.everything() != before
    done = run("rollback", newest(), "--yes")
    assert done.code == 0, done.out + done.err
    assert holds.everything() == before
    assert "\nTaken back (emulated): " in done.out
    assert "Taken back: 1 of 1 objects" in done.out
    assert json.loads(run("history", "list", "--format", "json").out)["runs"][0]["end"] == "taken back"

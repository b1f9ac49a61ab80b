"""A rollback of which Google refuses a part: it is asked before the first write, and the rest is taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal, uses

pytestmark = pytest.mark.usefixtures("environment")


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    """Journals and locks of these tests."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def back(run):
    """Syncs a config, then takes that back; `between` happens in between."""

    def call(config, between):
        done = run("sync", config, "--yes", "--allow", "nothing-left", "--allow", "many")
        assert done.code == 0, done.out + done.err
        between()
        newest = json.loads(run("history", "list", "--format", "json").out)["runs"][0]["run"]
        return run("rollback", newest, "--yes", "--allow", "nothing-left", "--allow", "many")

    return call


def roles(holds):
    return {name: one["primary_for_goal"] for name, one in holds.actions().items()}


@pytest.mark.parametrize("flag", [{"search_ads_360": True}, {"unified_goals": False}])
@pytest.mark.parametrize("custom", [True, False])
def test_a_campaign_that_takes_no_goals_of_its_own_any_more(run, inhabit, write_config, holds, back, flag, custom):
    inhabit(
        [action(1, "purchase", "PURCHASE", primary=False), action(2, "mv_old", "PURCHASE")],
        [goal("PURCHASE", True)],
        campaigns=[campaign(71, "Brand"), campaign(72, "Shop")],
        campaign_conversion_goals=[campaign_goal(number, "PURCHASE", True) for number in (71, 72)],
        custom_conversion_goals=[custom_goal(81, "Learning", 2)] if custom else [],
        conversion_goal_campaign_configs=[uses(71, 81)] if custom else [],
    )
    before = roles(holds)
    final = {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"}
    config = write_config(final, goals={"campaigns": [{"campaign": "*", "use": "account"}]}, ga4=None)
    found = holds.world.google_ads.customers[1234567890].campaigns

    def managed():
        found[71] = replace(found[71], **flag)

    done = back(config, managed)
    assert done.code == 0, done.out + done.err
    assert roles(holds) == before
    assert "Google does not take that back" in " ".join(done.out.split())
    assert "Partly taken back (emulated)" in done.out
    assert {one.name: one.goal_config_level for one in found.values()} == {"Brand": "CUSTOMER", "Shop": "CAMPAIGN"}
    assert {status for _, status in holds.writes()} == {"OK"}

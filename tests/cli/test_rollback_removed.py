"""Rollbacks of runs that removed actions: by their names, and never back into a custom goal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import flat
from tests.contract.ads_account import action, campaign, custom_goal, uses

pytestmark = pytest.mark.usefixtures("environment", "state")


@pytest.fixture
def listed(world):
    """The ids that the custom goal lists."""

    def found() -> Any:
        stores = [one for one in world.dump()["google_ads"]["customers"] if "custom_conversion_goals" in one]
        return stores[0]["custom_conversion_goals"][0]["conversion_actions"]

    return found


@pytest.mark.parametrize("others", [(), (4,)], ids=["nothing else went", "another went out of the goal"])
def test_what_was_removed_has_its_name_and_stays_out(run, inhabit, write_config, listed, newest, others):
    inhabit(
        [
            action(1, "purchase", "PURCHASE"),
            action(2, "mv_old", "ADD_TO_CART"),
            action(3, "mv_keep", "CONTACT", primary=False),
            action(4, "mv_other", "SIGNUP", primary=False),
        ],
        campaigns=[campaign(71, "Brand")],
        custom_conversion_goals=[custom_goal(81, "Learning", 2, 3, *others)],
        conversion_goal_campaign_configs=[uses(71, 81)],
    )
    config = write_config(
        {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"},
        {"name": "mv_keep", "category": "contact", "role": "secondary"},
        {"name": "mv_other", "category": "signup", "role": "secondary"},
        goals={"custom": [{"name": "Learning", "conversions": ["mv_keep"], "campaigns": ["Brand"]}]},
        unlisted="remove",
        ga4=None,
    )
    done = run("sync", config, "--yes", "--allow", "remove", "--allow", "many")
    assert done.code == 0, done.out + done.err
    assert "None" not in done.out
    assert "mv_old" in done.out.partition('~ custom goal "Learning"')[2].partition("✓")[0].partition("→")[0], done.out
    assert listed() == [3]
    done = run("rollback", newest(), "--yes")
    assert done.code == 0, done.out + done.err
    assert "None" not in done.out
    told = 'custom goal "Learning" referred to mv_old: that is not there any more, so it is not put back [not-undone]'
    assert told in flat(done.out + done.err)
    assert sorted(listed()) == [3, *others]
    assert "Taken back: 0 of 2 objects" in done.out

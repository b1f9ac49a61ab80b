"""Mistakes of other tools around goals, each with what reaches Google here instead."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.client import CampaignGoals, Client, CustomGoal, Goals, GoalSetting, Level
from microconv.core.conversion import Conversion, ConversionKind, Role
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator.google_ads.bidding import used
from microconv.project import Project
from tests.conftest import STORE

ENGAGEMENT = {"type": "WEBPAGE", "category": "ENGAGEMENT"}
BRAND = [{"id": 71, "name": "Brand"}, {"id": 72, "name": "Generic"}]


def conversion(name: str, category: str, role: Role = Role.PRIMARY) -> Conversion:
    return Conversion(name, ConversionKind.MICRO, role, "website", settings={"category": category})


@pytest.fixture
def sync(environment: dict[str, str]) -> Any:
    del environment

    def run(*conversions: Conversion, goals: Goals = Goals()) -> Any:  # noqa: B008
        client = Client("aoi", conversions, accounts=Accounts(STORE, "9998887777"), goals=goals)
        project = Project(client, connections=Connections())
        return project.apply(project.plan(), Limits(allow=(Allow.NOTHING_LEFT, Allow.MANY)))

    return run


def operations(received: list[Any]) -> list[Any]:
    """Every goal operation that Google carried out, whatever its kind; what was only asked is left out."""
    found = []
    for request in received:
        if getattr(request, "validate_only", False):
            continue
        for operation in getattr(request, "mutate_operations", ()):
            which = operation.WhichOneof("operation")
            if "goal" in which:
                found.append((which, getattr(operation, which)))
    return found


def test_a_goal_is_closed_with_an_explicit_mask(inhabit, sync, received):
    """`biddable: false` is an absent value: without a mask, or with one taken from the fields set, nothing happens."""
    world = inhabit([{"id": 1, "name": "mv_a", **ENGAGEMENT}], campaigns=BRAND)
    closed = (GoalSetting("engagement", False),)
    result = sync(
        conversion("mv_a", "engagement"),
        conversion("mv_b", "signup"),
        goals=Goals(campaigns=(CampaignGoals("Brand", goals=closed),)),
    )
    assert result.in_sync
    sent = {which: list(operation.update_mask.paths) for which, operation in operations(received)}
    assert sent == {
        "campaign_conversion_goal_operation": ["biddable"],
        "conversion_goal_campaign_config_operation": ["goal_config_level"],
    }
    assert world.google_ads.customers[int(STORE)].campaigns[71].own_goals["ENGAGEMENT", "WEBSITE"] is False


def test_a_mask_names_what_changes_and_nothing_else(inhabit, sync, received):
    """A whole object sent back would overwrite what somebody changed in the meantime."""
    inhabit(
        [{"id": 1, "name": "mv_a", **ENGAGEMENT}, {"id": 2, "name": "mv_b", **ENGAGEMENT}],
        custom_conversion_goals=[{"id": 81, "name": "Learning", "conversion_actions": [1]}],
    )
    listed = (conversion("mv_a", "engagement"), conversion("mv_b", "engagement"))
    assert sync(*listed, goals=Goals(custom=(CustomGoal("Learning", ("mv_a", "mv_b")),))).in_sync
    ((which, operation),) = operations(received)
    assert (which, list(operation.update_mask.paths)) == ("custom_conversion_goal_operation", ["conversion_actions"])
    assert (operation.update.name, len(operation.update.conversion_actions)) == ("", 2)


def test_a_new_micro_conversion_changes_no_bid_before_its_goal_is_closed(inhabit, sync):
    """Google opens the goal of a new (category, origin) for the whole account; a primary action would count at once."""
    world = inhabit([{"id": 1, "name": "mv_a", **ENGAGEMENT}], campaigns=BRAND)
    moments = []
    stop = world.log.subscribe(lambda request: moments.append(used(world, int(STORE))) if request.write else None)
    result = sync(
        conversion("mv_a", "engagement"),
        conversion("mv_new", "page_view"),
        goals=Goals((GoalSetting("page_view", False),)),
    )
    stop()
    assert result.in_sync
    assert len(moments) >= 2
    assert set(moments) == {frozenset({(71, 1), (72, 1)})}


def test_secondary_is_not_enough_where_a_custom_goal_lists_it(inhabit, sync):
    """The flag is off and bidding goes on: a tool that reads the flag back calls that a success."""
    world = inhabit(
        [{"id": 1, "name": "mv_a", **ENGAGEMENT}],
        campaigns=BRAND,
        custom_conversion_goals=[{"id": 81, "name": "Learning", "conversion_actions": [1]}],
        conversion_goal_campaign_configs=[{"campaign": 71, "custom_conversion_goal": 81}],
    )
    result = sync(conversion("mv_a", "engagement", Role.SECONDARY))
    assert used(world, int(STORE)) == {(71, 1)}
    assert [one.code for one in result.after.warnings] == ["still-used"]


def test_going_back_to_the_account_is_the_level_alone(inhabit, sync, received):
    """Writing the account's values into the campaign's goals would look the same, until the account changes."""
    world = inhabit(
        [{"id": 1, "name": "mv_a", **ENGAGEMENT}],
        campaigns=BRAND,
        campaign_conversion_goals=[{"campaign": 71, "category": "ENGAGEMENT", "origin": "WEBSITE", "biddable": True}],
    )
    back = Goals(campaigns=(CampaignGoals("Brand", Level.ACCOUNT),))
    assert sync(conversion("mv_a", "engagement"), goals=back).in_sync
    ((which, operation),) = operations(received)
    assert (which, list(operation.update_mask.paths)) == (
        "conversion_goal_campaign_config_operation",
        ["goal_config_level"],
    )
    assert world.google_ads.customers[int(STORE)].campaigns[71].goal_config_level == "CUSTOMER"

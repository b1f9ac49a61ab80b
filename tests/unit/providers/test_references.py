"""Names of Google Ads objects in a plan, and the resource names that they stand for."""

from __future__ import annotations

import pytest

from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address, Live
from microconv.providers.google_ads.references import References

CUSTOMER = "1234567890"
MANAGER = "9998887777"
CART = f"customers/{MANAGER}/conversionActions/5"


def change(kind: str, name: str, action: Action = Action.UPDATE, identifier: str = "") -> Change:
    return Change(action, Address(kind, name), (), (AttributeChange("biddable", False, True),), identifier)


@pytest.fixture
def references() -> References:
    made = References(MANAGER, CUSTOMER)
    made.learn(
        [
            Live(Address(ACTION, "mv_cart"), CART, "mv_cart", {"name": "mv_cart"}),
            Live(
                Address(CAMPAIGN_CONFIG, "Search"),
                f"customers/{CUSTOMER}/conversionGoalCampaignConfigs/7",
                "7",
                {"campaign": 7, "goal_config_level": "campaign"},
            ),
        ]
    )
    return made


def test_a_name_stands_for_what_was_read(references: References) -> None:
    assert references.of(ACTION, "mv_cart") == CART


def test_a_resource_name_stands_for_itself(references: References) -> None:
    other = "customers/5/conversionActions/6"
    assert references.of(ACTION, other) == other


@pytest.mark.parametrize(("kind", "name"), [(ACTION, "mv_other"), (CUSTOM_GOAL, "mv_cart")])
def test_what_is_not_there_is_named(references: References, kind: str, name: str) -> None:
    with pytest.raises(KeyError) as caught:
        references.of(kind, name)
    assert caught.value.args == (f'{kind}["{name}"]',)


def test_a_change_that_knows_its_object_keeps_to_it(references: References) -> None:
    assert references.of_change(change(ACTION, "mv_cart", identifier="customers/1/conversionActions/9")) == (
        "customers/1/conversionActions/9"
    )
    assert references.of_change(change(ACTION, "mv_cart", Action.CREATE)) == ""


def test_goals_of_the_account_are_the_owner_s_and_those_of_campaigns_the_client_s(references: References) -> None:
    assert references.of_change(change(ACCOUNT_GOAL, "add_to_cart~website")) == (
        f"customers/{MANAGER}/customerConversionGoals/ADD_TO_CART~WEBSITE"
    )
    assert references.of_change(change(CAMPAIGN_GOAL, "Search/add_to_cart~website")) == (
        f"customers/{CUSTOMER}/campaignConversionGoals/7~ADD_TO_CART~WEBSITE"
    )


def test_a_goal_of_a_campaign_that_is_not_there_names_the_campaign(references: References) -> None:
    with pytest.raises(KeyError) as caught:
        references.of_change(change(CAMPAIGN_GOAL, "Display/add_to_cart~website"))
    assert caught.value.args == (f'{CAMPAIGN_CONFIG}["Display"]',)

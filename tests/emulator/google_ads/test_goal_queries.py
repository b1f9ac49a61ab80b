"""Queries about goals at every level, also where the conversion customer is a manager. Facts sections 3 and 5."""

from __future__ import annotations

from dataclasses import replace

import pytest

STORE, CLIENT, MANAGER = "1234567890", "2345678901", "9998887777"
CONFIGS = (
    "SELECT conversion_goal_campaign_config.goal_config_level, conversion_goal_campaign_config.custom_conversion_goal,"
    " campaign.id, campaign.name, campaign.status, custom_conversion_goal.id, custom_conversion_goal.name,"
    " custom_conversion_goal.conversion_actions, custom_conversion_goal.status FROM conversion_goal_campaign_config"
)
CUSTOM = (
    "SELECT custom_conversion_goal.id, custom_conversion_goal.resource_name, custom_conversion_goal.name,"
    " custom_conversion_goal.conversion_actions, custom_conversion_goal.status FROM custom_conversion_goal"
)
OF_CAMPAIGNS = (
    "SELECT campaign_conversion_goal.resource_name, campaign_conversion_goal.category, campaign_conversion_goal.origin,"
    " campaign_conversion_goal.biddable, campaign.id, campaign.name, campaign.status FROM campaign_conversion_goal"
)
OF_ACCOUNT = (
    "SELECT customer_conversion_goal.category, customer_conversion_goal.origin, customer_conversion_goal.biddable"
    " FROM customer_conversion_goal"
)


def use(world, customer, campaign, goal):
    """Have a campaign use a custom goal."""
    account = world.google_ads.customers[int(customer)]
    goals = world.google_ads.goals_of_campaigns(account)
    overriding = account.campaigns[campaign].overriding(goals, "documented_rule")
    account.campaigns[campaign] = replace(overriding, custom_conversion_goal=goal)


def read_config(row):
    """A row of CONFIGS as plain values; None for the custom goal that a campaign does not have."""
    config, campaign, custom = row.conversion_goal_campaign_config, row.campaign, row.custom_conversion_goal
    goal = (custom.id, custom.name, list(custom.conversion_actions), custom.status.name)
    return (
        (campaign.id, campaign.name, campaign.status.name),
        config.goal_config_level.name,
        config.custom_conversion_goal,
        goal if config.custom_conversion_goal else None,
    )


class TestConfigs:
    def test_with_and_without_a_custom_goal(self, ads, campaigns):
        use(campaigns, STORE, 601, 701)
        found = {row.campaign.id: read_config(row) for row in ads.rows(CONFIGS)}
        assert found[601] == (
            (601, "Search", "ENABLED"),
            "CAMPAIGN",
            f"customers/{STORE}/customConversionGoals/701",
            (701, "Carts", [f"customers/{STORE}/conversionActions/{one}" for one in (101, 103)], "ENABLED"),
        )
        assert found[602] == ((602, "Max", "ENABLED"), "CUSTOMER", "", None)
        assert 603 not in found, "a removed campaign"

    def test_a_campaign_without_one_has_nothing_of_it(self, ads, campaigns):
        row = next(row for row in ads.rows(CONFIGS) if row.campaign.id == 602)
        assert "custom_conversion_goal" not in row
        assert (row.custom_conversion_goal.id, list(row.custom_conversion_goal.conversion_actions)) == (0, [])

    def test_one_level_or_campaign_only(self, ads, campaigns):
        use(campaigns, STORE, 601, 701)
        query = CONFIGS + " WHERE conversion_goal_campaign_config.goal_config_level = 'CAMPAIGN' AND campaign.id < 604"
        assert [row.campaign.id for row in ads.rows(query)] == [601]
        query = CONFIGS + " WHERE campaign.name = 'Max'"
        assert [row.campaign.id for row in ads.rows(query)] == [602]

    def test_a_streamed_answer_is_the_same(self, ads, campaigns):
        use(campaigns, STORE, 601, 701)
        streamed = [read_config(row) for batch in ads.stream(CONFIGS) for row in batch.results]
        assert streamed == [read_config(row) for row in ads.rows(CONFIGS)]

    def test_a_custom_goal_of_the_manager(self, ads, campaigns):
        """The config names the manager's goal; nothing documents that the client sees what is in it."""
        use(campaigns, CLIENT, 651, 751)
        row = ads.rows(CONFIGS, CLIENT)[0]
        assert row.conversion_goal_campaign_config.custom_conversion_goal == (
            f"customers/{MANAGER}/customConversionGoals/751"
        )
        assert row.conversion_goal_campaign_config.goal_config_level.name == "CAMPAIGN"
        assert (row.campaign.id, row.campaign.name, row.campaign.status.name) == (651, "Client's", "ENABLED")


class TestCustomGoals:
    def test_removed_ones_too(self, ads, campaigns):
        rows = [row.custom_conversion_goal for row in ads.rows(CUSTOM)]
        assert [(row.id, row.name, row.status.name) for row in rows] == [
            (701, "Carts", "ENABLED"),
            (702, "Dropped", "REMOVED"),
            (703, "Both stores", "ENABLED"),
        ]
        assert list(rows[0].conversion_actions) == [f"customers/{STORE}/conversionActions/{one}" for one in (101, 103)]
        assert rows[0].resource_name == f"customers/{STORE}/customConversionGoals/701"

    def test_by_status(self, ads, campaigns):
        rows = ads.rows(CUSTOM + " WHERE custom_conversion_goal.status = 'ENABLED'")
        assert [row.custom_conversion_goal.id for row in rows] == [701, 703]

    def test_they_live_in_the_conversion_customer(self, ads, campaigns):
        assert ads.rows(CUSTOM, CLIENT) == []
        rows = [row.custom_conversion_goal for row in ads.rows(CUSTOM, MANAGER)]
        assert [(row.name, list(row.conversion_actions)) for row in rows] == [
            ("Agency's", [f"customers/{MANAGER}/conversionActions/901"])
        ]


def pairs(rows):
    """Biddable by campaign, category and origin."""
    return {
        (row.campaign.id, row.campaign_conversion_goal.category.name, row.campaign_conversion_goal.origin.name): (
            row.campaign_conversion_goal.biddable
        )
        for row in rows
    }


class TestCampaignGoals:
    def test_of_every_campaign_with_its_name_and_status(self, ads, campaigns):
        campaigns.google_ads.customers[int(STORE)].campaigns[602].fields["status"] = "PAUSED"
        rows = ads.rows(OF_CAMPAIGNS)
        assert {(row.campaign.id, row.campaign.name, row.campaign.status.name) for row in rows} == {
            (601, "Search", "ENABLED"),
            (602, "Max", "PAUSED"),
            (604, "From SA360", "ENABLED"),
            (605, "Without goals", "ENABLED"),
            (606, "Local", "ENABLED"),
        }
        account = campaigns.google_ads.customers[int(STORE)].goals
        assert {key[1:]: value for key, value in pairs(rows).items() if key[0] == 601} == account
        assert rows[0].campaign_conversion_goal.resource_name.startswith(
            f"customers/{STORE}/campaignConversionGoals/601~"
        )

    def test_the_manager_is_the_conversion_customer(self, ads, campaigns):
        """The pairs are the manager's, the rows the client's; an override is seen in the client only."""
        manager = campaigns.google_ads.customers[int(MANAGER)]
        manager.goals["SIGNUP", "WEBSITE"] = False
        rows = ads.rows(OF_CAMPAIGNS, CLIENT)
        assert pairs(rows) == {(651, "PURCHASE", "WEBSITE"): True, (651, "SIGNUP", "WEBSITE"): False}
        assert {row.campaign_conversion_goal.resource_name for row in rows} == {
            f"customers/{CLIENT}/campaignConversionGoals/651~PURCHASE~WEBSITE",
            f"customers/{CLIENT}/campaignConversionGoals/651~SIGNUP~WEBSITE",
        }
        client = campaigns.google_ads.customers[int(CLIENT)]
        overriding = client.campaigns[651].overriding(manager.goals, "documented_rule")
        client.campaigns[651] = replace(overriding, own_goals={**overriding.own_goals, ("PURCHASE", "WEBSITE"): False})
        assert not any(pairs(ads.rows(OF_CAMPAIGNS, CLIENT)).values())
        assert ads.rows(OF_CAMPAIGNS, MANAGER) == [], "a manager has no campaigns"
        goals = {
            (row.customer_conversion_goal.category.name, row.customer_conversion_goal.biddable)
            for row in ads.rows(OF_ACCOUNT, MANAGER)
        }
        assert goals == {("PURCHASE", True), ("SIGNUP", False)}


@pytest.mark.parametrize("version", ["v23", "v24", "v25", "v26"])
def test_every_version_answers_alike(ads_of, campaigns, version):
    use(campaigns, STORE, 601, 701)
    found = {row.campaign.id: read_config(row) for row in ads_of(version).rows(CONFIGS)}
    assert found[601][3][:2] == (701, "Carts")
    assert len(ads_of(version).rows(CUSTOM)) == 3
    assert (601, "PURCHASE", "WEBSITE") in pairs(ads_of(version).rows(OF_CAMPAIGNS))

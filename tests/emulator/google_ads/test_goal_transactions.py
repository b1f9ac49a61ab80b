"""GoogleAdsService.Mutate over actions and goals of every kind: atomic, temporary ids. Facts sections 2.2 and 3."""

from __future__ import annotations

import pytest

from microconv.emulator.google_ads import bidding

STORE, CLIENT, MANAGER = "1234567890", "2345678901", "9998887777"
ACTION = "customers/{}/conversionActions/{}"
CUSTOM = "customers/{}/customConversionGoals/{}"
CONFIG = "customers/{}/conversionGoalCampaignConfigs/{}"
OF_CAMPAIGN = "customers/{}/campaignConversionGoals/{}~{}"
GA4_PURCHASE, GA4_LEAD = 106, 105


def action(number, *paths, customer=STORE, **fields):
    resource = {"resource_name": ACTION.format(customer, number), **fields}
    mask = list(paths) or list(fields)
    return {"conversion_action_operation": {"update": resource, "update_mask": {"paths": mask}}}


def new_action(number, **fields):
    content = {"resource_name": ACTION.format(STORE, number), "name": "mv_new", "type_": "WEBPAGE", **fields}
    return {"conversion_action_operation": {"create": content}}


def account_goal(pair, *, biddable, customer=STORE):
    resource = {"resource_name": f"customers/{customer}/customerConversionGoals/{pair}", "biddable": biddable}
    return {"customer_conversion_goal_operation": {"update": resource, "update_mask": {"paths": ["biddable"]}}}


def campaign_goal(campaign, pair, *, biddable, customer=STORE):
    resource = {"resource_name": OF_CAMPAIGN.format(customer, campaign, pair), "biddable": biddable}
    return {"campaign_conversion_goal_operation": {"update": resource, "update_mask": {"paths": ["biddable"]}}}


def new_custom(number, *actions, name="New", customer=STORE):
    content = {
        "resource_name": CUSTOM.format(customer, number),
        "name": name,
        "conversion_actions": [ACTION.format(customer, one) for one in actions],
    }
    return {"custom_conversion_goal_operation": {"create": content}}


def config(campaign, number, customer=STORE, owner=None):
    resource = {
        "resource_name": CONFIG.format(customer, campaign),
        "custom_conversion_goal": CUSTOM.format(owner or customer, number),
    }
    mask = {"paths": ["custom_conversion_goal"]}
    return {"conversion_goal_campaign_config_operation": {"update": resource, "update_mask": mask}}


def everything():
    """One operation of each kind: a new custom goal with a new action, used by a campaign that keeps one more goal."""
    return [
        new_action(-1, category="OUTBOUND_CLICK", primary_for_goal=False),
        account_goal("OUTBOUND_CLICK~WEBSITE", biddable=False),
        new_custom(-2, -1, 109),
        config(601, -2),
        campaign_goal(601, "PURCHASE~WEBSITE", biddable=False),
        campaign_goal(601, "OUTBOUND_CLICK~WEBSITE", biddable=True),
    ]


class TestEveryKindInOneRequest:
    def test_it_all_happens(self, ads, campaigns, shop):
        before = bidding.used(campaigns, int(STORE))
        response = ads.mutate_several(*everything())
        made = shop().named("mv_new")
        goal = list(shop().custom_goals.values())[-1]
        assert goal.conversion_actions == (made.id, 109)
        assert shop().goals["OUTBOUND_CLICK", "WEBSITE"] is False
        changed = shop().campaigns[601]
        assert (changed.goal_config_level, changed.custom_conversion_goal) == ("CAMPAIGN", goal.id)
        assert changed.own_goals["PURCHASE", "WEBSITE"] is False
        assert changed.own_goals["OUTBOUND_CLICK", "WEBSITE"] is True
        after = bidding.used(campaigns, int(STORE))
        assert after - before == {(601, made.id)}
        assert before - after == {(601, 101), (601, GA4_PURCHASE)}
        names = [
            response.mutate_operation_responses[0].conversion_action_result.resource_name,
            response.mutate_operation_responses[1].customer_conversion_goal_result.resource_name,
            response.mutate_operation_responses[2].custom_conversion_goal_result.resource_name,
            response.mutate_operation_responses[3].conversion_goal_campaign_config_result.resource_name,
            response.mutate_operation_responses[4].campaign_conversion_goal_result.resource_name,
        ]
        assert names == [
            ACTION.format(STORE, made.id),
            f"customers/{STORE}/customerConversionGoals/OUTBOUND_CLICK~WEBSITE",
            CUSTOM.format(STORE, goal.id),
            CONFIG.format(STORE, 601),
            OF_CAMPAIGN.format(STORE, 601, "PURCHASE~WEBSITE"),
        ]

    @pytest.mark.parametrize("position", range(7))
    def test_one_refused_operation_undoes_all(self, ads, campaigns, position):
        before, used = campaigns.dump()["google_ads"], bidding.used(campaigns, int(STORE))
        operations = everything()
        operations.insert(position, account_goal("DOWNLOAD~STORE", biddable=True))
        with ads.refused() as refusal:
            ads.mutate_several(*operations)
        assert (refusal.codes, refusal.messages) == (["mutate_error.RESOURCE_NOT_FOUND"], ["Resource was not found."])
        assert refusal.places == [
            f"mutate_operations[{position}].customer_conversion_goal_operation.update.resource_name"
        ]
        assert campaigns.dump()["google_ads"] == before
        assert bidding.used(campaigns, int(STORE)) == used

    def test_validate_only_changes_nothing(self, ads, campaigns):
        before = campaigns.dump()["google_ads"]
        response = ads.mutate_several(*everything(), validate_only=True)
        assert list(response.mutate_operation_responses) == []
        assert campaigns.dump()["google_ads"] == before

    def test_a_refused_request_leaves_no_temporary_id_behind(self, ads, campaigns, shop):
        with ads.refused():
            ads.mutate_several(*everything(), account_goal("DOWNLOAD~STORE", biddable=True))
        with ads.refused() as refusal:
            ads.mutate_several(config(601, -2))
        assert (refusal.codes, refusal.messages) == (["mutate_error.RESOURCE_NOT_FOUND"], ["Resource was not found."])
        assert refusal.places == [
            "mutate_operations[0].conversion_goal_campaign_config_operation.update.custom_conversion_goal"
        ]
        assert shop().campaigns[601].custom_conversion_goal is None

    def test_what_refers_to_a_refused_create_is_refused_too(self, ads, campaigns):
        """With partial failure the rest is carried out; without, all errors come together."""
        operations = [
            new_action(-1, category="DOWNLOAD"),
            new_custom(-2, -1),
            config(601, -2),
            account_goal("SIGNUP~WEBSITE", biddable=False),
        ]
        codes = [
            "field_error.INVALID_VALUE",
            "new_resource_creation_error.TEMP_ID_RESOURCE_HAD_ERRORS",
            "new_resource_creation_error.TEMP_ID_RESOURCE_HAD_ERRORS",
        ]
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate_several(*operations)
        assert refusal.codes == codes
        assert refusal.messages[1:] == ["The resource of this temporary id could not be created."] * 2
        assert refusal.places[1:] == [
            "mutate_operations[1].custom_conversion_goal_operation.create.conversion_actions[0]",
            "mutate_operations[2].conversion_goal_campaign_config_operation.update.custom_conversion_goal",
        ]
        assert campaigns.dump()["google_ads"] == before
        response = ads.mutate_several(*operations, partial_failure=True)
        failure = ads.client.get_type("GoogleAdsFailure")
        found = ads.read_failure(type(failure).deserialize(response.partial_failure_error.details[0].value))
        assert found.codes == codes
        assert campaigns.google_ads.customers[int(STORE)].goals["SIGNUP", "WEBSITE"] is False
        assert campaigns.google_ads.customers[int(STORE)].campaigns[601].custom_conversion_goal is None

    def test_a_reference_before_its_create(self, ads, campaigns):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate_several(config(601, -2), new_custom(-2, 101))
        assert (refusal.codes, refusal.messages) == (["mutate_error.RESOURCE_NOT_FOUND"], ["Resource was not found."])
        assert campaigns.dump()["google_ads"] == before

    def test_one_temporary_id_for_two_kinds(self, ads, campaigns):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate_several(new_action(-1), new_custom(-1, 101))
        assert refusal.codes == ["new_resource_creation_error.DUPLICATE_TEMP_IDS"]
        assert refusal.messages == ["A temporary id was used more than once."]
        assert campaigns.dump()["google_ads"] == before

    def test_a_campaign_leaves_a_custom_goal_that_the_same_request_removes(self, ads, campaigns, shop):
        ads.mutate_several(config(601, 701))
        leaving = {"resource_name": CONFIG.format(STORE, 601)}
        ads.mutate_several(
            {
                "conversion_goal_campaign_config_operation": {
                    "update": leaving,
                    "update_mask": {"paths": ["custom_conversion_goal"]},
                }
            },
            {"custom_conversion_goal_operation": {"remove": CUSTOM.format(STORE, 701)}},
        )
        assert shop().campaigns[601].custom_conversion_goal is None
        assert shop().custom_goals[701].status == "REMOVED"

    def test_an_action_taken_out_of_a_custom_goal_and_demoted_together(self, ads, campaigns, shop):
        ads.mutate_several(config(601, 701))
        resource = {"resource_name": CUSTOM.format(STORE, 701), "conversion_actions": [ACTION.format(STORE, 103)]}
        mask = {"paths": ["conversion_actions"]}
        ads.mutate_several(
            {"custom_conversion_goal_operation": {"update": resource, "update_mask": mask}},
            action(101, primary_for_goal=False),
        )
        assert shop().custom_goals[701].conversion_actions == (103,)
        assert not {one for one in bidding.used(campaigns, int(STORE)) if one[1] == 101}


class TestAcrossAccounts:
    """Customer goals and custom goals are the manager's, campaign goals and configs the client's: two requests."""

    def test_each_in_its_account(self, ads, campaigns):
        manager, client = (campaigns.google_ads.customers[int(one)] for one in (MANAGER, CLIENT))
        ads.mutate_several(account_goal("PURCHASE~WEBSITE", biddable=False, customer=MANAGER), customer=MANAGER)
        assert bidding.used(campaigns, int(CLIENT)) == frozenset()
        ads.mutate_several(
            config(651, 751, customer=CLIENT, owner=MANAGER),
            campaign_goal(651, "PURCHASE~WEBSITE", biddable=False, customer=CLIENT),
            customer=CLIENT,
        )
        assert (manager.goals["PURCHASE", "WEBSITE"], client.campaigns[651].custom_conversion_goal) == (False, 751)
        assert bidding.used(campaigns, int(CLIENT)) == {(651, 901)}

    def test_a_campaign_cannot_use_a_custom_goal_of_its_own_account(self, ads, campaigns):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate_several(new_custom(-1, 201, customer=CLIENT), config(651, -1, customer=CLIENT), customer=CLIENT)
        assert refusal.codes == [
            "conversion_goal_campaign_config_error.CUSTOM_GOAL_DOES_NOT_BELONG_TO_GOOGLE_ADS_CONVERSION_CUSTOMER"
        ]
        assert refusal.messages == ["The custom goal does not belong to the campaign's Google Ads conversion customer."]
        assert campaigns.dump()["google_ads"] == before


class TestImportedActions:
    """validate_only with partial_failure tells which fields of an import may be changed, and changes nothing."""

    @staticmethod
    def errors(ads, response):
        error = response.partial_failure_error
        if not error.code:
            return []
        failure = ads.client.get_type("GoogleAdsFailure")
        found = ads.read_failure(type(failure).deserialize(error.details[0].value))
        return list(zip(found.codes, found.messages, found.places, strict=True))

    @staticmethod
    def probe():
        """Status and role, a field that is locked by default, an unknown action, and a role alone."""
        return [
            action(GA4_LEAD, status="ENABLED", primary_for_goal=True),
            action(GA4_PURCHASE, "category", "primary_for_goal", category="SIGNUP", primary_for_goal=False),
            action(999, primary_for_goal=True),
            action(101, primary_for_goal=False),
        ]

    def expected(self, policy):
        where = "mutate_operations[{}].conversion_action_operation.update."
        missing = ("mutate_error.RESOURCE_NOT_FOUND", "Resource was not found.", where.format(2) + "resource_name")
        closed = ("mutate_error.MUTATE_NOT_ALLOWED", "Mutates are not allowed for the requested resource.")
        locked = (
            "field_error.IMMUTABLE_FIELD",
            "The field attempted to be mutated is immutable.",
            where.format(1) + "category",
        )
        return {
            "all": [missing],
            "status_and_primary": [locked, missing],
            "none": [(*closed, where.format(one) + "resource_name") for one in (0, 1)] + [missing],
        }[policy]

    @pytest.mark.parametrize("policy", ["status_and_primary", "all", "none"])
    def test_probe(self, ads, world, policy):
        world.policies.set("ga4_import_mutability", policy)
        before = world.dump()["google_ads"]
        response = ads.mutate_several(*self.probe(), validate_only=True, partial_failure=True)
        assert self.errors(ads, response) == self.expected(policy)
        assert list(response.mutate_operation_responses) == []
        assert world.dump()["google_ads"] == before

    @pytest.mark.parametrize("policy", ["status_and_primary", "all", "none"])
    def test_the_real_request_agrees_with_the_probe(self, ads, world, store, policy):
        world.policies.set("ga4_import_mutability", policy)
        response = ads.mutate_several(*self.probe(), partial_failure=True)
        assert self.errors(ads, response) == self.expected(policy)
        lead, purchase = store.actions[GA4_LEAD], store.actions[GA4_PURCHASE]
        done = policy != "none"
        assert (lead.status, lead["primary_for_goal"]) == (("ENABLED", True) if done else ("HIDDEN", False))
        assert (purchase["category"], purchase["primary_for_goal"]) == (
            ("SIGNUP", False) if policy == "all" else ("PURCHASE", True)
        )
        assert store.actions[101]["primary_for_goal"] is False

    @pytest.mark.parametrize("policy", ["status_and_primary", "all", "none"])
    def test_probe_without_partial_failure_is_an_error(self, ads, world, policy):
        world.policies.set("ga4_import_mutability", policy)
        before = world.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate_several(*self.probe(), validate_only=True)
        found = list(zip(refusal.codes, refusal.messages, refusal.places, strict=True))
        assert found == self.expected(policy)
        assert world.dump()["google_ads"] == before

    def test_a_probe_without_errors(self, ads, world):
        response = ads.mutate_several(
            action(GA4_LEAD, status="ENABLED", primary_for_goal=True), validate_only=True, partial_failure=True
        )
        assert self.errors(ads, response) == []
        assert world.google_ads.customers[int(STORE)].actions[GA4_LEAD].status == "HIDDEN"

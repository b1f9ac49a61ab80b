"""Resources that the emulator only shows, through the official client in every version, and the seed they come from."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta

import pytest

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.enums_uploads import UPLOAD_ERRORS
from microconv.emulator.google_ads.query import published
from microconv.emulator.google_ads.query.catalog import RESOURCES
from microconv.emulator.google_ads.seeding_read_only import KEYS
from microconv.emulator.google_ads.wire import Versions
from tests.emulator.google_ads.conftest import CLIENT, MANAGER, STORE

VERSIONS = Versions()
EVERY = pytest.mark.parametrize("version", VERSIONS.names)
UPLOADS = "offline_conversion_upload_client_summaries"
BY_ACTION = "offline_conversion_upload_conversion_action_summaries"
ALERT = {"error": {"conversion_upload_error": "EXPIRED_EVENT"}, "error_percentage": 0.025}
DAY = {"upload_date": date(2026, 11, 22), "successful_count": 38, "failed_count": 1, "pending_count": 1}
SEEDED = {
    "campaigns": [
        {"id": 601, "name": "Search", "maximize_conversions": {}, "bidding_strategy_system_status": "LEARNING_NEW"},
        {"id": 602, "name": "By hand"},
        {"id": 603, "name": "Together", "bidding_strategy": 831},
        {"id": 604, "name": "Paused", "bidding_strategy": 831, "status": "PAUSED"},
        {"id": 605, "name": "Gone", "bidding_strategy": 831, "status": "REMOVED"},
    ],
    "bidding_strategies": [
        {"id": 831, "name": "Leads", "target_cpa": {"target_cpa_micros": 3_000_000_000}},
        {"id": 832, "name": "Old", "maximize_conversions": {}, "status": "REMOVED"},
    ],
    "conversion_value_rules": [
        {
            "id": 801,
            "action": {"operation": "MULTIPLY", "value": 2},
            "geo_location_condition": {"geo_target_constants": ["geoTargetConstants/20636"]},
        },
        {
            "id": 802,
            "action": {"operation": "ADD", "value": 100},
            "device_condition": {"device_types": ["MOBILE", "TABLET"]},
            "status": "PAUSED",
        },
    ],
    "conversion_value_rule_sets": [
        {"id": 811, "conversion_value_rules": [801], "dimensions": ["GEO_LOCATION"], "attachment_type": "CUSTOMER"},
        {
            "id": 812,
            "conversion_value_rules": [802],
            "dimensions": ["GEO_LOCATION", "DEVICE"],
            "attachment_type": "CAMPAIGN",
            "campaign": 601,
            "conversion_action_categories": ["STORE_SALE"],
        },
    ],
    "lifecycle_goals": [
        {
            "id": 821,
            "new_customer_acquisition_goal_settings": {
                "value_settings": {"additional_value": 500, "additional_high_lifetime_value": 900}
            },
        },
        {
            "id": 822,
            "optimization_eligibility": "INELIGIBLE",
            "retention_goal_settings": {"value_settings": {"additional_value": 300}},
        },
        {"id": 823, "loyalty_retention_goal_settings": {"value_settings": {"value_multiplier": 1.5}}},
    ],
    "campaign_goal_configs": [
        {
            "campaign": 601,
            "goal": 822,
            "campaign_retention_settings": {
                "target_option": "TARGET_SPECIFIC",
                "value_settings_override": {"additional_value": 350},
            },
        },
        {"campaign": 602, "goal": 821},
    ],
    UPLOADS: [
        {
            "client": "GOOGLE_ADS_API",
            "status": "GOOD",
            "total_event_count": 40,
            "successful_event_count": 38,
            "pending_event_count": 1,
            "last_upload_date_time": "2026-11-22 03:00:00",
            "daily_summaries": [DAY],
            "job_summaries": [{"job_id": 9, "successful_count": 38}],
            "alerts": [ALERT],
        },
        {"client": "ADS_DATA_CONNECTOR", "status": "EXCELLENT", "last_upload_date_time": "2026-10-26 09:30:00"},
    ],
    BY_ACTION: [
        {"client": "GOOGLE_ADS_API", "conversion_action_id": 101, "status": "NEEDS_ATTENTION", "total_event_count": 3}
    ],
    "customer_user_accesses": [
        {
            "user_id": 5,
            "email_address": "owner@aoi.example",
            "access_role": "ADMIN",
            "access_creation_date_time": "2021-04-01 10:00:00",
            "passkey_enabled": True,
        },
        {"user_id": 6, "email_address": "a@agency.example", "access_role": "READ_ONLY"},
    ],
    "conversion_tracking_setting": {"accepted_customer_data_terms": True, "enablement_setting": "ON"},
}


@pytest.fixture
def content(seed):
    """The seed with these parts in the store's account, and goals and rules of a manager."""
    seed = copy.deepcopy(seed)
    by_id = {str(one["id"]): one for one in seed["google_ads"]["customers"]}
    by_id[STORE].update(copy.deepcopy(SEEDED))
    by_id[CLIENT]["campaigns"] = [{"id": 651, "name": "Client's"}]
    by_id[CLIENT]["campaign_goal_configs"] = [{"campaign": 651, "goal": 921}]
    by_id[CLIENT]["conversion_tracking_setting"] = {"accepted_customer_data_terms": False, "enablement_setting": "OFF"}
    by_id[MANAGER].update(
        conversion_value_rules=[{"id": 901_1, "action": {"operation": "SET", "value": 7}}],
        lifecycle_goals=[{"id": 921, "retention_goal_settings": {"value_settings": {"additional_value": 5}}}],
        conversion_tracking_setting={"accepted_customer_data_terms": True, "enablement_setting": "ON"},
    )
    return seed


@pytest.fixture
def shown(world, content):
    world.reset(content)
    return world


@pytest.fixture
def client_of(shown, ads_of):
    return ads_of


NAMES = sorted(
    {
        "bidding_strategy",
        "campaign_goal_config",
        "conversion_value_rule",
        "conversion_value_rule_set",
        "customer_user_access",
        "goal",
        UPLOADS[:-3] + "y",
        BY_ACTION[:-3] + "y",
    }
)


def selectable(name, version):
    """The fields of a resource that its table lets select and the version has."""
    leaves = VERSIONS.get(version).row_shape(name).leaves
    return [f"{name}.{path}" for path, field in RESOURCES[name].fields.items() if field.selectable and path in leaves]


@EVERY
@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_each_version_is_answered(client_of, version, name):
    rows = client_of(version).rows(f"SELECT {', '.join(selectable(name, version))} FROM {name}")
    assert len(rows) == {"goal": 3, BY_ACTION[:-3] + "y": 1}.get(name, 2)
    for row in rows:
        assert getattr(row, name).resource_name.startswith(f"customers/{STORE}/")


@pytest.mark.parametrize(
    ("field", "since"),
    [
        ("customer_user_access.passkey_enabled", 24),
        ("goal.retention_goal_settings.value_settings.value_multiplier", 25),
        ("goal.new_customer_acquisition_goal_settings.value_settings.additional_value", 25),
        ("goal.loyalty_retention_goal_settings.value_settings.value_multiplier", 25),
        ("campaign_goal_config.campaign_retention_settings.value_settings_override.value_multiplier", 25),
        ("campaign_goal_config.campaign_new_customer_acquisition_settings.target_option", 25),
        ("campaign_goal_config.campaign_loyalty_retention_settings.enable_bid_adjustments_for_loyalty_members", 25),
        ("customer.conversion_tracking_setting.enablement_setting", 26),
        ("customer.conversion_tracking_setting.effective_enablement_setting", 26),
    ],
)
def test_fields_exist_from_their_version_on(client_of, field, since):
    for version in VERSIONS.names:
        ads = client_of(version)
        query = f"SELECT {field} FROM {field.partition('.')[0]}"
        if int(version[1:]) >= since:
            assert ads.rows(query)
            continue
        with ads.refused() as refusal:
            ads.rows(query)
        assert refusal.codes == ["query_error.UNRECOGNIZED_FIELD"], version


def test_enhanced_conversions_for_leads_end_with_v25(client_of):
    query = "SELECT customer.conversion_tracking_setting.enhanced_conversions_for_leads_enabled FROM customer"
    for version in VERSIONS.names[:-1]:
        [row] = client_of(version).rows(query)
        assert row.customer.conversion_tracking_setting.enhanced_conversions_for_leads_enabled
    with client_of("v26").refused() as refusal:
        client_of("v26").rows(query)
    assert refusal.codes == ["query_error.UNRECOGNIZED_FIELD"]


@EVERY
def test_types_of_goals_that_a_version_does_not_know(client_of, version):
    rows = client_of(version).rows("SELECT goal.goal_id, goal.goal_type, goal.optimization_eligibility FROM goal")
    new = int(version[1:]) >= 25
    assert {row.goal.goal_id: row.goal.goal_type.name for row in rows} == {
        821: "NEW_CUSTOMER_ACQUISITION" if new else "UNKNOWN",
        822: "CUSTOMER_RETENTION",
        823: "LOYALTY_RETENTION" if new else "UNKNOWN",
    }
    assert [row.goal.optimization_eligibility.name for row in rows] == ["ELIGIBLE", "INELIGIBLE", "ELIGIBLE"]


def test_values_of_goals(client_of):
    [row] = client_of("v26").rows(
        "SELECT goal.new_customer_acquisition_goal_settings.value_settings.additional_value,"
        " goal.new_customer_acquisition_goal_settings.value_settings.additional_high_lifetime_value,"
        " goal.owner_customer FROM goal WHERE goal.goal_type = NEW_CUSTOMER_ACQUISITION"
    )
    settings = row.goal.new_customer_acquisition_goal_settings.value_settings
    assert (settings.additional_value, settings.additional_high_lifetime_value) == (500, 900)
    assert (row.goal.resource_name, row.goal.owner_customer) == (f"customers/{STORE}/goals/821", f"customers/{STORE}")


def test_amounts_of_loyalty_goals_cannot_be_selected(client_of):
    """The message has them, the published reference of v25 does not list them."""
    ads = client_of("v26")
    with ads.refused() as refusal:
        ads.rows("SELECT goal.loyalty_retention_goal_settings.value_settings.additional_value FROM goal")
    assert refusal.codes == ["query_error.PROHIBITED_FIELD_IN_SELECT_CLAUSE"]


@EVERY
def test_goals_of_campaigns(client_of, version):
    rows = client_of(version).rows(
        "SELECT campaign_goal_config.goal_type, campaign_goal_config.campaign_retention_settings.target_option,"
        " campaign_goal_config.campaign_retention_settings.value_settings_override.additional_value,"
        " campaign.name, goal.goal_id, goal.retention_goal_settings.value_settings.additional_value, customer.id"
        " FROM campaign_goal_config WHERE campaign.name = 'Search'"
    )
    [row] = rows
    config = row.campaign_goal_config
    assert config.resource_name == f"customers/{STORE}/campaignGoalConfigs/601~822"
    assert (config.campaign, config.goal) == ("", "")  # not selected
    assert config.campaign_retention_settings.target_option.name == "TARGET_SPECIFIC"
    assert config.campaign_retention_settings.value_settings_override.additional_value == 350
    assert row.goal.retention_goal_settings.value_settings.additional_value == 300
    assert (row.goal.goal_id, row.customer.id) == (822, int(STORE))


@EVERY
def test_value_rules(client_of, version):
    place, device = "conversion_value_rule.geo_location_condition", "conversion_value_rule.device_condition"
    rows = client_of(version).rows(
        f"SELECT conversion_value_rule.action.operation, conversion_value_rule.action.value, {device}.device_types,"
        f" {place}.geo_target_constants, {place}.geo_match_type, conversion_value_rule.status,"
        " conversion_value_rule.owner_customer FROM conversion_value_rule"
    )
    tokyo, mobile = (row.conversion_value_rule for row in rows)
    assert (tokyo.action.operation.name, tokyo.action.value, tokyo.status.name) == ("MULTIPLY", 2, "ENABLED")
    assert list(tokyo.geo_location_condition.geo_target_constants) == ["geoTargetConstants/20636"]
    assert tokyo.geo_location_condition.geo_match_type.name == "ANY"
    assert [one.name for one in mobile.device_condition.device_types] == ["MOBILE", "TABLET"]
    assert (mobile.status.name, mobile.owner_customer) == ("PAUSED", f"customers/{STORE}")


@EVERY
def test_value_rule_sets(client_of, version):
    fields = "conversion_value_rules dimensions attachment_type campaign status conversion_action_categories"
    names = ", ".join(f"conversion_value_rule_set.{one}" for one in fields.split())
    rows = client_of(version).rows(f"SELECT {names} FROM conversion_value_rule_set")
    whole, part = (row.conversion_value_rule_set for row in rows)
    assert list(whole.conversion_value_rules) == [f"customers/{STORE}/conversionValueRules/801"]
    assert (whole.attachment_type.name, whole.campaign, whole.status.name) == ("CUSTOMER", "", "ENABLED")
    assert list(whole.conversion_action_categories) == []
    assert (part.attachment_type.name, part.campaign) == ("CAMPAIGN", f"customers/{STORE}/campaigns/601")
    assert [one.name for one in part.dimensions] == ["GEO_LOCATION", "DEVICE"]
    assert [one.name for one in part.conversion_action_categories] == ["STORE_SALE"]


@pytest.mark.parametrize(("policy", "owners"), [("shown", [f"customers/{MANAGER}"]), ("hidden", [])])
def test_rules_and_goals_of_the_manager_whose_conversions_count(client_of, shown, policy, owners):
    shown.policies.set("inherited_rules_and_goals", policy)
    ads = client_of("v26")
    rules = ads.rows("SELECT conversion_value_rule.owner_customer FROM conversion_value_rule", CLIENT)
    goals = ads.rows("SELECT goal.owner_customer FROM goal", CLIENT)
    configs = ads.rows("SELECT campaign_goal_config.goal FROM campaign_goal_config", CLIENT)
    assert [row.conversion_value_rule.owner_customer for row in rules] == owners
    assert [row.goal.owner_customer for row in goals] == owners
    assert len(configs) == len(owners)
    for row in rules:
        assert row.conversion_value_rule.resource_name == f"customers/{CLIENT}/conversionValueRules/9011"


@EVERY
def test_summaries_of_uploads(client_of, version):
    ads = client_of(version)
    rows = ads.rows(f"SELECT {', '.join(selectable(UPLOADS[:-3] + 'y', version))} FROM {UPLOADS[:-3]}y")
    api, connector = (row.offline_conversion_upload_client_summary for row in rows)
    assert (api.client.name, api.status.name) == ("GOOGLE_ADS_API", "GOOD")
    assert (api.total_event_count, api.successful_event_count, api.pending_event_count) == (40, 38, 1)
    assert (api.success_rate, api.pending_rate) == (0.95, 0.025)
    [day], [job], [alert] = api.daily_summaries, api.job_summaries, api.alerts
    assert (day.upload_date, day.successful_count, day.failed_count, day.pending_count) == ("2026-11-22", 38, 1, 1)
    assert (job.job_id, job.successful_count) == (9, 38)
    assert (alert.error.conversion_upload_error.name, alert.error_percentage) == ("EXPIRED_EVENT", 0.025)
    assert (connector.success_rate, connector.pending_rate) == (0, 0)
    [row] = ads.rows(f"SELECT {', '.join(selectable(BY_ACTION[:-3] + 'y', version))} FROM {BY_ACTION[:-3]}y")
    summary = row.offline_conversion_upload_conversion_action_summary
    assert (summary.conversion_action_id, summary.conversion_action_name) == (101, "Purchase")
    assert summary.resource_name.endswith("/offlineConversionUploadConversionActionSummaries/101~GOOGLE_ADS_API")
    assert summary.status.name == "NEEDS_ATTENTION"


def test_uploads_of_four_weeks_ago_are_not_recent(client_of, shown):
    """Half an hour before 28 days after the last upload the seed's status holds, half an hour later it does not."""
    name = UPLOADS[:-3] + "y"
    query = f"SELECT {name}.status FROM {name} WHERE {name}.client = ADS_DATA_CONNECTOR"
    [row] = client_of("v26").rows(query)
    assert row.offline_conversion_upload_client_summary.status.name == "EXCELLENT"
    shown.clock.advance(timedelta(hours=1), spare_tokens=True)
    [row] = client_of("v26").rows(query)
    assert row.offline_conversion_upload_client_summary.status.name == "NO_RECENT_UPLOAD"


@EVERY
def test_users(client_of, version):
    fields = "user_id email_address access_role access_creation_date_time inviter_user_email_address"
    names = ", ".join(f"customer_user_access.{one}" for one in fields.split())
    rows = client_of(version).rows(f"SELECT {names} FROM customer_user_access ORDER BY customer_user_access.user_id")
    owner, reader = (row.customer_user_access for row in rows)
    assert (owner.email_address, owner.access_role.name) == ("owner@aoi.example", "ADMIN")
    assert owner.access_creation_date_time == "2021-04-01 10:00:00"
    assert owner.resource_name == f"customers/{STORE}/customerUserAccesses/5"
    assert (reader.access_role.name, reader.inviter_user_email_address) == ("READ_ONLY", "")
    assert client_of(version).rows(f"SELECT {names} FROM customer_user_access", CLIENT) == []


def test_users_may_be_for_administrators_alone(client_of, shown):
    shown.policies.set("customer_user_access_read", "refused")
    ads = client_of("v26")
    with ads.refused() as refusal:
        ads.rows("SELECT customer_user_access.user_id FROM customer_user_access")
    assert (refusal.codes, refusal.status) == (["authorization_error.ACTION_NOT_PERMITTED"], "PERMISSION_DENIED")


SETTING = "customer.conversion_tracking_setting"


@EVERY
def test_enhanced_conversions(client_of, version):
    """A client with its manager's conversions has its manager's terms and settings, whatever its own."""
    new = version == "v26"
    last = "effective_enablement_setting" if new else "enhanced_conversions_for_leads_enabled"
    own = f", {SETTING}.enablement_setting" if new else ""
    query = f"SELECT {SETTING}.accepted_customer_data_terms, {SETTING}.{last}{own} FROM customer"
    for customer, setting in ((STORE, "ON"), (CLIENT, "OFF"), ("6667778888", "UNSPECIFIED")):
        [row] = client_of(version).rows(query, customer)
        found = row.customer.conversion_tracking_setting
        inherits = customer != "6667778888"
        assert found.accepted_customer_data_terms == inherits, customer
        effective = found.effective_enablement_setting.name == "ON" if new else getattr(found, last)
        assert effective == inherits, customer
        assert not new or found.enablement_setting.name == setting


@pytest.mark.parametrize(
    ("policy", "seeded", "leads"),
    [
        ("same_setting", None, True),
        ("as_seeded", None, False),
        ("as_seeded", True, True),
        ("same_setting", False, False),
    ],
)
def test_leads_in_old_versions(world, content, ads_of, policy, seeded, leads):
    store = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
    if seeded is not None:
        store["conversion_tracking_setting"]["enhanced_conversions_for_leads_enabled"] = seeded
    world.reset(content)
    world.policies.set("enhanced_conversions_for_leads", policy)
    [row] = ads_of("v25").rows(f"SELECT {SETTING}.enhanced_conversions_for_leads_enabled FROM customer")
    assert row.customer.conversion_tracking_setting.enhanced_conversions_for_leads_enabled == leads


# ---- bidding strategies


@EVERY
def test_portfolio_strategies(client_of, version):
    rows = client_of(version).rows(
        "SELECT bidding_strategy.name, bidding_strategy.status, bidding_strategy.type, bidding_strategy.campaign_count,"
        " bidding_strategy.non_removed_campaign_count, bidding_strategy.effective_currency_code,"
        " bidding_strategy.target_cpa.target_cpa_micros FROM bidding_strategy ORDER BY bidding_strategy.id"
    )
    leads, old = (row.bidding_strategy for row in rows)
    assert (leads.name, leads.status.name, leads.type_.name) == ("Leads", "ENABLED", "TARGET_CPA")
    assert (leads.campaign_count, leads.non_removed_campaign_count) == (3, 2)
    assert (leads.effective_currency_code, leads.target_cpa.target_cpa_micros) == ("JPY", 3_000_000_000)
    assert (old.status.name, old.type_.name, old.campaign_count) == ("REMOVED", "MAXIMIZE_CONVERSIONS", 0)


@EVERY
def test_status_of_the_strategies_of_campaigns(client_of, version):
    rows = client_of(version).rows(
        "SELECT campaign.name, campaign.bidding_strategy, campaign.bidding_strategy_type,"
        " campaign.bidding_strategy_system_status, bidding_strategy.name FROM campaign ORDER BY campaign.id"
    )
    assert [
        (row.campaign.name, row.campaign.bidding_strategy_type.name, row.campaign.bidding_strategy_system_status.name)
        for row in rows
    ] == [
        ("Search", "MAXIMIZE_CONVERSIONS", "LEARNING_NEW"),
        ("By hand", "MANUAL_CPC", "UNAVAILABLE"),
        ("Together", "TARGET_CPA", "ENABLED"),
        ("Paused", "TARGET_CPA", "PAUSED"),
        ("Gone", "TARGET_CPA", "PAUSED"),
    ]
    assert [row.bidding_strategy.name for row in rows] == ["", "", "Leads", "Leads", "Leads"]
    assert rows[2].campaign.bidding_strategy == f"customers/{STORE}/biddingStrategies/831"


def test_status_without_a_word_in_the_seed(client_of, shown):
    shown.policies.set("bidding_status_without_seed", "unset")
    rows = client_of("v26").rows("SELECT campaign.bidding_strategy_system_status FROM campaign ORDER BY campaign.id")
    words = [row.campaign.bidding_strategy_system_status.name for row in rows]
    assert words == ["LEARNING_NEW", *["UNSPECIFIED"] * 4]


def test_a_campaign_leaves_its_portfolio_strategy(client_of, shown):
    ads = client_of("v26")
    update = {"resource_name": f"customers/{STORE}/campaigns/603", "target_cpa": {"target_cpa_micros": 5_000_000}}
    ads.change("Campaign", {"update": update, "update_mask": {"paths": ["target_cpa.target_cpa_micros"]}})
    [row] = ads.rows(
        "SELECT campaign.bidding_strategy, campaign.target_cpa.target_cpa_micros, campaign.bidding_strategy_type"
        " FROM campaign WHERE campaign.id = 603"
    )
    assert (row.campaign.bidding_strategy, row.campaign.target_cpa.target_cpa_micros) == ("", 5_000_000)
    assert row.campaign.bidding_strategy_type.name == "TARGET_CPA"
    [strategy] = ads.rows(
        "SELECT bidding_strategy.campaign_count FROM bidding_strategy WHERE bidding_strategy.id = 831"
    )
    assert strategy.bidding_strategy.campaign_count == 2
    again = World.load(shown.dump()).google_ads.customers[int(STORE)]
    assert again.campaigns == shown.google_ads.customers[int(STORE)].campaigns


@pytest.mark.parametrize(("number", "there"), [(831, True), (839, False)])
def test_a_campaign_cannot_be_given_one(client_of, shown, number, there):
    from google.api_core.exceptions import MethodNotImplemented

    ads = client_of("v26")
    name = f"customers/{STORE}/biddingStrategies/{number}"
    update = {"resource_name": f"customers/{STORE}/campaigns/601", "bidding_strategy": name}
    operation = {"update": update, "update_mask": {"paths": ["bidding_strategy"]}}
    if there:
        with pytest.raises(MethodNotImplemented) as caught:
            ads.change("Campaign", operation)
        assert "does not have changes of a campaign to a portfolio bidding strategy" in caught.value.message
    else:
        with ads.refused() as refusal:
            ads.change("Campaign", operation)
        assert refusal.codes == ["mutate_error.RESOURCE_NOT_FOUND"]
    campaign = shown.google_ads.customers[int(STORE)].campaigns[601]
    assert (campaign.strategy, campaign["bidding_strategy"]) == ("maximize_conversions", None)


# ---- read only


@pytest.mark.parametrize(
    ("service", "method"),
    [
        ("ConversionValueRuleService", "mutate_conversion_value_rules"),
        ("ConversionValueRuleSetService", "mutate_conversion_value_rule_sets"),
        ("GoalService", "mutate_goals"),
        ("CampaignGoalConfigService", "mutate_campaign_goal_configs"),
        ("BiddingStrategyService", "mutate_bidding_strategies"),
    ],
)
def test_nothing_of_it_can_be_changed(client_of, shown, service, method):
    from google.api_core.exceptions import MethodNotImplemented

    before = shown.dump()["google_ads"]
    with pytest.raises(MethodNotImplemented) as caught:
        getattr(client_of("v26").service(service), method)(request={"customer_id": STORE})
    assert f"The microconv emulator does not have {service}." in caught.value.message
    assert shown.dump()["google_ads"] == before


@pytest.mark.parametrize("name", [one for one in NAMES if one != "bidding_strategy"])
@pytest.mark.parametrize(("statistic", "kind"), [("metrics.conversions", "METRIC"), ("segments.date", "SEGMENT")])
def test_they_have_no_metrics_and_no_segments(client_of, name, statistic, kind):
    ads = client_of("v26")
    with ads.refused() as refusal:
        ads.rows(f"SELECT {name}.resource_name, {statistic} FROM {name} WHERE segments.date = '2026-11-01'")
    assert refusal.codes == [f"query_error.PROHIBITED_{kind}_IN_SELECT_OR_WHERE_CLAUSE"]


def test_metrics_of_portfolio_strategies_are_not_emulated(client_of):
    from google.api_core.exceptions import MethodNotImplemented

    with pytest.raises(MethodNotImplemented):
        client_of("v26").rows("SELECT bidding_strategy.name, metrics.clicks FROM bidding_strategy")


@pytest.mark.parametrize("name", NAMES)
def test_what_goes_with_them_is_what_the_published_index_has(name):
    assert frozenset(RESOURCES[name].attributed) == published.COMPANIONS[name]


def test_families_and_words_of_alerts_are_those_of_the_package():
    summary = VERSIONS.get("v26").shape("OfflineConversionUploadClientSummary").leaves["alerts"]
    error = summary.descriptor.message_type.fields_by_name["error"].message_type
    words = {field.name: {value.name for value in field.enum_type.values if value.number > 1} for field in error.fields}
    assert {family: set(known) for family, known in UPLOAD_ERRORS.items()} == words


# ---- seeds


def test_a_dump_loads_into_the_same(shown):
    dumped = shown.dump()
    assert set(KEYS) <= set(dumped["google_ads"]["customers"][1])
    again = World.load(dumped)
    for number, customer in shown.google_ads.customers.items():
        assert again.google_ads.customers[number] == customer
    assert again.dump()["google_ads"] == dumped["google_ads"]


def test_new_ids_are_above_those_of_these_parts(content):
    content["google_ads"]["customers"][1]["lifecycle_goals"][0]["id"] = 8_000_000_000
    content["google_ads"]["customers"][1]["campaign_goal_configs"].pop()
    assert World.load(content).google_ads.next_id == 8_000_000_001


RULE = {"id": 801, "action": {"operation": "SET", "value": 1}}
GEO = {"geo_target_constants": ["geoTargetConstants/1"]}
SET = {"id": 811, "conversion_value_rules": [801], "dimensions": ["DEVICE"], "attachment_type": "CUSTOMER"}
NEW = "new_customer_acquisition_goal_settings"
RETENTION = {"id": 822, "retention_goal_settings": {"value_settings": {"additional_value": 300}}}
SUMMARY = {"client": "GOOGLE_ADS_API", "status": "GOOD"}
USER = {"user_id": 5, "access_role": "ADMIN"}
CPA = {"id": 831, "name": "Leads", "target_cpa": {}}


def goal(**values):
    return {"lifecycle_goals": [{"id": 821, NEW: {"value_settings": values}}]}


@pytest.mark.parametrize(
    ("keys", "path", "text"),
    [
        ({"conversion_value_rules": [{"id": 1}]}, "conversion_value_rules[0].action.operation", "is missing"),
        ({"conversion_value_rules": [{**RULE, "action": {"operation": "SET"}}]}, ".action.value", "is missing"),
        ({"conversion_value_rules": [{**RULE, "id": 1}]}, "rules[0].id", "1 is the id of two resources"),
        ({"conversion_value_rules": [{**RULE, "colour": 1}]}, "rules[0].colour", "there is no such field"),
        ({"conversion_value_rules": [{**RULE, "status": "ON"}]}, ".status", "'ON' is no ConversionValueRuleStatus"),
        (
            {"conversion_value_rules": [{**RULE, "geo_location_condition": {"geo_target_constants": ["Tokyo"]}}]},
            "geo_location_condition.geo_target_constants[0]",
            "must be geoTargetConstants/ and a number",
        ),
        ({"conversion_value_rule_sets": [SET]}, ".conversion_value_rules[0]", "there is no value rule 801"),
        (
            {"conversion_value_rules": [{**RULE, "status": "REMOVED"}], "conversion_value_rule_sets": [SET]},
            ".conversion_value_rules[0]",
            "there is no value rule 801",
        ),
        (
            {
                "conversion_value_rules": [{**RULE, "geo_location_condition": GEO}],
                "conversion_value_rule_sets": [SET],
            },
            ".conversion_value_rules[0]",
            "has the geo_location_condition, of which dimensions has none",
        ),
        ({"conversion_value_rule_sets": [{**SET, "dimensions": []}]}, ".dimensions", "must list dimensions, each once"),
        ({"conversion_value_rule_sets": [{**SET, "dimensions": ["DEVICE"] * 2}]}, ".dimensions", "each once"),
        (
            {"conversion_value_rule_sets": [{**SET, "dimensions": ["DEVICE", "NO_CONDITION"]}]},
            ".dimensions",
            "NO_CONDITION goes with no other dimension",
        ),
        (
            {"conversion_value_rule_sets": [{**SET, "conversion_action_categories": ["PURCHASE"]}]},
            ".conversion_action_categories",
            "must be empty, only STORE_VISIT or only STORE_SALE",
        ),
        (
            {"conversion_value_rules": [RULE], "conversion_value_rule_sets": [{**SET, "attachment_type": "CAMPAIGN"}]},
            "sets[0].campaign",
            "goes with the attachment_type CAMPAIGN, and with no other",
        ),
        (
            {
                "conversion_value_rules": [RULE],
                "conversion_value_rule_sets": [{**SET, "attachment_type": "CAMPAIGN", "campaign": 4}],
            },
            "sets[0].campaign",
            "there is no campaign 4",
        ),
        ({"lifecycle_goals": [{"id": 821}]}, "lifecycle_goals[0]", "must have settings of one type"),
        (
            {"lifecycle_goals": [RETENTION, {**RETENTION, "id": 823}]},
            "lifecycle_goals[1]",
            "there is a goal CUSTOMER_RETENTION already",
        ),
        (goal(additional_value=1, value_multiplier=2), f"{NEW}.value_settings", "an amount and a multiplier"),
        (goal(additional_high_lifetime_value=2), "additional_high_lifetime_value", "needs a additional_value below it"),
        (
            goal(value_multiplier=2, high_lifetime_value_multiplier=2),
            "high_lifetime_value_multiplier",
            "needs a value_multiplier below it",
        ),
        (
            {"lifecycle_goals": [RETENTION], "campaign_goal_configs": [{"campaign": 9, "goal": 822}]},
            "campaign_goal_configs[0].campaign",
            "there is no campaign 9",
        ),
        ({"campaign_goal_configs": [{"campaign": 5, "goal": 9}]}, "configs[0].goal", "there is no goal 9"),
        (
            {
                "lifecycle_goals": [RETENTION],
                "campaign_goal_configs": [
                    {"campaign": 5, "goal": 822, "campaign_loyalty_retention_settings": {}},
                ],
            },
            "configs[0].campaign_loyalty_retention_settings",
            "goes with a goal LOYALTY_RETENTION, not CUSTOMER_RETENTION",
        ),
        (
            {"lifecycle_goals": [RETENTION], "campaign_goal_configs": [{"campaign": 5, "goal": 822}] * 2},
            "configs[1]",
            "campaign 5 has the goal 822 already",
        ),
        ({UPLOADS: [{"status": "GOOD"}]}, f"{UPLOADS}[0].client", "is missing"),
        ({UPLOADS: [SUMMARY, SUMMARY]}, f"{UPLOADS}[1]", "there is a summary of this already"),
        ({UPLOADS: [{**SUMMARY, "success_rate": 1.0}]}, "success_rate", "there is no such field"),
        ({UPLOADS: [{**SUMMARY, "successful_event_count": 1}]}, "total_event_count", "is less than the successful"),
        ({UPLOADS: [{**SUMMARY, "total_event_count": -1}]}, "total_event_count", "must be a whole number from 0"),
        ({UPLOADS: [{**SUMMARY, "last_upload_date_time": "2026-11-22"}]}, "date_time", "must be written yyyy-mm-dd hh"),
        ({UPLOADS: [{**SUMMARY, "daily_summaries": [{"job_id": 1}]}]}, "daily_summaries[0].job_id", "unknown"),
        ({UPLOADS: [{**SUMMARY, "daily_summaries": [{}]}]}, "daily_summaries[0].upload_date", "must be a day"),
        ({UPLOADS: [{**SUMMARY, "job_summaries": [{}]}]}, "job_summaries[0].job_id", "must be a whole number"),
        ({UPLOADS: [{**SUMMARY, "alerts": [{}]}]}, "alerts[0].error", "must have one family of errors"),
        (
            {UPLOADS: [{**SUMMARY, "alerts": [{**ALERT, "error": {"date_error": "BAD"}}]}]},
            "alerts[0].error.date_error",
            "'BAD' is no word of date_error",
        ),
        ({UPLOADS: [{**SUMMARY, "alerts": [{**ALERT, "error_percentage": 2}]}]}, "error_percentage", "from 0 to 1"),
        ({BY_ACTION: [SUMMARY]}, f"{BY_ACTION}[0].conversion_action_id", "is missing"),
        (
            {BY_ACTION: [{**SUMMARY, "conversion_action_id": 9}]},
            "conversion_action_id",
            "there is no conversion action 9",
        ),
        ({"customer_user_accesses": [{"user_id": 5}]}, "accesses[0].access_role", "is missing"),
        ({"customer_user_accesses": [USER, USER]}, "accesses[1].user_id", "there are two users 5"),
        (
            {"customer_user_accesses": [{**USER, "access_creation_date_time": "yesterday"}]},
            "access_creation_date_time",
            "must be written yyyy-mm-dd hh:mm:ss",
        ),
        ({"bidding_strategies": [{"id": 831, "name": "Leads"}]}, "bidding_strategies[0]", "must have one scheme"),
        ({"bidding_strategies": [{**CPA, "target_roas": {}}]}, "bidding_strategies[0]", "must have one scheme"),
        ({"bidding_strategies": [{"id": 831, "target_cpa": {}}]}, "bidding_strategies[0].name", "is missing"),
        (
            {"bidding_strategies": [CPA, {**CPA, "id": 832}]},
            "strategies[1].name",
            "two bidding strategies named 'Leads'",
        ),
        ({"bidding_strategies": [CPA, CPA]}, "strategies[1].id", "831 is the id of two resources"),
        ({"bidding_strategies": [{**CPA, "currency_code": "JPY"}]}, "currency_code", "only a manager account sets it"),
        ({"campaigns": [{"id": 5, "name": "C", "bidding_strategy": 9}]}, "campaigns[0].bidding_strategy", "strategy 9"),
        (
            {
                "bidding_strategies": [CPA],
                "campaigns": [{"id": 5, "name": "C", "bidding_strategy": 831, "target_cpa": {}}],
            },
            "campaigns[0].target_cpa",
            "there is a bidding strategy already, bidding_strategy",
        ),
    ],
)
def test_what_a_seed_cannot_say(keys, path, text):
    action = {"id": 1, "name": "A", "type": "WEBPAGE", "category": "SIGNUP"}
    customer = {"id": 1111111111, "conversion_actions": [action], "campaigns": [{"id": 5, "name": "C"}], **keys}
    with pytest.raises(SeedError, match=re.escape(text)) as caught:
        World.load({"version": 1, "google_ads": {"customers": [customer]}})
    assert path in str(caught.value)

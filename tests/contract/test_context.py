"""Settings around conversions, read from the emulator with the official client; and what an audit costs in all."""

from __future__ import annotations

import json

import pytest

from microconv.audit.rule import Status
from microconv.audit.run import Choice
from microconv.connections import Connections
from microconv.core.context import CampaignBidding, Context, LifecycleGoal, Upload, Users, ValueRule
from microconv.core.documents.snapshot import from_lines, to_json
from microconv.core.kinds import CAMPAIGN_GOAL, CUSTOM_GOAL, EVERYTHING
from microconv.emulator.faults import Fault
from microconv.project import Project
from microconv.providers.google_ads.context import AUDIT_CALLS
from tests.contract.ads_account import action, campaign

NEEDS = EVERYTHING - {CAMPAIGN_GOAL}
RULE = {"id": 801, "action": {"operation": "MULTIPLY", "value": 2}}
SET = {"id": 811, "conversion_value_rules": [801], "dimensions": ["GEO_LOCATION"], "attachment_type": "CUSTOMER"}
PLACES = {"geo_target_constants": ["geoTargetConstants/20636", "geoTargetConstants/2392"]}
UPLOADS = "offline_conversion_upload_conversion_action_summaries"
SUMMARY = {
    "client": "GOOGLE_ADS_API",
    "conversion_action_id": 2,
    "status": "NEEDS_ATTENTION",
    "total_event_count": 42,
    "successful_event_count": 37,
    "last_upload_date_time": "2026-11-22 03:15:00",
    "alerts": [{"error": {"conversion_upload_error": "EXPIRED_EVENT"}, "error_percentage": 0.25}],
}
USERS = [
    {"user_id": 1, "access_role": "ADMIN", "email_address": "Taro@Aoi.example"},
    {"user_id": 2, "access_role": "ADMIN", "email_address": "hanako@aoi.example"},
    {"user_id": 3, "access_role": "READ_ONLY"},
]
GOAL = {"id": 821, "new_customer_acquisition_goal_settings": {"value_settings": {"additional_value": 500}}}
LOYALTY = {"id": 822, "loyalty_retention_goal_settings": {"value_settings": {"value_multiplier": 1.5}}}
OVERRIDE = {"value_settings_override": {"value_multiplier": 3}}
ACTIONS = [action(1, "mv_cart"), action(2, "lead", "QUALIFIED_LEAD", type="UPLOAD_CLICKS")]
FULL = {
    "campaigns": [
        {**campaign(71, "Brand"), "target_cpa": {}, "bidding_strategy_system_status": "LEARNING_NEW"},
        {**campaign(72, "By hand"), "manual_cpc": {}},
    ],
    "conversion_value_rules": [
        {**RULE, "geo_location_condition": PLACES, "device_condition": {"device_types": ["MOBILE", "DESKTOP"]}},
        {
            "id": 802,
            "action": {"operation": "ADD", "value": 5},
            "itinerary_condition": {"travel_start_day": {"sunday": True}},
        },
        {"id": 803, "action": {"operation": "SET", "value": 7}, "status": "PAUSED"},
    ],
    "conversion_value_rule_sets": [
        {**SET, "conversion_value_rules": [801, 803], "dimensions": ["GEO_LOCATION", "DEVICE"]},
        {
            **SET,
            "id": 812,
            "conversion_value_rules": [802],
            "dimensions": ["ITINERARY"],
            "attachment_type": "CAMPAIGN",
            "campaign": 71,
            "conversion_action_categories": ["STORE_SALE"],
        },
        {**SET, "id": 813, "dimensions": ["GEO_LOCATION", "DEVICE"], "status": "PAUSED"},
    ],
    "lifecycle_goals": [GOAL, LOYALTY],
    "campaign_goal_configs": [
        {"campaign": 71, "goal": 821},
        {"campaign": 72, "goal": 821, "campaign_new_customer_acquisition_settings": OVERRIDE},
        {"campaign": 72, "goal": 822},
    ],
    UPLOADS: [SUMMARY],
    "customer_user_accesses": USERS,
}


@pytest.fixture
def reader(environment, world, client):
    """Makes the store's reader of what an audit reads."""
    connections = Connections(read_only=True, clock=world.clock.now)
    return lambda: connections.readers(client(property_id="").accounts, NEEDS)[0]


def context_of(made):
    one = made()
    reading = one.measured(one.read())
    return reading.measures.context, dict(reading.measures.missing), reading


def test_everything_of_an_account(inhabit, reader):
    """Beyond the calls of an audit: a reader that is not to spare them."""
    inhabit(ACTIONS, **FULL)
    found, missing, reading = context_of(reader)
    assert missing == {}
    assert found == Context(
        campaigns=(
            CampaignBidding("Brand", "target_cpa", "learning_new"),
            CampaignBidding("By hand", "manual_cpc", "unavailable"),
        ),
        value_rules=(
            ValueRule("add", 5.0, ("itinerary: set",), "Brand", ("store_sale",)),
            ValueRule("multiply", 2.0, ("places: 20636, 2392", "devices: desktop, mobile")),
        ),
        lifecycle_goals=(
            LifecycleGoal("loyalty_retention", "By hand", None, 1.5),
            LifecycleGoal("new_customer_acquisition", "Brand", 500.0),
            LifecycleGoal("new_customer_acquisition", "By hand", None, 3.0),
        ),
        uploads=(Upload("2", "google_ads_api", "needs_attention", 42, 37, "2026-11-22 03:15:00", ("expired_event",)),),
        users=(Users("admin", "aoi.example", 2), Users("read_only", "", 1)),
    )
    assert reading.calls == 4 + 4 + 5


def test_of_users_only_roles_and_domains_are_kept(inhabit, reader):
    inhabit([action(1, "mv_cart")], customer_user_accesses=USERS)
    found, missing, _ = context_of(reader)
    assert (found.users, missing) == ((Users("admin", "aoi.example", 2), Users("read_only", "", 1)), {})
    assert "aro" not in repr(found)


@pytest.mark.parametrize(
    ("seeded", "terms", "setting"),
    [({}, False, ""), ({"enablement_setting": "OFF"}, False, "off"),
     ({"accepted_customer_data_terms": True, "enablement_setting": "ON"}, True, "on")],
)  # fmt: skip
def test_terms_and_enhanced_conversions_come_with_the_actions(inhabit, reader, seeded, terms, setting):
    inhabit([action(1, "mv_cart")], conversion_tracking_setting=seeded)
    facts = reader().read().facts
    assert (facts.customer.data_terms, facts.customer.enhanced_conversions) == (terms, setting)


def test_what_nobody_can_have_is_not_asked_for(inhabit, reader, holds):
    """Without an action that takes uploads, and without a set of value rules: two queries less."""
    inhabit([action(1, "mv_cart")], campaigns=FULL["campaigns"])
    found, missing, reading = context_of(reader)
    assert (found.uploads, found.value_rules, found.lifecycle_goals, missing) == ((), (), (), {})
    assert reading.calls == len(holds.reads()) == 4 + 4 + 3


OF_PART = {
    "users": "ownership-access",
    "lifecycle_goals": "values-lifecycle",
    CUSTOM_GOAL: "upkeep-removed-in-goal",
}
OWN = {"campaign_conversion_goals": [{"campaign": 71, "category": "ENGAGEMENT", "origin": "WEBSITE", "biddable": True}]}


@pytest.mark.parametrize(
    ("actions", "account", "left_out"),
    [
        (ACTIONS[:1], {"campaigns": FULL["campaigns"]}, set()),
        (ACTIONS, {"campaigns": FULL["campaigns"]}, {CUSTOM_GOAL}),
        (ACTIONS, FULL, {"lifecycle_goals", CUSTOM_GOAL}),
        (ACTIONS, {**FULL, **OWN}, {"users", "lifecycle_goals", CUSTOM_GOAL}),
    ],
    ids=["a plain account", "with uploads", "with everything", "and goals of a campaign"],
)
def test_an_audit_costs_at_most_eleven_operations(
    inhabit, environment, world, client, holds, actions, account, left_out
):
    """Counted where they arrive. What is left out is said to be."""
    inhabit(actions, **account)
    accounts = client(property_id="")
    audit = Project(accounts, connections=Connections(read_only=True), clock=world.clock.now).audit()
    assert audit.calls == len(holds.reads()) == AUDIT_CALLS == 11
    unasked = {result.rule.id for result in audit.results if "its number of calls of Google Ads" in str(result.reason)}
    assert unasked == {OF_PART[part] for part in left_out}
    assert [entry for entry in world.log.entries if entry.write] == []


@pytest.mark.parametrize("part", OF_PART)
def test_what_was_left_out_is_asked_for_where_the_rest_is_not(inhabit, environment, world, client, holds, part):
    inhabit(ACTIONS, **FULL, **OWN)
    project = Project(client(property_id=""), connections=Connections(read_only=True), clock=world.clock.now)
    audit = project.audit(choice=Choice(only=(OF_PART[part],)))
    [result] = audit.results
    assert result.status is not Status.UNKNOWN
    assert audit.calls == len(holds.reads()) == 4 + 4 + 1


def test_a_snapshot_asks_for_everything(inhabit, environment, world, client, holds):
    inhabit(ACTIONS, **FULL, **OWN)
    project = Project(client(property_id=""), connections=Connections(read_only=True), clock=world.clock.now)
    [reading] = project.measured()
    assert (dict(reading.measures.missing), None in reading.measures.context) == ({}, False)
    assert reading.calls == len(holds.reads()) == 5 + 4 + 5


AROUND = {
    *("counting-terms", "counting-enhanced", "silence-uploads", "silence-exclusion", "values-rules"),
    *("values-lifecycle", "upkeep-learning", "upkeep-amounts", "ownership-access"),
}


def concluded(audit):
    """The conclusions of the rules on settings around conversions, with the texts of their findings."""
    return {
        result.rule.id: (result.status, [finding.evidence.seen for finding in result.findings])
        for result in audit.results
        if result.rule.id in AROUND
    }


def test_a_snapshot_concludes_as_the_account_does_and_an_older_one_cannot_tell(inhabit, environment, world, client):
    """An older one: without the keys that this version writes."""
    plain = {key: value for key, value in FULL.items() if not key.startswith("conversion_value_rule")}
    inhabit(ACTIONS, **plain, conversion_tracking_setting={"accepted_customer_data_terms": True})
    project = Project(client(property_id=""), connections=Connections(read_only=True), clock=world.clock.now)
    text = to_json(project.measured(), "2026-11-23T09:00:00+09:00")
    saved = concluded(project.audit(from_lines(text.encode().splitlines(keepends=True))))
    live = concluded(project.audit())
    assert live == saved
    assert {rule for rule, (status, _) in live.items() if status is Status.FAIL} == {
        *("counting-enhanced", "silence-uploads", "values-lifecycle", "upkeep-learning"),
    }
    data = json.loads(text)
    for reading in data["readings"]:
        del reading["measures"]["context"], reading["facts"]["customer.data_terms"]
        del reading["facts"]["customer.enhanced_conversions"]
    old = concluded(project.audit(from_lines([json.dumps(data).encode()])))
    assert {status for status, _ in old.values()} == {Status.UNKNOWN}
    assert old.keys() == AROUND


@pytest.mark.parametrize(("hits", "spoken"), [
    ([], {"silence-7": [], "silence-exclusion": ["2026-11-10 00:00:00 – 2026-11-23 00:00:00", "[Brand]"]}),
    ([{"at": "2026-11-22T10:00:00+09:00", "counted": False}], {"silence-not-ads": ["2026-11-22 10:00:00"]}),
], ids=["the tag is gone", "visitors that ads did not bring"])  # fmt: skip
def test_a_tag_that_is_gone_and_one_that_counts_nothing(inhabit, environment, world, client, hits, spoken):
    """Since 10 November nothing was counted; in the second account the tag goes on."""
    lost = action(1, "mv_cart", traffic={"per_day": 20, "broken_from": "2026-11-10"}, hits=hits)
    inhabit([lost], campaigns=FULL["campaigns"])
    project = Project(client(property_id=""), connections=Connections(read_only=True), clock=world.clock.now)
    told = {}
    for finding in project.audit():
        if finding.rule.id.startswith("silence-"):
            told[finding.rule.id] = finding.evidence.seen
    assert told.keys() == spoken.keys()
    for identifier, texts in spoken.items():
        assert all(text in told[identifier] for text in texts), told


def test_custom_goals_that_no_campaign_uses_are_asked_for_last(inhabit, environment, world, client, holds):
    """One that a campaign uses comes with the campaigns, and is there once."""
    goals = [
        {"id": 51, "name": "Old", "conversion_actions": [1]},
        {"id": 52, "name": "Used", "conversion_actions": [2]},
    ]
    gone = [{**action(1, "gone"), "status": "REMOVED"}, {**action(2, "hidden"), "status": "HIDDEN"}]
    configs = [{"campaign": 71, "goal_config_level": "CAMPAIGN", "custom_conversion_goal": 52}]
    inhabit(gone, campaigns=FULL["campaigns"], custom_conversion_goals=goals, conversion_goal_campaign_configs=configs)
    project = Project(client(property_id=""), connections=Connections(read_only=True), clock=world.clock.now)
    found = project.audit(choice=Choice(only=("upkeep-removed-in-goal",)))
    assert [finding.evidence.name for finding in found] == ["Used", "Old"]  # by what is at stake
    assert found.calls == len(holds.reads()) == 4 + 4 + 1


def test_a_second_audit_by_the_same_reader_costs_as_much(inhabit, reader):
    inhabit(ACTIONS, campaigns=FULL["campaigns"])
    one = reader()
    first, second = (one.measured(one.read()) for _ in range(2))
    assert (first.calls, dict(first.measures.missing)) == (second.calls, dict(second.measures.missing))


def test_who_may_not_read_users_reads_the_rest(inhabit, world, reader):
    inhabit(ACTIONS, **FULL)
    world.policies.set("customer_user_access_read", "refused")
    del world.google_ads.customers[1234567890].read_only["conversion_value_rule_set"]
    found, missing, _ = context_of(reader)
    assert list(missing) == ["users"]
    assert missing["users"].startswith("AuthorizationError.ACTION_NOT_PERMITTED: ")
    assert found.users is None
    assert len(found.uploads) == 1


def test_no_access_to_one_part_leaves_the_others(inhabit, world, reader):
    inhabit(ACTIONS, campaigns=FULL["campaigns"])
    one = reader()
    reading = one.read()
    world.faults.add(
        Fault("google_ads", "SearchStream", nth=5, status="PERMISSION_DENIED",
              error=("authorization_error", "ACTION_NOT_PERMITTED"), message="No rules.")
    )  # fmt: skip
    measures = one.measured(reading).measures
    assert dict(measures.missing) == {"value_rules": "AuthorizationError.ACTION_NOT_PERMITTED: No rules."}
    assert (measures.context.value_rules, measures.context.users) == (None, ())

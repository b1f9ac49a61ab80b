"""change_event and change_status: campaigns and budgets, never conversion actions or goals. Facts sections 4 and 8."""

from __future__ import annotations

from datetime import timedelta

import pytest

CAMPAIGN = "customers/1234567890/campaigns/601"
BUDGET = "customers/1234567890/campaignBudgets/504"
EVENTS = (
    "SELECT change_event.change_resource_name, change_event.change_resource_type, change_event.user_email,"
    " change_event.resource_change_operation, change_event.changed_fields, change_event.old_resource,"
    " change_event.new_resource, change_event.change_date_time, change_event.client_type, campaign.name"
    " FROM change_event WHERE change_event.change_date_time >= '2026-11-01'"
    " AND change_event.change_date_time <= '2026-11-24' ORDER BY change_event.change_date_time LIMIT 100"
)


@pytest.fixture
def changed(ads, campaigns):
    """The store's account after one change of each kind, and some that leave no trace."""
    ads.mutate(ads.creating(category="OUTBOUND_CLICK"))
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False))
    config = {
        "resource_name": "customers/1234567890/conversionGoalCampaignConfigs/601",
        "goal_config_level": "CAMPAIGN",
    }
    ads.change("ConversionGoalCampaignConfig", {"update": config, "update_mask": {"paths": ["goal_config_level"]}})
    campaigns.clock.advance(timedelta(seconds=5))
    update = {"update": {"resource_name": CAMPAIGN, "name": "Renamed"}, "update_mask": {"paths": ["name"]}}
    ads.change("Campaign", update)
    campaigns.clock.advance(timedelta(seconds=5))
    ads.change("CampaignBudget", {"remove": BUDGET})
    campaigns.clock.advance(timedelta(seconds=5))
    ads.change("CampaignBudget", {"create": {"name": "Made", "amount_micros": 1_000_000}})
    return ads


def test_events(changed, campaigns):
    rows = changed.rows(EVENTS)
    events = [row.change_event for row in rows]
    assert [(one.change_resource_type.name, one.resource_change_operation.name) for one in events] == [
        ("CAMPAIGN", "UPDATE"),
        ("CAMPAIGN_BUDGET", "REMOVE"),
        ("CAMPAIGN_BUDGET", "CREATE"),
    ]
    update, remove, create = events
    assert (update.change_resource_name, rows[0].campaign.name) == (CAMPAIGN, "Renamed")
    assert update.user_email == "microconv-emulator@microconv-emulator.iam.gserviceaccount.com"
    assert update.client_type.name == "GOOGLE_ADS_API"
    assert update.change_date_time.startswith("2026-11-23 09:00:")
    assert list(update.changed_fields.paths) == ["name"]
    assert (update.old_resource.campaign.name, update.new_resource.campaign.name) == ("Search", "Renamed")
    assert update.new_resource.campaign.campaign_budget == ""
    assert (remove.old_resource.campaign_budget.name, remove.change_resource_name) == ("Idle", BUDGET)
    assert "campaign_budget" not in remove.new_resource
    assert (create.new_resource.campaign_budget.name, create.new_resource.campaign_budget.period.name) == (
        "Made",
        "DAILY",
    )
    assert "campaign_budget" not in create.old_resource
    assert rows[1].campaign.name == "", "a budget is of no one campaign"


def test_status(changed):
    query = (
        "SELECT change_status.resource_type, change_status.resource_status, change_status.campaign,"
        " change_status.campaign_budget FROM change_status"
        " WHERE change_status.last_change_date_time DURING LAST_14_DAYS LIMIT 100"
    )
    assert changed.rows(query) == [], "LAST_14_DAYS ends yesterday"
    query = query.replace("DURING LAST_14_DAYS", "BETWEEN '2026-11-20' AND '2026-11-30'")
    rows = [row.change_status for row in changed.rows(query)]
    assert [
        (one.resource_type.name, one.resource_status.name, one.campaign, bool(one.campaign_budget)) for one in rows
    ] == [
        ("CAMPAIGN", "CHANGED", CAMPAIGN, False),
        ("CAMPAIGN_BUDGET", "REMOVED", "", True),
        ("CAMPAIGN_BUDGET", "ADDED", "", True),
    ]


def test_refused_requests_leave_none(ads, campaigns, shop):
    with ads.refused():
        ads.change("CampaignBudget", {"remove": BUDGET}, {"remove": BUDGET})
    ads.change("CampaignBudget", {"remove": BUDGET}, validate_only=True)
    assert shop().changes == []


def test_changes_survive_a_dump(changed, campaigns):
    before = [row.change_event.resource_name for row in changed.rows(EVENTS)]
    campaigns.reset(campaigns.dump())
    assert [row.change_event.resource_name for row in changed.rows(EVENTS)] == before


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        ("WHERE {} >= '2026-11-20' LIMIT 5", "CHANGE_DATE_RANGE_INFINITE"),
        ("WHERE {} BETWEEN '2026-11-20' AND '2026-11-24'", "LIMIT_NOT_SPECIFIED"),
        ("WHERE {} BETWEEN '2026-11-20' AND '2026-11-24' LIMIT 10001", "INVALID_LIMIT_CLAUSE"),
        ("WHERE {} BETWEEN '2026-11-24' AND '2026-11-20' LIMIT 5", "CHANGE_DATE_RANGE_NEGATIVE"),
        ("WHERE {} BETWEEN '2026-01-01' AND '2026-11-20' LIMIT 5", "START_DATE_TOO_OLD"),
    ],
)
@pytest.mark.parametrize(
    ("resource", "field"), [("change_event", "change_date_time"), ("change_status", "last_change_date_time")]
)
def test_refused_queries(ads, campaigns, resource, field, where, code):
    clause = where.format(f"{resource}.{field}")
    with ads.refused() as refusal:
        ads.rows(f"SELECT {resource}.resource_name FROM {resource} {clause}")
    assert refusal.codes == [f"{resource}_error.{code}"]
    assert refusal.messages[0]

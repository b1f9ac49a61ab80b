"""The official examples that ship in the google-ads wheel, unmodified, outside this process."""

from __future__ import annotations

import copy
import csv
import re

import pytest

from tests.emulator.examples import scan
from tests.emulator.examples.running import Scripts


def run(scripts: Scripts, name: str, *arguments: str) -> str:
    """Run an example with nothing but the emulator's environment; returns what it printed."""
    done = scripts.run(scan.located(name), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_add_conversion_action(scripts, world, store):
    output = run(scripts, "remarketing/add_conversion_action.py", "-c", "1234567890")
    created = re.fullmatch(r'Created conversion action "customers/1234567890/conversionActions/(\d+)"\.\n', output)
    assert created, output
    action = store.actions[int(created[1])]
    assert action.name.startswith("Earth to Mars Cruises Conversion ")
    assert (action.type, action.status, action["category"]) == ("UPLOAD_CLICKS", "ENABLED", "DEFAULT")
    assert action["view_through_lookback_window_days"] == 15
    assert action["value_settings.default_value"] == 15.0
    assert action["value_settings.always_use_default_value"] is True
    assert [entry.detail for entry in world.log.writes()] == ["v24"]


def test_list_accessible_customers(scripts, world):
    output = run(scripts, "account_management/list_accessible_customers.py")
    assert "Total results: 6" in output
    assert 'Customer resource name: "customers/1234567890"' in output


def test_what_get_account_hierarchy_asks(ads):
    """The example runs nowhere: in google-ads 34.0.0 it imports a name its package does not have.

    This is its query, through the same client method.
    """
    query = """
        SELECT
          customer_client.client_customer,
          customer_client.level,
          customer_client.manager,
          customer_client.descriptive_name,
          customer_client.currency_code,
          customer_client.time_zone,
          customer_client.id
        FROM customer_client
        WHERE customer_client.level <= 1"""
    rows = [row.customer_client for row in ads.rows(query, "9998887777")]
    assert [row.id for row in rows if row.level == 0] == [9998887777]
    children = [(row.id, row.descriptive_name, row.currency_code, row.time_zone) for row in rows if row.level == 1]
    assert children[0] == (1234567890, "Aoi Store", "JPY", "Asia/Tokyo")
    assert len(children) == 5


def test_search_for_google_ads_fields(scripts, world):
    output = run(scripts, "basic_operations/search_for_google_ads_fields.py", "-n", "segments.conversion_action_n")
    lines = [line.split() for line in output.splitlines() if line]
    assert lines[:7] == [
        ["segments.conversion_action_name:"],
        ["category:", "SEGMENT"],
        ["data", "type:", "STRING"],
        ["selectable:", "True"],
        ["filterable:", "True"],
        ["sortable:", "True"],
        ["repeated:", "False"],
    ]
    assert ["metrics.conversions"] in lines
    assert ["metrics.clicks"] not in lines


def test_campaign_report_to_csv(scripts, world, seed, tmp_path):
    content = copy.deepcopy(seed)
    account = next(one for one in content["google_ads"]["customers"] if one["id"] == 1234567890)
    account["campaigns"] = [{"id": 601, "name": "Brand"}]
    world.reset(content)
    file = tmp_path / "report.csv"
    run(scripts, "misc/campaign_report_to_csv.py", "-c", "1234567890", "-o", str(file), "-w")
    header, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    assert header[-3:] == ["Impressions", "Clicks", "Cost"]
    assert len(rows) == 7
    assert {row[2] for row in rows} == {"Brand"}
    impressions = [int(row[-3]) for row in rows]
    assert impressions == sorted(impressions, reverse=True)
    assert impressions[-1] > 0


@pytest.mark.parametrize("denied", ["5556667777"])
def test_an_example_that_fails_says_why(scripts, world, denied):
    done = scripts.run(scan.located("remarketing/add_conversion_action.py"), "-c", denied)
    assert done.returncode == 1
    assert 'failed with status "PERMISSION_DENIED"' in done.stdout
    assert world.log.entries[-1].request_id in done.stdout

"""The official examples that ship in the google-ads wheel, unmodified, outside this process.

Which of them can run is not listed here but found (`scan`); what is listed are their arguments and what must be true
afterwards. An example that becomes able to run and has no entry in `CASES` fails.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator import Emulator, World
from tests.emulator.examples import scan
from tests.emulator.examples.running import Scripts
from tests.heavy import sample

CUSTOMER = 1234567890
SHARED, OTHER = 601, 602


def seed() -> dict[str, Any]:
    """An account with two campaigns, in a currency with cents: the examples make budgets of 0.50.

    Its clock is the examples' own, as they ask for dates from today.
    """
    networks = {"target_google_search": True, "target_search_network": True}
    campaigns = [
        {"id": SHARED, "name": "Autumn", "campaign_budget": {"id": 501, "name": "A"}, "network_settings": networks},
        {"id": OTHER, "name": "Winter", "campaign_budget": {"id": 502, "name": "B"}, "network_settings": networks},
    ]
    customers = [
        {"id": 9998887777, "descriptive_name": "Agency", "manager": True, "clients": [CUSTOMER]},
        {
            "id": CUSTOMER,
            "descriptive_name": "Store",
            "currency_code": "EUR",
            "campaigns": campaigns,
            "customer_user_accesses": [{"user_id": 5, "email_address": "owner@store.example", "access_role": "ADMIN"}],
        },
    ]
    policies = {"access_without_grants": "every_account"}  # examples name no login customer
    return {"version": 1, "now": datetime.now(UTC), "policies": policies, "google_ads": {"customers": customers}}


@dataclass
class Run:
    """An example that has run: what it printed, and the world it left."""

    output: str
    world: World
    folder: Path

    @property
    def account(self) -> Any:
        """The account it worked in."""
        return self.world.google_ads.customers[CUSTOMER]

    def new_campaigns(self) -> list[Any]:
        """The campaigns it made."""
        return [one for number, one in self.account.campaigns.items() if number not in (SHARED, OTHER)]


@dataclass(frozen=True)
class Case:
    """One example: its arguments (``{folder}`` is a folder of its own) and what must be true afterwards."""

    check: Callable[[Run], None]
    arguments: tuple[str, ...] = field(default=("-c", str(CUSTOMER)))


# ---- what must be true afterwards


def lists_both_accounts(run: Run) -> None:
    assert "Total results: 2\n" in run.output
    assert f'Customer resource name: "customers/{CUSTOMER}"\n' in run.output


def prints_the_account_and_its_user(run: Run) -> None:
    assert f"-{CUSTOMER} (Store, EUR, America/New_York)\n" in run.output
    user = "access to the client account with ID 5, with an access role of 'ADMIN', and creation time of ''.\n"
    assert f"The given customer ID has {user}" in run.output


def prints_both_campaigns(run: Run) -> None:
    assert f'Campaign with ID {SHARED} and name "Autumn" was found.\n' in run.output
    assert f'Campaign with ID {OTHER} and name "Winter" was found.\n' in run.output
    assert run.output.count(" was found.") == 2


def adds_campaigns(run: Run) -> None:
    (campaign,) = run.new_campaigns()
    assert f"customers/{CUSTOMER}/campaigns/{campaign.id}" in run.output
    assert campaign.name.startswith("Interplanetary Cruise ")
    assert (campaign.status, campaign.channel, campaign.strategy) == ("PAUSED", "SEARCH", "manual_cpc")
    budget = run.account.budgets[campaign.budget]
    assert budget["name"].startswith("Interplanetary Budget ")
    assert (budget["amount_micros"], budget["delivery_method"]) == (500000, "STANDARD")


def updates_the_campaign(run: Run) -> None:
    assert f"Updated campaign customers/{CUSTOMER}/campaigns/{SHARED}." in run.output
    campaign = run.account.campaigns[SHARED]
    # it also sets target_search_network to false, but google-api-core leaves a false out of the mask it makes
    assert (campaign.status, campaign["network_settings.target_search_network"]) == ("PAUSED", True)
    assert run.account.campaigns[OTHER].status == "ENABLED"


def removes_the_campaign(run: Run) -> None:
    assert {number: one.status for number, one in run.account.campaigns.items()} == {
        SHARED: "REMOVED",
        OTHER: "ENABLED",
    }


def describes_the_fields(run: Run) -> None:
    assert re.search(r"^conversion_action\.name:\n  category: +ATTRIBUTE\n  data type: +STRING\n", run.output, re.M)


def writes_a_report(run: Run) -> None:
    rows = list(csv.DictReader((run.folder / "report.csv").read_text("utf-8").splitlines()))
    assert {row["Campaign"] for row in rows} == {"Autumn", "Winter"}
    assert {row["Account"] for row in rows} == {"Store"}
    assert len(rows) == 14
    assert len({row["Date"] for row in rows}) == 7
    shown = [int(row["Impressions"]) for row in rows]
    assert shown == sorted(shown, reverse=True)
    assert sum(shown) > 0


def counts_campaigns_twice(run: Run) -> None:
    assert run.output.count("Total # of campaign IDs retrieved: 2\n") == 2
    methods = [entry.method for entry in run.world.log.entries]
    assert methods == ["GoogleAdsService.SearchStream", "GoogleAdsService.Search"]


def adds_an_action(run: Run) -> None:
    (action,) = run.account.actions.values()
    assert f'Created conversion action "customers/{CUSTOMER}/conversionActions/{action.id}".\n' in run.output
    assert action.name.startswith("Earth to Mars Cruises Conversion ")
    assert (action.type, action.status, action["category"]) == ("UPLOAD_CLICKS", "ENABLED", "DEFAULT")
    assert action["view_through_lookback_window_days"] == 15
    assert action["value_settings.default_value"] == 15.0
    assert action["value_settings.always_use_default_value"] is True


_CAMPAIGN = ("-c", str(CUSTOMER), "-i", str(SHARED))
CASES = {
    "account_management/list_accessible_customers.py": Case(lists_both_accounts, ()),
    "asyncio/async_add_campaigns.py": Case(adds_campaigns),
    "asyncio/async_search.py": Case(prints_both_campaigns),
    "asyncio/async_search_stream.py": Case(prints_both_campaigns),
    "basic_operations/add_campaigns.py": Case(adds_campaigns),
    "basic_operations/get_campaigns.py": Case(prints_both_campaigns),
    "basic_operations/remove_campaign.py": Case(removes_the_campaign, _CAMPAIGN),
    "basic_operations/search_for_google_ads_fields.py": Case(describes_the_fields, ("-n", "conversion_action.name")),
    "basic_operations/update_campaign.py": Case(updates_the_campaign, _CAMPAIGN),
    "google-ads-account-analyzer-demo/analyzer.py": Case(prints_the_account_and_its_user),
    "misc/campaign_report_to_csv.py": Case(writes_a_report, ("-c", str(CUSTOMER), "-w", "-o", "{folder}/report.csv")),
    "misc/set_custom_client_timeouts.py": Case(counts_campaigns_twice),
    "remarketing/add_conversion_action.py": Case(adds_an_action),
}


# ---- running them


@pytest.fixture
def account(emulator: Emulator) -> World:
    emulator.world.reset(seed())
    return emulator.world


@pytest.mark.parametrize("name", sample(CASES, 3))
def test_example(name: str, scripts: Scripts, account: World, tmp_path: Path) -> None:
    case = CASES[name]
    arguments = [one.format(folder=tmp_path) for one in case.arguments]
    done = scripts.run(scan.located(name), *arguments, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [entry.status for entry in account.log.entries] == ["OK"] * len(account.log.entries)
    assert account.log.entries
    case.check(Run(done.stdout, account, tmp_path))


def test_each_that_can_run_has_a_case_and_no_case_is_left_over() -> None:
    assert {one.name: one.needs for one in scan.runnable() if one.name not in CASES} == {}
    assert CASES.keys() - {one.name for one in scan.runnable()} == set()


def test_the_list_of_those_that_cannot_run_is_fresh() -> None:
    assert scan.LIST.read_text("utf-8") == scan.listed(), "run: python -m tests.emulator.examples.scan"


def test_what_is_said_to_be_broken_is_broken(scripts: Scripts, account: World, tmp_path: Path) -> None:
    """An example of those that only the package itself keeps from running: it ends at its import, before any call."""
    name = "account_management/get_account_hierarchy.py"
    (reason,) = scan.read(name, scan.located(name)).reasons
    module = "google.ads.googleads.v24.services.types.google_ads_service"
    assert reason == f"is broken in the package: {module} has no SearchPagedResponse"
    done = scripts.run(scan.located(name), folder=tmp_path)
    assert done.returncode == 1
    assert "ImportError: cannot import name 'SearchPagedResponse'" in done.stderr
    assert not account.log.entries


def test_what_is_said_not_to_be_emulated_is_not(scripts: Scripts, account: World, tmp_path: Path) -> None:
    name = "account_management/create_customer.py"
    assert scan.read(name, scan.located(name)).reasons == ("not emulated: CustomerService.CreateCustomerClient",)
    done = scripts.run(scan.located(name), "-m", "9998887777", folder=tmp_path)
    assert done.returncode == 1
    assert "The microconv emulator does not have CustomerService.CreateCustomerClient." in done.stderr
    assert [(entry.method, entry.status) for entry in account.log.entries] == [
        ("CustomerService.CreateCustomerClient", "UNIMPLEMENTED")
    ]
    assert len(account.google_ads.customers) == 2


def test_an_example_fails_as_it_does_at_google(scripts: Scripts, account: World, tmp_path: Path) -> None:
    """A refusal reaches the example's own report of errors."""
    path = scan.located("basic_operations/remove_campaign.py")
    done = scripts.run(path, "-c", str(CUSTOMER), "-i", "1", folder=tmp_path)
    assert done.returncode == 1
    assert 'failed with status "INVALID_ARGUMENT"' in done.stdout
    assert 'Error with message "Resource was not found.".' in done.stdout
    assert "On field: remove" in done.stdout
    assert account.log.entries[-1].request_id in done.stdout

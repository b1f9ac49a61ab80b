"""Auto-tagging of the account: read, set as configured, left alone where the config says nothing, taken back."""

from __future__ import annotations

import datetime

import pytest

from microconv.core.kinds import CUSTOMER
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.loading import load
from microconv.project import Project
from tests.conftest import PROPERTY, STORE

MANAGER = "9998887777"


def tagged(world, customer=STORE):
    return world.google_ads.customers[int(customer)].fields.get("auto_tagging_enabled", False)


@pytest.mark.parametrize(("live", "wanted"), [(False, True), (True, False)])
def test_it_is_set_as_configured_and_then_left(inhabit, project, holds, live, wanted):
    """False must arrive as false."""
    world = inhabit(auto_tagging_enabled=live)
    made = project(auto_tagging=wanted, property_id="")
    plan = made.plan()
    (change,) = plan.changes
    assert (change.action, str(change.address)) == (Action.UPDATE, 'google_ads.customer["123-456-7890"]')
    assert [(item.name, item.before, item.after) for item in change.attributes] == [
        ("auto_tagging_enabled", live, wanted)
    ]
    before = holds.everything()["google_ads"]
    assert made.apply(plan).in_sync
    assert tagged(world) is wanted
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = live
    assert holds.everything()["google_ads"] == before, "something else has changed"
    world.google_ads.customers[int(STORE)].fields["auto_tagging_enabled"] = wanted
    assert project(auto_tagging=wanted, property_id="").plan().empty


@pytest.mark.parametrize("live", [True, False])
def test_what_the_config_does_not_name_is_left_alone(inhabit, project, conversion, live):
    world = inhabit(auto_tagging_enabled=live)
    made = project(conversion("mv_a"), property_id="")
    plan = made.plan()
    assert CUSTOMER not in {change.address.type for change in plan.changes}
    assert made.apply(plan).in_sync
    assert tagged(world) is live


def test_it_costs_no_read_and_one_write(inhabit, project, holds):
    inhabit([{"id": 1, "name": "Other", "type": "WEBPAGE", "category": "ENGAGEMENT"}])
    made = project(property_id="", auto_tagging=True)
    plan = made.plan()
    assert (holds.reads(), plan.apply_calls) == (["SearchStream"] * 3, 1)
    assert made.apply(plan).in_sync


def test_google_imports_what_waited_only_for_it(inhabit, project, conversion):
    """It is turned on before anything is waited for: with it the chain is whole, and days later the import is there."""
    world = inhabit(key_events=[{"event_name": "lead"}])
    lead = conversion("lead", source="ga4", event="lead", settings={"category": "submit_lead_form"})
    without = project(lead, link_google_ads=True).plan()
    (waiting,) = without.waiting
    assert "auto-tagging, which is off in Google Ads: write `google_ads: {auto_tagging: true}`" in waiting.missing
    made = project(lead, link_google_ads=True, auto_tagging=True)
    plan = made.plan()
    (waiting,) = plan.waiting
    assert "auto-tagging, which is off in Google Ads (this plan turns it on)" in waiting.missing
    result = made.apply(plan)
    assert not result.failed
    assert tagged(world)
    world.advance(datetime.timedelta(days=3))
    later = project(lead, link_google_ads=True, auto_tagging=True).plan()
    assert [change.conversion for change in later.changes] == ["lead"]
    assert later.waiting == ()


def test_a_rollback_takes_it_back(run, environment, write_config, world, connections, tmp_path):
    ads = {"customer_id": "123-456-7890", "login_customer_id": "999-888-7777"}
    assert run("sync", write_config(), "--yes").code == 0
    config = write_config(google_ads={**ads, "auto_tagging": True})
    assert run("sync", config, "--yes").code == 0
    assert tagged(world)
    client, _ = load(write_config())
    journals = (tmp_path / "state" / "journal").glob("*.jsonl")
    done = run("rollback", max(journals, key=lambda path: path.stat().st_mtime_ns).stem, "--yes")
    assert done.code == 0, done.err
    assert "~ account 123-456-7890  auto-tagging true → false: takes back what" in done.out
    assert not tagged(world)
    assert client.auto_tagging is None
    assert CUSTOMER not in {item.address.type for item in Project(client, connections=connections).plan().changes}


def test_a_manager_account_is_not_changed_without_a_word(inhabit, project):
    made = project(customer_id=MANAGER, login_customer_id="", property_id="", auto_tagging=True)
    assert [item.allow for item in made.plan().dangers] == [Allow.MANAGER_ACCOUNT]


def test_with_a_managed_owner_it_is_the_account_s_own(world, project):
    world.policies.set("ga4_import_needs_auto_tagging", True)
    made = project(customer_id="3456789012", property_id="", manage_owner=True, auto_tagging=True, unlisted="keep")
    was = tagged(world, MANAGER)
    made.apply(made.plan(), Limits(allow=tuple(Allow)))
    assert (tagged(world, "3456789012"), tagged(world, MANAGER)) == (True, was)


def test_an_import_writes_it_where_it_is_on(run, environment, inhabit, tmp_path):
    for live, told in ((True, True), (False, False)):
        inhabit(auto_tagging_enabled=live)
        path = tmp_path / f"{live}.yaml"
        done = run("import", "--customer-id", STORE, "--property-id", PROPERTY, "-o", path)
        assert done.code == 0, done.err
        assert ("auto_tagging: true" in path.read_text(encoding="utf-8")) is told
        assert "auto_tagging: false" not in path.read_text(encoding="utf-8")
        assert run("plan", path, "--detailed-exitcode").code == 0


def test_a_snapshot_has_it(run, environment, write_config, world, tmp_path):
    ads = {"customer_id": "123-456-7890", "login_customer_id": "999-888-7777"}
    snapshot = tmp_path / "live.json"
    assert run("snapshot", write_config(), "-o", snapshot).code == 0
    done = run("plan", write_config(google_ads={**ads, "auto_tagging": True}), "--live", snapshot)
    assert done.code == 0, done.err
    assert "~ account 123-456-7890  auto-tagging false → true" in done.out

"""Actions that Google runs itself: what plan and import advise works, by the emulator's own account of bidding."""

from __future__ import annotations

import re

import pytest
import yaml

from microconv.emulator.google_ads.bidding import used
from tests.conftest import CART, PURCHASE, STORE, flat
from tests.contract.ads_account import campaign, imported

pytestmark = pytest.mark.usefixtures("environment")

TYPES = {
    "GOOGLE_HOSTED": "CONTACT",
    "SMART_CAMPAIGN_TRACKED_CALLS": "PHONE_CALL_LEAD",
    "STORE_VISITS": "STORE_VISIT",
    "WEBPAGE_CODELESS": "SUBMIT_LEAD_FORM",
}


@pytest.fixture(params=TYPES)
def running(request, inhabit):
    """An account in which bidding uses an action that nobody can change."""
    hosted = {"id": 1, "name": "Google's own", "type": request.param, "category": TYPES[request.param]}
    world = inhabit([{**hosted, "primary_for_goal": True}], campaigns=[campaign(71, "Brand")])
    pairs = world.google_ads.customers[int(STORE)].goals
    for pair in pairs:
        pairs[pair] = True
    assert (71, 1) in used(world, int(STORE))
    return world


def advised(text):
    """The config that a text advises to write."""
    (found,) = {*re.findall(r"to keep bidding from using it, write `(goals: [^`]*)`", flat(text))}
    return yaml.safe_load(found)


def test_what_the_plan_says_works(running, run, write_config):
    plan = run("plan", write_config(PURCHASE, CART))
    assert plan.code == 0, plan.err
    config = write_config(PURCHASE, CART, **advised(plan.out))
    done = run("sync", config, "--yes", "--allow", "nothing-left")
    assert done.code == 0, done.out + done.err
    assert (71, 1) not in used(running, int(STORE))
    assert "to keep bidding" not in run("plan", config).out


def test_an_import_that_google_lets_nobody_change_is_stopped_by_its_goal(inhabit, run, write_config):
    live = imported(1, "lead", status="ENABLED", primary=True, category="SUBMIT_LEAD_FORM")
    world = inhabit([live], key_events=[{"event_name": "lead"}], campaigns=[campaign(71, "Brand")])
    world.policies.set("ga4_import_mutability", "none")
    lead = {"name": "mv_lead", "role": "secondary", "google_ads": {"source": "ga4"}, "ga4": {"event": "lead"}}
    plan = run("plan", write_config(lead))
    told = plan.told
    assert "Google refuses to change role" in told
    goal = "goals: {account: [{category: submit_lead_form, biddable: false}]}"
    assert f"close its goal (`{goal}`)" in told
    run("sync", write_config({**lead, "role": "primary"}, **yaml.safe_load(goal)), "--yes", "--allow", "nothing-left")
    assert used(world, int(STORE)) == set()


def test_what_the_import_says_works(running, run, write_config, tmp_path):
    done = run("import", "--customer-id", STORE, "-o", tmp_path / "aoi.yaml")
    assert done.code == 0, done.err
    told = advised(done.out + done.err + (tmp_path / "aoi.yaml").read_text(encoding="utf-8").replace("\n#   ", " "))
    assert run("sync", write_config(PURCHASE, CART, **told), "--yes", "--allow", "nothing-left").code == 0
    assert (71, 1) not in used(running, int(STORE))

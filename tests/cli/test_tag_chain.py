"""From empty accounts and one config to a tag that is live, fires once, and is counted once under the right label."""

from __future__ import annotations

import copy
import json
import re

import pytest

from tests.conftest import PROPERTY, STORE
from tests.contract.container_site import PUBLIC_ID, Site, settle_in

pytestmark = pytest.mark.usefixtures("environment")

NAME, PAGE = "mv_form_step1", "/form/step1"
CONVERSION = {
    "name": NAME,
    "category": "submit_lead_form",
    "role": "secondary",
    "value": 400,
    "ga4": {"event": NAME},
    "tag": {"when": {"page": PAGE}},
}
SYNC = ("sync", "--yes", "--allow", "publish")


@pytest.fixture
def site(world, agency) -> Site:
    """Accounts without a conversion, a property without key events, and a container that was never published."""
    content = copy.deepcopy(agency)
    for store in content["google_ads"]["customers"]:
        if str(store["id"]) == STORE:
            store["conversion_actions"] = store["customer_conversion_goals"] = []
    content["ga4"]["accounts"][0]["properties"][0]["key_events"] = []
    return Site(settle_in(world, content, versions=[], live=""))


@pytest.fixture
def config(write_config):
    return write_config(CONVERSION, tag_manager={"container": PUBLIC_ID, "publish": "ask"})


@pytest.fixture
def sending(emulator, monkeypatch):
    """The shell has sourced the emulator's env file."""
    for name, value in emulator.control_environment().items():
        monkeypatch.setenv(name, value)


def hits(world):
    """The hits that were counted: of the action, and the events of the property on that page."""
    (action,) = [one for one in world.google_ads.customers[int(STORE)].actions.values() if one.name == NAME]
    events = [one.event for one in world.ga4.property(int(PROPERTY)).hits if one.page == PAGE and one.event == NAME]
    return [(one.value, one.counted) for one in action.hits], events


@pytest.mark.usefixtures("sending")
def test_from_empty_accounts_to_a_tag_that_is_live(run, config, site, holds):
    world = site.world
    refused = run("sync", config, "--yes")
    assert refused.code == 4
    assert "run again with `--allow publish`" in refused.err
    assert (site.writes(), NAME in holds.actions()) == ([], False)

    done = run(SYNC[0], config, *SYNC[1:])
    assert (done.code, "In sync (emulated)" in done.told) == (0, True), done
    assert NAME in holds.actions()
    assert NAME in holds.key_events(PROPERTY)
    container = site.container
    assert (container.live, container.latest) == ("1", "1")

    test = ("tags", "test", NAME, config, "--page", PAGE, "--published")
    proven = run(*test, "--format", "json")
    products = json.loads(proven.out)["simulations"][0]["products"]
    assert (proven.code, [one["result"] for one in products]) == (0, ["once", "once"])
    sent = run(*test, "--send")
    assert sent.code == 0, sent
    assert f"the emulator counted it: a conversion of '{NAME}'" in sent.told
    assert hits(world) == ([(400.0, True)], [NAME])

    before, content = len(world.log.writes()), site.container.versions["1"]
    again = run(SYNC[0], config, *SYNC[1:])
    assert (again.code, "nothing to do, nothing written" in again.told) == (0, True), again
    assert len(world.log.writes()) == before
    assert list(site.container.versions.values()) == [content]
    assert run("plan", config, "--detailed-exitcode").code == 0


def test_a_saved_plan_publishes_and_a_rollback_publishes_the_version_before(run, config, write_config, site, tmp_path):
    assert run(SYNC[0], config, *SYNC[1:]).code == 0
    dearer = write_config({**CONVERSION, "value": 900}, tag_manager={"container": PUBLIC_ID, "publish": "ask"})
    saved = tmp_path / "plan.json"
    assert run("plan", dearer, "--out", saved).code == 4  # a sync would want to be allowed to
    refused = run("sync", dearer, "--plan", saved, "--yes")
    assert (refused.code, "`--allow publish`" in refused.err, site.container.live) == (4, True, "1")
    done = run("sync", dearer, "--plan", saved, "--yes", "--allow", "publish")
    assert (done.code, "live version of GTM-AOI0001 published" in done.told) == (0, True), done
    assert site.container.live == "2"
    past = re.search(r"journal (\S+?)\.", done.told)
    assert past is not None
    shown = run("history", "show", past.group(1))
    assert "publish live version of GTM-AOI0001 done" in shown.told
    assert "version 1 → a new one" in shown.told
    refused = run("rollback", past.group(1), "--yes")
    assert (refused.code, "`--allow publish`" in refused.err, site.container.live) == (4, True, "2")
    back = run("rollback", past.group(1), "--yes", "--allow", "publish")
    assert (back.code, site.container.live) == (0, "1"), back
    assert "version 2 → 1" in back.told
    again = run("rollback", past.group(1), "--yes", "--allow", "publish")
    assert (again.code, site.container.live) == (0, "1"), again

"""Clients of one run whose configs name the same account: what both want is done once, and they may not contradict."""

from __future__ import annotations

import pytest

from tests.cli.agency_fleet import MANAGER, customer, settle
from tests.conftest import PROPERTY, flat

pytestmark = pytest.mark.usefixtures("environment", "state")

ALLOWED = ("--allow", "fleet")
SHARED = "100-000-0002"


@pytest.fixture
def fleet(world, agency, tmp_path):
    """Four clients; the account of the second one is that of a fifth one too, which has a property beside it."""
    made = settle(world, agency, tmp_path / "configs", 4)
    second = (made.folder / "c1.yaml").read_text("utf-8").replace("c1", "twin").replace("{customer", "\n  {customer")
    (made.folder / "twin.yaml").write_text(f"{second}ga4: {{property_id: {PROPERTY}}}\nunlisted: keep\n", "utf-8")
    (made.folder / "c1.yaml").write_text((made.folder / "c1.yaml").read_text("utf-8") + "unlisted: keep\n", "utf-8")
    return made


def contradict(fleet):
    path = fleet.folder / "twin.yaml"
    path.write_text(path.read_text("utf-8") + "conversions: [{name: mv_cart, value: 700}]\n", "utf-8")


def accounts(holds):
    """The accounts that were written to, once for each write."""
    return sorted(one.account for one in holds.world.log.writes() if one.status == "OK")


def test_a_change_that_both_want_is_made_once_and_both_are_in_sync(run, fleet, holds):
    fleet.edit("value: 500", "value: 600")
    told = f"1 change of the account {SHARED}, which several configs have: planned with c1"
    assert told in flat(run("plan", fleet.folder / "c1.yaml", fleet.folder / "twin.yaml", "--verbose").out)
    done = run("sync", fleet.folder, "--yes", *ALLOWED)
    assert (done.code, "error" in done.err) == (0, False)
    assert fleet.carts() == [(True, 600)] * 4
    assert accounts(holds) == [str(customer(number)) for number in range(4)]


def test_saved_plans_have_it_once_too(run, fleet, holds, tmp_path):
    fleet.edit("value: 500", "value: 600")
    assert run("plan", fleet.folder, "--out", tmp_path / "plans", *ALLOWED).code == 0
    assert run("sync", fleet.folder, "--plan", tmp_path / "plans", "--yes", *ALLOWED).code == 0
    assert fleet.carts() == [(True, 600)] * 4
    assert accounts(holds) == [str(customer(number)) for number in range(4)]


def test_where_the_first_is_declined_the_other_does_not_make_its_change(run, fleet, holds):
    fleet.edit("value: 500", "value: 600")
    done = run("sync", fleet.folder / "c1.yaml", fleet.folder / "twin.yaml", answer="no\n")
    assert (done.code, accounts(holds)) == (4, [])
    told = f"the account {SHARED}, which several configs have, was not changed as it was planned with another client"
    assert told in flat(done.err)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_configs_that_contradict_are_refused_and_the_others_go_on(run, fleet, holds, language):
    """Each sync would end well, and the value would change to and fro every morning."""
    contradict(fleet)
    fleet.edit("label: Basket", "value: 800", file="c0.yaml")
    done = run("sync", fleet.folder, "--yes", *ALLOWED, "--language", language)
    assert done.code == 5
    assert accounts(holds) == [str(customer(0))]
    where = f"twin（{fleet.folder}/twin.yaml:" if language == "ja" else f"twin ({fleet.folder}/twin.yaml:"
    assert where in flat(done.err)
    assert "unlisted: keep" in done.err
    assert "[owner]" in run("plan", fleet.folder, *ALLOWED).out


def test_a_config_of_the_manager_account_itself_is_compared_with_those_that_manage_it(run, fleet, world, holds):
    """The owner of a client's conversions is known from its plan alone."""
    for path in (*fleet.folder.glob("c[0-3].yaml"), fleet.folder / "twin.yaml"):
        path.unlink()
    world.google_ads.customers[customer(0)].conversion_customer = MANAGER
    base = fleet.base.read_text("utf-8")
    fleet.base.write_text(base.replace("7777}", "7777, manage_owner: true}"), "utf-8")
    head = f"google_ads: {{customer_id: '{customer(0)}'}}\n"
    (fleet.folder / "a.yaml").write_text(f"version: 1\nclient: a\nextends: base.yaml\n{head}", "utf-8")
    own = base.replace("login_customer_id: 999-888-7777", f"customer_id: '{MANAGER}'").replace("500", "700")
    (fleet.folder / "m.yaml").write_text(own.replace("version: 1\n", "version: 1\nclient: m\n"), "utf-8")
    before = holds.everything()
    done = run("sync", fleet.folder / "a.yaml", fleet.folder / "m.yaml", "--yes", *ALLOWED,
               "--allow", "manager", "--allow", "manager-account")  # fmt: skip
    assert (done.code, holds.everything() == before) == (4, True)
    assert "locked" not in done.err
    assert 'conversion "mv_cart" of the manager account 999-888-7777: a (' in flat(done.err)

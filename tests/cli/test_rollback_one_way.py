"""One field that Google does not take back keeps nothing else as it is, and is named in the sync and the rollback."""

from __future__ import annotations

import pytest

from microconv.core.attribute_words import attribute_label
from tests.conftest import STORE, flat
from tests.contract.ads_account import action

pytestmark = pytest.mark.usefixtures("environment", "state")

CART = 'conversion "mv_cart"'
MODEL = "attribution_model_settings.attribution_model"


@pytest.fixture
def cart(world):
    """The fields of the action."""
    return lambda: dict(world.google_ads.customers[int(STORE)].actions[2].fields)


def site(inhabit, world, **fields):
    inhabit([action(1, "purchase", "PURCHASE"), action(2, "mv_cart", "ADD_TO_CART")])
    world.google_ads.customers[int(STORE)].actions[2].fields.update(fields)


PURCHASE = {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"}
WANTED = {"name": "mv_cart", "category": "add_to_cart", "role": "secondary", "value": 700}
CASES = {
    "category": ({"category": "DOWNLOAD"}, {}, "category", "download"),
    "model": (
        {MODEL: "GOOGLE_SEARCH_ATTRIBUTION_LINEAR"},
        {"google_ads": {"attribution_model": "google_ads_last_click"}},
        MODEL,
        "google_search_attribution_linear",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_rest_is_taken_back(run, inhabit, world, write_config, cart, newest, case):
    fields, settings, name, before = CASES[case]
    site(inhabit, world, **fields)
    was = cart()
    config = write_config(
        PURCHASE,
        {**WANTED, **settings},
        ga4=None,
    )
    done = run("sync", config, "--yes")
    assert done.code == 0, done.out + done.err
    told = f"{attribute_label(name).en} of {CART} is {before} now; Google does not take that back [one-way]"
    assert told in flat((done.out + done.err).partition("✓")[0] + done.err)
    synced = cart()
    done = run("rollback", newest(), "--yes")
    assert done.code == 0, done.out + done.err
    assert f"{CART} {attribute_label(name).en} was {before}: Google does not take that back [not-undone]" in flat(
        done.out + done.err
    )
    differ = {key for key, value in cart().items() if was.get(key) != value}
    assert differ == {name}, differ
    assert cart()[name] == synced[name]
    end = done.out.partition("✓")[2]
    assert "Taken back: 0 of 1 objects" in end
    assert f" · {CART} {attribute_label(name).en} was {before}: Google does not take that back " in flat(end)
    assert "\nPartly taken back (emulated): " in end
    assert "In sync" not in done.out
    assert end.endswith("    → the config still wants those changes, so the next sync makes them again\n")


@pytest.mark.parametrize("case", CASES)
def test_a_plan_against_a_snapshot_tells_of_it_too(run, inhabit, world, write_config, tmp_path, case):
    fields, settings, name, before = CASES[case]
    site(inhabit, world, **fields)
    config = write_config(
        PURCHASE,
        {**WANTED, **settings},
        ga4=None,
    )
    assert run("snapshot", config, "-o", tmp_path / "live.json").code == 0
    done = run("plan", config, "--live", tmp_path / "live.json")
    told = f"{attribute_label(name).en} of {CART} is {before} now; Google does not take that back [one-way]"
    assert told in flat(done.out + done.err)
    plain = write_config(PURCHASE, ga4=None)
    done = run("plan", plain, "--live", tmp_path / "live.json")
    assert "[one-way]" not in done.out + done.err


def test_what_google_refuses_only_when_asked(run, inhabit, world, write_config, cart, newest):
    """A window that the account has is longer than Google takes by now: no table tells, but a rehearsal does."""
    days = "click_through_lookback_window_days"
    site(inhabit, world, **{days: 90})
    was = cart()
    world.policies.set("click_through_max_webpage", 30)
    config = write_config(
        PURCHASE,
        {**WANTED, "google_ads": {days: 30}},
        ga4=None,
    )
    assert run("sync", config, "--yes").code == 0
    done = run("rollback", newest(), "--yes")
    assert done.code == 0, done.out + done.err
    assert f"{CART} {attribute_label(days).en} was 90: Google does not take that back [not-undone]" in flat(
        done.out + done.err
    )
    assert {key for key, value in cart().items() if was.get(key) != value} == {days}

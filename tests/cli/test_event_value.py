"""`value: {from_event: true}` without a default: the tag's value counts, and the accounts keep their default."""

from __future__ import annotations

import pytest

from tests.conftest import CART, PURCHASE

AMOUNT = "value_settings.default_value"
ALWAYS = "value_settings.always_use_default_value"


@pytest.fixture
def own(write_config):
    """A config in which both conversions leave their default alone."""
    only = {"value": {"from_event": True}}
    return write_config({**PURCHASE, **only}, {**CART, **only})


def test_a_default_is_neither_compared_nor_written(run, environment, own, world, holds):
    before = holds.actions()
    events = {name: one["default_value"] for name, one in holds.key_events().items()}
    assert before["purchase"][AMOUNT] not in (None, 0)
    plan = run("plan", own)
    assert "default_value" not in plan.out.replace(ALWAYS, "")
    assert run("sync", own, "--yes").code == 0
    after = holds.actions()
    assert {name: one.get(AMOUNT) for name, one in after.items()} == {
        name: one.get(AMOUNT) for name, one in before.items()
    }
    assert {name: one["default_value"] for name, one in holds.key_events().items()} == events
    assert not after["mv_add_to_cart"].get(ALWAYS)
    assert "nothing to do" in run("sync", own, "--yes").out


def test_what_is_made_so_converges(run, environment, write_config, world, holds):
    new = {"name": "mv_new", "category": "engagement", "role": "secondary", "value": {"from_event": True},
           "ga4": {"event": "mv_new"}}  # fmt: skip
    config = write_config(PURCHASE, new, unlisted="keep")
    assert run("sync", config, "--yes").code == 0
    assert "nothing to do" in run("sync", config, "--yes").out
    assert not holds.actions()["mv_new"].get(ALWAYS)
    assert holds.key_events()["mv_new"]["default_value"] is None


def test_no_value_at_all_is_still_written(run, environment, write_config, world, holds):
    config = write_config({**PURCHASE, "value": "none"}, unlisted="keep")
    assert run("sync", config, "--yes", "--allow", "many").code == 0
    assert not holds.actions()["purchase"][AMOUNT]

"""A change that Google cannot take yet waits: neither one that fails for ever, nor a silent gap."""

from __future__ import annotations

import pytest
from strategies import action, client, conversion, imported, plan_of

from microconv.core.conversion import GA4_IMPORT
from microconv.core.resource import Standing

MODEL = "attribution_model_settings.attribution_model"
STATUS = "attribution_model_settings.data_driven_model_status"
WANTED = client(
    conversion(
        "mv_cart",
        settings={"category": "add_to_cart", "google_ads.attribution_model": "google_search_attribution_data_driven"},
    )
)


def test_a_new_action_is_made_without_the_data_driven_model() -> None:
    plan = plan_of(WANTED)
    (change,) = plan.changes
    assert MODEL not in {item.name for item in change.attributes}
    assert [(item.what, item.why) for item in plan.waiting] == [
        (
            "Google's model",
            "attribution_model: there is no data-driven model for a new action; a later sync sets it, once Google has "
            "made one",
        )
    ]


@pytest.mark.parametrize("status", ["never_generated", "stale", "expired", None])
def test_it_is_not_set_while_there_is_no_model(status: str | None) -> None:
    plan = plan_of(WANTED, action("mv_cart", **{MODEL: "google_ads_last_click", STATUS: status}))
    assert plan.changes == ()
    assert plan.empty
    (waiting,) = plan.waiting
    assert waiting.why.startswith("attribution_model: Google has no data-driven model for this action (status: ")


def test_it_is_set_when_there_is_one() -> None:
    plan = plan_of(WANTED, action("mv_cart", **{MODEL: "google_ads_last_click", STATUS: "available"}))
    (change,) = plan.changes
    assert [(item.name, item.after) for item in change.attributes] == [(MODEL, "google_search_attribution_data_driven")]
    assert plan.waiting == ()


def test_of_two_imports_of_one_event_the_one_in_use_is_ours() -> None:
    wanted = client(conversion("mv_cart", source=GA4_IMPORT, event="cart"))
    hidden = imported("cart", 1, Standing.HIDDEN, name="A hidden one")
    used = imported("cart", 2, name="Z in use")
    plan = plan_of(wanted, hidden, used)
    assert [item.id for item in plan.unmanaged] == [hidden.id]
    assert hidden.id not in {change.id for change in plan.changes}

"""Settings around conversions come back from JSON as they were; what is something else is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from microconv.core.context import CampaignBidding, Context, LifecycleGoal, Upload, Users, ValueRule
from microconv.core.documents.context_json import context_from_json, context_to_json

FULL = Context(
    campaigns=(CampaignBidding("Brand", "target_cpa", "learning_new"), CampaignBidding("", "", "")),
    value_rules=(ValueRule("multiply", 2.0, ("places: 1, 2",), "Brand", ("store_sale",)), ValueRule("set", 0.0)),
    lifecycle_goals=(LifecycleGoal("customer_retention", "Brand", 500.0), LifecycleGoal("x", "y", None, 1.5)),
    uploads=(
        Upload("2", "google_ads_api", "good", 3, 2, "2026-11-22 03:15:00", ("expired_event",)),
        Upload("3", "", ""),
    ),
    users=(Users("admin", "aoi.example", 2), Users("read_only", "", 1)),
)


@pytest.mark.parametrize("context", [FULL, Context(), Context((), (), (), (), ()), Context(users=())])
def test_nothing_is_lost(context: Context) -> None:
    text = json.dumps(context_to_json(context))
    assert context_from_json(json.loads(text)) == context


def test_a_part_that_was_not_read_has_no_key() -> None:
    assert context_to_json(Context(users=())) == {"users": []}


def test_a_field_of_a_later_version_is_left_alone() -> None:
    data = {"users": [{"role": "admin", "number": 1, "passkey": True}], "colours": [1]}
    assert context_from_json(data) == Context(users=(Users("admin", "", 1),))


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"users": [{"role": 1, "number": 1}]},
        {"users": [{"role": "admin", "number": True}]},
        {"users": [{"role": "admin", "number": 1.5}]},
        {"users": [{"role": "admin"}]},
        {"value_rules": [{"operation": "set", "value": "2"}]},
        {"value_rules": [{"operation": "set", "value": True}]},
        {"value_rules": [{"operation": "set", "value": 2, "conditions": "places"}]},
        {"value_rules": [{"operation": "set", "value": 2, "conditions": [1]}]},
        {"value_rules": [{"operation": "set", "value": float("inf")}]},
        {"uploads": 5},
        {"uploads": ["2"]},
    ],
)
def test_what_is_something_else_is_refused(data: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        context_from_json(data)

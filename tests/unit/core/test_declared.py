"""The conversion actions of a config's conversions, by number: found as plans find them."""

from __future__ import annotations

from microconv.core.planning.declared import declared_actions
from microconv.core.resource import Standing
from microconv.providers import TYPES
from tests.strategies import action, ads, client, conversion, ga4, imported, key_event


def test_actions_by_name_by_event_and_by_an_earlier_name() -> None:
    wanted = client(
        conversion("mv_cart"),
        conversion("mv_new", previously=("mv_old",)),
        conversion("mv_form", source="ga4", event="mv_form"),
        conversion("mv_missing"),
        conversion("mv_gone"),
    )
    readings = [
        ads(
            action("mv_cart", 101), action("mv_old", 102), imported("mv_form", 103), action("other", 104),
            action("mv_gone", 105, Standing.REMOVED),
        ),
        ga4(key_event("mv_cart")),
    ]  # fmt: skip
    assert declared_actions(TYPES, wanted, readings) == {"mv_cart": "101", "mv_new": "102", "mv_form": "103"}
    assert declared_actions(TYPES, wanted, [ga4()]) == {}

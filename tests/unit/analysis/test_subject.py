"""The questions that rules ask of an account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.conversion import ConversionKind
from microconv.core.resource import Live
from tests.strategies import action, client, conversion, imported, key_event
from tests.unit.audit.cases import account

STEP, RESULT = {"category": "add_to_cart"}, {"category": "purchase"}


@pytest.mark.parametrize(
    ("live", "micro"),
    [
        (action("Cart", 1, **STEP), True),
        (action("Sale", 1, **RESULT), False),
        (action("mv_sale", 1, **RESULT), True),
        (imported("mv_sale", 1, name="Aoi (web) mv_sale", **RESULT), True),
        (imported("sale", 1, name="Aoi (web) sale", **RESULT), False),
        (action("shop/mv_sale", 1, **RESULT), False),
        (key_event("mv_cart"), True),
        (key_event("purchase"), False),
    ],
)
def test_without_a_config_a_step_is_told_by_its_prefix_or_its_category(live: Live, micro: bool) -> None:
    assert account(live).micro(live) is micro


def test_an_equal_object_that_was_not_read_is_judged_as_the_one_that_was() -> None:
    cart, sale = action("Cart", 1, **STEP), action("Sale", 2, **RESULT)
    subject = account(cart, sale)
    for live in (cart, sale):
        assert subject.judged(replace(live)) is subject.judged(live)


@pytest.mark.parametrize("kind", [ConversionKind.MICRO, ConversionKind.MACRO])
def test_the_config_decides_what_is_a_step(kind: ConversionKind) -> None:
    declared = client(conversion("Cart", kind=kind), conversion("import", source="ga4", event="mv_x", kind=kind))
    for live in (action("Cart", 1, **STEP), imported("mv_x", 2, name="Aoi (web) mv_x")):
        assert account(live, client=declared).micro(live) is (kind is ConversionKind.MICRO)

"""One act counted by two actions: found by property and event."""

from __future__ import annotations

import pytest
from strategies import PROPERTY, action, ads, client, conversion, imported

from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.diagnostics import Severity
from microconv.core.ga4_import import import_identity
from microconv.core.planning.double_counting import double_counted
from microconv.core.resource import Standing


def found(wanted, *live) -> list[str]:
    return [item.summary for item in double_counted(client(wanted), [ads(*live)])]


def test_an_import_is_known_by_property_and_event() -> None:
    assert import_identity(PROPERTY, "mv_cart") == "ga4:345678901/mv_cart"


@pytest.mark.parametrize(("role", "live"), [(Role.PRIMARY, False), (Role.SECONDARY, True), (Role.SECONDARY, False)])
def test_a_twin_that_bidding_does_not_count_twice_is_a_note(role: Role, live: bool) -> None:
    wanted = client(conversion("mv_cart", event="cart", role=role))
    (item,) = double_counted(wanted, [ads(imported("cart", primary_for_goal=live))])
    assert item.severity is Severity.NOTE
    assert item.code == "double-counting"
    assert item.summary == '"mv_cart" and "Aoi (web) cart" count the same GA4 event cart: twice in All conversions'


def test_twins_that_bidding_counts_twice_are_a_warning() -> None:
    wanted = client(conversion("mv_cart", event="cart", role=Role.PRIMARY))
    (item,) = double_counted(wanted, [ads(imported("cart", primary_for_goal=True))])
    assert item.severity is Severity.WARNING
    assert item.summary.endswith(", and both are primary: bidding counts each conversion twice")


@pytest.mark.parametrize(
    ("wanted", "live"),
    [
        (conversion("mv_cart", event="cart"), imported("other")),
        (conversion("mv_cart", event="cart"), imported("cart", standing=Standing.REMOVED)),
        (conversion("mv_cart", event="cart"), imported("cart", standing=Standing.HIDDEN)),
        (conversion("mv_cart", event="cart"), imported("cart", standing=Standing.OTHER_OWNER)),
        (conversion("mv_cart", event="cart"), action("Aoi (web) cart")),
        (conversion("mv_cart", event="cart"), action(f"ga4:{PROPERTY}/cart")),
        (conversion("mv_cart", event=None), imported("mv_cart")),
        (conversion("mv_cart", event="cart", source=GA4_IMPORT), imported("cart")),
        (conversion("mv_cart", event="cart", source=None), imported("cart")),
    ],
)
def test_no_twin(wanted, live) -> None:
    assert found(wanted, live) == []


def test_a_similar_name_is_not_a_twin_of_another_property() -> None:
    wanted = client(conversion("mv_cart", event="cart"), property_id="111")
    assert list(double_counted(wanted, [ads(imported("cart"))])) == []

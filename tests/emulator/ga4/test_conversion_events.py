"""The old conversion events: the same store as the key events, in the old spelling."""

from __future__ import annotations

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

PARENT = "properties/345678901"
CART = f"{PARENT}/conversionEvents/12"

pytestmark = pytest.mark.filterwarnings("ignore:.*conversion_events? is deprecated:DeprecationWarning")


def test_what_is_a_key_event_is_a_conversion_event(client):
    found = list(client.list_conversion_events(parent=PARENT))
    assert [one.name for one in found] == [f"{PARENT}/conversionEvents/11", CART]
    one = client.get_conversion_event(name=CART)
    assert (one.event_name, one.counting_method, one.deletable, one.custom) == ("mv_add_to_cart", 2, True, True)
    assert (one.default_conversion_value.value, one.default_conversion_value.currency_code) == (500, "JPY")


def test_create_is_seen_from_both_sides(client, key_events):
    value = {"value": 0, "currency_code": "USD"}
    old = client.create_conversion_event(
        parent=PARENT, conversion_event={"event_name": "mv_old", "default_conversion_value": value}
    )
    stored = key_events()["mv_old"]
    assert (stored.counting_method, stored.default_value.numeric_value) == ("ONCE_PER_EVENT", 0)
    assert old.name == f"{PARENT}/conversionEvents/{stored.id}"
    new = client.get_key_event(name=f"{PARENT}/keyEvents/{stored.id}")
    assert (new.event_name, new.default_value.currency_code) == ("mv_old", "USD")


def test_a_duplicate_of_a_key_event_is_refused(client, refused, key_events):
    before = key_events()
    with refused(409, "Requested entity already exists"):
        client.create_conversion_event(parent=PARENT, conversion_event={"event_name": "mv_add_to_cart"})
    assert key_events() == before


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"value": 5}, "A default value needs a currency code."),
        ({"currency_code": "JPY"}, "A default value needs an amount."),
        ({}, "A default value needs an amount."),
    ],
)
def test_half_a_value_is_refused(client, refused, key_events, value, message):
    with refused(400, message):
        client.create_conversion_event(
            parent=PARENT, conversion_event={"event_name": "mv_old", "default_conversion_value": value}
        )
    assert "mv_old" not in key_events()


def test_update(client, refused, key_events):
    answer = client.update_conversion_event(
        conversion_event={"name": CART, "default_conversion_value": {"value": 9, "currency_code": "JPY"}},
        update_mask=FieldMask(paths=["default_conversion_value"]),
    )
    assert (answer.name, answer.default_conversion_value.value) == (CART, 9)
    assert key_events()["mv_add_to_cart"].default_value.numeric_value == 9
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_SESSION"
    with refused(400, "The update mask has the unknown path 'default_value'."):
        client.update_conversion_event(conversion_event={"name": CART}, update_mask=FieldMask(paths=["default_value"]))


def test_delete_removes_the_key_event(client, refused, key_events):
    client.delete_conversion_event(name=CART)
    assert set(key_events()) == {"purchase"}
    with refused(400, "The key event 'purchase' cannot be deleted."):
        client.delete_conversion_event(name=f"{PARENT}/conversionEvents/11")
    assert set(key_events()) == {"purchase"}

"""Both sides of every doubt: each policy changes what it says, and the default is what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from microconv.emulator.ga4.policies import POLICIES

PARENT = "properties/345678901"
CART = f"{PARENT}/keyEvents/12"


def create(client, **fields):
    return client.create_key_event(parent=PARENT, key_event={"event_name": "mv_x", "counting_method": 1, **fields})


def update(client, mask, **fields):
    return client.update_key_event(key_event={"name": CART, **fields}, update_mask=FieldMask(paths=mask))


def test_counting_method_required(client, world, refused, key_events):
    world.policies.set("counting_method_required", False)
    create(client, counting_method=0)
    update(client, ["*"])
    found = key_events()
    assert (found["mv_x"].counting_method, found["mv_add_to_cart"].counting_method) == ("ONCE_PER_EVENT",) * 2


def test_counting_method_clearable(client, world, key_events):
    world.policies.set("counting_method_clearable", True)
    update(client, ["counting_method"])
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_EVENT"


def test_output_only_fields(client, world, refused, key_events):
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'deletable' is output only."):
        create(client, deletable=True)
    with refused(400, "The field 'custom' is output only."):
        update(client, ["custom", "counting_method"], counting_method=1)
    assert "mv_x" not in key_events()
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_SESSION"
    update(client, ["counting_method"], counting_method=1, custom=True)
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_EVENT"


def fill_up(world, custom):
    """As many key events as the property needs to hold `custom` custom ones and the purchase."""
    events = world.ga4.property(345678901).key_events
    for number in range(1000, 1000 + custom - 1):
        events[number] = replace(events[12], id=number, event_name=f"mv_{number}")


@pytest.mark.parametrize(
    ("level", "policy", "limit"),
    [
        ("GOOGLE_ANALYTICS_STANDARD", "key_event_limit_standard", 30),
        ("GOOGLE_ANALYTICS_360", "key_event_limit_360", 50),
    ],
)
def test_key_event_limit(client, world, refused, level, policy, limit):
    events = world.ga4.property(345678901).key_events
    world.ga4.property(345678901).service_level = level
    fill_up(world, limit - 1)
    create(client)
    with refused(429, f"The property has reached its limit of {limit} key events."):
        create(client, event_name="mv_y")
    with refused(409, "Requested entity already exists"):
        create(client)
    assert len(events) == limit + 1
    create(client, event_name="qualify_lead")  # not a custom one
    assert len(events) == limit + 2
    world.policies.set("key_event_limit_error", "FAILED_PRECONDITION")
    with refused(400, f"The property has reached its limit of {limit} key events."):
        create(client, event_name="mv_y")
    world.policies.set(policy, limit + 1)
    create(client, event_name="mv_y")
    assert len(events) == limit + 3


def test_key_event_limit_counts(client, world, refused):
    world.policies.set("key_event_limit_counts", "ALL")
    fill_up(world, 29)
    for name in ("mv_y", "qualify_lead"):
        with refused(429, "The property has reached its limit of 30 key events."):
            create(client, event_name=name)
    assert len(world.ga4.property(345678901).key_events) == 30


@pytest.mark.parametrize(("code", "status"), [("INVALID_ARGUMENT", 400), ("PERMISSION_DENIED", 403)])
def test_key_event_not_deletable_error(client, world, refused, code, status):
    world.policies.set("key_event_not_deletable_error", code)
    with refused(status, "The key event 'purchase' cannot be deleted."):
        client.delete_key_event(name=f"{PARENT}/keyEvents/11")
    assert 11 in world.ga4.property(345678901).key_events


def test_reserved_event_names_refused(client, world, refused, key_events):
    create(client, event_name="click")
    world.policies.set("reserved_event_names_refused", True)
    with refused(400, "The event name 'scroll' is reserved."):
        create(client, event_name="scroll")
    assert "click" in key_events()
    assert "scroll" not in key_events()


def test_zero_default_value_refused(client, world, refused, key_events):
    world.policies.set("zero_default_value_refused", True)
    with refused(400, "A default value needs an amount."):
        create(client, default_value={"numeric_value": 0, "currency_code": "JPY"})
    assert "mv_x" not in key_events()


def test_negative_default_value_refused(client, world, refused, key_events):
    value = {"numeric_value": -1, "currency_code": "JPY"}
    create(client, default_value=value)
    assert key_events()["mv_x"].default_value.numeric_value == -1
    world.policies.set("negative_default_value_refused", True)
    with refused(400, "The amount of a default value must not be negative."):
        create(client, event_name="mv_y", default_value=value)


def test_missing_property_error(client, world, refused):
    world.policies.set("missing_property_error", "NOT_FOUND")
    with refused(404, "Requested entity was not found."):
        client.get_property(name="properties/1")
    with refused(404, "Requested entity was not found."):
        client.get_account(name="accounts/1")
    with refused(404, "Requested entity was not found."):
        client.list_properties(request={"filter": "parent:accounts/1"})
    with refused(403, "The caller does not have permission"):
        client.get_property(name="properties/345678903")


def test_trashed_property_children(client, world, refused, key_events):
    world.ga4.property(345678901).delete_time = datetime(2026, 11, 1, tzinfo=UTC)
    assert len(list(client.list_key_events(parent=PARENT))) == 2
    world.policies.set("trashed_property_children", "REFUSE")
    with refused(400, f"The property {PARENT} is in the trash."):
        client.list_key_events(parent=PARENT)
    with refused(400, f"The property {PARENT} is in the trash."):
        create(client)
    assert "mv_x" not in key_events()
    assert client.get_property(name=PARENT).name == PARENT


def test_page_size_may_change(client, world, refused):
    first = next(client.list_key_events(request={"parent": PARENT, "page_size": 1}).pages)
    again = {"parent": PARENT, "page_size": 5, "page_token": first.next_page_token}
    assert [one.name for one in client.list_key_events(request=again)] == [CART]
    world.policies.set("page_size_may_change", False)
    first = next(client.list_key_events(request={"parent": PARENT, "page_size": 1}).pages)
    with refused(400, "The page token does not belong to this request."):
        client.list_key_events(request={"parent": PARENT, "page_size": 5, "page_token": first.next_page_token})


def test_every_policy_has_a_test():
    folder = Path(__file__).parent
    tests = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("test_*.py"))
    assert [policy.name for policy in POLICIES if f'"{policy.name}"' not in tests] == []

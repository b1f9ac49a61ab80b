"""Key events through the official clients: every version, every transport, one store."""

from __future__ import annotations

import math

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

PARENT = "properties/345678901"
CART = f"{PARENT}/keyEvents/12"
ONCE_PER_EVENT, ONCE_PER_SESSION = 1, 2


def create(client, **fields):
    return client.create_key_event(
        parent=PARENT, key_event={"event_name": "mv_form_start", "counting_method": 1, **fields}
    )


def update(client, mask, **fields):
    return client.update_key_event(key_event={"name": CART, **fields}, update_mask=FieldMask(paths=mask))


def test_create_stores_what_was_asked_and_answers_it(client, key_events, world):
    before = world.clock.now()
    answer = create(
        client,
        counting_method=ONCE_PER_SESSION,
        default_value={"numeric_value": 12.5, "currency_code": "JPY"},
    )
    stored = key_events()["mv_form_start"]
    assert stored.counting_method == "ONCE_PER_SESSION"
    assert (stored.default_value.numeric_value, stored.default_value.currency_code) == (12.5, "JPY")
    assert (stored.deletable, stored.custom) == (True, True)
    assert before <= stored.create_time <= world.clock.now()
    assert answer.name == f"{PARENT}/keyEvents/{stored.id}"
    assert (answer.event_name, answer.deletable, answer.custom) == ("mv_form_start", True, True)
    assert answer.counting_method == ONCE_PER_SESSION
    assert answer.default_value.numeric_value == 12.5
    assert answer.create_time == stored.create_time


def test_ids_are_counted_and_not_given_twice(client, key_events):
    first = create(client)
    client.delete_key_event(name=first.name)
    second = create(client)
    assert int(second.name.rpartition("/")[2]) == int(first.name.rpartition("/")[2]) + 1
    assert key_events()["mv_form_start"].id == int(second.name.rpartition("/")[2])


@pytest.mark.filterwarnings("ignore:.*conversion_events? is deprecated:DeprecationWarning")
def test_the_counting_method_is_required_and_that_of_a_conversion_event_is_not(client, key_events, refused):
    before = key_events()
    with refused(400, "The counting method is required."):
        create(client, counting_method=0)
    with refused(400, "The counting method is required."):
        update(client, ["*"])
    assert key_events() == before
    client.create_conversion_event(parent=PARENT, conversion_event={"event_name": "mv_old"})
    assert key_events()["mv_old"].counting_method == "ONCE_PER_EVENT"


def test_create_without_default_value_has_none(client, key_events):
    assert "default_value" not in create(client)
    assert key_events()["mv_form_start"].default_value is None


def test_a_default_value_of_zero_is_a_value(client, key_events):
    answer = create(client, default_value={"numeric_value": 0, "currency_code": "JPY"})
    assert "default_value" in answer
    assert key_events()["mv_form_start"].default_value.numeric_value == 0


def test_output_only_fields_are_ignored_on_create(client, key_events):
    answer = create(client, name=CART, deletable=False, custom=False)
    stored = key_events()["mv_form_start"]
    assert (stored.deletable, stored.custom) == (True, True)
    assert stored.id != 12
    assert answer.name != CART


@pytest.mark.parametrize("name", ["purchase", "mv_add_to_cart"])
def test_an_event_is_a_key_event_once(client, key_events, refused, name):
    before = key_events()
    with refused(409, "Requested entity already exists"):
        create(client, event_name=name, counting_method=ONCE_PER_EVENT)
    assert key_events() == before


def test_event_names_differ_by_case(client, key_events):
    create(client, event_name="Purchase")
    assert {"purchase", "Purchase"} <= set(key_events())


@pytest.mark.parametrize("name", ["a" * 40, "申し込み_完了", "click", "x1_2", "mv_" + "a" * 35])
def test_event_names_that_are_taken(client, key_events, name):
    assert create(client, event_name=name).event_name == name
    assert name in key_events()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "The event name is required."),
        ("a" * 41, f"The event name '{'a' * 41}' is longer than 40 characters."),
        ("1st", "The event name '1st' must start with a letter and have letters, digits and underscores only."),
        ("mv-cart", "The event name 'mv-cart' must start with a letter and have letters, digits and underscores only."),
        ("mv cart", "The event name 'mv cart' must start with a letter and have letters, digits and underscores only."),
        ("cart\n", "The event name 'cart\n' must start with a letter and have letters, digits and underscores only."),
        ("_cart", "The event name '_cart' starts with the reserved prefix '_'."),
        ("ga_cart", "The event name 'ga_cart' starts with the reserved prefix 'ga_'."),
        ("google_cart", "The event name 'google_cart' starts with the reserved prefix 'google_'."),
        ("firebase_cart", "The event name 'firebase_cart' starts with the reserved prefix 'firebase_'."),
        ("gtag.cart", "The event name 'gtag.cart' starts with the reserved prefix 'gtag.'."),
    ],
)
def test_event_names_that_are_refused(client, key_events, refused, name, message):
    before = key_events()
    with refused(400, message):
        create(client, event_name=name)
    assert key_events() == before


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"numeric_value": 5}, "A default value needs a currency code."),
        ({}, "A default value needs a currency code."),
        ({"numeric_value": 5, "currency_code": "yen"}, "'yen' is not an ISO 4217 currency code."),
        ({"numeric_value": 5, "currency_code": "JPYX"}, "'JPYX' is not an ISO 4217 currency code."),
        ({"numeric_value": 5, "currency_code": "JYP"}, "'JYP' is not an ISO 4217 currency code."),
        ({"numeric_value": math.nan, "currency_code": "JPY"}, "The amount of a default value must be a finite number."),
        ({"numeric_value": math.inf, "currency_code": "JPY"}, "The amount of a default value must be a finite number."),
    ],
)
def test_default_values_that_are_refused(client, key_events, refused, value, message):
    before = key_events()
    with refused(400, message):
        create(client, default_value=value)
    with refused(400, message):
        update(client, ["default_value"], default_value=value)
    assert key_events() == before


def test_a_counting_method_that_does_not_exist_is_refused(client, key_events, refused):
    with refused(400, "The counting method 7 is unknown."):
        create(client, counting_method=7)
    assert "mv_form_start" not in key_events()


def test_get(client, refused):
    answer = client.get_key_event(name=CART)
    assert (answer.name, answer.event_name, answer.counting_method) == (CART, "mv_add_to_cart", ONCE_PER_SESSION)
    assert (answer.default_value.numeric_value, answer.default_value.currency_code) == (500, "JPY")
    with refused(404, "Requested entity was not found."):
        client.get_key_event(name=f"{PARENT}/keyEvents/999")
    with refused(
        400, f"'{PARENT}/keyEvents/x' is not a resource name of the form properties/{{number}}/keyEvents/{{number}}."
    ):
        client.get_key_event(name=f"{PARENT}/keyEvents/x")


def test_list_shows_every_key_event_by_id(client):
    found = list(client.list_key_events(parent=PARENT))
    assert [event.name for event in found] == [f"{PARENT}/keyEvents/11", CART]
    assert [event.deletable for event in found] == [False, True]


def test_a_property_of_the_seed_without_key_events_has_a_purchase_that_stays(client, refused, world):
    (found,) = client.list_key_events(parent="properties/345678902")
    assert (found.event_name, found.deletable, found.custom) == ("purchase", False, False)
    with refused(400, "The key event 'purchase' cannot be deleted."):
        client.delete_key_event(name=found.name)
    assert len(world.ga4.property(345678902).key_events) == 1


def test_update_changes_what_the_mask_names_and_nothing_else(client, key_events):
    before = key_events()["mv_add_to_cart"]
    answer = update(
        client,
        ["counting_method"],
        counting_method=ONCE_PER_EVENT,
        default_value={"numeric_value": 1, "currency_code": "USD"},
    )
    after = key_events()["mv_add_to_cart"]
    assert after.counting_method == "ONCE_PER_EVENT"
    assert after.default_value == before.default_value
    assert (after.id, after.create_time) == (before.id, before.create_time)
    assert answer.counting_method == ONCE_PER_EVENT
    assert answer.default_value.numeric_value == 500


def test_update_of_the_value(client, key_events):
    update(client, ["default_value"], default_value={"numeric_value": 700, "currency_code": "USD"})
    stored = key_events()["mv_add_to_cart"]
    assert (stored.default_value.numeric_value, stored.default_value.currency_code) == (700, "USD")
    assert stored.counting_method == "ONCE_PER_SESSION"


def test_update_of_a_part_of_the_value(client, key_events):
    update(client, ["default_value.numeric_value"], default_value={"numeric_value": 700})
    stored = key_events()["mv_add_to_cart"].default_value
    assert (stored.numeric_value, stored.currency_code) == (700, "JPY")
    update(client, ["default_value.currency_code"], default_value={"currency_code": "USD"})
    stored = key_events()["mv_add_to_cart"].default_value
    assert (stored.numeric_value, stored.currency_code) == (700, "USD")


def test_a_part_of_a_value_that_is_not_there_is_not_enough(client, key_events, refused):
    event = client.create_key_event(parent=PARENT, key_event={"event_name": "mv_x", "counting_method": 1})
    with refused(400, "A default value needs a currency code."):
        client.update_key_event(
            key_event={"name": event.name, "default_value": {"numeric_value": 5}},
            update_mask=FieldMask(paths=["default_value.numeric_value"]),
        )
    assert key_events()["mv_x"].default_value is None


def test_a_mask_with_the_value_and_no_value_clears_it(client, key_events):
    answer = update(client, ["default_value"])
    assert key_events()["mv_add_to_cart"].default_value is None
    assert "default_value" not in answer


def test_a_star_replaces_everything_that_can_be_changed(client, key_events):
    update(client, ["*"], event_name="mv_add_to_cart", counting_method=ONCE_PER_EVENT)
    stored = key_events()["mv_add_to_cart"]
    assert (stored.counting_method, stored.default_value) == ("ONCE_PER_EVENT", None)
    assert (stored.id, stored.deletable, stored.custom) == (12, True, True)


@pytest.mark.parametrize("mask", [["event_name"], ["*"], ["event_name", "counting_method"]])
def test_the_event_name_is_immutable(client, key_events, refused, mask):
    before = key_events()
    with refused(400, "The field 'event_name' is immutable."):
        update(client, mask, event_name="mv_other", counting_method=ONCE_PER_EVENT)
    assert key_events() == before


def test_the_same_event_name_in_a_mask_is_no_change(client, key_events):
    update(client, ["event_name", "counting_method"], event_name="mv_add_to_cart", counting_method=ONCE_PER_EVENT)
    assert key_events()["mv_add_to_cart"].counting_method == "ONCE_PER_EVENT"


def test_output_only_fields_in_a_mask_change_nothing(client, key_events):
    update(client, ["deletable", "custom"], deletable=False, custom=False)
    stored = key_events()["mv_add_to_cart"]
    assert (stored.deletable, stored.custom) == (True, True)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        ([], "The update mask is required."),
        (["value"], "The update mask has the unknown path 'value'."),
        (["default_value.amount"], "The update mask has the unknown path 'default_value.amount'."),
        (["counting_method.x"], "The update mask has the unknown path 'counting_method.x'."),
        (["*", "counting_method"], "'*' must be the only path of an update mask."),
        (["counting_method"], "The counting method must not be cleared."),
    ],
)
def test_masks_that_are_refused(client, key_events, refused, mask, message):
    before = key_events()
    with refused(400, message):
        update(client, mask)
    assert key_events() == before


def test_update_and_delete_of_what_is_not_there(client, refused):
    name = f"{PARENT}/keyEvents/999"
    with refused(404, "Requested entity was not found."):
        client.update_key_event(
            key_event={"name": name, "counting_method": 1}, update_mask=FieldMask(paths=["counting_method"])
        )
    with refused(404, "Requested entity was not found."):
        client.delete_key_event(name=name)


def test_delete(client, key_events, refused):
    assert client.delete_key_event(name=CART) is None
    assert set(key_events()) == {"purchase"}
    with refused(404, "Requested entity was not found."):
        client.get_key_event(name=CART)


def test_the_log_says_who_wrote(client, world):
    client.get_key_event(name=CART)
    update(client, ["counting_method"], counting_method=ONCE_PER_EVENT)
    with pytest.raises(Exception, match="already exists"):
        create(client, event_name="purchase")
    client.delete_key_event(name=CART)
    assert [(one.method, one.account, one.write, one.status) for one in world.log.entries] == [
        ("AnalyticsAdminService.GetKeyEvent", PARENT, False, "OK"),
        ("AnalyticsAdminService.UpdateKeyEvent", PARENT, True, "OK"),
        ("AnalyticsAdminService.CreateKeyEvent", PARENT, True, "ALREADY_EXISTS"),
        ("AnalyticsAdminService.DeleteKeyEvent", PARENT, True, "OK"),
    ]
    assert {one.api for one in world.log.entries} == {"ga4"}

"""Creating, updating and trashing properties through the official clients."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microconv.emulator.principals import Access, Principals

ACCOUNT = "accounts/200"
STORE = "properties/345678901"
ME = "someone@agency.example"
NEW = {"parent": ACCOUNT, "display_name": "Kaede", "time_zone": "Asia/Tokyo"}


def create(client, **fields):
    return client.create_property(property=NEW | fields)


def update(client, mask, **fields):
    return client.update_property(property={"name": STORE, **fields}, update_mask={"paths": mask})


def test_create(client, world):
    answer = create(client, currency_code="JPY", industry_category="SHOPPING", account=ACCOUNT, property_type=1)
    made = world.ga4.property(int(answer.name.rpartition("/")[2]))
    assert (made.account, made.parent, made.display_name, made.time_zone) == (200, ACCOUNT, "Kaede", "Asia/Tokyo")
    assert (made.currency_code, made.industry_category) == ("JPY", "SHOPPING")
    assert (made.service_level, made.property_type) == ("GOOGLE_ANALYTICS_STANDARD", "PROPERTY_TYPE_ORDINARY")
    assert [(one.event_name, one.deletable) for one in made.key_events.values()] == [("purchase", False)]
    assert (answer.display_name, answer.parent, answer.account) == ("Kaede", ACCOUNT, ACCOUNT)
    assert client.get_property(name=answer.name) == answer
    assert answer in list(client.list_properties(request={"filter": f"parent:{ACCOUNT}"}))


def test_a_new_property_without_purchase_and_currency(client, world):
    world.policies.set("new_property_has_purchase", False)
    answer = create(client)
    assert (answer.currency_code, list(client.list_key_events(parent=answer.name))) == ("USD", [])


def test_the_creator_may_see_it(client, world, refused):
    world.principals = Principals({ME: Access(ga4=frozenset({345678901}))})
    name = create(client, parent="accounts/100").name
    assert client.get_property(name=name).display_name == "Kaede"
    with refused(403, "The caller does not have permission"):
        client.get_property(name="properties/345678902")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parent": ""}, "The value for the 'parent' field was invalid but must be in format 'accounts/123'."),
        ({"parent": STORE}, "The value for the 'parent' field was invalid but must be in format 'accounts/123'."),
        ({"display_name": ""}, "The display name is required."),
        ({"display_name": "😀" * 51}, "The display name is longer than 100 UTF-16 code units."),
        ({"time_zone": ""}, "The time zone is required."),
        ({"time_zone": "Tokyo"}, "'Tokyo' is not an IANA time zone."),
        ({"time_zone": "../Tokyo"}, "'../Tokyo' is not an IANA time zone."),
        ({"currency_code": "yen"}, "'yen' is not an ISO 4217 currency code."),
        ({"currency_code": "JYP"}, "'JYP' is not an ISO 4217 currency code."),
        ({"industry_category": 99}, "The industry category 99 is unknown."),
        ({"property_type": 2}, "Only ordinary properties can be created by this method."),
        ({"account": "accounts/100"}, "The account must be the parent."),
    ],
)
def test_properties_that_are_refused(client, world, refused, fields, message):
    before = world.dump()["ga4"]
    with refused(400, message):
        create(client, **fields)
    assert world.dump()["ga4"] == before


def test_accounts_that_are_not_there_or_trashed(client, world, refused):
    with refused(403, "The caller does not have permission"):
        create(client, parent="accounts/1")
    world.ga4.accounts[200].deleted = True
    with refused(400, "The account accounts/200 is in the trash."):
        create(client)
    assert world.ga4.accounts[200].properties == {}


def test_update(client, stored):
    before = stored().update_time
    answer = update(client, ["display_name", "industry_category"], display_name="New", industry_category="SHOPPING")
    assert (stored().display_name, stored().industry_category, answer.display_name) == ("New", "SHOPPING", "New")
    assert (stored().time_zone, stored().currency_code) == ("Asia/Tokyo", "JPY")
    assert stored().update_time > before
    assert len(stored().key_events) == 2
    update(client, ["*"], display_name="All", time_zone="Europe/Berlin", currency_code="EUR")
    assert (stored().display_name, stored().time_zone, stored().currency_code) == ("All", "Europe/Berlin", "EUR")
    assert stored().industry_category == "INDUSTRY_CATEGORY_UNSPECIFIED"
    update(client, ["parent", "account"], parent="accounts/100", account="accounts/100")


@pytest.mark.parametrize(
    ("mask", "fields", "message"),
    [
        (["parent"], {"parent": ACCOUNT}, "The field 'parent' is immutable."),
        (["account"], {"account": ACCOUNT}, "The field 'account' is immutable."),
        (["property_type"], {"property_type": 2}, "The field 'property_type' is immutable."),
        (["*"], {"parent": ACCOUNT, "display_name": "x"}, "The field 'parent' is immutable."),
        (["display_name"], {}, "The display name is required."),
        (["display_name"], {"display_name": "x" * 101}, "The display name is longer than 100 UTF-16 code units."),
        (["display_name", "time_zone"], {"display_name": "x", "time_zone": "y"}, "'y' is not an IANA time zone."),
        (["currency_code"], {"currency_code": "€"}, "'€' is not an ISO 4217 currency code."),
        ([], {}, "The update mask is required."),
        (["zone"], {}, "The update mask has the unknown path 'zone'."),
    ],
)
def test_updates_that_are_refused(client, world, refused, mask, fields, message):
    before = world.dump()["ga4"]
    with refused(400, message):
        update(client, mask, **fields)
    assert world.dump()["ga4"] == before


def test_output_only_fields(client, world, stored, refused):
    update(client, ["service_level"], service_level=2)
    assert stored().service_level == "GOOGLE_ANALYTICS_STANDARD"
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'service_level' is output only."):
        update(client, ["service_level"], service_level=2)
    with refused(400, "The field 'service_level' is output only."):
        create(client, service_level=2)
    assert world.ga4.accounts[200].properties == {}


def test_delete_moves_to_the_trash(client, world, stored, refused):
    answer = client.delete_property(name=STORE)
    assert stored().delete_time <= world.clock.now()
    assert stored().expire_time - stored().delete_time == timedelta(days=35)
    assert (answer.name, answer.delete_time, answer.expire_time) == (STORE, stored().delete_time, stored().expire_time)
    found = client.list_properties(request={"filter": "parent:accounts/100"})
    assert STORE not in [one.name for one in found]
    assert client.get_property(name=STORE) == answer
    text = f"The property {STORE} is in the trash."
    with refused(400, text):
        client.delete_property(name=STORE)
    world.policies.set("trashed_property_delete_error", "NOT_FOUND")
    with refused(404, text):
        client.delete_property(name=STORE)
    with refused(403, "The caller does not have permission"):
        client.delete_property(name="properties/1")

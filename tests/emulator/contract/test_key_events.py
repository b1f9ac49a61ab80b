"""Contract: key events of the GA4 Admin API (v1beta over REST)."""

from __future__ import annotations

import pytest

ONCE_PER_EVENT, ONCE_PER_SESSION = 1, 2
VALUE = {"numeric_value": 500.0, "currency_code": "JPY"}


def test_create_key_event(ga4):
    """A new key event is custom and can be deleted; the answer is the resource (analytics_admin.proto)."""
    made = ga4.create("mv_create", counting_method="ONCE_PER_SESSION", default_value=VALUE)
    event = ga4.get(made.name)
    assert made.name.startswith(f"{ga4.parent}/keyEvents/")
    assert event == made
    assert (event.event_name, event.counting_method, event.deletable, event.custom) == (
        ga4.name("mv_create"),
        ONCE_PER_SESSION,
        True,
        True,
    )
    assert (event.default_value.numeric_value, event.default_value.currency_code) == (500.0, "JPY")
    assert event.create_time


def test_duplicate_key_event(ga4):
    """An event is a key event once: 409 ALREADY_EXISTS. (The text is not published.)"""
    made = ga4.create("mv_double")
    with ga4.refused() as refusal:
        ga4.create("mv_double", counting_method="ONCE_PER_SESSION")
    assert (refusal.codes, refusal.messages) == (["409"], ["Requested entity already exists"])
    assert ga4.get(made.name).counting_method == ONCE_PER_EVENT


def test_patch_key_event(ga4):
    """Only what the mask names is changed."""
    made = ga4.create("mv_patch", default_value=VALUE)
    other = {"numeric_value": 7.0, "currency_code": "JPY"}
    ga4.update(made.name, "counting_method", counting_method="ONCE_PER_SESSION", default_value=other)
    event = ga4.get(made.name)
    assert (event.counting_method, event.default_value.numeric_value) == (ONCE_PER_SESSION, 500.0)


def test_patch_everything(ga4):
    """The mask ``*`` replaces every field that may be changed: what is left out is cleared."""
    made = ga4.create("mv_star", default_value=VALUE)
    ga4.update(made.name, "*", counting_method="ONCE_PER_SESSION")
    event = ga4.get(made.name)
    assert (event.counting_method, "default_value" in event) == (ONCE_PER_SESSION, False)


def test_clear_default_value(ga4):
    """A field that the mask names and the body does not have is cleared."""
    made = ga4.create("mv_clear", default_value=VALUE)
    assert "default_value" in ga4.get(made.name)
    ga4.update(made.name, "default_value")
    assert "default_value" not in ga4.get(made.name)


def test_patch_without_mask(ga4):
    """The update mask is required (field_behavior of UpdateKeyEventRequest)."""
    made = ga4.create("mv_no_mask")
    with ga4.refused() as refusal:
        ga4.client.update_key_event(key_event={"name": made.name, "counting_method": "ONCE_PER_SESSION"})
    assert (refusal.codes, refusal.messages) == (["400"], ["The update mask is required."])
    assert ga4.get(made.name).counting_method == ONCE_PER_EVENT


def test_event_name_is_immutable(ga4):
    """The event name is chosen once (field_behavior IMMUTABLE)."""
    made = ga4.create("mv_name")
    with ga4.refused() as refusal:
        ga4.update(made.name, event_name=ga4.name("mv_other"))
    assert (refusal.codes, refusal.messages) == (["400"], ["The field 'event_name' is immutable."])
    assert ga4.get(made.name).event_name == ga4.name("mv_name")


def test_delete_key_event(ga4):
    """A deleted key event is gone: 404 afterwards, also for a second delete."""
    made = ga4.create("mv_delete")
    ga4.client.delete_key_event(name=made.name)
    assert ga4.name("mv_delete") not in ga4.listed()
    for again in (ga4.client.get_key_event, ga4.client.delete_key_event):
        with ga4.refused() as refusal:
            again(name=made.name)
        assert (refusal.codes, refusal.messages) == (["404"], ["Requested entity was not found."])


def test_key_event_that_cannot_be_deleted(ga4):
    """`purchase` has deletable=false; deleting it is refused. (Status and text are not published.)"""
    event = ga4.listed()["purchase"]
    assert (event.deletable, event.custom) == (False, False)
    with ga4.refused() as refusal:
        ga4.client.delete_key_event(name=event.name)
    assert (refusal.codes, refusal.messages) == (["400"], ["The key event 'purchase' cannot be deleted."])
    assert "purchase" in ga4.listed()


def test_list_in_pages(ga4):
    """page_size and page_token: each key event on one page, and no token after the last."""
    for number in range(3):
        ga4.create(f"mv_page_{number}")
    first = ga4.client.list_key_events(request={"parent": ga4.parent, "page_size": 2})
    pages = list(first.pages)
    names = [event.event_name for page in pages for event in page.key_events]
    assert all(len(page.key_events) == 2 for page in pages[:-1])
    assert len(pages) >= 2
    assert [bool(page.next_page_token) for page in pages] == [True] * (len(pages) - 1) + [False]
    assert len(names) == len(set(names))
    assert {ga4.name(f"mv_page_{number}") for number in range(3)} <= set(names)


def test_page_token_of_nobody(ga4):
    """A token that no list gave is refused."""
    with ga4.refused() as refusal:
        ga4.client.list_key_events(request={"parent": ga4.parent, "page_token": "nonsense"})
    assert (refusal.codes, refusal.messages) == (["400"], ["The page token is invalid."])


def test_property_of_somebody_else(ga4):
    """403 for a property the caller has no access to (what the official samples' own tests expect)."""
    with ga4.refused() as refusal:
        ga4.client.list_key_events(parent=f"properties/{ga4.accounts.denied_property}")
    assert (refusal.codes, refusal.messages) == (["403"], ["The caller does not have permission"])


def test_key_event_that_does_not_exist(ga4):
    """404 NOT_FOUND."""
    with ga4.refused() as refusal:
        ga4.get(f"{ga4.parent}/keyEvents/999999999")
    assert (refusal.codes, refusal.messages) == (["404"], ["Requested entity was not found."])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("1st", "The event name '1st' must start with a letter and have letters, digits and underscores only."),
        ("ga_mine", "The event name 'ga_mine' starts with the reserved prefix 'ga_'."),
        ("e" * 41, f"The event name '{'e' * 41}' is longer than 40 characters."),
    ],
    ids=["digit", "prefix", "long"],
)
def test_bad_event_name(ga4, name, message):
    """Event names: at most 40 characters, a letter first, reserved prefixes (support.google.com answer 13316687)."""
    with ga4.refused() as refusal:
        ga4.client.create_key_event(
            parent=ga4.parent, key_event={"event_name": name, "counting_method": "ONCE_PER_EVENT"}
        )
    assert (refusal.codes, refusal.messages) == (["400"], [message])
    assert name not in ga4.listed()


def test_default_value_without_currency(ga4):
    """A default value has an amount and a currency (both REQUIRED in the proto)."""
    with ga4.refused() as refusal:
        ga4.create("mv_value", default_value={"numeric_value": 5.0})
    assert (refusal.codes, refusal.messages) == (["400"], ["A default value needs a currency code."])
    assert ga4.name("mv_value") not in ga4.listed()


def test_conversion_events_are_the_same_objects(ga4):
    """The deprecated conversion events show the key events under the same ids."""
    made = ga4.create("mv_alias")
    with pytest.warns(DeprecationWarning, match="get_conversion_event is deprecated"):
        alias = ga4.client.get_conversion_event(name=made.name.replace("keyEvents", "conversionEvents"))
    assert (alias.event_name, alias.deletable, alias.custom) == (ga4.name("mv_alias"), True, True)

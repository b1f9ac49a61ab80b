"""Facts about accounts: the same as JSON, whoever wrote it, and the same in another process."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.documents.facts_json import _TYPES, facts_from_dict, facts_to_dict
from microconv.core.facts import GROUPS, Access, AccountFacts, Customer, Owner, Property, Stream, combined
from microconv.core.value import Money

ADS = {
    "emulated": False,
    "account.found_through": "111-222-3333",
    "account.warning": "the goals cannot be read",
    "customer.currency_code": "JPY",
    "customer.descriptive_name": "",
    "customer.manager": False,
    "customer.time_zone": "Asia/Tokyo",
    "customer.auto_tagging_enabled": True,
    "customer.data_terms": True,
    "customer.enhanced_conversions": "on",
    "owner.account": "999-888-7777",
    "owner.managed": True,
    "owner.shared_with": ("111-222-3333 A",),
}
GA4 = {
    "emulated": True,
    "property.display_name": "Shop",
    "property.currency_code": "USD",
    "property.service_level": "google_analytics_standard",
    "property.time_zone": "Asia/Tokyo",
    "property.event_retention": "two_months",
    "property.user_retention": "fourteen_months",
    "property.google_signals": "google_signals_enabled",
    "property.access": ("admin shop.example 1",),
    "stream.measurement_id": "G-1",
    "stream.name": "properties/1/dataStreams/2",
    "stream.refusal": "no web stream",
}
CONTAINER: dict[str, Any] = {
    "emulated": True,
    "labels.send_tos": ("customers/1/conversionActions/2 AW-3/a",),
    "container.name": "shop.example",
    "container.path": "accounts/1/containers/2",
    "container.usage": ("web",),
    "container.workspace": "accounts/1/containers/2/workspaces/3",
    "container.workspaces": ("Default Workspace", "microconv"),
    "container.live_version": "4",
    "container.latest_version": "5",
    "container.unpublished": ("added tags/6 mv_a (GA4)",),
    "container.unpublished_since": "2026-10-02",
    "container.digest": "0f",
    "container.changed": ("added tags/6 mv_a (GA4)",),
    "container.merge_conflicts": ("tags/7 a",),
}
values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.tuples(st.text()), st.just(Money(1.0, "JPY")))
facts = st.dictionaries(st.one_of(st.sampled_from([*ADS, *GA4, *CONTAINER]), st.text()), values)


def test_every_field_has_a_key() -> None:
    assert set(GROUPS) == set(AccountFacts._fields) - {"emulated", "other"}
    named = {f"{group}.{name}" for group in GROUPS for name in getattr(AccountFacts(), group)._fields}
    assert named == set(_TYPES) == {*ADS, *GA4, *CONTAINER} - {"emulated"}


@pytest.mark.parametrize("known", [ADS, GA4, CONTAINER, {}], ids=["google_ads", "ga4", "tag_manager", "none"])
def test_what_is_known_has_a_field(known: dict[str, Any]) -> None:
    assert facts_from_dict(known).other == ()
    assert facts_to_dict(facts_from_dict(known)) == known


@given(facts)
def test_nothing_is_lost(data: dict[str, Any]) -> None:
    found = facts_from_dict(data)
    assert facts_to_dict(found) == data
    assert facts_from_dict(facts_to_dict(found)) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_what_is_not_known_is_kept_and_never_looked_at() -> None:
    found = facts_from_dict({"customer.currency_code": 5, "emulated": "yes", "goal.purchase~website": True})
    assert (found.customer, found.emulated) == (Customer(), None)
    assert dict(found.other) == {"customer.currency_code": 5, "emulated": "yes", "goal.purchase~website": True}


def test_facts_of_several_accounts_in_one() -> None:
    lower = AccountFacts(True, Access("1"), Customer("JPY", manager=False), Owner("2"), other=(("b", 1), ("c", 1)))
    upper = AccountFacts(
        None, Access(warning="w"), Customer("USD"), Owner(), Property("P"), Stream("G-1"), other=(("b", 2),)
    )
    assert combined([lower, upper]) == AccountFacts(
        True,
        Access("1", "w"),
        Customer("USD", manager=False),
        Owner("2"),
        Property("P"),
        Stream("G-1"),
        other=(("b", 2), ("c", 1)),
    )
    assert combined([]) == AccountFacts()

"""An import that is not there yet: what it waits for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import CUSTOMER, account_settings, ads, client, conversion, ga4, key_event, link

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT
from microconv.core.plan import Plan
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Reading
from microconv.providers import TYPES

WANTED = client(conversion("mv_cart", source=GA4_IMPORT, event="mv_cart"))
ALL = frozenset(kind.name for kind in TYPES)
HEAD = (
    "Google makes the action of a GA4 key event by itself, one or two days after all of these are there: the key "
    "event, the link between GA4 and Google Ads, and auto-tagging; no API call can make it, and the next sync after "
    "that enables it"
)
LINK = "the link between the property and Google Ads"
AUTO_TAGGING = "auto-tagging, which is off in Google Ads: write `google_ads: {auto_tagging: true}`"


def whole(reading: Reading) -> Reading:
    return replace(reading, types=ALL)


def plan_with(wanted: Client, *live: Live, tagging: bool = True) -> Plan:
    return make_plan(TYPES, wanted, [whole(ads(customer__auto_tagging_enabled=tagging)), whole(ga4(*live))])


def missing(plan: Plan) -> str:
    (waiting,) = plan.waiting
    assert waiting.why == HEAD
    assert waiting.reason == f"{HEAD}. Missing: {waiting.missing}"
    assert waiting.what == "Google's import"
    return waiting.missing


def test_only_time() -> None:
    plan = plan_with(WANTED, key_event("mv_cart"), link())
    assert missing(plan) == "time: everything is there, and Google takes one or two days"
    assert plan.empty


@pytest.mark.parametrize(
    ("link_google_ads", "live", "tagging", "text"),
    [
        (False, [link()], True, "the key event (this plan makes it)"),
        (False, [key_event("mv_cart")], True, f"{LINK}: write `link_google_ads: true`"),
        (True, [key_event("mv_cart")], True, f"{LINK} (this plan makes it)"),
        (False, [key_event("mv_cart"), link("1112223333")], True, f"{LINK}: write `link_google_ads: true`"),
        (False, [key_event("mv_cart"), link()], False, AUTO_TAGGING),
        (True, [], False, f"{AUTO_TAGGING}; the key event (this plan makes it); {LINK} (this plan makes it)"),
    ],
)
def test_what_is_missing(link_google_ads: bool, live: list[Live], tagging: bool, text: str) -> None:
    plan = plan_with(replace(WANTED, link_google_ads=link_google_ads), *live, tagging=tagging)
    assert missing(plan) == text


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (True, "auto-tagging, which is off in Google Ads (this plan turns it on)"),
        (False, "auto-tagging, which is off in Google Ads and in the config: write `google_ads: {auto_tagging: true}`"),
    ],
)
def test_auto_tagging_that_the_config_speaks_of(wanted: bool, text: str) -> None:
    account = whole(ads(account_settings(auto_tagging=False), customer__auto_tagging_enabled=False))
    plan = make_plan(TYPES, replace(WANTED, auto_tagging=wanted), [account, whole(ga4(key_event("mv_cart"), link()))])
    assert missing(plan) == text
    assert [str(change.address) for change in plan.changes] == ['google_ads.customer["123-456-7890"]'] * wanted


def test_a_link_that_was_not_read_is_not_called_missing() -> None:
    reading = replace(ga4(key_event("mv_cart")), types=frozenset({"ga4.key_event"}))
    plan = make_plan(TYPES, WANTED, [whole(ads()), reading])
    assert missing(plan).startswith("time: ")


def test_one_plan_shows_the_chain() -> None:
    wanted = replace(WANTED, link_google_ads=True)
    plan = plan_with(wanted)
    assert [str(item.address) for item in plan.changes] == [
        'ga4.key_event["mv_cart"]', 'ga4.google_ads_link["123-456-7890"]',
    ]  # fmt: skip
    assert plan.changes[1].attributes[0].after == CUSTOMER
    assert plan.waiting

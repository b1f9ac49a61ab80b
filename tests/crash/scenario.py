"""One client whose sync does everything a sync can do, small enough to be run hundreds of times.

It creates, updates, renames, promotes and demotes actions, the demoted one out of a custom goal; sets goals in the
account (one closes, one opens), in a campaign, and as custom goals (one new, one changed); makes event rules, key
events, a link, and waits for an import.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from microconv.emulator import World

STORE, MANAGER, PROPERTY, STREAM = 1234567890, 9998887777, 345678901, 701

SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-11-23T09:00:00+09:00",
    "google_ads": {
        "customers": [
            {"id": MANAGER, "descriptive_name": "Agency", "manager": True, "currency_code": "JPY", "clients": [STORE]},
            {
                "id": STORE,
                "descriptive_name": "Aoi",
                "currency_code": "JPY",
                "conversion_actions": [
                    {"id": 1, "name": "Purchase", "type": "WEBPAGE", "category": "PURCHASE"},
                    {"id": 2, "name": "mv_old", "type": "WEBPAGE", "category": "ENGAGEMENT"},
                    {
                        "id": 3, "name": "mv_cart_old", "type": "WEBPAGE", "category": "ADD_TO_CART",
                        "primary_for_goal": False,
                        "value_settings": {
                            "default_value": 300, "default_currency_code": "JPY", "always_use_default_value": True
                        },
                    },
                    {
                        "id": 4, "name": "mv_signup", "type": "WEBPAGE", "category": "SIGNUP",
                        "primary_for_goal": False,
                    },
                    {"id": 5, "name": "Nobody's", "type": "WEBPAGE", "category": "CONTACT", "primary_for_goal": True},
                ],
                "customer_conversion_goals": [{"category": "SIGNUP", "origin": "WEBSITE", "biddable": False}],
                "campaigns": [{"id": 71, "name": "Brand"}, {"id": 72, "name": "Shop"}, {"id": 73, "name": "Other"}],
                "custom_conversion_goals": [{"id": 81, "name": "Learning", "conversion_actions": [2, 4]}],
                "conversion_goal_campaign_configs": [{"campaign": 73, "custom_conversion_goal": 81}],
            },
        ]
    },
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Agency",
                "properties": [
                    {
                        "id": PROPERTY,
                        "display_name": "Aoi",
                        "currency_code": "JPY",
                        "time_zone": "Asia/Tokyo",
                        "key_events": [{"id": 12, "event_name": "mv_cart"}, {"id": 13, "event_name": "theirs"}],
                        "data_streams": [
                            {
                                "id": STREAM,
                                "type": "WEB_DATA_STREAM",
                                "display_name": "Web",
                                "web_stream_data": {
                                    "measurement_id": "G-AOI0000701", "default_uri": "https://aoi.example"
                                },
                            }
                        ],
                    }
                ],
            }
        ]
    },
}  # fmt: skip

CONFIG = """\
version: 1
client: aoi
currency: JPY
google_ads: {customer_id: 123-456-7890, login_customer_id: 999-888-7777}
ga4: {property_id: 345678901, link_google_ads: true, enhanced_measurement: {scrolls: true}}
demote: thorough
defaults: {role: secondary}
goals:
  account:
    - {category: engagement, biddable: false}
    - {category: signup, biddable: true}
  campaigns:
    - campaign: Brand
      goals: [{category: purchase, biddable: true}, {category: contact, biddable: false}]
  custom:
    - {name: Learning, conversions: [mv_signup, mv_cart], campaigns: [Other]}
    - {name: Fresh, conversions: [mv_new], campaigns: [Shop]}
conversions:
  - {name: Purchase, kind: macro, category: purchase, role: primary, value: none}
  - {name: Lead, kind: macro, category: submit_lead_form, role: primary, value: 9000}
  - name: mv_cart
    category: add_to_cart
    value: 500
    previously: [mv_cart_old]
    ga4: {event: mv_cart, counting: once_per_session}
  - {name: mv_signup, category: signup, role: primary, value: 100}
  - {name: mv_new, category: engagement, value: 50, ga4: {event: mv_new}}
  - name: mv_size
    value: none
    google_ads: false
    ga4: {event: mv_size, when: {page: /size}}
  - name: mv_coupon
    value: 70
    google_ads: {source: ga4}
    ga4: {event: mv_coupon}
"""

Held = dict[tuple[str, str], dict[str, Any]]


class TwiceError(AssertionError):
    """An account holds two objects that are to be one."""


def held(world: World) -> Held:
    """The content of the accounts by type and name, without ids. Raises TwiceError where a name stands there twice."""
    with world.lock:
        found = [*_of_ads(world), *_of_ga4(world)]
    counted = Counter(key for key, _ in found)
    twice = sorted(key for key, count in counted.items() if count > 1)
    if twice:
        raise TwiceError(f"there are several of {twice}")
    return dict(found)


def _of_ads(world: World) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    dump = next(one for one in world.dump()["google_ads"]["customers"] if one["id"] == STORE)
    names = {one["id"]: one["name"] for one in dump.get("conversion_actions", ())}
    campaigns = {one["id"]: one["name"] for one in dump.get("campaigns", ())}
    customs = {one["id"]: one["name"] for one in dump.get("custom_conversion_goals", ())}
    found = []
    for one in dump.get("conversion_actions", ()):
        if one.get("status") != "REMOVED":
            fields = {name: value for name, value in one.items() if name not in {"id", "tag_snippets"}}
            found.append((("google_ads.conversion_action", one["name"]), fields))
    store = world.google_ads.customers[STORE]
    for (category, origin), biddable in store.goals.items():
        name = f"{category.lower()}~{origin.lower()}"
        found.append((("google_ads.customer_conversion_goal", name), {"biddable": biddable}))
    for one in dump.get("campaign_conversion_goals", ()):
        name = f"{campaigns[one['campaign']]}/{one['category'].lower()}~{one['origin'].lower()}"
        found.append((("google_ads.campaign_conversion_goal", name), {"biddable": one["biddable"]}))
    for one in dump.get("conversion_goal_campaign_configs", ()):
        fields = {name: value for name, value in one.items() if name != "campaign"}
        if fields.get("custom_conversion_goal"):
            fields["custom_conversion_goal"] = customs[fields["custom_conversion_goal"]]
        found.append((("google_ads.conversion_goal_campaign_config", campaigns[one["campaign"]]), fields))
    for one in dump.get("custom_conversion_goals", ()):
        if one.get("status") != "REMOVED":
            actions = sorted(names[item] for item in one["conversion_actions"])
            found.append((("google_ads.custom_conversion_goal", one["name"]), {"actions": actions}))
    return found


def _of_ga4(world: World) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    held_by = world.ga4.property(PROPERTY)
    assert held_by is not None
    left_out = {"id", "name", "create_time", "update_time", "creator_email_address"}

    def plain(one: Any) -> dict[str, Any]:
        return {name: value for name, value in asdict(one).items() if name not in left_out}

    stream = held_by.data_streams[STREAM]
    measured = stream.enhanced_measurement_settings
    return [
        *((("ga4.key_event", one.event_name), plain(one)) for one in held_by.key_events.values()),
        *((("ga4.event_create_rule", one.destination_event), plain(one)) for one in stream.event_create_rules.values()),
        *((("ga4.google_ads_link", one.customer_id), plain(one)) for one in held_by.google_ads_links.values()),
        (("ga4.enhanced_measurement_settings", ""), plain(measured) if measured else {}),
    ]

"""Writes accounts to audit and to import: snapshots with everything that an audit reads, the same bytes at every run.

`one/` is a single large client, 1,000 conversion actions (300 of them GA4 imports), 300 key events, 100 campaigns with
goal settings; `many/` has 100 clients of 50 actions (15 imports), 15 key events, 5 campaigns. All have what was counted
lately. Names, categories and counts repeat as in real accounts: so rules find much, near-duplicates among it. `big/` is
a single client of 5,000 actions, 300 key events and 500 campaigns; `tidy/` is one of as many actions and campaigns of
which there is little to find (see tidy.py); `seed/` has 10,000 actions for the emulator.

    python3 benchmarks/accounts.py FOLDER
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from types import MappingProxyType

import tidy
from emulator import seed
from generate import steps

from microconv.core.documents.snapshot import to_json
from microconv.core.facts import AccountFacts, Customer
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    EVERYTHING,
    KEY_EVENT,
    LINK,
    MEASUREMENT,
)
from microconv.core.measures import Counted, Measures
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.value import Money, Scalar

UNTIL = datetime.date(2026, 11, 23)
FIRST_CUSTOMER, FIRST_PROPERTY = 1_000_000_001, 300_000_001
ONE = (1_000, 300, 100)
"""Actions, key events (each of which is imported) and campaigns of the large client."""
MANY = (50, 15, 5)
BIG = (5_000, 300, 500)


def dashed(customer: int) -> str:
    """A customer id as people write it."""
    digits = str(customer)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def readings(number: int, actions: int, events: int, campaigns: int) -> list[Reading]:
    """Both accounts of one client."""
    customer, property_id = FIRST_CUSTOMER + number, FIRST_PROPERTY + number
    kinds = steps(50)
    made = []
    for index in range(actions):
        kind = kinds[index % len(kinds)]
        name = kind.name if index < len(kinds) else f"{kind.name}_{index // len(kinds) + 1}"
        made.append(_action(customer, property_id, index, name, kind.category, imported=index < events))
    pairs = sorted({f"{kind.category}~website" for kind in kinds})
    goals = [_account_goal(customer, pair) for pair in pairs]
    custom = [_custom_goal(customer, index, made[index * 3 : index * 3 + 3]) for index in range(campaigns // 20 + 1)]
    settings = [_campaign(customer, index, custom[0]) for index in range(campaigns)]
    own = [_campaign_goal(customer, index, pair) for index in range(campaigns) for pair in pairs]
    facts = AccountFacts(
        emulated=False,
        customer=Customer("JPY", f"Client {number:03}", manager=False, auto_tagging_enabled=True),
    )
    counted = {item.id: _counted(index) for index, item in enumerate(made)}
    key_events = [_key_event(property_id, index, made[index]) for index in range(events)]
    happened = {item.identity: 40 + index * 7 for index, item in enumerate(key_events)}
    site = [_link(property_id, customer), _measurement(property_id)]
    return [
        Reading("google_ads", dashed(customer), (*made, *goals, *custom, *settings, *own), facts, types=EVERYTHING,
                measures=Measures(UNTIL, actions=MappingProxyType(counted))),
        Reading("ga4", str(property_id), (*key_events, *site), AccountFacts(emulated=False), types=EVERYTHING,
                measures=Measures(UNTIL, events=MappingProxyType(happened))),
    ]  # fmt: skip


def _action(customer: int, property_id: int, index: int, name: str, category: str, *, imported: bool) -> Live:
    called = f"Shop (web) {name}" if imported else name
    state: dict[str, Scalar] = {
        "name": called,
        "type": "google_analytics_4_custom" if imported else "webpage",
        "status": "enabled",
        "category": category,
        "primary_for_goal": index % 9 == 0,
        "value_settings.default_value": float(100 * (index % 17)),
        "value_settings.default_currency_code": "JPY",
        "value_settings.always_use_default_value": index % 5 != 0,
        "counting_type": "many_per_click" if index % 4 == 0 else "one_per_click",
        "click_through_lookback_window_days": 90 if index % 3 == 0 else 30,
        "view_through_lookback_window_days": 1,
        "attribution_model_settings.attribution_model": "google_ads_last_click",
        "phone_call_duration_seconds": None,
        "app_id": None,
        "origin": "website",
    }
    identity = f"ga4:{property_id}/{name}" if imported else called
    standing = Standing.IMPORTED if imported else Standing.NORMAL
    identifier = f"customers/{customer}/conversionActions/{customer * 10_000 + index}"
    return Live(Address(ACTION, called), identifier, identity, state, standing)


def _counted(index: int) -> Counted:
    count = float((index * 37) % 400)
    lags = {"less_than_one_day": count, "one_to_two_days": count / 4, "twenty_one_to_thirty_days": count / 10}
    last = UNTIL - datetime.timedelta(days=1 + index % 120) if count else None
    return Counted(count, count * 100, count, count * 100, last, None, MappingProxyType(lags))


def _key_event(property_id: int, index: int, action: Live) -> Live:
    name = action.identity.rpartition("/")[2]
    state: dict[str, Scalar] = {
        "event_name": name,
        "counting_method": "once_per_session" if index % 2 else "once_per_event",
        "default_value": Money(100.0 * (index % 17), "JPY") if index % 3 else None,
        "deletable": True,
        "custom": True,
    }
    return Live(Address(KEY_EVENT, name), f"properties/{property_id}/keyEvents/{index + 1}", name, state)


def _account_goal(customer: int, pair: str) -> Live:
    category, _, origin = pair.partition("~")
    state: dict[str, Scalar] = {"category": category, "origin": origin, "biddable": category != "engagement"}
    identifier = f"customers/{customer}/customerConversionGoals/{pair.upper()}"
    return Live(Address(ACCOUNT_GOAL, pair), identifier, pair, state)


def _custom_goal(customer: int, index: int, listed: list[Live]) -> Live:
    state: dict[str, Scalar] = {
        "name": f"Learning {index}",
        "conversion_actions": tuple(sorted(item.id for item in listed)),
        "status": "enabled",
    }
    identifier = f"customers/{customer}/customConversionGoals/{index + 1}"
    return Live(Address(CUSTOM_GOAL, f"Learning {index}"), identifier, f"Learning {index}", state)


def _campaign(customer: int, index: int, custom: Live) -> Live:
    """Of ten campaigns one uses a custom goal, two have goals of their own, seven the account's."""
    state: dict[str, Scalar] = {
        "campaign": str(index + 1),
        "goal_config_level": "campaign" if index % 10 < 3 else "customer",
        "custom_conversion_goal": custom.id if index % 10 == 0 else None,
    }
    identifier = f"customers/{customer}/conversionGoalCampaignConfigs/{index + 1}"
    return Live(Address(CAMPAIGN_CONFIG, f"Campaign {index:03}"), identifier, identifier, state)


def _campaign_goal(customer: int, index: int, pair: str) -> Live:
    category, _, origin = pair.partition("~")
    biddable = category != "engagement" if index % 10 in {0, *range(3, 10)} else category == "purchase"
    number = str(index + 1)
    state: dict[str, Scalar] = {"campaign": number, "category": category, "origin": origin, "biddable": biddable}
    identifier = f"customers/{customer}/campaignConversionGoals/{number}~{pair.upper()}"
    return Live(Address(CAMPAIGN_GOAL, f"Campaign {index:03}/{pair}"), identifier, f"{number}~{pair}", state)


def _link(property_id: int, customer: int) -> Live:
    state: dict[str, Scalar] = {"customer_id": str(customer), "ads_personalization_enabled": True}
    return Live(Address(LINK, dashed(customer)), f"properties/{property_id}/googleAdsLinks/1", str(customer), state)


def _measurement(property_id: int) -> Live:
    names = (
        *("stream", "scrolls", "outbound_clicks", "site_search", "video_engagement", "file_downloads", "page_changes"),
        "form_interactions",
    )
    state: dict[str, Scalar] = {f"{name}_enabled": True for name in names}
    identifier = f"properties/{property_id}/dataStreams/5/enhancedMeasurementSettings"
    return Live(Address(MEASUREMENT, "web stream"), identifier, "stream:", state)


def _config(number: int) -> str:
    """The least that says which accounts are meant."""
    return (
        f"version: 1\nclient: client-{number:03}\nowner: ads-team@agency.example\ncurrency: JPY\n"
        f"google_ads: {{customer_id: {dashed(FIRST_CUSTOMER + number)}}}\n"
        f"ga4: {{property_id: {FIRST_PROPERTY + number}}}\n"
        "conversions:\n  - {name: purchase, kind: macro, category: purchase, role: primary, value: 10000}\n"
    )


def main() -> None:
    """Write everything into a folder that does not exist yet."""
    parser = argparse.ArgumentParser(description="Write accounts to audit.")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    taken = f"{UNTIL.isoformat()}T09:00:00+09:00"
    one, many = folder / "one", folder / "many"
    one.mkdir(parents=True)
    (one / "snapshot.json").write_text(to_json(readings(0, *ONE), taken), encoding="utf-8")
    (many / "configs").mkdir(parents=True)
    found = []
    for number in range(100):
        (many / "configs" / f"client-{number:03}.yaml").write_text(_config(number), encoding="utf-8")
        found += readings(number, *MANY)
    (many / "snapshot.json").write_text(to_json(found, taken), encoding="utf-8")
    (folder / "seed").mkdir()
    (folder / "seed" / "seed.json").write_text(json.dumps(seed(1, 10_000)), encoding="utf-8")
    (folder / "big").mkdir()
    (folder / "big" / "snapshot.json").write_text(to_json(readings(0, *BIG), taken), encoding="utf-8")
    (folder / "tidy").mkdir()
    (folder / "tidy" / "snapshot.json").write_text(to_json([tidy.reading()], taken), encoding="utf-8")


if __name__ == "__main__":
    main()

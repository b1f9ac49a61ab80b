"""A single large client without much that is wrong: 5,000 actions, each with a name of its own, and 500 campaigns.

What `accounts.py` writes as `big/` is the opposite: names that repeat, and two findings for each action.
"""

from __future__ import annotations

import datetime
from itertools import islice, product
from types import MappingProxyType

from microconv.core.facts import AccountFacts, Customer
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, EVERYTHING
from microconv.core.measures import Counted, Measures
from microconv.core.resource import Address, Live, Reading
from microconv.core.value import Scalar

UNTIL = datetime.date(2026, 11, 23)
CUSTOMER = 1_000_000_001
SIZE = (5_000, 500)
"""Actions and campaigns."""

_RESULTS = {
    "order_paid": "purchase",
    "quote_sent": "request_quote",
    "visit_booked": "book_appointment",
    "newsletter_joined": "signup",
}
"""Results, all of them primary, and their categories: one for each goal."""
_STEPS = {
    "view": "page_view",
    "watch": "engagement",
    "cart": "add_to_cart",
    "checkout": "begin_checkout",
    "map": "get_directions",
    "partner": "outbound_click",
}
_TOWNS = (
    *("akita", "aomori", "chiba", "fukui", "fukuoka", "gifu", "hakata", "himeji", "iwaki", "kagoshima", "kanazawa"),
    *("kobe", "kochi", "kofu", "kyoto", "maebashi", "matsue", "mito", "nagano", "nagasaki", "nagoya", "naha", "nara"),
    *("niigata", "oita", "okayama", "osaka", "otsu", "sapporo", "sendai"),
)
_THINGS = (
    *("sofa", "desk", "lamp", "rug", "shelf", "chair", "mirror", "bench", "stool", "wardrobe", "mattress", "pillow"),
    *("curtain", "blanket", "vase", "clock", "frame", "basket", "kettle", "teapot", "bowl", "plate", "knife", "pan"),
    *("apron", "towel", "candle", "planter", "ladder", "toolbox"),
)


def reading(actions: int = SIZE[0], campaigns: int = SIZE[1]) -> Reading:
    """The account. Of ten campaigns nine have the goals of the account, and one its own."""
    named = list(_RESULTS.items())
    steps = ((f"mv_{verb}_{town}_{thing}", _STEPS[verb]) for town, thing, verb in product(_TOWNS, _THINGS, _STEPS))
    named += islice(steps, actions - len(named))
    made = [_action(index, name, category) for index, (name, category) in enumerate(named)]
    categories = [*_RESULTS.values(), *_STEPS.values()]
    goals = [_goal(category) for category in categories]
    settings = [_campaign(index) for index in range(campaigns)]
    own = [_campaign_goal(index, category) for index in range(campaigns) for category in categories]
    counted = MappingProxyType({item.id: _counted(index) for index, item in enumerate(made)})
    facts = AccountFacts(
        emulated=False, customer=Customer("JPY", "Interior shops", manager=False, auto_tagging_enabled=True)
    )
    return Reading(
        "google_ads", "100-000-0001", (*made, *goals, *settings, *own), facts, types=EVERYTHING,
        measures=Measures(UNTIL, actions=counted, spend=MappingProxyType(_spend(campaigns))),
    )  # fmt: skip


def _action(index: int, name: str, category: str) -> Live:
    result = name in _RESULTS
    state: dict[str, Scalar] = {
        "name": name,
        "type": "webpage",
        "status": "enabled",
        "category": category,
        "primary_for_goal": result,
        "value_settings.default_value": 10_000.0 + 500 * index if result else 50.0 + index % 40,
        "value_settings.default_currency_code": "JPY",
        "value_settings.always_use_default_value": True,
        "counting_type": "one_per_click",
        "click_through_lookback_window_days": 30,
        "view_through_lookback_window_days": 1,
        "attribution_model_settings.attribution_model": "google_search_attribution_data_driven",
        "phone_call_duration_seconds": None,
        "app_id": None,
        "origin": "website",
    }
    identifier = f"customers/{CUSTOMER}/conversionActions/{CUSTOMER * 10_000 + index}"
    return Live(Address(ACTION, name), identifier, name, state)


def _counted(index: int) -> Counted:
    count = float(400 - 60 * index if index < len(_RESULTS) else 3 + (index * 37) % 90)
    worth = 10_000.0 + 500 * index if index < len(_RESULTS) else 50.0 + index % 40
    lags = {"less_than_one_day": count - 1, "one_to_two_days": 1.0}
    bid = count if index < len(_RESULTS) else 0.0
    last = UNTIL - datetime.timedelta(days=1)
    return Counted(bid, bid * worth, count, count * worth, last, None, MappingProxyType(lags))


def _goal(category: str) -> Live:
    pair = f"{category}~website"
    state: dict[str, Scalar] = {"category": category, "origin": "website", "biddable": True}
    identifier = f"customers/{CUSTOMER}/customerConversionGoals/{pair.upper()}"
    return Live(Address(ACCOUNT_GOAL, pair), identifier, pair, state)


def _own(index: int) -> bool:
    """True for a campaign with goals of its own."""
    return index % 10 == 0


def _campaign(index: int) -> Live:
    level = "campaign" if _own(index) else "customer"
    state: dict[str, Scalar] = {
        "campaign": str(index + 1), "goal_config_level": level, "custom_conversion_goal": None,
    }  # fmt: skip
    identifier = f"customers/{CUSTOMER}/conversionGoalCampaignConfigs/{index + 1}"
    return Live(Address(CAMPAIGN_CONFIG, f"Campaign {index:03}"), identifier, identifier, state)


def _campaign_goal(index: int, category: str) -> Live:
    """One goal of a campaign. Those with goals of their own leave out one of the results, by their number."""
    left_out = list(_RESULTS.values())[1 + index // 10 % 3]
    number, pair = str(index + 1), f"{category}~website"
    biddable = not (_own(index) and category == left_out)
    state: dict[str, Scalar] = {"campaign": number, "category": category, "origin": "website", "biddable": biddable}
    identifier = f"customers/{CUSTOMER}/campaignConversionGoals/{number}~{pair.upper()}"
    return Live(Address(CAMPAIGN_GOAL, f"Campaign {index:03}/{pair}"), identifier, f"{number}~{pair}", state)


def _spend(campaigns: int) -> dict[str, float]:
    return {str(index + 1): 1_000.0 + (index * 53) % 4_000 for index in range(campaigns)}

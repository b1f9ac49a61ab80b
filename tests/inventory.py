"""An account as public inventories show them: nine GA4 imports, three hidden, and a primary under two names.

Names, types and roles follow what such inventories have in common (2026): GA4 calls its actions `<property> (web)
<event>`, the three events that it makes by itself arrive hidden, the others are enabled, and a tag that somebody placed
years before counts the same enquiry under another name.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from types import MappingProxyType

from microconv.core.kinds import EVERYTHING
from microconv.core.measures import Counted, Measures
from microconv.core.resource import Live, Reading, Standing
from microconv.core.value import Money
from tests.strategies import action as tag
from tests.strategies import ads, ga4, goal, imported, key_event, link, measurement

UNTIL = datetime.date(2026, 11, 23)
SITE = "Momiji Garden"

ENQUIRY = "Contact form"
"""The primary website action that counts an enquiry."""

DUPLICATE = "Enquiry sent (new tag)"
"""A second tag for the same enquiry: primary too, of the same category and source, with nearly the same counts."""

TWIN_EVENT = "contact_form_sent"
"""GA4's event of the same enquiry; its import is enabled and primary as well."""

HIDDEN_EVENTS = ("purchase", "qualify_lead", "close_convert_lead")
"""Key events that GA4 offers by itself, and nobody imported."""

ENABLED_EVENTS = (TWIN_EVENT, "brochure_request", "phone_tap", "line_add", "plan_page", "newsletter")
"""Key events that somebody imported."""

_HIDDEN_TYPES = {
    "purchase": ("google_analytics_4_purchase", "purchase"),
    "qualify_lead": ("google_analytics_4_qualify_lead", "qualified_lead"),
    "close_convert_lead": ("google_analytics_4_close_convert_lead", "converted_lead"),
}
_CATEGORIES = {
    TWIN_EVENT: "contact",
    "brochure_request": "request_quote",
    "phone_tap": "contact",
    "plan_page": "page_view",
}
_PRIMARY = {TWIN_EVENT, "brochure_request", "plan_page"}
_COUNTS = {
    ENQUIRY: 48.0,
    DUPLICATE: 47.0,
    TWIN_EVENT: 44.0,
    "brochure_request": 12.0,
    "phone_tap": 85.0,
    "line_add": 31.0,
    "plan_page": 640.0,
    "newsletter": 9.0,
}
_EVENTS = {
    "page_view": 18_200,
    "session_start": 6_100,
    "scroll": 4_900,
    TWIN_EVENT: 61,
    "brochure_request": 19,
    "phone_tap": 130,
    "line_add": 52,
    "plan_page": 2_250,
    "newsletter": 14,
}


def actions() -> tuple[Live, ...]:
    """The conversion actions: the enquiry, its duplicate, and nine imports from GA4."""
    lead = {
        "category": "contact",
        "counting_type": "one_per_click",
        "value_settings__default_value": 5000.0,
        "value_settings__always_use_default_value": True,
    }
    found = [
        tag(ENQUIRY, 501, **{**lead, "primary_for_goal": True}),
        tag(DUPLICATE, 502, **{**lead, "primary_for_goal": True, "value_settings__default_value": 1.0}),
    ]
    for number, event in enumerate(ENABLED_EVENTS, start=511):
        found.append(_imported(event, number, Standing.IMPORTED, "google_analytics_4_custom", _CATEGORIES.get(event)))
    for number, event in enumerate(HIDDEN_EVENTS, start=521):
        found.append(_imported(event, number, Standing.HIDDEN, *_HIDDEN_TYPES[event]))
    return tuple(found)


def key_events() -> tuple[Live, ...]:
    """The key events behind the nine imports; GA4 lets nobody delete the three that it makes itself."""
    found = []
    for number, event in enumerate((*ENABLED_EVENTS, *HIDDEN_EVENTS), start=71):
        own = event in HIDDEN_EVENTS
        worth = Money(3000.0, "JPY") if event == "brochure_request" else None
        found.append(key_event(event, number, deletable=not own, custom=not own, default_value=worth))
    return tuple(found)


def inventory() -> tuple[Reading, ...]:
    """The readings of both accounts, with what they counted in the last 30 days."""
    made = actions()
    events = {item.id: item.identity.rpartition("/")[2] for item in made}
    counted = {
        item.id: _counted(_COUNTS[key], primary=item.state["primary_for_goal"] is True)
        for item in made
        if (key := events[item.id]) in _COUNTS
    }
    goals = [goal("contact~website"), goal("default~website"), goal("page_view~website"), goal("request_quote~website")]
    google_ads = ads(*made, *goals, customer__auto_tagging_enabled=True, customer__descriptive_name=SITE)
    analytics = ga4(*key_events(), link(), measurement("form_interactions"))
    return (
        replace(google_ads, types=EVERYTHING, measures=Measures(UNTIL, actions=MappingProxyType(counted))),
        replace(analytics, types=EVERYTHING, measures=Measures(UNTIL, events=MappingProxyType(_EVENTS))),
    )


def _imported(event: str, number: int, standing: Standing, kind: str, category: str | None) -> Live:
    return imported(
        event,
        number,
        standing,
        name=f"{SITE} (web) {event}",
        type=kind,
        category=category or "default",
        primary_for_goal=event in _PRIMARY,
        value_settings__default_value=1.0,
        click_through_lookback_window_days=90,
    )


def _counted(count: float, *, primary: bool) -> Counted:
    last = UNTIL - datetime.timedelta(days=1)
    return Counted(bid=count if primary else 0.0, all=count, all_value=count, bid_value=count if primary else 0.0,
                   last=last, lags=MappingProxyType({"less_than_one_day": count}))  # fmt: skip

"""Types of conversion actions, and what they decide: the origin, who makes them, the rules their fields follow.

Sources: the comments of the v25/v26 protos (which types are read only), the create-conversion-actions page (which types
a client creates, the rules of call types), reports of live accounts (which types refuse every mutate). The origins are
derived: the documentation names the origins, but has no table from type to origin; checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping

#: A conversion goal's key: (ConversionActionCategory word, ConversionOrigin word).
GoalKey = tuple[str, str]

#: Types a client may create. STORE_SALES_DIRECT_UPLOAD only if allow-listed (a policy).
CREATABLE = frozenset(
    {
        "AD_CALL",
        "CLICK_TO_CALL",
        "GOOGLE_PLAY_DOWNLOAD",
        "GOOGLE_PLAY_IN_APP_PURCHASE",
        "STORE_SALES_DIRECT_UPLOAD",
        "UPLOAD_CALLS",
        "UPLOAD_CLICKS",
        "WEBPAGE",
        "WEBSITE_CALL",
    }
)

#: Types whose actions refuse every mutate: made and run by Google, or sunset.
REJECTS_EVERY_MUTATE = frozenset(
    {
        "ANDROID_APP_PRE_REGISTRATION",
        "ANDROID_INSTALLS_ALL_OTHER_APPS",
        "FLOODLIGHT_ACTION",
        "FLOODLIGHT_TRANSACTION",
        "GOOGLE_HOSTED",
        "LEAD_FORM_SUBMIT",
        "LOCAL_SERVICES_ADS",
        "SALESFORCE",
        "SEARCH_ADS_360",
        "SMART_CAMPAIGN_AD_CLICKS_TO_CALL",
        "SMART_CAMPAIGN_MAP_CLICKS_TO_CALL",
        "SMART_CAMPAIGN_MAP_DIRECTIONS",
        "SMART_CAMPAIGN_TRACKED_CALLS",
        "STORE_SALES",
        "STORE_VISITS",
        "UNIVERSAL_ANALYTICS_GOAL",
        "UNIVERSAL_ANALYTICS_TRANSACTION",
        "WEBPAGE_CODELESS",
    }
)

#: Types with the rules of calls: always the default value, no view-through window, 1 to 60 days click-through.
CALLS_FROM_ADS = frozenset({"AD_CALL", "WEBSITE_CALL"})
#: Types that take phone_call_duration_seconds.
TIMED_CALLS = frozenset({"AD_CALL", "WEBSITE_CALL", "CLICK_TO_CALL"})
#: Types that need an app_id; all others must leave it out.
APPS = frozenset({"GOOGLE_PLAY_DOWNLOAD", "GOOGLE_PLAY_IN_APP_PURCHASE"})
#: Types for which a tag on a website does the counting.
TAGGED = frozenset({"WEBPAGE", "WEBSITE_CALL", "CLICK_TO_CALL"})

#: Types whose actions Google never bids on, so that no custom goal may list them. CustomConversionGoalError says that
#: there are such types, not which: these two are counts made by Google; inferred, the list is not complete.
NEVER_BIDDABLE = frozenset({"ANDROID_APP_PRE_REGISTRATION", "ANDROID_INSTALLS_ALL_OTHER_APPS"})

#: Pairs of type and category known to be refused (observed with v25, October 2026). The list is not complete.
REFUSED_CATEGORIES = frozenset({("WEBPAGE", "DOWNLOAD")})

_APP_TYPES = ("GOOGLE_PLAY_", "FIREBASE_", "THIRD_PARTY_APP_ANALYTICS_", "ANDROID_")
#: Categories that belong to what some types count, with the beginnings of those types' words: inferred from the
#: comments of ConversionActionCategory (v26), checked 2026-11-29. All other types are a policy.
CATEGORIES_OF_TYPES: Mapping[str, tuple[str, ...]] = {
    "DOWNLOAD": (*_APP_TYPES, "GOOGLE_ANALYTICS_4_"),
    "IN_APP_AD_REVENUE": _APP_TYPES,
    "STORE_SALE": ("STORE_SALES", "UPLOAD_"),
    "STORE_VISIT": ("STORE_VISITS",),
    "YOUTUBE_FOLLOW_ON_VIEWS": ("GOOGLE_HOSTED",),
}

_ORIGINS = {
    "AD_CALL": "CALL_FROM_ADS",
    "UPLOAD_CALLS": "CALL_FROM_ADS",
    "GOOGLE_HOSTED": "GOOGLE_HOSTED",
    "LEAD_FORM_SUBMIT": "GOOGLE_HOSTED",
    "LOCAL_SERVICES_ADS": "LOCAL_SERVICES_ADS",
    "STORE_SALES": "STORE",
    "STORE_SALES_DIRECT_UPLOAD": "STORE",
    "STORE_VISITS": "STORE",
}
_ORIGINS_BY_PREFIX = {
    "SMART_CAMPAIGN_": "GOOGLE_HOSTED",
    "FIREBASE_": "APP",
    "THIRD_PARTY_APP_ANALYTICS_": "APP",
    "GOOGLE_PLAY_": "APP",
    "ANDROID_": "APP",
}


def is_ga4(kind: str) -> bool:
    """True if actions of this type are imported from a Google Analytics 4 property."""
    return kind.startswith("GOOGLE_ANALYTICS_4_")


def origin_of(kind: str) -> str:
    """The ConversionOrigin of a type. Website is the rule: tags, clicks uploaded, Google Analytics, calls on a site."""
    for prefix, origin in _ORIGINS_BY_PREFIX.items():
        if kind.startswith(prefix):
            return origin
    return _ORIGINS.get(kind, "WEBSITE")


def category_of_another_type(kind: str, category: str) -> bool:
    """True for a category that belongs to what other types count."""
    beginnings = CATEGORIES_OF_TYPES.get(category)
    return beginnings is not None and not kind.startswith(beginnings)


#: (category, origin) pairs that are not account-default when Google first makes the goal; all others are.
#: Source: the page "Customer conversion goals", in the English and a newer copy, checked 2026-11-23.
_NOT_BIDDABLE = frozenset(
    {
        *(
            (category, "GOOGLE_HOSTED")
            for category in (
                "BEGIN_CHECKOUT",
                "CONTACT",
                "CONVERTED_LEAD",
                "ENGAGEMENT",
                "GET_DIRECTIONS",
                "PAGE_VIEW",
                "PURCHASE",
                "QUALIFIED_LEAD",
                "SIGNUP",
            )
        ),
        ("STORE_SALE", "STORE"),
        ("STORE_VISIT", "STORE"),
        ("BOOK_APPOINTMENT", "LOCAL_SERVICES_ADS"),
        ("MESSAGE_LEAD", "LOCAL_SERVICES_ADS"),
        ("PHONE_CALL_LEAD", "LOCAL_SERVICES_ADS"),
    }
)


def biddable_by_default(category: str, origin: str) -> bool:
    """`biddable` of a customer conversion goal that Google makes on its own."""
    return (category, origin) not in _NOT_BIDDABLE


def default_of_new(key: GoalKey, others: Mapping[GoalKey, bool]) -> bool:
    """`biddable` of a new goal beside the others of its account, or of its campaign.

    False if another goal of the same category is, or if the pair is not biddable by default (page "Campaign goals"; for
    goals of the account since 2025-11-17, developer blog of 2025-09-25, read in copies 2026-11-28).
    """
    same_category = [biddable for other, biddable in others.items() if other[0] == key[0]]
    return all(same_category) and biddable_by_default(*key)


def default_of_new_customer_goal(key: GoalKey, others: Mapping[GoalKey, bool], rule: str) -> bool:
    """`biddable` of a customer conversion goal that comes with an action.

    others: the goals that the account has.
    rule: the policy ``new_customer_goal``.
    """
    return default_of_new(key, others) if rule == "same_category_rule" else biddable_by_default(*key)

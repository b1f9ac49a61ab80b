"""The values that the service fills in where a client, or a seed, leaves fields out."""

from __future__ import annotations

from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.fields import Flat
from microconv.emulator.policies import Policies


def with_action_defaults(fields: Flat, currency: str, policies: Policies) -> Flat:
    """Fill in the values that the service gives an action that leaves fields out.

    Counting MANY_PER_CLICK, primary, and the account's currency are documented or observed; 30 days click-through,
    1 day view-through and 60 seconds of call are the interface's defaults; the rest are policies.
    """
    kind = fields["type"]
    defaults: Flat = {
        "status": "ENABLED",
        "category": "DEFAULT",
        "origin": types.origin_of(kind),
        "primary_for_goal": True,
        "counting_type": "MANY_PER_CLICK",
        "click_through_lookback_window_days": 30,
        "value_settings.default_value": float(policies["unset_default_value"]),
        "value_settings.default_currency_code": currency,
        "value_settings.always_use_default_value": False,
        "attribution_model_settings.attribution_model": policies.text("default_attribution_model"),
        "attribution_model_settings.data_driven_model_status": "NEVER_GENERATED",
    }
    if kind in types.CALLS_FROM_ADS:
        defaults |= {"phone_call_duration_seconds": 60, "value_settings.always_use_default_value": True}
    else:
        defaults["view_through_lookback_window_days"] = 1
    if kind in types.APPS:
        defaults["mobile_app_vendor"] = "GOOGLE_APP_STORE"
    return defaults | fields


def name_key(name: str, policies: Policies) -> str:
    """The form of a conversion action's name in which two of them are alike."""
    return name.casefold() if policies["conversion_action_name_case"] == "ignored" else name

"""Rules for key events: names, counting methods, default values, numbers of them.

Sources (checked 2026-11-23): the KeyEvent and ConversionEvent protos; support.google.com/analytics answers 13316687
and 9267744 for event names (at most 40 characters: letters, also non-English ones, digits, underscore; a letter first;
reserved prefixes). What they leave open is decided by the policies named here.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from microconv.emulator.currencies import CURRENCIES
from microconv.emulator.ga4.errors import ApiError, already_exists, invalid
from microconv.emulator.ga4.model import DefaultValue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.ga4.model import Property
    from microconv.emulator.policies import PolicyValue

MAX_EVENT_NAME = 40
RESERVED_PREFIXES = ("_", "firebase_", "ga_", "google_", "gtag.")
_AUTOMATIC = """
    app_remove app_store_refund app_store_subscription_cancel app_store_subscription_renew click error file_download
    first_open first_visit form_start form_submit in_app_purchase page_view scroll session_start user_engagement
    view_complete video_progress video_start view_search_results
"""
#: Names of events that are collected automatically on the web.
RESERVED_NAMES = frozenset(_AUTOMATIC.split())
_EVENT_NAME = re.compile(r"[^\W\d_]\w*")


def check_event_name(name: str, field: str, policies: Mapping[str, PolicyValue]) -> None:
    """Refuse an event name GA does not take; `field` is named in the answer.

    Raises ApiError (INVALID_ARGUMENT).
    """
    if not name:
        raise invalid("The event name is required.", field)
    for prefix in RESERVED_PREFIXES:
        if name.startswith(prefix):
            raise invalid(f"The event name '{name}' starts with the reserved prefix '{prefix}'.", field)
    if len(name) > MAX_EVENT_NAME:
        raise invalid(f"The event name '{name}' is longer than {MAX_EVENT_NAME} characters.", field)
    if not _EVENT_NAME.fullmatch(name):
        text = "must start with a letter and have letters, digits and underscores only"
        raise invalid(f"The event name '{name}' {text}.", field)
    if name in RESERVED_NAMES and policies["reserved_event_names_refused"]:
        raise invalid(f"The event name '{name}' is reserved.", field)


def check_default_value(
    amount: float | None, currency_code: str, field: str, policies: Mapping[str, PolicyValue]
) -> DefaultValue:
    """The default value of both its parts. `amount` is None where its absence shows on the wire.

    Raises ApiError (INVALID_ARGUMENT) for a missing part, an amount that is not finite, a code that ISO 4217 does not
    have.
    """
    if amount is None or (amount == 0 and policies["zero_default_value_refused"]):
        raise invalid("A default value needs an amount.", field)
    if not math.isfinite(amount):
        raise invalid("The amount of a default value must be a finite number.", field)
    if amount < 0 and policies["negative_default_value_refused"]:
        raise invalid("The amount of a default value must not be negative.", field)
    if not currency_code:
        raise invalid("A default value needs a currency code.", field)
    if currency_code not in CURRENCIES:
        raise invalid(f"'{currency_code}' is not an ISO 4217 currency code.", field)
    return DefaultValue(amount, currency_code)


def check_room(owner: Property, event_name: str, custom: bool, policies: Mapping[str, PolicyValue]) -> None:
    """Refuse a second key event of one event name, and one more than the service level of the property has.

    Raises ApiError: ALREADY_EXISTS, or as the policy `key_event_limit_error` says.
    """
    if owner.key_event(event_name) is not None:
        raise already_exists()
    tier = "360" if owner.service_level == "GOOGLE_ANALYTICS_360" else "standard"
    limit = policies[f"key_event_limit_{tier}"]
    everything = policies["key_event_limit_counts"] == "ALL"
    counted = sum(1 for event in owner.key_events.values() if everything or event.custom)
    if (everything or custom) and counted >= int(limit):
        text = f"The property has reached its limit of {limit} key events."
        raise ApiError(str(policies["key_event_limit_error"]), text)

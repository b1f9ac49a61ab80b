"""The value of a conversion action, as a config says it."""

from __future__ import annotations

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, Value
from microconv.core.schema import UNSET, Unset
from microconv.core.value import Scalar
from microconv.providers.google_ads.capabilities import CALL_SOURCES


def _own(conversion: Conversion) -> Value | None:
    """The conversion's value as its action has it; None where none is named, or an import's key event has it."""
    return None if conversion.source == GA4_IMPORT and conversion.event_value else conversion.value


def default_value(conversion: Conversion, client: Client) -> Scalar | Unset:
    """The amount that one conversion is worth, UNSET where the config says nothing of it."""
    value = _own(conversion)
    if value is None or value.keeps_default:
        return UNSET
    return 0.0 if value.amount is None else value.amount


def currency(conversion: Conversion, client: Client) -> Scalar | Unset:
    """The currency of that amount."""
    value = _own(conversion)
    return UNSET if value is None or value.amount is None else value.currency


def always(conversion: Conversion, client: Client) -> Scalar | Unset:
    """True where the amount counts whatever the tag sends; for calls it always does."""
    if conversion.source in CALL_SOURCES:
        return True
    value = _own(conversion)
    return UNSET if value is None else not value.from_event

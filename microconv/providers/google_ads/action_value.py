"""The value of a conversion action, as a config says it."""

from __future__ import annotations

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.schema import UNSET, Unset
from microconv.core.value import Scalar
from microconv.providers.google_ads.capabilities import CALL_SOURCES


def _elsewhere(conversion: Conversion) -> bool:
    """True where the action's own value is not the conversion's: none is named, or an import's key event has it."""
    return conversion.value is None or (conversion.source == GA4_IMPORT and conversion.event_value)


def default_value(conversion: Conversion, client: Client) -> Scalar | Unset:
    """The amount that one conversion is worth, UNSET where the config says nothing of it."""
    if _elsewhere(conversion) or conversion.value is None or conversion.value.keeps_default:
        return UNSET
    return 0.0 if conversion.value.amount is None else conversion.value.amount


def currency(conversion: Conversion, client: Client) -> Scalar | Unset:
    """The currency of that amount."""
    if _elsewhere(conversion) or conversion.value is None or conversion.value.amount is None:
        return UNSET
    return conversion.value.currency


def always(conversion: Conversion, client: Client) -> Scalar | Unset:
    """True where the amount counts whatever the tag sends; for calls it always does."""
    if conversion.source in CALL_SOURCES:
        return True
    return UNSET if _elsewhere(conversion) or conversion.value is None else not conversion.value.from_event

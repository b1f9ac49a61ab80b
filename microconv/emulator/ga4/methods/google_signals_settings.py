"""Google signals (v1alpha): GetGoogleSignalsSettings. The emulator does not have the method that changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_settings import GoogleSignalsSettings

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call


def get_google_signals_settings(call: Call) -> None:
    """The settings of a property.

    Raises ApiError; see open_property.
    """
    owner = open_property(call, *parse_name(call.request.name, "properties/*/googleSignalsSettings", "name"))
    settings = owner.google_signals_settings or GoogleSignalsSettings()
    fill(call.response, name=call.request.name, state=settings.state, consent=settings.consent)

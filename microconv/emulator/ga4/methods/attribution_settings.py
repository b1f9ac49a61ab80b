"""Attribution settings (v1alpha): GetAttributionSettings. The emulator does not have the method that changes them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import ATTRIBUTION_DEFAULTS

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call


def get_attribution_settings(call: Call) -> None:
    """The attribution settings of a property.

    Raises ApiError; see open_property.
    """
    owner = open_property(call, *parse_name(call.request.name, "properties/*/attributionSettings", "name"))
    settings = owner.attribution_settings or ATTRIBUTION_DEFAULTS
    values = {one.name: getattr(settings, one.name) for one in fields(settings)}
    fill(call.response, name=call.request.name, **values)

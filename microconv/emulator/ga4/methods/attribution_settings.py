"""Attribution settings (v1alpha): GetAttributionSettings. The emulator does not have the method that changes them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import AttributionSettings

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call

#: Of a property where nobody chose them. The windows are the proto's defaults; the model and the export scope are
#: inferred (checked 2026-11-23). A seed's ``attribution_settings`` sets others.
DEFAULTS = AttributionSettings(
    acquisition_conversion_event_lookback_window="ACQUISITION_CONVERSION_EVENT_LOOKBACK_WINDOW_30_DAYS",
    other_conversion_event_lookback_window="OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_90_DAYS",
    reporting_attribution_model="PAID_AND_ORGANIC_CHANNELS_DATA_DRIVEN",
    ads_web_conversion_data_export_scope="NOT_SELECTED_YET",
)


def get_attribution_settings(call: Call) -> None:
    """The attribution settings of a property.

    Raises:
        ApiError: see open_property.
    """
    owner = open_property(call, *parse_name(call.request.name, "properties/*/attributionSettings", "name"))
    settings = owner.attribution_settings or DEFAULTS
    values = {one.name: getattr(settings, one.name) for one in fields(settings)}
    fill(call.response, name=call.request.name, **values)

"""Data retention settings: GetDataRetentionSettings. The emulator does not have the method that changes them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_settings import DataRetentionSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.policies import PolicyValue


def get_data_retention_settings(call: Call) -> None:
    """The settings of a property; where nobody chose them, those of the policies of their names.

    Raises ApiError; see open_property.
    """
    owner = open_property(call, *parse_name(call.request.name, "properties/*/dataRetentionSettings", "name"))
    settings = owner.data_retention_settings or defaults(call.world.policies)
    fill(call.response, name=call.request.name, **{one.name: getattr(settings, one.name) for one in fields(settings)})


def defaults(policies: Mapping[str, PolicyValue]) -> DataRetentionSettings:
    """The settings of a property on which nobody chose them."""
    months = str(policies["data_retention_default"])
    return DataRetentionSettings(months, months, bool(policies["data_retention_reset_default"]))

"""The three presets. A step far from the result is worth a hundredth of it (newsletter 100, purchase 10,000)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.config.presets.b2b_lead import B2B_LEAD
from microconv.config.presets.model import Preset
from microconv.config.presets.service_form import SERVICE_FORM
from microconv.config.presets.shop import SHOP

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in (B2B_LEAD, SERVICE_FORM, SHOP)})
"""The presets by name."""

"""The APIs that the machine mounts, made for one world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from microconv.emulator.ga4 import api as ga4
from microconv.emulator.ga4_data import api as ga4_data

if TYPE_CHECKING:
    from microconv.emulator.ga4.service import Kind
    from microconv.emulator.ga4.world import Ga4World

GA4_KINDS: Mapping[str, Kind] = {**ga4.KINDS, **ga4_data.KINDS}


def ga4_api(world: Ga4World) -> ga4.Ga4Api:
    """The GA4 Admin and Data APIs."""
    return ga4.Ga4Api(world, GA4_KINDS)

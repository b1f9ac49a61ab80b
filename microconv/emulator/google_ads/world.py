"""The world as the Google Ads API sees it; it reads GA4's state too, as imported conversions come from there."""

from __future__ import annotations

from typing import Protocol

from microconv.emulator.ga4.world import Ga4World
from microconv.emulator.google_ads.state import AdsState


class AdsWorld(Ga4World, Protocol):
    """A world with Google Ads accounts besides."""

    @property
    def google_ads(self) -> AdsState:
        """The accounts; another object after a reset."""

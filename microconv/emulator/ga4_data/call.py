"""A method of the Data API; its requests are served as those of the Admin API are."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.emulator.ga4.call import READONLY, Method

ANALYTICS = "https://www.googleapis.com/auth/analytics"


@dataclass(frozen=True, slots=True)
class DataMethod(Method):
    """One method of the Data API as the emulator serves it."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Any one of these scopes is enough (google-analytics-data 0.23.3, checked 2026-11-23)."""
        return (ANALYTICS, READONLY)

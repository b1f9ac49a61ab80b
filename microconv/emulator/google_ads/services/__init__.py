"""The services the emulator has: one file each, and the table of their methods."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.services import (
    conversion_action_service,
    customer_conversion_goal_service,
    customer_service,
    google_ads_service,
)

METHODS: dict[tuple[str, str], Method] = {
    **conversion_action_service.METHODS,
    **customer_conversion_goal_service.METHODS,
    **customer_service.METHODS,
    **google_ads_service.METHODS,
}

"""ConversionActionService: create, update, remove conversion actions."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("ConversionActionService", "MutateConversionActions"): Method(
        "MutateConversionActionsRequest",
        of_one_kind("conversion_action", "MutateConversionActionsResponse"),
        write=True,
    ),
}

"""CustomConversionGoalService: create, update, remove; without partial_failure."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("CustomConversionGoalService", "MutateCustomConversionGoals"): Method(
        "MutateCustomConversionGoalsRequest",
        of_one_kind("custom_conversion_goal", "MutateCustomConversionGoalsResponse"),
        write=True,
    ),
}

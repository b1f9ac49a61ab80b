"""CustomerConversionGoalService: update only, without partial_failure and response_content_type."""

from __future__ import annotations

from microconv.emulator.google_ads.call import Method
from microconv.emulator.google_ads.mutate.several import of_one_kind

METHODS = {
    ("CustomerConversionGoalService", "MutateCustomerConversionGoals"): Method(
        "MutateCustomerConversionGoalsRequest",
        of_one_kind("customer_conversion_goal", "MutateCustomerConversionGoalsResponse"),
        write=True,
    ),
}

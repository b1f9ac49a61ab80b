"""CustomerConversionGoalService: update only, without partial_failure and response_content_type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.goals import resource_name
from microconv.emulator.google_ads.mutate import customer_conversion_goal, frame

if TYPE_CHECKING:
    from google.protobuf.message import Message


def mutate_customer_conversion_goals(call: Call, request: Any) -> Message:
    """Make goals of a customer account-default or not."""
    outcome = frame.run(call, request, "operations", customer_conversion_goal.apply, partial_failure=False)
    response: Any = call.version.cls("MutateCustomerConversionGoalsResponse")()
    style = call.world.policies.text("goal_resource_name_style")
    for key in outcome.results:
        if key is not None:
            name = resource_name(call.version, outcome.draft.customer.id, *key, style)
            response.results.add().resource_name = name
    filled: Message = response
    return filled


METHODS = {
    ("CustomerConversionGoalService", "MutateCustomerConversionGoals"): Method(
        "MutateCustomerConversionGoalsRequest", mutate_customer_conversion_goals, write=True
    ),
}

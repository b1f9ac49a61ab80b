"""GoogleAdsService.Mutate: operations of several kinds in one atomic request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import error, unimplemented
from microconv.emulator.google_ads.goals import resource_name
from microconv.emulator.google_ads.mutate import conversion_action, customer_conversion_goal, frame
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.mutate.results import add_partial_failure, fill_action

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.state import GoalKey

_ACTION = "conversion_action_operation"
_GOAL = "customer_conversion_goal_operation"


def mutate(call: Call, request: Any) -> Message:
    """Carry out a MutateGoogleAdsRequest."""
    for operation in request.mutate_operations:
        kind = operation.WhichOneof("operation")
        if kind not in (None, _ACTION, _GOAL):
            raise unimplemented(f"The microconv emulator does not have '{kind}' in GoogleAdsService.Mutate.")
    outcome = frame.run(call, request, "mutate_operations", _apply, partial_failure=request.partial_failure)
    response: Any = call.version.cls("MutateGoogleAdsResponse")()
    style = call.world.policies.text("goal_resource_name_style")
    customer = outcome.draft.customer
    for result in outcome.results:
        item = response.mutate_operation_responses.add()
        if isinstance(result, Changed):
            fill_action(call, customer, item.conversion_action_result, result, request.response_content_type)
        elif result is not None:
            name = resource_name(call.version, customer.id, *result, style)
            item.customer_conversion_goal_result.resource_name = name
    add_partial_failure(call, response, outcome.errors)
    filled: Message = response
    return filled


def _apply(call: Call, draft: Draft, operation: Any) -> Changed | GoalKey:
    kind = operation.WhichOneof("operation")
    if kind is None:
        message = "The mutate operation must set one of its operations."
        raise OperationFailed(error("request_error.OPERATION_REQUIRED", message))
    try:
        if kind == _ACTION:
            return conversion_action.apply(call, draft, operation.conversion_action_operation)
        return customer_conversion_goal.apply(call, draft, operation.customer_conversion_goal_operation)
    except OperationFailed as failed:
        raise OperationFailed(*(one.under((kind, None)) for one in failed.errors)) from failed

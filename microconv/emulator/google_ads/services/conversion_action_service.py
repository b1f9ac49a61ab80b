"""ConversionActionService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.mutate import conversion_action, frame
from microconv.emulator.google_ads.mutate.results import add_partial_failure, fill_action

if TYPE_CHECKING:
    from google.protobuf.message import Message


def mutate_conversion_actions(call: Call, request: Any) -> Message:
    """Create, update, remove conversion actions."""
    outcome = frame.run(call, request, "operations", conversion_action.apply, partial_failure=request.partial_failure)
    response: Any = call.version.cls("MutateConversionActionsResponse")()
    for changed in outcome.results:
        result = response.results.add()
        if changed is not None:
            fill_action(call, outcome.draft.customer, result, changed, request.response_content_type)
    add_partial_failure(call, response, outcome.errors)
    filled: Message = response
    return filled


METHODS = {
    ("ConversionActionService", "MutateConversionActions"): Method(
        "MutateConversionActionsRequest", mutate_conversion_actions, write=True
    ),
}

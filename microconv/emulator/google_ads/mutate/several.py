"""Mutate requests: of one service, and GoogleAdsService.Mutate with operations of several kinds, both atomic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import error, unimplemented
from microconv.emulator.google_ads.mutate import frame
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.mutate.kinds import KINDS
from microconv.emulator.google_ads.mutate.results import add_partial_failure

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.message import Message

    from microconv.emulator.google_ads.call import Call

_OPERATION = "_operation"


def mutate(call: Call, request: Any) -> Message:
    """Carry out a MutateGoogleAdsRequest."""
    kinds = [operation.WhichOneof("operation") for operation in request.mutate_operations]
    for kind in kinds:
        if kind is not None and kind.removesuffix(_OPERATION) not in KINDS:
            raise unimplemented(f"'{kind}' in GoogleAdsService.Mutate", [f"{one}{_OPERATION}" for one in KINDS])
    names = [kind.removesuffix(_OPERATION) for kind in kinds if kind is not None]
    outcome = frame.run(
        call,
        request,
        "mutate_operations",
        _apply,
        partial_failure=request.partial_failure,
        of_campaigns=any(KINDS[name].of_campaigns for name in names),
        declares=all(name == "campaign" for name in names),
    )
    response: Any = call.version.cls("MutateGoogleAdsResponse")()
    for result in outcome.results:
        item = response.mutate_operation_responses.add()
        if result is not None:
            name, changed = result
            target = getattr(item, f"{name}_result")
            KINDS[name].fill(call, outcome.draft.customer, target, changed, request.response_content_type)
    add_partial_failure(call, response, outcome.errors)
    filled: Message = response
    return filled


def _apply(call: Call, draft: Draft, operation: Any) -> tuple[str, Any]:
    kind = operation.WhichOneof("operation")
    if kind is None:
        message = "The mutate operation must set one of its operations."
        raise OperationFailed(error("request_error.OPERATION_REQUIRED", message))
    name = kind.removesuffix(_OPERATION)
    try:
        return name, KINDS[name].apply(call, draft, getattr(operation, kind))
    except OperationFailed as failed:
        raise OperationFailed(*(one.under((kind, None)) for one in failed.errors)) from failed


def of_one_kind(name: str, response_name: str) -> Callable[[Call, Any], Message]:
    """The function that answers the mutate requests of one service.

    name: of the kind.
    response_name: the short name of the response message.
    """
    kind = KINDS[name]

    def answer(call: Call, request: Any) -> Message:
        outcome = frame.run(
            call,
            request,
            "operations",
            kind.apply,
            partial_failure=getattr(request, "partial_failure", False),
            of_campaigns=kind.of_campaigns,
            declares=name == "campaign",
        )
        response: Any = call.version.cls(response_name)()
        for changed in outcome.results:
            result = response.results.add()
            if changed is not None:
                content_type = getattr(request, "response_content_type", 0)
                kind.fill(call, outcome.draft.customer, result, changed, content_type)
        if outcome.errors:
            add_partial_failure(call, response, outcome.errors)
        filled: Message = response
        return filled

    return answer

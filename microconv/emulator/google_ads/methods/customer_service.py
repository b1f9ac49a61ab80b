"""CustomerService: which customers the caller was given, and update of one, without partial_failure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import access
from microconv.emulator.google_ads.call import Call, Method
from microconv.emulator.google_ads.mutate import frame
from microconv.emulator.google_ads.mutate.kinds import KINDS

if TYPE_CHECKING:
    from google.protobuf.message import Message


def list_accessible_customers(call: Call, request: Any) -> Message:
    """The customers the caller was given directly. ``login-customer-id`` has no effect on it."""
    del request
    response: Any = call.version.cls("ListAccessibleCustomersResponse")()
    ids = access.accessible_customers(call.world, call.principal)
    response.resource_names.extend(f"customers/{one}" for one in ids)
    filled: Message = response
    return filled


def mutate_customer(call: Call, request: Any) -> Message:
    """Update a customer; the request has one operation."""
    kind = KINDS["customer"]
    outcome = frame.run(call, request, "operation", kind.apply, partial_failure=False)
    response: Any = call.version.cls("MutateCustomerResponse")()
    for changed in outcome.results:
        kind.fill(call, outcome.draft.customer, response.result, changed, request.response_content_type)
    filled: Message = response
    return filled


METHODS = {
    ("CustomerService", "MutateCustomer"): Method("MutateCustomerRequest", mutate_customer, write=True),
    ("CustomerService", "ListAccessibleCustomers"): Method(
        "ListAccessibleCustomersRequest", list_accessible_customers, ignores_login=True
    ),
}

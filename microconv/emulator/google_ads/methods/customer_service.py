"""CustomerService: which customers the caller was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import access
from microconv.emulator.google_ads.call import Call, Method

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


METHODS = {
    ("CustomerService", "ListAccessibleCustomers"): Method(
        "ListAccessibleCustomersRequest", list_accessible_customers, ignores_login=True
    ),
}

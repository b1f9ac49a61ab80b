"""The frame of every mutate request: limits, atomicity, partial failure, validate_only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from microconv.emulator.google_ads import access
from microconv.emulator.google_ads.errors import AdsError, AdsFailure, error
from microconv.emulator.google_ads.mutate import history
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.model import Customer

_MAX_OPERATIONS = 10_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The outcome of a request's operations.

    results: one per operation, None where it failed (only with partial_failure); empty with validate_only.
    errors: of the failed operations, located from the request's root.
    draft: the state that was committed.
    """

    results: Sequence[T | None]
    errors: Sequence[AdsError]
    draft: Draft


def run(
    call: Call,
    request: Any,
    field: str,
    apply: Callable[[Call, Draft, Any], T],
    *,
    partial_failure: bool,
    of_campaigns: bool = False,
    declares: bool = False,
) -> Outcome[T]:
    """Carry out the operations in the request's field `field`, in order, on a draft, and commit it.

    The field is repeated, or holds the request's one operation. Without partial failure it is all or nothing, and the
    errors of every failed operation are reported together.

    of_campaigns: it is about campaigns or what belongs to them, which a manager account has none of.
    declares: its operations change campaigns, and so may add a missing declaration.

    Raises AdsFailure if the request as a whole is wrong, or an operation is and partial_failure is not set.
    """
    customer = call.customer(request.customer_id)
    access.check_writable(call.world, call.principal, call.login, customer)
    repeated = request.DESCRIPTOR.fields_by_name[field].is_repeated
    operations = getattr(request, field) if repeated else [getattr(request, field)] if request.HasField(field) else []
    if not operations:
        raise AdsFailure([error("request_error.REQUIRED_FIELD_MISSING", "Required field is missing.", field)])
    if len(operations) > _MAX_OPERATIONS:
        message = f"A request has at most {_MAX_OPERATIONS} operations."
        raise AdsFailure([error("request_error.TOO_MANY_MUTATE_OPERATIONS", message, field)])
    if of_campaigns and customer.manager:
        message = "The request cannot be executed by a manager account."
        raise AdsFailure([error("request_error.CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT", message)])
    if not declares:
        _check_declarations(call, customer)
    draft = Draft(call.world.google_ads, customer, call.world.policies)
    results: list[T | None] = []
    errors: list[AdsError] = []
    for index, operation in enumerate(operations):
        try:
            results.append(apply(call, draft, operation))
        except OperationFailed as failed:
            results.append(None)
            errors += [one.under((field, index if repeated else None)) for one in failed.errors]
    if errors and not partial_failure:
        raise AdsFailure(errors)
    if request.validate_only:
        return Outcome((), errors, draft)
    history.record(call, draft)
    draft.commit()
    return Outcome(results, errors, draft)


def _check_declarations(call: Call, customer: Customer) -> None:
    """Campaigns without the EU political advertising declaration block their account (errors/mutate_error.proto)."""
    if call.world.policies["missing_eu_political_declaration"] == "allowed":
        return
    for campaign in customer.campaigns.values():
        if campaign.status != "REMOVED" and campaign["contains_eu_political_advertising"] is None:
            message = "The account has campaigns without the EU political advertising declaration."
            raise AdsFailure([error("mutate_error.EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED", message)])

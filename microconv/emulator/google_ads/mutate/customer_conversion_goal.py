"""Update of customer conversion goals: `biddable` is all a client may change. They cannot be created or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import goals
from microconv.emulator.google_ads.errors import error
from microconv.emulator.google_ads.mutate import masks, names
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.customer_conversion_goal import FIELDS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.types import GoalKey


def apply(call: Call, draft: Draft, operation: Any) -> GoalKey:
    """Carry out one CustomerConversionGoalOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    if operation.WhichOneof("operation") is None:
        raise OperationFailed(error("request_error.OPERATION_REQUIRED", "The operation must set update."))
    key = _existing(call, draft, operation.update.resource_name)
    given = call.version.shape("CustomerConversionGoal").flatten(operation.update)
    leaves, errors = masks.resolve(masks.masked_paths(operation), FIELDS, given)
    leaves.pop("resource_name", None)
    if not leaves and not errors:
        raise OperationFailed(error("mutate_error.MUTATE_NOT_ALLOWED", "The update mask names nothing to change."))
    for path in leaves:
        if path != "biddable":
            errors.append(error("field_error.IMMUTABLE_FIELD", "The field cannot be modified.", "update", path))
    if errors:
        raise OperationFailed(*errors)
    draft.put_goal(key, biddable=bool(operation.update.biddable))
    return key


def _existing(call: Call, draft: Draft, name: str) -> GoalKey:
    where = ("update", "resource_name")
    if not name:
        raise OperationFailed(error("request_error.RESOURCE_NAME_MISSING", "The resource name is missing.", *where))
    parsed = goals.parse(call.version, name)
    if parsed is None:
        raise names.malformed(name, where, goals.bad_part(call.version, name))
    customer_id, key = parsed
    if customer_id != draft.customer.id or draft.goal(key) is None:
        raise OperationFailed(error("mutate_error.RESOURCE_NOT_FOUND", "Resource was not found.", *where, trigger=name))
    if key in draft.touched:
        message = "The resource appears in more than one operation of the request."
        raise OperationFailed(error("mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES", message, *where, trigger=name))
    return key

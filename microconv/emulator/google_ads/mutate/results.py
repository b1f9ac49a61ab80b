"""The part of a mutate response about a changed resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import partial_failure
from microconv.emulator.google_ads.messages import Writer
from microconv.emulator.google_ads.resources import conversion_action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.mutate.conversion_action import Changed

#: ResponseContentTypeEnum.MUTABLE_RESOURCE
_MUTABLE_RESOURCE = 2
#: "The mutable fields": all that a client may set, and the name (services/conversion_action_service.proto).
_MUTABLE = tuple(path for path, field in conversion_action.FIELDS.items() if not field.output_only)


def fill_action(call: Call, customer: Customer, result: Any, changed: Changed, content_type: int) -> None:
    """Fill a MutateConversionActionResult; the resource itself only if the request asked for it."""
    result.resource_name = changed.resource_name
    if content_type == _MUTABLE_RESOURCE:
        action = customer.actions[changed.id]
        row = conversion_action.flat(call.view(customer), customer, action, _MUTABLE)
        Writer(call.version.shape("ConversionAction"), _MUTABLE).write(result.conversion_action, row)


def filler(
    table: ModuleType, flat: Callable[[Call, Customer, int], Flat]
) -> Callable[[Call, Customer, Any, Changed, int], None]:
    """A function that fills a result of the resource that the module `table` describes, as `fill_action` does.

    flat: makes the values of one resource from its id.
    """
    mutable = tuple(path for path, field in table.FIELDS.items() if not field.output_only)

    def fill(call: Call, customer: Customer, result: Any, changed: Changed, content_type: int) -> None:
        result.resource_name = changed.resource_name
        if content_type == _MUTABLE_RESOURCE:
            shape = call.version.shape(table.MESSAGE)
            paths = tuple(path for path in mutable if path in shape.leaves)
            Writer(shape, paths).write(getattr(result, table.NAME), flat(call, customer, changed.id))

    return fill


def add_partial_failure(call: Call, response: Any, errors: Sequence[AdsError]) -> None:
    """Set ``partial_failure_error`` if there are errors."""
    if errors:
        response.partial_failure_error.CopyFrom(partial_failure(call.version, errors, call.request_id))

"""Resource names in requests: temporary ones of creates, and those that must be of something that is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.errors_texts import google_text
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import Step


@dataclass(frozen=True, slots=True)
class Collection:
    """The resource names of one kind: ``customers/1/<segment>/<id>``."""

    segment: str

    def match(self, name: str) -> tuple[int, int] | None:
        """Customer id and resource id (negative if temporary), None if the name is of another form."""
        match = re.fullmatch(rf"customers/([0-9]{{1,10}})/{self.segment}/(-?[0-9]{{1,19}})", name)
        return None if match is None else (int(match[1]), int(match[2]))

    def bad_part(self, name: str) -> str | None:
        """The first part of a name of this form that is not a number; None if the name is of another form."""
        match = re.fullmatch(rf"customers/([^/]+)/{self.segment}/([^/]+)", name)
        parts = () if match is None else match.groups()
        return next((part for part in parts if not re.fullmatch("-?[0-9]{1,19}", part)), None)

    def name(self, customer_id: int, number: int) -> str:
        """The name of a resource."""
        return f"customers/{customer_id}/{self.segment}/{number}"


CAMPAIGNS = Collection("campaigns")
BUDGETS = Collection("campaignBudgets")
CUSTOM_GOALS = Collection("customConversionGoals")
CONFIGS = Collection("conversionGoalCampaignConfigs")
ACTIONS = Collection("conversionActions")


def temporary_id(draft: Draft, kind: Collection, name: str) -> tuple[int | None, list[AdsError]]:
    """The negative id a create may carry in its resource name, for reference within the request."""
    if not name:
        return None, []
    where = ("create", "resource_name")
    ids = kind.match(name)
    if ids is None or ids[0] != draft.customer.id:
        message = f"The resource name '{name}' is malformed or of another customer."
        return None, [error("request_error.RESOURCE_NAME_MALFORMED", message, *where, trigger=name)]
    if ids[1] >= 0:
        message = "The id of a new resource is given by the service; only temporary (negative) ids can be set."
        return None, [error("new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE", message, *where, trigger=name)]
    if ids[1] in draft.temporary or ids[1] in draft.failed:
        message = "A temporary id was used more than once."
        return None, [error("new_resource_creation_error.DUPLICATE_TEMP_IDS", message, *where, trigger=name)]
    return ids[1], []


def new_id(draft: Draft, temporary: int | None, errors: Sequence[AdsError]) -> int:
    """The id for what a create makes; from now on its temporary one stands for it.

    Raises OperationFailed if there are errors, and then every later use of the temporary id fails too.
    """
    if errors:
        if temporary is not None:
            draft.failed.add(temporary)
        raise OperationFailed(*errors)
    number = draft.new_id()
    if temporary is not None:
        draft.temporary[temporary] = number
    return number


def real_id(draft: Draft, number: int, name: str, where: tuple[str | Step, ...]) -> int:
    """The id that a possibly temporary one stands for.

    Raises OperationFailed if the create that gave this temporary id failed.
    """
    if number in draft.failed:
        message = "The resource of this temporary id could not be created."
        code = "new_resource_creation_error.TEMP_ID_RESOURCE_HAD_ERRORS"
        raise OperationFailed(error(code, message, *where, trigger=name))
    return draft.temporary.get(number, number)


def own_id(draft: Draft, kind: Collection, name: str, where: tuple[str | Step, ...]) -> int | None:
    """The id in a resource name of the request's customer; None for a name of another customer.

    Raises OperationFailed if there is no name, a malformed one, or one of a create that failed.
    """
    if not name:
        raise OperationFailed(error("request_error.RESOURCE_NAME_MISSING", "The resource name is missing.", *where))
    ids = kind.match(name)
    if ids is None:
        raise malformed(name, where, kind.bad_part(name))
    number = real_id(draft, ids[1], name, where)
    return number if ids[0] == draft.customer.id else None


def malformed(name: str, where: tuple[str | Step, ...], bad_part: str | None = None) -> OperationFailed:
    """The failure of a name of the wrong form, or of the right one with a part that is no id."""
    if bad_part is not None:
        code = "request_error.BAD_RESOURCE_ID"
        return OperationFailed(error(code, google_text(code, part=bad_part), *where, trigger=name))
    message = f"The resource name '{name}' is malformed."
    return OperationFailed(error("request_error.RESOURCE_NAME_MALFORMED", message, *where, trigger=name))


def not_found(name: str, where: tuple[str | Step, ...]) -> OperationFailed:
    """The failure of a name of nothing."""
    return OperationFailed(error("mutate_error.RESOURCE_NOT_FOUND", "Resource was not found.", *where, trigger=name))


def touch(draft: Draft, key: Hashable, name: str, where: tuple[str | Step, ...]) -> None:
    """Refuse a second operation about the same resource in one request. Nothing is noted yet.

    Raises OperationFailed if there was one.
    """
    if key in draft.touched:
        message = "The resource appears in more than one operation of the request."
        raise OperationFailed(error("mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES", message, *where, trigger=name))


def removed(call: Call, what: str, name: str, where: tuple[str | Step, ...]) -> OperationFailed:
    """The failure of an operation about a resource that was removed."""
    family = call.world.policies.text("removed_resource_error")
    code = f"{family}.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"
    return OperationFailed(error(code, f"The {what} has been removed.", *where, trigger=name))


def operation_kind(operation: object, *kinds: str) -> str:
    """The one of its operations that a message sets.

    Raises OperationFailed if there is none.
    """
    kind: str | None = operation.WhichOneof("operation")  # type: ignore[attr-defined]
    if kind is None:
        words = kinds[0] if len(kinds) == 1 else f"one of {', '.join(kinds[:-1])} and {kinds[-1]}"
        raise OperationFailed(error("request_error.OPERATION_REQUIRED", f"The operation must set {words}."))
    return kind


def carry_out(call: Call, draft: Draft, operation: object, **by_kind: Callable[[Call, Draft, Any], int]) -> int:
    """Hand an operation to the function for what it sets; its answer is the resource's id.

    Raises OperationFailed if the operation sets nothing, or the function found errors.
    """
    return by_kind[operation_kind(operation, *by_kind)](call, draft, operation)

"""Create, update and remove of custom conversion goals.

The refusals are the values of errors/custom_conversion_goal_error.proto (v26), checked 2026-11-23. A custom goal lists
actions of its own account. One made in an account that is not its own conversion customer can be made (the error
CUSTOM_GOAL_DOES_NOT_BELONG_TO_GOOGLE_ADS_CONVERSION_CUSTOMER says so), but no campaign can use it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.model_campaigns import CustomConversionGoal
from microconv.emulator.google_ads.mutate import masks, names, values
from microconv.emulator.google_ads.mutate.action_rules import BREAKS
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.custom_conversion_goal import FIELDS, MESSAGE, NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.fields import Flat

_ACTIONS = "conversion_actions"
_KEPT = frozenset({"name", _ACTIONS, "status"})
_LONGEST_NAME = 255


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one CustomConversionGoalOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    number = names.carry_out(call, draft, operation, create=_create, update=_update, remove=_remove)
    return Changed(names.CUSTOM_GOALS.name(draft.customer.id, number), number)


def _create(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.create)
    errors = masks.refuse_mask(operation, "create")
    temporary, name_errors = names.temporary_id(draft, names.CUSTOM_GOALS, given.pop("resource_name", ""))
    content = values.creation_errors(call, FIELDS, given)
    content += [values.required(path) for path in ("name", _ACTIONS) if path not in given]
    if given.get("status") == "REMOVED":
        code = "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED"
        message = "A custom conversion goal cannot be created as REMOVED."
        content.append(values.at("status", code, message, "REMOVED"))
    actions, problems = _checked(call, draft, given, None, given)
    content += problems
    errors += name_errors + [one.under(("create", None)) for one in content]
    number = names.new_id(draft, temporary, errors)
    _put(draft, CustomConversionGoal(number, given["name"], actions))
    return number


def _update(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape(MESSAGE).flatten(operation.update)
    goal = _existing(call, draft, given.pop("resource_name", ""), ("update", "resource_name"))
    leaves, errors = values.masked(operation, FIELDS, given)
    current: Flat = {"name": goal.name, _ACTIONS: (), "status": goal.status}
    new, content = values.changed(call, FIELDS, current, given, leaves, _KEPT)
    actions, problems = _checked(call, draft, new, goal, leaves)
    content += problems
    if "status" in leaves and new["status"] == "REMOVED":
        content += _linked(draft, goal, "status")
    errors += [one.under(("update", None)) for one in content]
    if errors:
        raise OperationFailed(*errors)
    _put(draft, CustomConversionGoal(goal.id, new["name"], actions, new["status"]))
    return goal.id


def _remove(call: Call, draft: Draft, operation: Any) -> int:
    goal = _existing(call, draft, operation.remove, ("remove",))
    errors = [*masks.refuse_mask(operation, "remove"), *_linked(draft, goal, "remove")]
    if errors:
        raise OperationFailed(*errors)
    _put(draft, CustomConversionGoal(goal.id, goal.name, goal.conversion_actions, "REMOVED"))
    return goal.id


def _existing(call: Call, draft: Draft, name: str, where: tuple[str, ...]) -> CustomConversionGoal:
    number = names.own_id(draft, names.CUSTOM_GOALS, name, where)
    goal = None if number is None else draft.custom_goals.get(number)
    if goal is None:
        raise names.not_found(name, where)
    names.touch(draft, (NAME, goal.id), name, where)
    if goal.status == "REMOVED":
        raise names.removed(call, "custom conversion goal", name, where)
    return goal


def _put(draft: Draft, goal: CustomConversionGoal) -> None:
    draft.custom_goals.put(goal.id, goal)
    draft.touched.add((NAME, goal.id))


def _checked(
    call: Call, draft: Draft, new: Flat, before: CustomConversionGoal | None, paths: Collection[str]
) -> tuple[tuple[int, ...], list[AdsError]]:
    """The ids of the goal's actions, and the errors of its name and actions."""
    errors = []
    taken = call.world.policies["removed_custom_goal_name"] == "taken"
    others = [
        one
        for one in draft.custom_goals.values()
        if (before is None or one.id != before.id) and (taken or one.status != "REMOVED")
    ]
    if "name" in paths and "name" in new:
        errors += values.name_errors("name", new["name"], _LONGEST_NAME)
        strict = call.world.policies["custom_goal_names"] == "strict"
        if strict and not errors and (new["name"] != new["name"].strip() or BREAKS.search(new["name"])):
            message = "The name must not have blanks at its ends, nor null, line feed or carriage return."
            errors.append(values.at("name", "field_error.INVALID_VALUE", message, new["name"]))
        if any(one.name == new["name"] or (strict and _alike(one.name, new["name"])) for one in others):
            code = "custom_conversion_goal_error.CUSTOM_GOAL_DUPLICATE_NAME"
            errors.append(values.at("name", code, "Custom goal with the same name already exists.", new["name"]))
    if _ACTIONS not in paths:
        return () if before is None else before.conversion_actions, errors
    ids: list[int] = []
    problems: list[AdsError] = []
    for index, name in enumerate(new.get(_ACTIONS, ())):
        number = _action(draft, name, index)
        if isinstance(number, AdsError):
            problems.append(number)
        elif number in ids and call.world.policies["custom_goal_repeated_action"] == "refused":
            where = (_ACTIONS, index)
            problems.append(error("distinct_error.DUPLICATE_ELEMENT", "Duplicate element.", where, trigger=name))
        else:
            ids.append(number)
    actions = tuple(dict.fromkeys(ids))
    if actions and not problems and any(set(one.conversion_actions) == set(actions) for one in others):
        code = "custom_conversion_goal_error.DUPLICATE_CONVERSION_ACTION_LIST"
        problems.append(values.at(_ACTIONS, code, "Custom goal with the same conversion action list already exists."))
    return actions, errors + problems


def _alike(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _action(draft: Draft, name: str, index: int) -> int | AdsError:
    """The id of an action a custom goal may list, or the error."""
    where = ((_ACTIONS, index),)
    try:
        number = names.own_id(draft, names.ACTIONS, name, where)
    except OperationFailed as failed:
        return failed.errors[0]
    action = None if number is None else draft.action(number)
    family = "custom_conversion_goal_error."
    if action is None:
        message = "Cannot find a conversion action with the specified id."
        return error(family + "INVALID_CONVERSION_ACTION", message, *where, trigger=name)
    if action.status != "ENABLED":
        message = "The conversion action is not enabled so it cannot be included in a custom conversion goal."
        return error(family + "CONVERSION_ACTION_NOT_ENABLED", message, *where, trigger=name)
    if action.type in types.NEVER_BIDDABLE:
        message = "Conversion types that cannot be biddable should not be included in custom goal."
        code = family + "NON_BIDDABLE_CONVERSION_ACTION_NOT_ELIGIBLE_FOR_CUSTOM_GOAL"
        return error(code, message, *where, trigger=name)
    return action.id


def _linked(draft: Draft, goal: CustomConversionGoal, path: str) -> Iterator[AdsError]:
    """The error of a removal while a campaign, of whatever account, uses the goal."""
    own = draft.campaigns.values()
    others = (
        campaign
        for customer in draft.state.customers.values()
        if customer is not draft.customer
        for campaign in customer.campaigns.values()
    )
    for campaign in (*own, *others):
        if campaign.custom_conversion_goal == goal.id and campaign.status != "REMOVED":
            message = "The custom conversion goal cannot be removed because it's linked to a campaign."
            code = "custom_conversion_goal_error.CANNOT_REMOVE_LINKED_CUSTOM_CONVERSION_GOAL"
            name = names.CUSTOM_GOALS.name(draft.customer.id, goal.id)
            yield values.at(path, code, message, name)
            return

"""Create, update and remove of conversion actions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.defaults import with_action_defaults
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.model import ConversionAction
from microconv.emulator.google_ads.mutate import ga4_rules, masks, names
from microconv.emulator.google_ads.mutate.action_rules import (
    ALWAYS,
    CLICK,
    CURRENCY,
    VALUE,
    VIEW,
    Rules,
    steps,
    trimmed,
)
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.conversion_action import FIELDS, resource_name

if TYPE_CHECKING:
    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.fields import Flat

_COMPUTED_BY_GOOGLE = "include_in_conversions_metric"
#: Fields that an update may clear; they then have what a new action gets.
_CLEARABLE = frozenset({ALWAYS, CLICK, CURRENCY, VALUE, VIEW, "phone_call_duration_seconds"})


@dataclass(frozen=True, slots=True)
class Changed:
    """The result of an operation: the name of the action and its id."""

    resource_name: str
    id: int


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one ConversionActionOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    number = names.carry_out(call, draft, operation, create=_create, update=_update, remove=_remove)
    return Changed(resource_name(draft.customer.id, number), number)


# ---- create


def _create(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape("ConversionAction").flatten(operation.create)
    trimmed(given, call.world.policies)
    errors = masks.refuse_mask(operation, "create")
    temporary, name_errors = names.temporary_id(draft, names.ACTIONS, given.pop("resource_name", ""))
    errors += name_errors
    if draft.customer.conversion_customer != draft.customer.id:
        message = "Conversion actions of this account belong to its Google Ads conversion customer."
        raise OperationFailed(error("mutate_error.MUTATE_NOT_ALLOWED", message, "create"))
    content = [*_unusable(call, given), *_creation_errors(call, draft, given)]
    errors += [one.under(("create", None)) for one in content]
    number = names.new_id(draft, temporary, errors)
    currency = str(draft.customer.fields["currency_code"])
    draft.put_action(ConversionAction(number, with_action_defaults(given, currency, call.world.policies)))
    return number


def _unusable(call: Call, given: Flat) -> list[AdsError]:
    """Errors of output-only fields and enum numbers in a create."""
    errors = []
    for path, value in given.items():
        field = FIELDS.get(path)
        if path == "id":
            message = "The id of a new resource is given by the service."
            errors.append(error("new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE", message, path))
        elif path == _COMPUTED_BY_GOOGLE:
            errors.append(_immutable(path))
        elif field is None or field.output_only:
            errors.append(_output_only(call, path))
        elif field.is_enum:
            errors += _enum_errors(path, value)
    return errors


def _creation_errors(call: Call, draft: Draft, given: Flat) -> list[AdsError]:
    policies = call.world.policies
    kind = given.get("type")
    errors = []
    if "name" not in given:
        errors.append(error("field_error.REQUIRED", "The required field was not present.", "name"))
    if kind is None:
        return [*errors, error("field_error.REQUIRED", "The required field was not present.", "type")]
    if kind not in ENUMS["ConversionActionType"]:
        return errors  # an unknown number, reported as such
    if kind not in types.CREATABLE:
        message = f"Conversion actions of type {kind} cannot be created."
        return [*errors, error("conversion_action_error.CREATION_NOT_SUPPORTED", message, "type", trigger=kind)]
    if kind == "STORE_SALES_DIRECT_UPLOAD" and policies["store_sales_direct_upload"] == "not_allowlisted":
        code = "not_allowlisted_error.CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE"
        errors.append(error(code, "The customer is not on the allow-list of this type.", "type", trigger=kind))
    if kind in types.APPS and not given.get("app_id"):
        errors.append(error("field_error.REQUIRED", f"The type {kind} needs an app id.", "app_id"))
    paths = [*given, ALWAYS] if kind in types.CALLS_FROM_ADS and ALWAYS not in given else list(given)
    errors += Rules(policies, kind, None).check(given, paths)
    errors += _collisions(draft, given, None)
    if draft.live_actions >= policies.number("max_conversion_actions"):
        message = "The account has as many conversion actions as it may have."
        errors.append(error("resource_count_limit_exceeded_error.ACCOUNT_LIMIT", message))
    return errors


def _collisions(draft: Draft, given: Flat, own_id: int | None) -> list[AdsError]:
    """Names are unique among an account's actions, app ids among its first-download actions."""
    errors = []
    name = given.get("name")
    if name and draft.name_taken(name, own_id):
        message = "The specified conversion action name already exists."
        errors.append(error("conversion_action_error.DUPLICATE_NAME", message, "name", trigger=name))
    if given.get("type") == "GOOGLE_PLAY_DOWNLOAD" and any(
        one.status != "REMOVED" and one.type == "GOOGLE_PLAY_DOWNLOAD" and one["app_id"] == given.get("app_id")
        for one in draft.actions()
    ):
        message = "Another conversion action with the specified app id already exists."
        errors.append(error("conversion_action_error.DUPLICATE_APP_ID", message, "app_id", trigger=given.get("app_id")))
    return errors


# ---- update and remove


def _update(call: Call, draft: Draft, operation: Any) -> int:
    given = call.version.shape("ConversionAction").flatten(operation.update)
    trimmed(given, call.world.policies)
    name = given.pop("resource_name", "")
    action = _existing(call, draft, name, ("update", "resource_name"))
    paths = masks.masked_paths(operation)
    leaves, errors = masks.resolve(paths, FIELDS, given)
    leaves.pop("resource_name", None)
    if not leaves and not errors:
        raise OperationFailed(error("mutate_error.MUTATE_NOT_ALLOWED", "The update mask names nothing to change."))
    new, content = _changed_values(call, draft, action, given, leaves)
    content += Rules(call.world.policies, action.type, action.fields).check(new, leaves)
    if "name" in leaves:
        content += _collisions(draft, {"name": new.get("name")}, action.id)
    errors += [one.under(("update", None)) for one in content]
    if errors:
        raise OperationFailed(*errors)
    draft.put_action(replace(action, fields=new))
    return action.id


def _changed_values(
    call: Call, draft: Draft, action: ConversionAction, given: Flat, leaves: dict[str, int]
) -> tuple[Flat, list[AdsError]]:
    """The action's values with those named in the mask replaced or cleared, and the errors of the mask's fields."""
    errors = []
    new = dict(action.fields)
    locked = ga4_rules.refusal(action.type, leaves, call.world.policies)
    for path in leaves:
        field = FIELDS[path]
        if path == _COMPUTED_BY_GOOGLE or field.immutable or path == "app_id":
            errors.append(_immutable(path))
        elif field.output_only:
            errors.append(_output_only(call, path))
        elif path in locked:
            errors.append(locked[path])
        elif path in given:
            new[path] = given[path]
            if field.is_enum:
                errors += _enum_errors(path, given[path])
        elif path in _CLEARABLE:
            new.pop(path, None)
        else:
            errors.append(error("field_error.FIELD_CANNOT_BE_CLEARED", "The field cannot be cleared.", *steps(path)))
    currency = str(draft.customer.fields["currency_code"])
    return with_action_defaults(new, currency, call.world.policies), errors


def _remove(call: Call, draft: Draft, operation: Any) -> int:
    action = _existing(call, draft, operation.remove, ("remove",))
    errors = masks.refuse_mask(operation, "remove")
    if not ga4_rules.may_remove(action.type, call.world.policies):
        errors.append(error("mutate_error.MUTATE_NOT_ALLOWED", "An imported conversion action stays.", "remove"))
    if errors:
        raise OperationFailed(*errors)
    draft.put_action(replace(action, fields={**action.fields, "status": "REMOVED"}))
    return action.id


def _existing(call: Call, draft: Draft, name: str, where: tuple[str, ...]) -> ConversionAction:
    """The action a resource name names, if this request may change it.

    Raises OperationFailed if the name is missing, malformed, not there, touched already, or closed to changes.
    """
    number = names.own_id(draft, names.ACTIONS, name, where)
    action = None if number is None else draft.action(number)
    if action is None:
        if number is not None and _seen_only(draft, number):
            message = "The conversion action belongs to another customer."
            raise OperationFailed(error("mutate_error.MUTATE_NOT_ALLOWED", message, *where, trigger=name))
        raise names.not_found(name, where)
    names.touch(draft, action.id, name, where)
    refusal = _closed(call, action)
    if refusal is not None:
        raise OperationFailed(error(*refusal, *where, trigger=name))
    return action


def _seen_only(draft: Draft, number: int) -> bool:
    """True if the customer sees the action through cross-account tracking, but does not own it."""
    return any(number in owner.actions for owner in draft.state.owners_seen_by(draft.customer))


def _closed(call: Call, action: ConversionAction) -> tuple[str, str] | None:
    """Code and message if no client may change the action."""
    policies = call.world.policies
    if action.system_defined:
        return "mutate_error.MUTATE_NOT_ALLOWED", "The conversion action is defined by the system."
    if action.type in types.REJECTS_EVERY_MUTATE:
        return policies.text("rejecting_type_error"), f"Conversion actions of type {action.type} cannot be changed."
    if types.is_ga4(action.type) and policies["ga4_import_mutability"] == "none":
        return "mutate_error.MUTATE_NOT_ALLOWED", "Imported conversion actions cannot be changed."
    if action.status == "REMOVED":
        family = policies.text("removed_resource_error")
        return f"{family}.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE", "The conversion action has been removed."
    return None


# ---- errors of single fields


def _immutable(path: str) -> AdsError:
    return error("field_error.IMMUTABLE_FIELD", "The field cannot be modified.", *steps(path))


def _output_only(call: Call, path: str) -> AdsError:
    return error(call.world.policies.text("output_only_error"), "The field is output only.", *steps(path))


def _enum_errors(path: str, value: str | int) -> list[AdsError]:
    if isinstance(value, int):
        message = f"{value} is not a value of this enum in this version."
        return [error("request_error.INVALID_ENUM_VALUE", message, *steps(path), trigger=value)]
    if value == "UNKNOWN":
        message = "The enum value is not permitted."
        return [error("enum_error.ENUM_VALUE_NOT_PERMITTED", message, *steps(path), trigger=value)]
    return []

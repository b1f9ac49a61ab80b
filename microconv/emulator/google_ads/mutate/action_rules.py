"""Rules for the values that the fields of a conversion action may have.

Sources: comments of resources/conversion_action.proto and errors/conversion_action_error.proto; the section
"Validations" of the page create-conversion-actions as quoted in public code; observations of live accounts. Checked
2026-11-23. What is unsettled is a policy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from microconv.emulator.currencies import CURRENCIES
from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.errors import AdsError, Step, error
from microconv.emulator.google_ads.resources.conversion_action import FIELDS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.policies import Policies

CLICK = "click_through_lookback_window_days"
VIEW = "view_through_lookback_window_days"
CALL = "phone_call_duration_seconds"
VALUE = "value_settings.default_value"
CURRENCY = "value_settings.default_currency_code"
ALWAYS = "value_settings.always_use_default_value"
MODEL = "attribution_model_settings.attribution_model"
MODEL_STATUS = "attribution_model_settings.data_driven_model_status"

_DATA_DRIVEN = "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"
_MODEL_ERRORS = {
    "NEVER_GENERATED": ("DATA_DRIVEN_MODEL_WAS_NEVER_GENERATED", "no model has been generated for this action"),
    "EXPIRED": ("DATA_DRIVEN_MODEL_EXPIRED", "the model of this action has expired"),
    "STALE": ("DATA_DRIVEN_MODEL_STALE", "the model of this action is stale"),
}


#: Characters that no name may have.
BREAKS = re.compile(r"[\0\n\r]")


def trimmed(given: Flat, policies: Policies) -> None:
    """Take the blanks at the ends of the name in `given`, where the policy says so."""
    if "name" in given and policies["conversion_action_name_blanks"] == "trimmed":
        given["name"] = given["name"].strip()


class Rules:
    """The rules for one action's values.

    policies: in force.
    kind: the action's type.
    current: the action's values before the request; None when it is being created.
    """

    def __init__(self, policies: Policies, kind: str, current: Flat | None) -> None:
        self._policies = policies
        self._kind = kind
        self._current = current

    def check(self, new: Flat, paths: Collection[str]) -> Iterator[AdsError]:
        """The errors of the values at `paths` of `new`; locations start at the resource's first field."""
        for path in paths:
            value = new.get(path)
            if value is None or _is_unknown_enum(path, value):
                continue
            if path == "name":
                yield from self._name(value)
            elif path == "status":
                yield from self._status(value)
            elif path == "category":
                yield from self._category(value)
            elif path in (CLICK, VIEW, CALL):
                yield from self._window(path, value)
            elif path == VALUE:
                yield from self._value(value)
            elif path == CURRENCY and value not in CURRENCIES:
                message = "The currency code is not supported."
                yield _at(path, "currency_code_error.UNSUPPORTED", message, value)
            elif path == MODEL:
                yield from self._model(value)
            elif path == "app_id" and self._kind not in types.APPS:
                message = f"An app id must not be set for the type {self._kind}."
                yield _at(path, "field_error.VALUE_MUST_BE_UNSET", message, value)
        if self._kind in types.CALLS_FROM_ADS and ALWAYS in paths and new.get(ALWAYS) is not True:
            message = f"The default value must always be used for the type {self._kind}."
            yield _at(ALWAYS, "field_error.INVALID_VALUE", message, new.get(ALWAYS))

    def _name(self, value: str) -> Iterator[AdsError]:
        longest = self._policies.number("conversion_action_name_max_length")
        if not value or (self._policies["conversion_action_name_of_blanks"] == "refused" and not value.strip()):
            yield _at("name", "string_length_error.EMPTY", "The name must not be empty.", value)
        elif len(value) > longest:
            yield _at("name", "string_length_error.TOO_LONG", f"The name is longer than {longest} characters.", value)
        elif self._policies["conversion_action_name_blanks"] == "refused" and value != value.strip():
            yield _at("name", "field_error.INVALID_VALUE", "The name must not have blanks at its ends.", value)
        elif self._policies["conversion_action_name_line_breaks"] == "refused" and BREAKS.search(value):
            message = "The name must not contain null, line feed or carriage return."
            yield _at("name", "field_error.INVALID_VALUE", message, value)

    def _status(self, value: str) -> Iterator[AdsError]:
        before = None if self._current is None else self._current["status"]
        if value == "REMOVED" and before is None:
            code = "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED"
            yield _at("status", code, "A conversion action cannot be created as REMOVED.", value)
        elif value == "REMOVED" and self._policies["status_removed_by_update"] == "refused":
            yield _at("status", "enum_error.ENUM_VALUE_NOT_PERMITTED", "Use a remove operation.", value)
        elif value == "HIDDEN" and before != "HIDDEN" and self._policies["hidden_by_api"] == "refused":
            message = "The status HIDDEN cannot be set through the API."
            yield _at("status", "enum_error.ENUM_VALUE_NOT_PERMITTED", message, value)

    def _category(self, value: str) -> Iterator[AdsError]:
        strict = self._policies["category_of_other_types"] == "refused"
        other = strict and types.category_of_another_type(self._kind, value)
        if other or (self._kind, value) in types.REFUSED_CATEGORIES:
            message = f"The category {value} is not allowed for the type {self._kind}."
            yield _at("category", "field_error.INVALID_VALUE", message, value)

    def _window(self, path: str, value: int) -> Iterator[AdsError]:
        bounds = self._bounds(path)
        if bounds is None:
            message = f"The field must not be set for the type {self._kind}."
            yield _at(path, "field_error.VALUE_MUST_BE_UNSET", message, value)
        elif value < bounds[0]:
            yield _at(path, "range_error.TOO_LOW", f"The value must be at least {bounds[0]}.", value)
        elif value > bounds[1]:
            yield _at(path, "range_error.TOO_HIGH", f"The value must be at most {bounds[1]}.", value)

    def _bounds(self, path: str) -> tuple[int, int] | None:
        """Smallest and greatest value (days or seconds), None if the type does not have the field."""
        if path == CALL:
            return (0, 10_000) if self._kind in types.TIMED_CALLS else None
        if path == VIEW:
            return None if self._kind in types.CALLS_FROM_ADS else (1, 30)
        if self._kind in types.CALLS_FROM_ADS:
            return 1, 60
        policy = "click_through_max_webpage" if self._kind == "WEBPAGE" else "click_through_max_other"
        return 1, self._policies.number(policy)

    def _value(self, value: float) -> Iterator[AdsError]:
        if not math.isfinite(value):
            yield _at(VALUE, "field_error.INVALID_VALUE", "The default value must be a finite number.", value)
        elif value < 0:
            yield _at(VALUE, "range_error.TOO_LOW", "The default value must not be negative.", value)

    def _model(self, value: str) -> Iterator[AdsError]:
        """Only last click and data-driven can be set, the latter only while Google has a model for the action."""
        if value == "GOOGLE_ADS_LAST_CLICK" or (self._current is not None and self._current.get(MODEL) == value):
            return
        if value == _DATA_DRIVEN and not self._policies["data_driven_needs_a_model"]:
            return
        if value == _DATA_DRIVEN:
            status = None if self._current is None else self._current.get(MODEL_STATUS)
            if status != "AVAILABLE":
                unknown = ("DATA_DRIVEN_MODEL_UNKNOWN", "it is not known whether this action has a model")
                word, text = unknown if status is None else _MODEL_ERRORS[status]
                message = f"The data-driven attribution model cannot be set: {text}."
                yield _at(MODEL, f"conversion_action_error.{word}", message, value)
        elif value == "EXTERNAL":
            yield _at(MODEL, "field_error.INVALID_VALUE", "The attribution model EXTERNAL cannot be set.", value)
        else:
            code = "conversion_action_error.CANNOT_SET_RULE_BASED_ATTRIBUTION_MODELS"
            yield _at(MODEL, code, "Rule-based attribution models cannot be set any more.", value)


def _is_unknown_enum(path: str, value: object) -> bool:
    """An enum value that is refused as such; nothing more can be said about it."""
    return FIELDS[path].is_enum and (isinstance(value, int) or value == "UNKNOWN")


def steps(path: str) -> tuple[Step, ...]:
    """A dotted path as location steps."""
    return tuple((part, None) for part in path.split("."))


def _at(path: str, code: str, message: str, trigger: Any) -> AdsError:
    return error(code, message, *steps(path), trigger=trigger)

"""The conditions and parameter mutations of event create and edit rules, and what they may be.

Source: google/analytics/admin/v1alpha/event_create_and_edit.proto (checked 2026-11-23). All conditions of a rule must
be met (there is no "or"). Rules do not chain: neither kind acts on an event that a create rule made. The proto does not
say what becomes of a condition that nothing can meet: see the policies named here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from microconv.emulator import re2
from microconv.emulator.ga4.errors import ApiError, invalid
from microconv.emulator.ga4.field_behavior import enum_word
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_data_streams import MatchingCondition, ParameterMutation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from microconv.emulator.ga4.model_data_streams import DataStream
    from microconv.emulator.policies import PolicyValue

MAX_CONDITIONS = 10
MAX_MUTATIONS = 20
#: Names and values are "less than" so many characters.
NAME_LENGTH = 40
VALUE_LENGTH = 100
_PARAMETER = re.compile(r"\w+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read_conditions(
    given: Any, stream: DataStream, resource: str, policies: Mapping[str, PolicyValue]
) -> tuple[MatchingCondition, ...]:
    """The conditions of a rule.

    Raises ApiError (INVALID_ARGUMENT) for none, more than ten, or one that cannot be on that stream.
    """
    where = f"{resource}.event_conditions"
    conditions = given.event_conditions
    if not conditions:
        raise invalid("At least one event condition is required.", where)
    if len(conditions) > MAX_CONDITIONS:
        raise invalid(f"A rule has at most {MAX_CONDITIONS} event conditions, not {len(conditions)}.", where)
    return tuple(_read_condition(one, stream, f"{where}[{index}]", policies) for index, one in enumerate(conditions))


def _read_condition(
    given: Any, stream: DataStream, where: str, policies: Mapping[str, PolicyValue]
) -> MatchingCondition:
    if not given.field:
        raise invalid("The field of a condition is required.", f"{where}.field")
    if any(letter.isspace() for letter in given.field):
        raise invalid(f"The field '{given.field}' of a condition contains a space.", f"{where}.field")
    comparison = enum_word(given, "comparison_type", "comparison type", f"{where}.comparison_type")
    if comparison.startswith("REGULAR_EXPRESSION") and stream.type != "WEB_DATA_STREAM":
        raise invalid("Regular expressions are supported for web streams only.", f"{where}.comparison_type")
    if not given.value:
        raise invalid("The value of a condition is required.", f"{where}.value")
    _check_value(comparison, given.value, f"{where}.value", policies)
    return MatchingCondition(given.field, comparison, given.value, given.negated)


def _check_value(comparison: str, value: str, where: str, policies: Mapping[str, PolicyValue]) -> None:
    textual, numeric = comparison.startswith("REGULAR_EXPRESSION"), comparison.startswith(("GREATER_", "LESS_"))
    if textual and policies["invalid_regular_expressions_refused"] and re2.compiled(value) is None:
        raise invalid(f"The value '{value}' is not a valid regular expression.", where)
    if numeric and policies["comparisons_with_text_refused"] and not _NUMBER.fullmatch(value):
        raise invalid(f"The value '{value}' of a numeric comparison is not a number.", where)


def read_mutations(
    given: Any, resource: str, policies: Mapping[str, PolicyValue], *, event_name: bool
) -> tuple[ParameterMutation, ...]:
    """The parameter mutations of a rule; it may have none.

    event_name: whether the name of the event can be mutated too.

    Raises ApiError (INVALID_ARGUMENT) for more than twenty, a parameter that is there twice, or one that cannot be.
    """
    where = f"{resource}.parameter_mutations"
    mutations = given.parameter_mutations
    if len(mutations) > MAX_MUTATIONS:
        raise invalid(f"A rule has at most {MAX_MUTATIONS} parameter mutations, not {len(mutations)}.", where)
    parameters: set[str] = set()
    for index, one in enumerate(mutations):
        _check_parameter(one.parameter, f"{where}[{index}].parameter", event_name=event_name)
        if one.parameter in parameters:
            raise invalid(f"The parameter '{one.parameter}' is mutated twice.", f"{where}[{index}].parameter")
        parameters.add(one.parameter)
        if not one.parameter_value and policies["empty_mutation_values_refused"]:
            text = f"The value of the parameter '{one.parameter}' is required."
            raise invalid(text, f"{where}[{index}].parameter_value")
        if len(one.parameter_value) >= VALUE_LENGTH:
            text = f"The value of the parameter '{one.parameter}' must be shorter than {VALUE_LENGTH} characters."
            raise invalid(text, f"{where}[{index}].parameter_value")
    return tuple(ParameterMutation(one.parameter, one.parameter_value) for one in mutations)


def _check_parameter(name: str, where: str, *, event_name: bool) -> None:
    if not name:
        raise invalid("The parameter of a mutation is required.", where)
    if len(name) >= NAME_LENGTH:
        raise invalid(f"The parameter '{name}' must be shorter than {NAME_LENGTH} characters.", where)
    if not _PARAMETER.fullmatch(name):
        raise invalid(f"The parameter '{name}' must have letters, digits and underscores only.", where)
    if name == "event_name" and not event_name:
        raise invalid("The event name can be mutated by edit rules only.", where)


def check_room(rules: Collection[object], limit: str, policies: Mapping[str, PolicyValue]) -> None:
    """Refuse one rule more than the policy `limit` lets a stream have.

    Raises ApiError as the policy `configuration_limit_error` says.
    """
    most = int(policies[limit])
    if len(rules) >= most:
        text = f"The data stream has reached its limit of {most} rules."
        raise ApiError(str(policies["configuration_limit_error"]), text)


def check_source(
    conditions: Iterable[MatchingCondition],
    own: str,
    made: Collection[str],
    resource: str,
    policies: Mapping[str, PolicyValue],
) -> None:
    """Refuse conditions on events that create rules make, where the policies say so.

    own: the event that the rule makes itself, empty for an edit rule.
    made: the events that other create rules of the stream make.

    Raises ApiError (INVALID_ARGUMENT).
    """
    for index, one in enumerate(conditions):
        if one.field != "event_name" or one.comparison_type != "EQUALS" or one.negated:
            continue
        where = f"{resource}.event_conditions[{index}].value"
        if one.value == own and policies["rules_on_their_own_event_refused"]:
            raise invalid(f"The rule's conditions are about '{own}', the event that it makes.", where)
        if one.value != own and one.value in made and policies["chained_rules_refused"]:
            raise invalid(f"The rule's conditions are about '{one.value}', which another rule makes.", where)


def write_conditions(message: Any, conditions: Iterable[MatchingCondition]) -> None:
    """Fill the conditions of a rule's message."""
    for one in conditions:
        added = message.event_conditions.add()
        fill(added, field=one.field, comparison_type=one.comparison_type, value=one.value, negated=one.negated)


def write_mutations(message: Any, mutations: Iterable[ParameterMutation]) -> None:
    """Fill the parameter mutations of a rule's message."""
    for one in mutations:
        message.parameter_mutations.add(parameter=one.parameter, parameter_value=one.parameter_value)

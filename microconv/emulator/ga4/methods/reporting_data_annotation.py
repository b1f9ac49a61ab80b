"""Reporting data annotations (v1alpha): create, get, list, update, delete.

Source: google/analytics/admin/v1alpha/resources.proto, as the installed client has it (google-analytics-admin 0.30.2,
checked 2026-11-29): title, color and one of day and days are required, both ends of days are inclusive, orange is for
annotations of GA's own, and those can be neither updated nor deleted. How long texts may be, and how many annotations a
property has, it does not say: policies `annotation_…`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.errors import ApiError, invalid, not_found
from microconv.emulator.ga4.field_behavior import enum_word, is_set, refuse_output_only, utf16_length
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import EVERYTHING, read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_settings import SYSTEM_COLOR, ReportingDataAnnotation
from microconv.emulator.ga4.paging import page
from microconv.emulator.shared import COVERAGE

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property

_RESOURCE = "reporting_data_annotation"
_HISTORY = "REPORTING_DATA_ANNOTATION"
_DAY, _DAYS = "annotation_date", "annotation_date_range"
_EMPTY = ReportingDataAnnotation(0, "", "", "", system_generated=False, start_date=date.min, end_date=None)


def create_reporting_data_annotation(call: Call) -> None:
    """Write an annotation. GA makes as many of one title as are asked for.

    Raises ApiError: INVALID_ARGUMENT, or the property's limit; see also open_property.
    """
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    given = call.request.reporting_data_annotation
    refuse_output_only(call, [name for name in ("name", "system_generated") if is_set(given, name)], _RESOURCE)
    one = _draft(call, given, frozenset({EVERYTHING}), _EMPTY)
    most = int(call.world.policies["annotation_limit"])
    if len(owner.reporting_data_annotations) >= most:
        text = f"The property has reached its limit of {most} annotations."
        raise ApiError(str(call.world.policies["configuration_limit_error"]), text)
    one = replace(one, id=call.world.ga4.new_id())
    owner.reporting_data_annotations[one.id] = one
    record(call, owner, _HISTORY, _name(owner, one), None, one)
    write_reporting_data_annotation(call.response, _name(owner, one), one)


def update_reporting_data_annotation(call: Call) -> None:
    """Change an annotation that somebody wrote.

    Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also open_property.
    """
    given = call.request.reporting_data_annotation
    owner, one = _find(call, given.name, f"{_RESOURCE}.name")
    mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
    refuse_output_only(call, mask.intersection({"name", "system_generated"}), _RESOURCE)
    changed = _draft(call, given, mask, _own(one, f"{_RESOURCE}.name"))
    owner.reporting_data_annotations[one.id] = changed
    record(call, owner, _HISTORY, _name(owner, one), one, changed)
    write_reporting_data_annotation(call.response, _name(owner, changed), changed)


def delete_reporting_data_annotation(call: Call) -> None:
    """Delete an annotation that somebody wrote.

    Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also open_property.
    """
    owner, one = _find(call, call.request.name, "name")
    del owner.reporting_data_annotations[_own(one, "name").id]
    record(call, owner, _HISTORY, _name(owner, one), one, None)


def _own(one: ReportingDataAnnotation, field: str) -> ReportingDataAnnotation:
    """The annotation, unless it is GA's own. Raises ApiError."""
    if one.system_generated:
        raise invalid("System-generated annotations cannot be updated or deleted.", field)
    return one


def _draft(call: Call, given: Any, mask: frozenset[str], old: ReportingDataAnnotation) -> ReportingDataAnnotation:
    one = old
    if touches(mask, "title"):
        one = replace(one, title=_text(call, given.title, "title"))
    if touches(mask, "description"):
        one = replace(one, description=_text(call, given.description, "description"))
    if not one.title:
        raise invalid("The title is required.", f"{_RESOURCE}.title")
    if touches(mask, "color"):
        word = enum_word(given, "color", "color", f"{_RESOURCE}.color")
        if word == SYSTEM_COLOR:
            raise invalid(f"The color {word} is for system-generated annotations.", f"{_RESOURCE}.color")
        one = replace(one, color=word)
    if touches(mask, _DAY, _DAYS):
        start, end = _days(given)
        one = replace(one, start_date=start, end_date=end)
    return one


def _text(call: Call, text: str, name: str) -> str:
    longest = int(call.world.policies[f"annotation_{name}_length"])
    if utf16_length(text) > longest:
        raise invalid(f"The {name} must have at most {longest} characters.", f"{_RESOURCE}.{name}")
    return text


def _days(given: Any) -> tuple[date, date | None]:
    if is_set(given, _DAY):
        return _date(given.annotation_date, _DAY), None
    if not is_set(given, _DAYS):
        raise invalid("One of annotation_date and annotation_date_range is required.", f"{_RESOURCE}.{_DAY}")
    days = given.annotation_date_range
    start, end = _date(days.start_date, f"{_DAYS}.start_date"), _date(days.end_date, f"{_DAYS}.end_date")
    if end < start:
        raise invalid("The end date must not be before the start date.", f"{_RESOURCE}.{_DAYS}.end_date")
    return start, end


def _date(message: Any, field: str) -> date:
    try:
        return date(message.year, message.month, message.day)
    except ValueError as error:
        text = "must be a valid date with year, month, and day set"
        raise invalid(f"The date {text}.", f"{_RESOURCE}.{field}") from error


def _find(call: Call, name: str, field: str) -> tuple[Property, ReportingDataAnnotation]:
    property_id, one_id = parse_name(name, "properties/*/reportingDataAnnotations/*", field)
    owner = open_property(call, property_id)
    one = owner.reporting_data_annotations.get(one_id)
    if one is None:
        raise not_found()
    return owner, one


def _name(owner: Property, one: ReportingDataAnnotation) -> str:
    return f"{owner.name}/reportingDataAnnotations/{one.id}"


def get_reporting_data_annotation(call: Call) -> None:
    """One annotation.

    Raises ApiError (NOT_FOUND); see also open_property.
    """
    owner, one = _find(call, call.request.name, "name")
    write_reporting_data_annotation(call.response, _name(owner, one), one)


def list_reporting_data_annotations(call: Call) -> None:
    """The annotations of a property.

    Raises ApiError: UNIMPLEMENTED for a filter, which the emulator does not have; see also open_property.
    """
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    if call.request.filter.strip():
        text = f"The microconv emulator does not have the filter of ListReportingDataAnnotations. {COVERAGE}"
        raise ApiError("UNIMPLEMENTED", text)
    listed, call.response.next_page_token = page(call, owner.reporting_data_annotations.values())
    for one in listed:
        write_reporting_data_annotation(call.response.reporting_data_annotations.add(), _name(owner, one), one)


def write_reporting_data_annotation(message: Any, name: str, one: ReportingDataAnnotation) -> None:
    """Fill a ReportingDataAnnotation message."""
    fill(
        message,
        name=name,
        title=one.title,
        description=one.description,
        color=one.color,
        system_generated=one.system_generated,
    )
    if one.end_date is None:
        _write_date(message.annotation_date, one.start_date)
    else:
        _write_date(message.annotation_date_range.start_date, one.start_date)
        _write_date(message.annotation_date_range.end_date, one.end_date)


def _write_date(message: Any, day: date) -> None:
    message.year, message.month, message.day = day.year, day.month, day.day

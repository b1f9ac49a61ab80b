"""Reporting data annotations (v1alpha): get and list. The emulator does not have the methods that change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.errors import ApiError, not_found
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.paging import page
from microconv.emulator.shared import COVERAGE

if TYPE_CHECKING:
    from datetime import date

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.model_settings import ReportingDataAnnotation


def get_reporting_data_annotation(call: Call) -> None:
    """One annotation.

    Raises ApiError (NOT_FOUND); see also open_property.
    """
    property_id, one_id = parse_name(call.request.name, "properties/*/reportingDataAnnotations/*", "name")
    owner = open_property(call, property_id)
    one = owner.reporting_data_annotations.get(one_id)
    if one is None:
        raise not_found()
    _write(call.response, owner, one)


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
        _write(call.response.reporting_data_annotations.add(), owner, one)


def _write(message: Any, owner: Property, one: ReportingDataAnnotation) -> None:
    fill(
        message,
        name=f"{owner.name}/reportingDataAnnotations/{one.id}",
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

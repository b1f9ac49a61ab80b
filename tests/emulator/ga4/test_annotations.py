"""Reporting data annotations through the official clients: written, changed, deleted, refused.

Sources: the installed proto (google-analytics-admin 0.30.2); what it leaves open are policies `annotation_…`.
"""

from __future__ import annotations

import datetime

import pytest
from google.analytics import admin_v1alpha
from google.protobuf.field_mask_pb2 import FieldMask

from microconv.emulator.ga4.model_settings import ReportingDataAnnotation

ROOT = "properties/345678901"
DAY = {"year": 2026, "month": 11, "day": 23}
FIRST = datetime.date(2026, 11, 23)


@pytest.fixture(params=["grpc", "rest"])
def alpha(request, ga4, world):
    """A client of v1alpha over each transport: v1beta has no annotations."""
    return ga4.client("v1alpha", request.param)


def create(client, **fields):
    given = {"title": "New form", "color": "BLUE", "annotation_date": DAY, **fields}
    given = {name: value for name, value in given.items() if value is not None}
    return client.create_reporting_data_annotation(parent=ROOT, reporting_data_annotation=given)


def stored(world):
    return list(world.ga4.property(345678901).reporting_data_annotations.values())


def test_an_annotation_of_a_day_is_written_and_read(alpha, world):
    made = create(alpha, description="フォームを 3 段階に")
    (one,) = stored(world)
    assert one == ReportingDataAnnotation(
        one.id, "New form", "フォームを 3 段階に", "BLUE", system_generated=False, start_date=FIRST, end_date=None
    )
    assert made.name == f"{ROOT}/reportingDataAnnotations/{one.id}"
    assert alpha.get_reporting_data_annotation(name=made.name) == made
    assert list(alpha.list_reporting_data_annotations(parent=ROOT)) == [made]


def test_the_same_title_may_be_written_twice(alpha, world):
    assert create(alpha).name != create(alpha).name
    assert [one.title for one in stored(world)] == ["New form"] * 2


def test_an_annotation_of_days(alpha, world):
    days = {"start_date": DAY, "end_date": {**DAY, "day": 25}}
    create(alpha, annotation_date=None, annotation_date_range=days)
    assert (stored(world)[0].start_date, stored(world)[0].end_date) == (FIRST, datetime.date(2026, 11, 25))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "The title is required."),
        ({"title": "x" * 61}, "The title must have at most 60 characters."),
        ({"description": "x" * 151}, "The description must have at most 150 characters."),
        ({"color": 0}, "The color is required."),
        ({"color": "ORANGE"}, "The color ORANGE is for system-generated annotations."),
        ({"annotation_date": None}, "One of annotation_date and annotation_date_range is required."),
        ({"annotation_date": {**DAY, "day": 0}}, "The date must be a valid date with year, month, and day set."),
        ({"annotation_date": {**DAY, "day": 31}}, "The date must be a valid date with year, month, and day set."),
        (
            {"annotation_date": None, "annotation_date_range": {"start_date": DAY, "end_date": {**DAY, "day": 22}}},
            "The end date must not be before the start date.",
        ),
    ],
)
def test_what_is_refused(alpha, world, refused, fields, message):
    with refused(400, message):
        create(alpha, **fields)
    assert stored(world) == []


def test_only_what_the_mask_names_changes(alpha, world, refused):
    made = create(alpha)
    content = {"name": made.name, "title": "Form", "color": "RED"}
    alpha.update_reporting_data_annotation(reporting_data_annotation=content, update_mask=FieldMask(paths=["title"]))
    (one,) = stored(world)
    assert (one.title, one.color, one.start_date) == ("Form", "BLUE", FIRST)
    with refused(400, "The title is required."):
        alpha.update_reporting_data_annotation(
            reporting_data_annotation={"name": made.name}, update_mask=FieldMask(paths=["title"])
        )
    with refused(400, "The update mask is required."):
        alpha.update_reporting_data_annotation(reporting_data_annotation=content)
    assert stored(world) == [one]


def test_one_is_deleted(alpha, world, refused):
    made = create(alpha)
    alpha.delete_reporting_data_annotation(name=made.name)
    assert stored(world) == []
    with refused(404, "Requested entity was not found."):
        alpha.delete_reporting_data_annotation(name=made.name)


def test_ga_s_own_can_be_neither_changed_nor_deleted(alpha, world, refused):
    own = ReportingDataAnnotation(33, "GA", "", "ORANGE", system_generated=True, start_date=FIRST, end_date=None)
    world.ga4.property(345678901).reporting_data_annotations[33] = own
    name = f"{ROOT}/reportingDataAnnotations/33"
    with refused(400, "System-generated annotations cannot be updated or deleted."):
        alpha.delete_reporting_data_annotation(name=name)
    with refused(400, "System-generated annotations cannot be updated or deleted."):
        alpha.update_reporting_data_annotation(
            reporting_data_annotation={"name": name, "title": "x"}, update_mask=FieldMask(paths=["title"])
        )
    assert stored(world) == [own]


def test_the_limits_are_policies(alpha, world, refused):
    world.policies.set("annotation_title_length", 8)
    world.policies.set("annotation_description_length", 3)
    world.policies.set("annotation_limit", 1)
    create(alpha, description="abc")
    with refused(400, "The description must have at most 3 characters."):
        create(alpha, description="abcd")
    with refused(400, "The title must have at most 8 characters."):
        create(alpha, title="New forms")
    with pytest.raises(Exception, match="The property has reached its limit of 1 annotations"):
        create(alpha)
    assert len(stored(world)) == 1


def test_the_change_history_has_it(alpha, world):
    made = create(alpha)
    request = admin_v1alpha.SearchChangeHistoryEventsRequest(account="accounts/100")
    (event,) = alpha.search_change_history_events(request=request)
    (change,) = event.changes
    assert (change.resource, change.action.name) == (made.name, "CREATED")
    assert change.resource_after_change.reporting_data_annotation == made

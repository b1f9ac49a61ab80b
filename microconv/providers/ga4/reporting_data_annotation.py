"""Annotations of GA4's reports: the attribute table.

Facts: google/analytics/admin/v1alpha/resources.proto, message ReportingDataAnnotation, as the installed client has it
(google-analytics-admin 0.30.2), checked 2026-11-29. GA4 makes any number of one title; orange is for its own. The day
is that of the run, in the property's time zone, and stands in no plan. What was written stays: none is ever changed or
removed here.
"""

from __future__ import annotations

from microconv.core.kinds import ANNOTATION
from microconv.core.phase import Phase
from microconv.core.schema import Attribute, Kind, ResourceType, Settable

_PROTO = "ReportingDataAnnotation, v1alpha proto, checked 2026-11-29"

ATTRIBUTES = (
    Attribute(
        name="title",
        kind=Kind.TEXT,
        summary="Its title, with the token by which it is known again.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="description",
        kind=Kind.TEXT,
        summary="What moved.",
        source=_PROTO,
        settable=Settable.ON_CREATE,
    ),
    Attribute(
        name="color",
        kind=Kind.WORD,
        summary="Its colour in charts.",
        source=_PROTO,
        words="google.analytics/admin_v1alpha/types/resources.py:ReportingDataAnnotation.Color",
        refused=frozenset({"orange"}),
        settable=Settable.ON_CREATE,
    ),
)

REPORTING_DATA_ANNOTATION = ResourceType(
    name=ANNOTATION,
    provider="ga4",
    title="annotation",
    attributes=ATTRIBUTES,
    batch=1,
    quiet=True,
    removable=False,
    restorable=False,
    phase=Phase.RECORD,
)
"""The type that the rest of microconv works with."""

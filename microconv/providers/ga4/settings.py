"""Fixed settings of requests to the GA4 Admin API, in one place."""

from __future__ import annotations

TIMEOUT_S = 60.0
"""For one call. The client sets none for most methods (google-analytics-admin 0.30.2, checked 2026-11-23)."""

PAGE_SIZE = 200
"""Objects a page, for every list; larger values are cut to it (v1beta and v1alpha protos, checked 2026-11-23)."""

REPORT_ROWS = 10_000
"""Rows a page of a report: the Data API's own default; it takes up to 250,000 (v1beta proto, checked 2026-11-23)."""

RESOURCES = "google.analytics/admin_v1beta/types/resources.py"
"""Where the installed client keeps the enums of its resources."""

BETA = "v1beta"
ALPHA = "v1alpha"

ALPHA_ONLY = frozenset(
    {
        "event_create_rule",
        "enhanced_measurement_settings",
        "google_signals_settings",
        "access_binding",
        "reporting_data_annotation",
    }
)
"""Resources that only v1alpha has (google-analytics-admin 0.30.2, checked 2026-11-29)."""

AUDIT_CALLS = 7
"""The calls that one audit makes at most of one property, where no list has a second page."""

WRITES_AT_ONCE = 4
"""Writes to one property that are under way at a time. A judgement: GA4 takes 180 a minute of a user (limits and quotas
of the Admin API, checked 2026-11-30), and a standard property has 30 key events.
"""

CAN_BE_TWICE = frozenset({"event_create_rule", "reporting_data_annotation"})
"""Resources of which GA4 does not promise that it refuses a second one of the same name.

Before each create they are read once more, and after a failure of one too (the v1alpha proto names no unique field,
checked 2026-11-23).
"""

EDIT_SCOPE = "https://www.googleapis.com/auth/analytics.edit"
READ_SCOPE = "https://www.googleapis.com/auth/analytics.readonly"
USERS_SCOPE = "https://www.googleapis.com/auth/analytics.manage.users.readonly"
"""Who has access to a property is read with this scope alone (discovery document, revision 20261102)."""

SIGN_IN = (
    "gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    f"{EDIT_SCOPE},{READ_SCOPE}"
)
"""The command with which a user signs in for everything.

A token is asked for with one scope, which must be among those granted: the one that may write does not stand for the
one that may not (RFC 6749, section 6; Google answers invalid_scope)."""


def version_of(resource: str) -> str:
    """The API version for a resource by its name in requests, such as `key_event`: v1beta where it has it."""
    return ALPHA if resource in ALPHA_ONLY else BETA

"""What is fixed about how we talk to the GA4 Admin API, in one place."""

from __future__ import annotations

TIMEOUT_S = 60.0
"""For one call. The client sets none for any v1beta method (google-analytics-admin 0.30.2, checked 2026-11-23)."""

PAGE_SIZE = 200
"""Key events a page; larger values are cut to it (ListKeyEventsRequest, v1beta proto, checked 2026-11-23)."""

RESOURCES = "google.analytics/admin_v1beta/types/resources.py"
"""Where the installed client keeps the enums of its resources."""

EDIT_SCOPE = "https://www.googleapis.com/auth/analytics.edit"
READ_SCOPE = "https://www.googleapis.com/auth/analytics.readonly"

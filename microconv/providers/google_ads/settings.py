"""Fixed settings of requests to the Google Ads API, in one place."""

from __future__ import annotations

import datetime

API_VERSION = "v26"
"""The newest version that google-ads 34.0.0 offers; a test says when the installed package has a newer one."""

API_ENDS = datetime.date(2027, 11, 1)
"""The month in which Google means to end it (developers.google.com/google-ads/api/docs/sunset-dates, 2026-11-28)."""

READ_TIMEOUT_S = 120.0
"""For one search stream. The client itself sets no time limit at all (google-ads 34.0.0, checked 2026-11-23)."""

WRITE_TIMEOUT_S = 120.0
"""For one mutate request."""

MAX_OPERATIONS = 10_000
"""Operations in one mutate request (developers.google.com/google-ads/api/docs/best-practices/quotas, 2026-11-23)."""

ENUMS = f"google.ads.googleads/{API_VERSION}/enums/types"
"""Where the installed client keeps its enums."""

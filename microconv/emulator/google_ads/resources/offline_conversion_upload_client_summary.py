"""offline_conversion_upload_client_summary: how uploads of conversions went, by the way they came. Read only here.

Fields and comments from resources/offline_conversion_upload_client_summary.proto (v23 to v26, alike), GAQL flags from
the public v25 field reference, both checked 2026-11-29. The emulator takes no uploads: a seed says what there was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.uploads import rate, status_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "offline_conversion_upload_client_summary"
MESSAGE = "OfflineConversionUploadClientSummary"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name           string                             SF   output_only
    client                  OfflineEventUploadClient           SFO  output_only
    status                  OfflineConversionDiagnosticStatus  SFO  output_only
    total_event_count       int64                              SFO  output_only
    successful_event_count  int64                              SFO  output_only
    success_rate            double                             SFO  output_only
    pending_event_count     int64                              SFO  output_only
    pending_rate            double                             SFO  output_only
    last_upload_date_time   string                             SFO  output_only
    daily_summaries         message*                           S    output_only
    job_summaries           message*                           S    output_only
    alerts                  message*                           S    output_only
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset({"resource_name", "success_rate", "pending_rate"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's summaries."""
    for summary in view.customer.read_only.get(NAME, ()):
        yield {
            **summary,
            "resource_name": f"customers/{view.customer.id}/offlineConversionUploadClientSummaries/{summary['client']}",
            "status": status_at(summary, view.now),
            "success_rate": rate(summary, "successful_event_count"),
            "pending_rate": rate(summary, "pending_event_count"),
        }

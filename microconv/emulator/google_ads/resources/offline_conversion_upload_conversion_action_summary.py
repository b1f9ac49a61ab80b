"""offline_conversion_upload_conversion_action_summary: how uploads of one action's conversions went. Read only here.

Fields and comments from resources/offline_conversion_upload_conversion_action_summary.proto (v23 to v26, alike), GAQL
flags from the public v25 field reference, both checked 2026-11-29; see ``offline_conversion_upload_client_summary``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.uploads import status_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "offline_conversion_upload_conversion_action_summary"
MESSAGE = "OfflineConversionUploadConversionActionSummary"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name           string                             SF   output_only
    client                  OfflineEventUploadClient           SFO  output_only
    conversion_action_id    int64                              SFO  output_only
    conversion_action_name  string                             SFO  output_only
    status                  OfflineConversionDiagnosticStatus  SFO  output_only
    total_event_count       int64                              SFO  output_only
    successful_event_count  int64                              SFO  output_only
    pending_event_count     int64                              SFO  output_only
    last_upload_date_time   string                             SFO  output_only
    daily_summaries         message*                           S    output_only
    job_summaries           message*                           S    output_only
    alerts                  message*                           S    output_only
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset({"resource_name", "conversion_action_name"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's summaries."""
    names = {one.id: one.name for owner in view.state.owners_seen_by(view.customer) for one in owner.actions.values()}
    place = f"customers/{view.customer.id}/offlineConversionUploadConversionActionSummaries"
    for summary in view.customer.read_only.get(NAME, ()):
        action = summary["conversion_action_id"]
        yield {
            **summary,
            "resource_name": f"{place}/{action}~{summary['client']}",
            "conversion_action_name": names[action],
            "status": status_at(summary, view.now),
        }

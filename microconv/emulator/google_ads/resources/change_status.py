"""change_status: when each campaign and budget was last changed, within 90 days.

It has no column for conversion actions and goals. Fields from v25 of resources/change_status.proto, GAQL flags from
the public v25 field reference, the rules of its queries from errors/change_status_error.proto and the page "Change
status", checked 2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.resources import campaign, campaign_budget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Change
    from microconv.emulator.google_ads.view import View

NAME = "change_status"
MESSAGE = "ChangeStatus"
ATTRIBUTED = ("campaign", "customer")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"campaign": "campaign"}
FIELDS = table(
    """
    resource_name         string                   SF   immutable
    last_change_date_time string                   SFOM output_only
    resource_type         ChangeStatusResourceType SFO  output_only
    campaign              string                   SF   output_only
    ad_group              string                   SF   output_only
    resource_status       ChangeStatusOperation    SFO  output_only
    ad_group_ad           string                   SF   output_only
    ad_group_criterion    string                   SF   output_only
    campaign_criterion    string                   SF   output_only
    ad_group_bid_modifier string                   SF   output_only
    shared_set            string                   SF   output_only
    campaign_shared_set   string                   SF   output_only
    asset                 string                   SF   output_only
    customer_asset        string                   SF   output_only
    campaign_asset        string                   SF   output_only
    ad_group_asset        string                   SF   output_only
    combined_audience     string                   SF   output_only
    asset_group           string                   SF   output_only
    asset_set             string                   SF   output_only
    campaign_budget       string                   SF   output_only
    campaign_asset_set    string                   SF   output_only
    """
)
_STATUS = {"CREATE": "ADDED", "UPDATE": "CHANGED", "REMOVE": "REMOVED"}
_NAMES = {"campaign": campaign.resource_name, "campaign_budget": campaign_budget.resource_name}


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """One for each campaign and budget that was changed, oldest change first."""
    zone = ZoneInfo(str(view.customer.fields["time_zone"]))
    latest: dict[tuple[str, int], Change] = {}
    for change in view.customer.changes:
        latest.pop((change.kind, change.id), None)
        latest[change.kind, change.id] = change
    for (kind, number), change in latest.items():
        micros = int(change.at.timestamp() * 1_000_000)
        yield {
            "resource_name": f"customers/{view.customer.id}/changeStatus/{micros}-{number}",
            "last_change_date_time": change.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S.%f"),
            "resource_type": kind.upper(),
            "resource_status": _STATUS[change.operation],
            kind: _NAMES[kind](view.customer.id, number),
        }

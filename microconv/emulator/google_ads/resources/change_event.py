"""change_event: the changes of campaigns and budgets of the last 30 days.

Conversion actions and goals are not among the resource types it covers (enums/change_event_resource_type.proto): no
query of it tells who changed them. Fields from v25 of resources/change_event.proto, GAQL flags from the public v25
field reference, the rules of its queries from errors/change_event_error.proto and the page "Change event", checked
2026-11-23.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from microconv.emulator.google_ads.fields import nest, table
from microconv.emulator.google_ads.resources import campaign, campaign_budget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model_campaigns import Change
    from microconv.emulator.google_ads.view import View

NAME = "change_event"
MESSAGE = "ChangeEvent"
ATTRIBUTED = ("campaign", "customer")
#: The field of a row that holds the resource name of an attributed resource.
JOINS = {"campaign": "campaign"}
FIELDS = table(
    """
    resource_name             string                  SF   immutable
    change_date_time          string                  SFOM output_only
    change_resource_type      ChangeEventResourceType SFO  output_only
    change_resource_name      string                  S    output_only
    client_type               ChangeClientType        SF   output_only
    user_email                string                  SFO  output_only
    old_resource              message                 S    output_only
    new_resource              message                 S    output_only
    resource_change_operation ResourceChangeOperation SFO  output_only
    changed_fields            message                 S    output_only
    campaign                  string                  SF   output_only
    ad_group                  string                  SF   output_only
    asset                     string                  SF   output_only
    """
)
_NAMES = {"campaign": campaign.resource_name, "campaign_budget": campaign_budget.resource_name}


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's changes, oldest first."""
    zone = ZoneInfo(str(view.customer.fields["time_zone"]))
    for index, change in enumerate(view.customer.changes):
        yield _flat(view.customer.id, index, change, zone)


def _flat(customer_id: int, index: int, change: Change, zone: ZoneInfo) -> Flat:
    name = _NAMES[change.kind](customer_id, change.id)
    micros = int(change.at.timestamp() * 1_000_000)
    row: Flat = {
        "resource_name": f"customers/{customer_id}/changeEvents/{micros}~{index}~0",
        "change_date_time": change.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "change_resource_type": change.kind.upper(),
        "change_resource_name": name,
        "client_type": "GOOGLE_ADS_API",
        "user_email": change.user_email,
        "resource_change_operation": change.operation,
        "changed_fields": {"paths": list(change.changed_fields)},
        "old_resource": {change.kind: nest(change.old)} if change.old else {},
        "new_resource": {change.kind: nest(change.new)} if change.new else {},
    }
    if change.kind == "campaign":
        row["campaign"] = name
    return row

"""conversion_action: its fields, and its rows.

Fields and behaviour from google/ads/googleads/v25/resources/conversion_action.proto (v23 to v26 are alike), GAQL flags
from the public v25 field reference, both checked 2026-11-23. `include_in_conversions_metric` carries no behaviour in
the proto but is refused in practice; the mutate rules know that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads import tag
from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import ConversionAction, Customer
    from microconv.emulator.google_ads.view import View

NAME = "conversion_action"
MESSAGE = "ConversionAction"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name                                    string                       SF   immutable
    id                                               int64                        SFO  output_only
    name                                             string                       SFO  -
    status                                           ConversionActionStatus       SFO  -
    type                                             ConversionActionType         SFO  immutable
    origin                                           ConversionOrigin             SFO  output_only
    primary_for_goal                                 bool                         SFO  -
    category                                         ConversionActionCategory     SFO  -
    owner_customer                                   string                       SFO  output_only
    include_in_conversions_metric                    bool                         SFO  -
    click_through_lookback_window_days               int64                        SFO  -
    view_through_lookback_window_days                int64                        SFO  -
    value_settings.default_value                     double                       SFO  -
    value_settings.default_currency_code             string                       SFO  -
    value_settings.always_use_default_value          bool                         SFO  -
    counting_type                                    ConversionActionCountingType SFO  -
    attribution_model_settings.attribution_model     AttributionModel             SFO  -
    attribution_model_settings.data_driven_model_status DataDrivenModelStatus     SFO  output_only
    tag_snippets                                     message*                     S    output_only
    phone_call_duration_seconds                      int64                        SFO  -
    app_id                                           string                       SFO  -
    mobile_app_vendor                                MobileAppVendor              SFO  output_only
    firebase_settings.event_name                     string                       SFO  output_only
    firebase_settings.project_id                     string                       SFO  output_only
    firebase_settings.property_id                    int64                        SFO  output_only
    firebase_settings.property_name                  string                       SFO  output_only
    third_party_app_analytics_settings.event_name    string                       SFO  output_only
    third_party_app_analytics_settings.provider_name string                       SFO  output_only
    google_analytics_4_settings.event_name           string                       SFO  output_only
    google_analytics_4_settings.property_name        string                       SFO  output_only
    google_analytics_4_settings.property_id          int64                        SFO  output_only
    """
)
#: Fields that are worked out when read, never stored and never in a seed.
COMPUTED = frozenset({"resource_name", "owner_customer", "include_in_conversions_metric", "tag_snippets"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """Every action the customer sees: its own, then those of its conversion customer; removed ones too.

    needed: the paths that will be read; tag snippets are made only if they are among them.
    """
    for owner in view.state.owners_seen_by(view.customer):
        for action in owner.actions.values():
            yield flat(view, owner, action, needed)


def flat(view: View, owner: Customer, action: ConversionAction, needed: Collection[str]) -> Flat:
    """One action as the customer of `view` sees it."""
    by_owner = view.policies.text("shared_action_resource_name") == "owner"
    row = {
        **action.fields,
        "id": action.id,
        "resource_name": resource_name(owner.id if by_owner else view.customer.id, action.id),
        "include_in_conversions_metric": view.state.counts_in_conversions(owner, action),
    }
    if not action.system_defined:
        row["owner_customer"] = f"customers/{owner.id}"
    if "tag_snippets" in needed:
        row["tag_snippets"] = tag.snippets(owner.conversion_tracking_id, action, view.policies)
    return row


def resource_name(customer_id: int, action_id: int) -> str:
    """``customers/{customer}/conversionActions/{id}``."""
    return f"customers/{customer_id}/conversionActions/{action_id}"

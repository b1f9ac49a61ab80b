"""conversion_value_rule: what a rule does to the value of a conversion, and where. Read only here.

Fields and comments from resources/conversion_value_rule.proto (v23 to v26, alike), GAQL flags from the public v25 field
reference, both checked 2026-11-29. The emulator shows rules; it adjusts no value by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.view import View

NAME = "conversion_value_rule"
MESSAGE = "ConversionValueRule"
ATTRIBUTED = ("customer",)
FIELDS = table(
    """
    resource_name                                       string                         SF   immutable
    id                                                  int64                          SFO  output_only
    action.operation                                    ValueRuleOperation             SFO  -
    action.value                                        double                         SFO  -
    geo_location_condition.excluded_geo_target_constants string*                       SF   -
    geo_location_condition.excluded_geo_match_type      ValueRuleGeoLocationMatchType  SFO  -
    geo_location_condition.geo_target_constants         string*                        SF   -
    geo_location_condition.geo_match_type               ValueRuleGeoLocationMatchType  SFO  -
    device_condition.device_types                       ValueRuleDeviceType*           SF   -
    audience_condition.user_lists                       string*                        SF   -
    audience_condition.user_interests                   string*                        SF   -
    itinerary_condition.advance_booking_window.min_days int64                          SF   -
    itinerary_condition.advance_booking_window.max_days int64                          SF   -
    itinerary_condition.travel_length.min_nights        int64                          SF   -
    itinerary_condition.travel_length.max_nights        int64                          SF   -
    itinerary_condition.travel_start_day.monday         bool                           SF   -
    itinerary_condition.travel_start_day.tuesday        bool                           SF   -
    itinerary_condition.travel_start_day.wednesday      bool                           SF   -
    itinerary_condition.travel_start_day.thursday       bool                           SF   -
    itinerary_condition.travel_start_day.friday         bool                           SF   -
    itinerary_condition.travel_start_day.saturday       bool                           SF   -
    itinerary_condition.travel_start_day.sunday         bool                           SF   -
    owner_customer                                      string                         SFO  output_only
    status                                              ConversionValueRuleStatus      SFO  -
    """
)
#: Fields that are worked out when read, never in a seed.
COMPUTED = frozenset({"resource_name", "owner_customer"})


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The customer's rules, and by policy those of the manager whose conversions it uses."""
    for owner in view.inherited_owners:
        for rule in owner.read_only.get(NAME, ()):
            yield {
                **rule,
                "resource_name": resource_name(view.customer.id, rule["id"]),
                "owner_customer": f"customers/{owner.id}",
            }


def resource_name(customer_id: int, rule_id: int) -> str:
    """``customers/{customer}/conversionValueRules/{id}``: with the customer that is asked (comment of the proto)."""
    return f"customers/{customer_id}/conversionValueRules/{rule_id}"

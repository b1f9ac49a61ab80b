"""customer: its fields, and its one row.

Fields and behaviour from v25 and v26 of resources/customer.proto, GAQL flags from the public v25 field reference, both
checked 2026-11-23. The two settings of enhanced conversions that v26 brought are not in that reference; they are taken
to be selectable only, like their predecessor. Which of them exists is decided by the version's own message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.view import View

NAME = "customer"
MESSAGE = "Customer"
ATTRIBUTED: tuple[str, ...] = ()
FIELDS = table(
    """
    resource_name                                    string    SF   immutable
    id                                               int64     SFO  output_only
    descriptive_name                                 string    SFO  -
    currency_code                                    string    SFO  immutable
    time_zone                                        string    SFO  immutable
    tracking_url_template                            string    SFO  -
    final_url_suffix                                 string    SFO  -
    auto_tagging_enabled                             bool      SFO  -
    has_partners_badge                               bool      SFO  output_only
    manager                                          bool      SFO  output_only
    test_account                                     bool      SFO  output_only
    call_reporting_setting.call_reporting_enabled    bool      SFO  -
    call_reporting_setting.call_conversion_reporting_enabled bool SFO -
    call_reporting_setting.call_conversion_action    string    SFO  -
    conversion_tracking_setting.conversion_tracking_id int64   S    output_only
    conversion_tracking_setting.cross_account_conversion_tracking_id int64 SFO output_only
    conversion_tracking_setting.accepted_customer_data_terms bool S output_only
    conversion_tracking_setting.conversion_tracking_status ConversionTrackingStatus SFO output_only
    conversion_tracking_setting.enhanced_conversions_for_leads_enabled bool S output_only
    conversion_tracking_setting.google_ads_conversion_customer string S output_only
    conversion_tracking_setting.enablement_setting   EnhancedConversionsConfig S output_only
    conversion_tracking_setting.effective_enablement_setting EnhancedConversionsConfig S output_only
    remarketing_setting.google_global_site_tag       string    SO   output_only
    optimization_score                               double    SFO  output_only
    optimization_score_weight                        double    SFO  output_only
    status                                           CustomerStatus SFO output_only
    location_asset_auto_migration_done               bool      SFO  output_only
    image_asset_auto_migration_done                  bool      SFO  output_only
    location_asset_auto_migration_done_date_time     string    SFO  output_only
    image_asset_auto_migration_done_date_time        string    SFO  output_only
    customer_agreement_setting.accepted_lead_form_terms bool   SFO  output_only
    """
)
#: Fields that exist, but of which the emulator holds nothing; selecting one is answered with UNIMPLEMENTED.
NOT_EMULATED = frozenset(
    {
        "contains_eu_political_advertising",
        "local_services_settings.granular_insurance_statuses",
        "local_services_settings.granular_license_statuses",
        "pay_per_conversion_eligibility_failure_reasons",
        "video_brand_safety_suitability",
        "video_customer.third_party_integration_partners.brand_lift_integration_partners",
        "video_customer.third_party_integration_partners.brand_safety_integration_partners",
        "video_customer.third_party_integration_partners.conversion_attribution_integration_partners",
        "video_customer.third_party_integration_partners.reach_integration_partners",
        "video_customer.third_party_integration_partners.viewability_integration_partners",
    }
)
_TERMS = "conversion_tracking_setting.accepted_customer_data_terms"
_LEADS = "conversion_tracking_setting.enhanced_conversions_for_leads_enabled"
_SETTING = "conversion_tracking_setting.enablement_setting"
_EFFECTIVE = "conversion_tracking_setting.effective_enablement_setting"
#: Fields that are worked out when read, never stored.
COMPUTED = frozenset(
    {
        "resource_name",
        "conversion_tracking_setting.conversion_tracking_id",
        "conversion_tracking_setting.cross_account_conversion_tracking_id",
        "conversion_tracking_setting.conversion_tracking_status",
        "conversion_tracking_setting.google_ads_conversion_customer",
        "conversion_tracking_setting.effective_enablement_setting",
    }
)


def rows(view: View, needed: Collection[str]) -> Iterator[Flat]:
    """The one row of the customer that is queried."""
    yield flat(view, view.customer)


def flat(view: View, customer: Customer) -> Flat:
    """A customer as the login customer of `view` sees it."""
    conversion_customer = view.state.customers[customer.conversion_customer]
    setting = "conversion_tracking_setting."
    row = {
        **customer.fields,
        "id": customer.id,
        "resource_name": f"customers/{customer.id}",
        setting + "conversion_tracking_id": customer.conversion_tracking_id,
        setting + "conversion_tracking_status": _tracking_status(view, customer),
        setting + "google_ads_conversion_customer": f"customers/{conversion_customer.id}",
    }
    row.update(_enhanced_conversions(view, conversion_customer))
    if conversion_customer is not customer:
        row[setting + "cross_account_conversion_tracking_id"] = conversion_customer.conversion_tracking_id
    return row


def _enhanced_conversions(view: View, owner: Customer) -> Flat:
    """The settings that a customer has from its conversion customer, which is itself unless tracking is cross-account.

    Terms, leads and the effective setting are inherited from the manager (comments of ConversionTrackingSetting, v25
    and v26). The first two are never unset.
    """
    own = owner.fields.get(_SETTING)
    same = view.policies.text("enhanced_conversions_for_leads") == "same_setting"
    return {
        _TERMS: bool(owner.fields.get(_TERMS)),
        _LEADS: bool(owner.fields.get(_LEADS, same and own == "ON")),
        _EFFECTIVE: own,
    }


def _tracking_status(view: View, customer: Customer) -> str:
    """MANAGED_BY_THIS_MANAGER or _ANOTHER_MANAGER depends on the request's login customer (customer.proto)."""
    if customer.conversion_customer != customer.id:
        this = customer.conversion_customer == view.login_customer
        return (
            "CONVERSION_TRACKING_MANAGED_BY_THIS_MANAGER" if this else "CONVERSION_TRACKING_MANAGED_BY_ANOTHER_MANAGER"
        )
    return "CONVERSION_TRACKING_MANAGED_BY_SELF" if customer.actions else "NOT_CONVERSION_TRACKED"

"""Every method the emulator has, by its name. One table for both transports and for every version that has the name.

To add one: a function that takes a Call, in the file of its resource, and a line here. A method that is in the
installed package and not here is answered UNIMPLEMENTED.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.ga4.call import Method
from microconv.emulator.ga4.methods.access_binding import (
    batch_get_access_bindings,
    get_access_binding,
    list_access_bindings,
)
from microconv.emulator.ga4.methods.account import get_account, list_account_summaries, list_accounts
from microconv.emulator.ga4.methods.attribution_settings import get_attribution_settings
from microconv.emulator.ga4.methods.change_history import search_change_history_events
from microconv.emulator.ga4.methods.data_retention_settings import get_data_retention_settings
from microconv.emulator.ga4.methods.data_stream import (
    create_data_stream,
    delete_data_stream,
    get_data_stream,
    list_data_streams,
    update_data_stream,
)
from microconv.emulator.ga4.methods.enhanced_measurement_settings import (
    get_enhanced_measurement_settings,
    update_enhanced_measurement_settings,
)
from microconv.emulator.ga4.methods.event_create_rule import EVENT_CREATE_RULES
from microconv.emulator.ga4.methods.event_edit_rule import EVENT_EDIT_RULES, reorder_event_edit_rules
from microconv.emulator.ga4.methods.global_site_tag import get_global_site_tag
from microconv.emulator.ga4.methods.google_ads_link import (
    create_google_ads_link,
    delete_google_ads_link,
    list_google_ads_links,
    update_google_ads_link,
)
from microconv.emulator.ga4.methods.google_signals_settings import get_google_signals_settings
from microconv.emulator.ga4.methods.key_event import CONVERSION_EVENTS, KEY_EVENTS
from microconv.emulator.ga4.methods.property import (
    create_property,
    delete_property,
    get_property,
    list_properties,
    update_property,
)
from microconv.emulator.ga4.methods.reporting_data_annotation import (
    create_reporting_data_annotation,
    delete_reporting_data_annotation,
    get_reporting_data_annotation,
    list_reporting_data_annotations,
    update_reporting_data_annotation,
)

METHODS: Mapping[str, Method] = {
    "GetAccount": Method(get_account, write=False),
    "ListAccounts": Method(list_accounts, write=False),
    "ListAccountSummaries": Method(list_account_summaries, write=False),
    "SearchChangeHistoryEvents": Method(search_change_history_events, write=False, edit_scope=True),
    "CreateProperty": Method(create_property, write=True),
    "GetProperty": Method(get_property, write=False),
    "ListProperties": Method(list_properties, write=False),
    "UpdateProperty": Method(update_property, write=True),
    "DeleteProperty": Method(delete_property, write=True),
    "GetAttributionSettings": Method(get_attribution_settings, write=False),
    "GetDataRetentionSettings": Method(get_data_retention_settings, write=False),
    "GetGoogleSignalsSettings": Method(get_google_signals_settings, write=False),
    "GetAccessBinding": Method(get_access_binding, write=False, users=True),
    "BatchGetAccessBindings": Method(batch_get_access_bindings, write=False, users=True),
    "ListAccessBindings": Method(list_access_bindings, write=False, users=True),
    "CreateReportingDataAnnotation": Method(create_reporting_data_annotation, write=True),
    "GetReportingDataAnnotation": Method(get_reporting_data_annotation, write=False),
    "ListReportingDataAnnotations": Method(list_reporting_data_annotations, write=False),
    "UpdateReportingDataAnnotation": Method(update_reporting_data_annotation, write=True),
    "DeleteReportingDataAnnotation": Method(delete_reporting_data_annotation, write=True),
    "CreateDataStream": Method(create_data_stream, write=True),
    "GetDataStream": Method(get_data_stream, write=False),
    "ListDataStreams": Method(list_data_streams, write=False),
    "UpdateDataStream": Method(update_data_stream, write=True),
    "DeleteDataStream": Method(delete_data_stream, write=True),
    "GetGlobalSiteTag": Method(get_global_site_tag, write=False),
    "GetEnhancedMeasurementSettings": Method(get_enhanced_measurement_settings, write=False),
    "UpdateEnhancedMeasurementSettings": Method(update_enhanced_measurement_settings, write=True),
    "CreateEventCreateRule": Method(EVENT_CREATE_RULES.create, write=True),
    "GetEventCreateRule": Method(EVENT_CREATE_RULES.get, write=False),
    "ListEventCreateRules": Method(EVENT_CREATE_RULES.list, write=False),
    "UpdateEventCreateRule": Method(EVENT_CREATE_RULES.update, write=True),
    "DeleteEventCreateRule": Method(EVENT_CREATE_RULES.delete, write=True),
    "CreateEventEditRule": Method(EVENT_EDIT_RULES.create, write=True),
    "GetEventEditRule": Method(EVENT_EDIT_RULES.get, write=False),
    "ListEventEditRules": Method(EVENT_EDIT_RULES.list, write=False),
    "UpdateEventEditRule": Method(EVENT_EDIT_RULES.update, write=True),
    "DeleteEventEditRule": Method(EVENT_EDIT_RULES.delete, write=True),
    "ReorderEventEditRules": Method(reorder_event_edit_rules, write=True),
    "CreateGoogleAdsLink": Method(create_google_ads_link, write=True),
    "ListGoogleAdsLinks": Method(list_google_ads_links, write=False),
    "UpdateGoogleAdsLink": Method(update_google_ads_link, write=True),
    "DeleteGoogleAdsLink": Method(delete_google_ads_link, write=True),
    "CreateKeyEvent": Method(KEY_EVENTS.create, write=True),
    "GetKeyEvent": Method(KEY_EVENTS.get, write=False),
    "ListKeyEvents": Method(KEY_EVENTS.list, write=False),
    "UpdateKeyEvent": Method(KEY_EVENTS.update, write=True),
    "DeleteKeyEvent": Method(KEY_EVENTS.delete, write=True),
    "CreateConversionEvent": Method(CONVERSION_EVENTS.create, write=True),
    "GetConversionEvent": Method(CONVERSION_EVENTS.get, write=False),
    "ListConversionEvents": Method(CONVERSION_EVENTS.list, write=False),
    "UpdateConversionEvent": Method(CONVERSION_EVENTS.update, write=True),
    "DeleteConversionEvent": Method(CONVERSION_EVENTS.delete, write=True),
}

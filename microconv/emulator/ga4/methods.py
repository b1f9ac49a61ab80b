"""Every method the emulator has, by its name. One table for both transports and for every version that has the name.

To add one: a function that takes a Call, in the file of its resource, and a line here. A method that is in the
installed package and not here is answered UNIMPLEMENTED.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator.ga4.account import get_account, list_account_summaries, list_accounts
from microconv.emulator.ga4.call import Method
from microconv.emulator.ga4.data_stream import get_data_stream, list_data_streams
from microconv.emulator.ga4.google_ads_link import list_google_ads_links
from microconv.emulator.ga4.key_event import CONVERSION_EVENTS, KEY_EVENTS
from microconv.emulator.ga4.property import get_property, list_properties

ADMIN: Mapping[str, Method] = {
    "GetAccount": Method(get_account, write=False),
    "ListAccounts": Method(list_accounts, write=False),
    "ListAccountSummaries": Method(list_account_summaries, write=False),
    "GetProperty": Method(get_property, write=False),
    "ListProperties": Method(list_properties, write=False),
    "GetDataStream": Method(get_data_stream, write=False),
    "ListDataStreams": Method(list_data_streams, write=False),
    "ListGoogleAdsLinks": Method(list_google_ads_links, write=False),
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

"""The reading part of the Google Ads API: the methods that a reader is given, and no others.

Google Ads has one OAuth scope for everything, https://www.googleapis.com/auth/adwords (oauth2.py of the installed
client, google-ads 34.0.0, checked 2026-11-23): credentials that read could also write, as far as the user's role in
the account lets them. So what keeps a reader from writing is this face of the client, not its credentials. To have
Google refuse writes too, use a user whose role in the account is read-only.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from microconv.providers.read_only import ReadOnly, refused

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

GOOGLE_ADS = "GoogleAdsService"
CUSTOMERS = "CustomerService"

METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {GOOGLE_ADS: ("search", "search_stream"), CUSTOMERS: ("list_accessible_customers",)}
)
"""Every method that only reads and that microconv uses, by service."""


class Reads:
    """The services of one official client that only read. The client itself is held by a closure alone.

    `google_ads` is the client's GoogleAdsService where there is one already, to share its channel. `credentials` are
    what the client signs with.
    """

    __slots__ = ("_lock", "_open", "_services", "credentials")

    def __init__(self, client: GoogleAdsClient, google_ads: Any = None) -> None:
        def open_service(name: str) -> ReadOnly:
            if name not in METHODS:
                raise refused(name)
            service = google_ads if name == GOOGLE_ADS and google_ads is not None else client.get_service(name)
            return ReadOnly(service, METHODS[name], name)

        self._open = open_service
        self._services: dict[str, ReadOnly] = {}
        self._lock = threading.Lock()
        self.credentials = client.credentials

    def service(self, name: str) -> ReadOnly:
        """The reading methods of a service. Raises ReadOnlyError for a service that has none here."""
        with self._lock:
            if name not in self._services:
                self._services[name] = self._open(name)
            return self._services[name]

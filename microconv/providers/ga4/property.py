"""One GA4 property to read: calls with a time limit, counted, and errors in our own words."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from microconv.core.errors import CredentialsError
from microconv.providers.ga4.library import class_name, library
from microconv.providers.ga4.settings import ALPHA, BETA, PAGE_SIZE, TIMEOUT_S, version_of
from microconv.providers.quotas import DAY, MINUTE, WRITES

if TYPE_CHECKING:
    from microconv.core.errors import ApiError
    from microconv.providers.ga4.client import Connection


class ReadProperty:
    """One GA4 property: reads, each call with a time limit, and no way to write; `calls` counts them.

    Resources are named as in requests: `key_event`, `google_ads_link`, `event_create_rule`, ... All methods raise
    ApiError and CredentialsError.
    """

    def __init__(self, connection: Connection, property_id: str) -> None:
        self._connection = connection
        self.property_id = property_id
        self.calls = 0
        self._counting = threading.Lock()

    @property
    def emulated(self) -> bool:
        """True for an emulator's property."""
        return self._connection.emulated

    @property
    def path(self) -> str:
        """The property's resource name."""
        return f"properties/{self.property_id}"

    def itself(self) -> Any:
        """The property (raw protobuf), in one call."""
        return self._read("property", "get_property", name=self.path)._pb

    def key_events(self) -> list[Any]:
        """Every key event (raw protobuf), one call a page."""
        return self._list("key_event", self.path)

    def google_ads_links(self) -> list[Any]:
        """Every link to a Google Ads account (raw protobuf), one call a page."""
        return self._list("google_ads_link", self.path)

    def account_summaries(self) -> list[Any]:
        """Every account that the credentials show, with its properties (raw protobuf), one call a page."""
        items: list[Any] = []
        token = ""
        while True:
            asked = library(BETA).ListAccountSummariesRequest(page_size=PAGE_SIZE, page_token=token)
            page = next(iter(self._read("account_summary", "list_account_summaries", request=asked).pages))
            items.extend(item._pb for item in page.account_summaries)
            token = page.next_page_token
            if not token:
                return items

    def data_streams(self) -> list[Any]:
        """Every data stream, of apps too (raw protobuf), one call a page."""
        return self._list("data_stream", self.path)

    def event_create_rules(self, stream: str) -> list[Any]:
        """Every event-create rule of the data stream with this resource name (raw protobuf), one call a page."""
        return self._list("event_create_rule", stream)

    def reporting_data_annotations(self) -> list[Any]:
        """Every annotation of the property's reports (raw protobuf), one call a page."""
        return self._list("reporting_data_annotation", self.path)

    def enhanced_measurement_settings(self, stream: str) -> Any:
        """The settings of the web stream with this resource name (raw protobuf), in one call."""
        resource = "enhanced_measurement_settings"
        return self._read(resource, f"get_{resource}", name=f"{stream}/enhancedMeasurementSettings")._pb

    def data_retention_settings(self) -> Any:
        """The time for which the property keeps data of single events and users (raw protobuf), in one call."""
        resource = "data_retention_settings"
        return self._read(resource, f"get_{resource}", name=f"{self.path}/dataRetentionSettings")._pb

    def google_signals_settings(self) -> Any:
        """The state of Google signals (raw protobuf), in one call."""
        resource = "google_signals_settings"
        return self._read(resource, f"get_{resource}", name=f"{self.path}/googleSignalsSettings")._pb

    def access_bindings(self) -> list[Any]:
        """Every role that was given on the property itself (raw protobuf), one call a page.

        Where the credentials do not get the scope for it, no call is made: CredentialsError, and none is counted.
        """
        before = self.calls
        try:
            return self._list("access_binding", self.path)
        except CredentialsError:
            self.calls = before
            raise

    def report(self, request: Any) -> Any:
        """The answer (raw protobuf) of the Data API to a RunReportRequest, in one call.

        Raises ImportError where the package google-analytics-data is not installed.
        """
        data = self._connection.data()
        return self._reported(data.run_report, request)

    def reports(self, request: Any) -> Any:
        """The answer (raw protobuf) to a BatchRunReportsRequest, of five reports at most, in one call.

        Raises ImportError as `report` does.
        """
        data = self._connection.data()
        return self._reported(data.batch_run_reports, request)

    def funnel(self, request: Any) -> Any:
        """The answer (raw protobuf) of the Data API's v1alpha to a RunFunnelReportRequest, in one call.

        Raises ImportError as `report` does.
        """
        funnels = self._connection.funnels()
        return self._reported(funnels.run_funnel_report, request)

    def changes(self, account: str, first: datetime.datetime, last: datetime.datetime) -> list[Any]:
        """Every change history event (raw protobuf) of the property, both times included, one call a page.

        `account` is the resource name of the account that has the property. Credentials get the scope analytics.edit
        for it, see Connection.history.
        """
        events: list[Any] = []
        token = ""
        while True:
            asked = library(ALPHA).SearchChangeHistoryEventsRequest(
                account=account,
                property=self.path,
                earliest_change_time=first,
                latest_change_time=last,
                page_size=PAGE_SIZE,
                page_token=token,
            )
            page = next(iter(self._changes(asked).pages))
            events.extend(item._pb for item in page.change_history_events)
            token = page.next_page_token
            if not token:
                return events

    def _changes(self, asked: Any) -> Any:
        search = self._connection.history().search_change_history_events
        return self._call(lambda timeout: search(request=asked, timeout=timeout), writing=False)

    def _list(self, resource: str, parent: str) -> list[Any]:
        request = getattr(library(version_of(resource)), f"List{class_name(resource)}sRequest")
        items: list[Any] = []
        token = ""
        while True:
            asked = request(parent=parent, page_size=PAGE_SIZE, page_token=token)
            page = next(iter(self._read(resource, f"list_{resource}s", request=asked).pages))
            items.extend(item._pb for item in getattr(page, f"{resource}s"))
            token = page.next_page_token
            if not token:
                return items

    def _read(self, resource: str, method: str, **content: Any) -> Any:
        of_people = resource == "access_binding"
        reads = self._connection.users() if of_people else self._connection.reads(version_of(resource))
        call = getattr(reads, method)
        return self._call(lambda timeout: call(timeout=timeout, **content), writing=False)

    def _reported(self, method: Callable[..., Any], request: Any) -> Any:
        """The answer of the Data API, whose quotas are those of the property and not of the Cloud project."""
        return self._call(lambda timeout: method(request, timeout=timeout), writing=False, of_project=False)._pb

    def _call(
        self,
        run: Callable[[float], Any],
        *,
        writing: bool = True,
        of_project: bool = True,
        target: str = "",
        creates: str = "",
        again: Callable[[ApiError], None] | None = None,
    ) -> Any:
        from google.api_core.exceptions import GoogleAPICallError
        from google.auth.exceptions import GoogleAuthError
        from requests.exceptions import RequestException

        from microconv.providers.ga4.errors import of_the_day, translated

        def once() -> Any:
            if not of_project:
                return sent()
            amounts = {DAY: 1, MINUTE: 1, WRITES: int(writing)}
            return self._connection.pacing.send(sent, self.property_id, amounts, of_the_day)

        def sent() -> Any:
            with self._counting:
                self.calls += 1
            try:
                return run(TIMEOUT_S)
            except (GoogleAPICallError, GoogleAuthError, RequestException) as error:
                raise translated(error, self.property_id, writing=writing, target=target, creates=creates) from error

        if again is not None:
            return self._connection.retrying.call(once, writing=writing, again=again)
        return self._connection.retrying.call(once, writing=writing)

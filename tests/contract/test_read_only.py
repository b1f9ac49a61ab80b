"""Readers for audits cannot write: not by any method of the official clients, and not by the credentials."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.errors import CredentialsError, ReadOnlyError
from microconv.core.kinds import EVERYTHING
from microconv.core.plan import Action, Change
from microconv.core.planning.steps import Step
from microconv.core.resource import Address
from microconv.providers.ga4.client import Connection as Ga4Connection
from microconv.providers.ga4.library import library
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.ga4.provider import Ga4
from microconv.providers.ga4.reader import Ga4Reader
from microconv.providers.ga4.settings import EDIT_SCOPE, READ_SCOPE, USERS_SCOPE
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.client import Connection as GoogleAdsConnection
from microconv.providers.google_ads.provider import GoogleAds
from microconv.providers.google_ads.reader import GoogleAdsReader
from microconv.providers.google_ads.settings import API_VERSION
from tests.conftest import PROPERTY, STORE

LOGIN = "9998887777"
REFUSED = "this connection can only read"
ADS_SERVICES = f"google.ads.googleads.{API_VERSION}.services.services"
ADS_READS = {
    "GoogleAdsService": {"search", "search_stream"},
    "CustomerService": {"list_accessible_customers"},
}


def verbs(package: str, service: str, client: type) -> dict[str, str]:
    """Every RPC of a service over REST, by the name of the client's method, with its HTTP verb."""
    package = f"{package}.services.{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', service).lower()}"
    base = importlib.import_module(f"{package}.transports.rest_base")
    (transport,) = (one for name, one in vars(base).items() if re.fullmatch(r"_Base\w+RestTransport", name))
    names = {name.replace("_", ""): name for name in public(client)}
    return {
        names[name.removeprefix("_Base").lower()]: one._get_http_options()[0]["method"]
        for name, one in vars(transport).items()
        if name.startswith("_Base")
    }


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def answers(face: Any, name: str) -> bool:
    """True where a face has a method; one that it refuses must raise ReadOnlyError."""
    if name in dir(face):
        return callable(getattr(face, name))
    with pytest.raises(ReadOnlyError, match=rf"\.{name}: {REFUSED}$"):
        getattr(face, name)
    return False


# ---- the faces of the official clients


@pytest.mark.parametrize("version", ["v1alpha", "v1beta"])
def test_of_the_admin_api_only_what_http_calls_get(environment, version):
    face = Ga4Connection(read_only=True).reads(version)
    client = library(version).AnalyticsAdminServiceClient
    found = verbs(f"google.analytics.admin_{version}", "AnalyticsAdminService", client)
    assert {"create_key_event", "update_key_event", "delete_key_event", "archive_custom_metric"} <= set(found)
    open_ = {name for name in public(client) if answers(face, name)}
    assert {found[name] for name in open_} == {"get"}
    assert open_ == {name for name, verb in found.items() if verb == "get" and name.startswith(("get_", "list_"))}
    assert {name for name, verb in found.items() if verb != "get"}.isdisjoint(open_)
    assert set(dir(face)) == open_


def test_of_the_data_api_four_methods_of_two_versions(environment):
    from google.analytics.data_v1alpha import AlphaAnalyticsDataClient
    from google.analytics.data_v1beta import BetaAnalyticsDataClient

    face = Ga4Connection(read_only=True).data()
    found = verbs("google.analytics.data_v1beta", "BetaAnalyticsData", BetaAnalyticsDataClient)
    assert {"create_audience_export", "run_report", "get_metadata"} <= set(found)
    reads = {"run_report", "batch_run_reports", "get_metadata"}
    assert {name for name in public(BetaAnalyticsDataClient) if answers(face, name)} == reads
    funnels = Ga4Connection(read_only=True).funnels()
    assert {name for name in public(AlphaAnalyticsDataClient) if answers(funnels, name)} == {"run_funnel_report"}


def test_the_data_api_only_reads_also_where_the_rest_may_write(environment):
    connection = Ga4Connection()
    with pytest.raises(ReadOnlyError):
        connection.data().create_audience_export  # noqa: B018
    assert list(connection._found) == [READ_SCOPE]


def test_of_those_who_have_access_one_method_with_a_scope_of_its_own(environment):
    client = library("v1alpha").AnalyticsAdminServiceClient
    for connection in (Ga4Connection(), Ga4Connection(read_only=True)):
        face = connection.users()
        assert {name for name in public(client) if answers(face, name)} == {"list_access_bindings"}
        assert list(connection._found) == [USERS_SCOPE]


def test_of_the_change_history_one_method_though_google_wants_the_scope_that_may_write(environment):
    client = library("v1alpha").AnalyticsAdminServiceClient
    connection = Ga4Connection(read_only=True)
    face = connection.history()
    assert {name for name in public(client) if answers(face, name)} == {"search_change_history_events"}
    assert list(connection._found) == [EDIT_SCOPE]


def ads_services() -> set[str]:
    """The names of every service of the Google Ads API, from the modules of the installed client."""
    package = importlib.import_module(ADS_SERVICES)
    return {
        "".join(word.capitalize() for word in one.name.split("_")) for one in pkgutil.iter_modules(package.__path__)
    }


def test_of_google_ads_three_methods_of_two_services(environment):
    services = ads_services()
    assert len(services) > 80
    assert {"ConversionActionService", "CustomerConversionGoalService", "BatchJobService", *ADS_READS} <= services
    reads = GoogleAdsConnection(read_only=True).reads(LOGIN)
    for name in services - set(ADS_READS):
        with pytest.raises(ReadOnlyError, match=rf"^{name}: {REFUSED}$"):
            reads.service(name)
    known = set()
    for name, methods in ADS_READS.items():
        module = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        client = getattr(importlib.import_module(f"{ADS_SERVICES}.{module}"), f"{name}Client")
        face = reads.service(name)
        assert {method for method in public(client) if answers(face, method)} == methods
        known |= public(client)
    assert {"mutate", "mutate_customer", "create_customer_client"} <= known


def test_no_official_client_is_handed_out(environment):
    with pytest.raises(ReadOnlyError, match=rf"^GoogleAdsClient: {REFUSED}$"):
        GoogleAdsConnection(read_only=True).client(LOGIN)
    for version in ("v1alpha", "v1beta"):
        with pytest.raises(ReadOnlyError, match=rf"^AnalyticsAdminServiceClient: {REFUSED}$"):
            Ga4Connection(read_only=True).admin(version)


# ---- readers


def test_readers_have_nothing_that_writes():
    """Whoever adds a method to a reader has to say here that it only reads."""
    assert public(GoogleAdsReader) == {
        *(
            "account",
            "action_days",
            "audited",
            "calls",
            "cycle",
            "load",
            "measured",
            "month",
            "name",
            "opens",
            "read",
            "send_tos",
            "types",
        ),
    }
    assert public(Ga4Reader) == {
        *(
            "account",
            "annotated",
            "audited",
            "calls",
            "event_days",
            "events_seen",
            "history",
            "load",
            "measured",
            "month",
            "name",
            "opens",
        ),
        *("paths", "read", "types"),
    }
    assert (GoogleAdsReader.opens, Ga4Reader.opens) == (ReadAccount, ReadProperty)
    assert public(ReadAccount) == {"accessible", "ahead", "emulated", "login", "name", "search", "sibling"}
    assert public(ReadProperty) == {
        "access_bindings", "account_summaries", "changes", "data_retention_settings", "data_streams", "emulated",
        "enhanced_measurement_settings", "event_create_rules", "google_ads_links", "google_signals_settings", "itself",
        "funnel", "key_events", "path", "report", "reports",
        "reporting_data_annotations",
    }  # fmt: skip


@pytest.fixture
def connections(environment, world):
    return Connections(clock=world.clock.now)


@pytest.mark.parametrize("read_only", [False, True])
def test_readers_are_made_of_nothing_that_writes(environment, world, client, read_only):
    """Also those of connections that are there to write."""
    ads, ga4 = Connections(read_only=read_only).readers(client().accounts, EVERYTHING)
    assert (type(ads), type(ga4)) == (GoogleAdsReader, Ga4Reader)
    assert (type(ads._account), type(ads._owner), type(ga4._property)) == (ReadAccount, ReadAccount, ReadProperty)
    assert (ads._account._connection.read_only, ga4._property._connection.read_only) == (True, True)
    assert type(ads._account.sibling(LOGIN)) is ReadAccount


@pytest.mark.usefixtures("no_login")
@pytest.mark.parametrize("fields", [{}, {"login_customer_id": ""}, {"customer_id": "3456789012", "manage_owner": True}],
                         ids=["the store", "its way looked for", "conversions of its manager"])  # fmt: skip
def test_everything_is_read_and_measured_with_reads_alone(world, connections, client, holds, fields):
    before = holds.everything()
    for reader in connections.readers(client(**fields).accounts, EVERYTHING):
        reading = reader.measured(reader.read())
        assert reading.measures is not None
        assert not reading.measures.missing
    assert holds.everything() == before
    assert [one for one in world.log.entries if one.write] == []
    assert {one.method for one in world.log.entries if one.api == "google_ads"} <= {
        "GoogleAdsService.SearchStream",
        "CustomerService.ListAccessibleCustomers",
    }
    methods = {one.method.partition(".")[2] for one in world.log.entries if one.api == "ga4"}
    assert {"GetProperty", "ListKeyEvents", "GetEnhancedMeasurementSettings", "RunReport"} <= methods
    assert all(re.match(r"(List|Get|RunReport)", one) for one in methods)
    assert list(connections._made["ga4", True, ""]._found) == [READ_SCOPE]


def test_the_send_tos_of_tags_are_read_too(world, connections, client, holds):
    reader = connections.readers(client(property_id="").accounts, EVERYTHING)[0]
    reader.read()
    assert reader.send_tos([f"customers/{STORE}/conversionActions/101"])
    assert (holds.writes(), holds.reads()[-1]) == ([], "SearchStream")


def test_the_clients_of_a_manager_are_read_too(world, connections, holds):
    assert connections.clients_below(LOGIN)
    assert (holds.writes(), holds.reads()) == ([], ["SearchStream"])


# ---- a write that is tried all the same


def change(kind: str, action: Action = Action.CREATE, name: str = "mv_new") -> Change:
    return Change(action, Address(kind, name), (), ())


def test_a_provider_over_connections_that_only_read_sends_no_write(environment, world, holds):
    before = holds.everything()
    ads = GoogleAds(GoogleAdsConnection(read_only=True), Accounts(STORE, LOGIN))
    ga4 = Ga4(Ga4Connection(read_only=True), Accounts(property_id=PROPERTY))
    assert ads.read().resources
    assert ga4.read().resources
    action, event = change("google_ads.conversion_action"), change("ga4.key_event")
    for call in (
        lambda: ads.apply(Step("google_ads", (action,))),
        lambda: ads.rehearse([action]),
        lambda: ga4.apply(Step("ga4", (event,))),
    ):
        with pytest.raises(ReadOnlyError, match=REFUSED):
            call()
    assert (holds.writes(), holds.everything()) == ([], before)


@pytest.mark.parametrize("granted", [("edit", "readonly"), ("readonly",)])
def test_a_user_s_token_is_only_for_reading_whatever_the_user_may(signed_in, client, holds, granted):
    from google.api_core.exceptions import Forbidden

    signed_in(*granted)
    (reader,) = Connections().readers(client(customer_id="").accounts, EVERYTHING)
    assert not reader.measured(reader.read()).measures.missing
    with pytest.raises(Forbidden, match=r"Request had insufficient authentication scopes\."):
        Ga4Connection(read_only=True)._admin("v1beta").delete_key_event(name=f"properties/{PROPERTY}/keyEvents/12")
    assert set(holds.key_events()) == {"purchase", "mv_add_to_cart", "contact_thanks", "order_complete"}


def test_a_user_who_signed_in_for_writing_alone_is_told_how_to(signed_in, client):
    signed_in("edit")
    (reader,) = Connections().readers(client(customer_id="").accounts, EVERYTHING)
    with pytest.raises(
        CredentialsError, match=r"^Google refused the credentials for GA4 345678901 \(invalid_scope\)$"
    ) as caught:
        reader.read()
    assert caught.value.hint == (
        "sign in again with every scope: `gcloud auth application-default login --scopes="
        "https://www.googleapis.com/auth/cloud-platform,https://www.googleapis.com/auth/analytics.edit,"
        "https://www.googleapis.com/auth/analytics.readonly`"
    )


def test_ga4_itself_refuses_what_is_sent_with_these_credentials(environment, world, holds):
    """The face left out, what is behind it: the official client with the credentials that a reader uses."""
    from google.api_core.exceptions import Forbidden

    before = holds.everything()
    for version in ("v1alpha", "v1beta"):
        client = Ga4Connection(read_only=True)._admin(version)
        assert len(list(client.list_key_events(parent=f"properties/{PROPERTY}"))) == 4
        with pytest.raises(Forbidden, match=r"Request had insufficient authentication scopes\."):
            client.create_key_event(parent=f"properties/{PROPERTY}", key_event={"event_name": "mv_new"})
        with pytest.raises(Forbidden, match=r"Request had insufficient authentication scopes\."):
            client.delete_key_event(name=f"properties/{PROPERTY}/keyEvents/12")
    assert holds.everything() == before
    assert {status for _, status in holds.writes()} == {"PERMISSION_DENIED"}

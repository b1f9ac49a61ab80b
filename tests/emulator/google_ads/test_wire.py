"""Traffic on the wire: trailers, request ids, status details, versions side by side, faults, the log. Facts 6."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from microconv.emulator.faults import Fault
from microconv.emulator.google_ads.wire import installed_versions
from microconv.emulator.requestlog import Request

QUERY = "SELECT conversion_action.type FROM conversion_action WHERE conversion_action.id = {}"


def test_installed_versions_are_discovered():
    from google.ads.googleads.client import _VALID_API_VERSIONS

    assert sorted(installed_versions()) == sorted(_VALID_API_VERSIONS)


@pytest.mark.parametrize("version", installed_versions())
def test_every_version(ads_of, version, world):
    ads = ads_of(version)
    ads.mutate(ads.creating(name=f"by {version}"))
    assert f"by {version}" in ads.names()
    with ads.refused() as refusal:
        ads.mutate(ads.creating(name=f"by {version}"))
    assert refusal.codes == ["conversion_action_error.DUPLICATE_NAME"]
    assert world.log.entries[-1].detail == f"{version} conversion_action_error.DUPLICATE_NAME"


def test_newer_enum_words_are_unknown_to_older_versions(ads_of):
    """GOOGLE_ANALYTICS_4_QUALIFY_LEAD came with v24."""
    old, new = ads_of("v23"), ads_of("v26")
    assert old.rows(QUERY.format(105))[0].conversion_action.type_.name == "UNKNOWN"
    assert new.rows(QUERY.format(105))[0].conversion_action.type_.name == "GOOGLE_ANALYTICS_4_QUALIFY_LEAD"
    word = "GOOGLE_ANALYTICS_4_QUALIFY_LEAD"
    condition = f"SELECT conversion_action.id FROM conversion_action WHERE conversion_action.type = '{word}'"
    assert len(new.rows(condition)) == 1
    with old.refused() as refusal:
        old.search(condition)
    assert refusal.codes == ["query_error.BAD_ENUM_CONSTANT"]


def test_fields_of_other_versions_do_not_exist(ads_of):
    """v26 replaced enhanced_conversions_for_leads_enabled by enablement_setting."""
    gone, new = (
        f"SELECT customer.conversion_tracking_setting.{name} FROM customer"
        for name in ("enhanced_conversions_for_leads_enabled", "enablement_setting")
    )
    v25, v26 = ads_of("v25"), ads_of("v26")
    assert len(v25.rows(gone)) == len(v26.rows(new)) == 1
    for ads, query in ((v25, new), (v26, gone)):
        with ads.refused() as refusal:
            ads.search(query)
        assert refusal.codes == ["query_error.UNRECOGNIZED_FIELD"]


def test_two_versions_at_once(ads_of):
    clients = [ads_of(version) for version in ("v23", "v26")]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda index: len(clients[index % 2].names()), range(40)))
    assert answers == [12] * 40


def test_sixteen_clients_at_once(ads, store):
    def work(index: int) -> int:
        ads.mutate(ads.creating(name=f"client {index}"))
        return len(ads.names(f"conversion_action.name = 'client {index}'"))

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(work, range(64))) == [1] * 64
    assert len({one.id for one in store.actions.values()}) == 12 + 64


def test_request_ids(ads, world):
    service = ads.service("GoogleAdsService")
    response = service.search(customer_id="1234567890", query="SELECT customer.id FROM customer")
    del response
    with ads.refused() as refusal:
        ads.search("nonsense")
    logged = [entry.request_id for entry in world.log.entries]
    assert len(set(logged)) == 2
    assert refusal.request_id == logged[1]


def test_request_id_in_initial_and_trailing_metadata(ads, emulator, world):
    import grpc
    from google.ads.googleads.v26.services.types import ListAccessibleCustomersRequest

    from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

    token = world.tokens.issue(Principal(SERVICE_ACCOUNT), ["https://www.googleapis.com/auth/adwords"])
    roots = (emulator.folder / "ca.pem").read_bytes()
    with grpc.secure_channel(emulator.google_ads_endpoint, grpc.ssl_channel_credentials(roots)) as channel:
        method = channel.unary_unary("/google.ads.googleads.v26.services.CustomerService/ListAccessibleCustomers")
        body = ListAccessibleCustomersRequest.serialize(ListAccessibleCustomersRequest())
        _, call = method.with_call(body, metadata=[("authorization", f"Bearer {token}")])
        expected = ("request-id", world.log.entries[-1].request_id)
        assert expected in [tuple(one) for one in call.initial_metadata()]
        assert expected in [tuple(one) for one in call.trailing_metadata()]


def test_status_details(ads):
    from google.ads.googleads.errors import GoogleAdsException
    from google.rpc.status_pb2 import Status

    with pytest.raises(GoogleAdsException) as caught:
        ads.search("nonsense")
    trailers = dict(caught.value.error.trailing_metadata())
    status = Status.FromString(trailers["grpc-status-details-bin"])
    assert (status.code, status.message) == (3, "Request contains an invalid argument.")
    assert status.details[0].type_url.endswith("google.ads.googleads.v26.errors.GoogleAdsFailure")


def test_the_log_tells_reads_from_writes(ads, world):
    ads.names()
    ads.mutate(ads.creating(), validate_only=True)
    ads.service("CustomerService").list_accessible_customers()
    assert [(one.method, one.account, one.write, one.rehearsal, one.status) for one in world.log.entries] == [
        ("GoogleAdsService.Search", "1234567890", False, False, "OK"),
        ("ConversionActionService.MutateConversionActions", "1234567890", True, True, "OK"),
        ("CustomerService.ListAccessibleCustomers", "", False, False, "OK"),
    ]
    assert all(isinstance(one, Request) and one.api == "google_ads" for one in world.log.entries)
    assert world.log.writes() == ()
    ads.mutate(ads.creating())
    assert [(one.method, one.rehearsal) for one in world.log.writes()] == [
        ("ConversionActionService.MutateConversionActions", False)
    ]


def test_methods_that_are_not_emulated(ads, world):
    from google.api_core.exceptions import MethodNotImplemented

    with pytest.raises(
        MethodNotImplemented, match=r"The microconv emulator does not have AdGroupService\.MutateAdGroups\."
    ):
        ads.service("AdGroupService").mutate_ad_groups(customer_id="1234567890", operations=[])
    assert (world.log.entries[-1].method, world.log.entries[-1].status) == (
        "AdGroupService.MutateAdGroups",
        "UNIMPLEMENTED",
    )


class TestFaults:
    METHOD = "ConversionActionService.MutateConversionActions"

    def test_a_transient_error_and_then_success(self, ads, world, store):
        from google.api_core.exceptions import InternalServerError

        world.faults.add(
            Fault(
                "google_ads",
                self.METHOD,
                status="INTERNAL",
                message="Internal error encountered.",
                error=("internal_error", "TRANSIENT_ERROR"),
            )
        )
        with pytest.raises(InternalServerError) as caught:
            ads.mutate(ads.creating())
        trailers = dict(caught.value.errors[0].trailing_metadata())
        failure = type(ads.client.get_type("GoogleAdsFailure"))
        found = ads.read_failure(failure.deserialize(trailers["google.ads.googleads.v26.errors.googleadsfailure-bin"]))
        assert found.codes == ["internal_error.TRANSIENT_ERROR"]
        assert len(store.actions) == 12
        ads.mutate(ads.creating())
        assert len(store.actions) == 13

    def test_failure_after_commit(self, ads, world, store):
        from google.api_core.exceptions import ServiceUnavailable

        world.faults.add(Fault("google_ads", "MutateConversionActions", after_commit=True))
        with pytest.raises(ServiceUnavailable):
            ads.mutate(ads.creating())
        assert store.named("mv_new"), "the write happened, the answer did not arrive"

    @pytest.mark.parametrize("after_commit", [False, True])
    def test_dropped_connection(self, ads, world, store, after_commit):
        from google.api_core.exceptions import ServiceUnavailable

        world.faults.add(Fault("google_ads", "*", drop=True, after_commit=after_commit))
        with pytest.raises(ServiceUnavailable, match="Socket closed"):
            ads.mutate(ads.creating())
        assert ("mv_new" in [one.name for one in store.actions.values()]) is after_commit

    def test_database_error_is_an_invalid_argument(self, ads, world, store):
        world.faults.add(
            Fault(
                "google_ads",
                self.METHOD,
                status="INVALID_ARGUMENT",
                message="m",
                error=("database_error", "CONCURRENT_MODIFICATION"),
            )
        )
        with ads.refused() as refusal:
            ads.mutate(ads.creating())
        assert (refusal.codes, refusal.status) == (["database_error.CONCURRENT_MODIFICATION"], "INVALID_ARGUMENT")
        assert len(store.actions) == 12

    def test_latency(self, ads, world):
        world.faults.add(Fault("google_ads", "Search", status="OK", latency_s=0.3))
        before = time.monotonic()
        assert len(ads.names()) == 12
        assert time.monotonic() - before >= 0.3

    def test_faults_of_streams(self, ads, world):
        from google.api_core.exceptions import ServiceUnavailable

        world.faults.add(Fault("google_ads", "SearchStream", nth=2))
        query = "SELECT customer.id FROM customer"
        assert len(ads.stream(query)) == 1
        with pytest.raises(ServiceUnavailable):
            ads.stream(query)
        assert len(ads.stream(query)) == 1


def test_a_body_that_is_no_message(ads, emulator, world):
    import grpc

    roots = (emulator.folder / "ca.pem").read_bytes()
    with grpc.secure_channel(emulator.google_ads_endpoint, grpc.ssl_channel_credentials(roots)) as channel:
        method = channel.unary_unary("/google.ads.googleads.v26.services.GoogleAdsService/Search")
        with pytest.raises(grpc.RpcError) as caught:
            method(b"\xff\xff\xff")
    assert caught.value.code().name == "INVALID_ARGUMENT"
    for path in ("/google.ads.googleads.v99.services.GoogleAdsService/Search", "/google.ads.googleads.nonsense"):
        with grpc.secure_channel(emulator.google_ads_endpoint, grpc.ssl_channel_credentials(roots)) as channel:
            with pytest.raises(grpc.RpcError) as caught:
                channel.unary_unary(path)(b"")
            assert caught.value.code().name == "UNIMPLEMENTED"
            assert "The microconv emulator does not have" in caught.value.details()

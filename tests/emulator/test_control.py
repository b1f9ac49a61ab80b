"""The control plane: what it does shows in what official clients see; who it lets in; what it refuses."""

from __future__ import annotations

import copy
import http.client
import json
import stat
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from google.ads.googleads.errors import GoogleAdsException
from google.ads.googleads.v26.errors.types.errors import GoogleAdsFailure
from google.analytics.admin_v1beta import AnalyticsAdminServiceClient
from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import Conflict, InternalServerError, ServiceUnavailable, TooManyRequests
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials

from microconv.emulator import Control, Emulator, EmulatorError, World
from microconv.emulator.errors import ControlError
from microconv.emulator.faults import Fault
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

STORE = "1234567890"
PARENT = "properties/345678901"
EDIT = "https://www.googleapis.com/auth/analytics.edit"


@pytest.fixture(scope="session")
def content(seed) -> dict[str, Any]:
    content = copy.deepcopy(seed)
    one = {"id": 345678901, "display_name": "Aoi GA4", "currency_code": "JPY", "time_zone": "Asia/Tokyo"}
    content["ga4"] = {"accounts": [{"id": 100, "display_name": "Aoi", "properties": [one]}]}
    return content


@pytest.fixture
def world(emulator: Emulator, content: dict[str, Any]) -> World:
    emulator.world.reset(content)
    return emulator.world


@pytest.fixture
def control(emulator, world) -> Control:
    return emulator.control


def analytics_client(emulator: Emulator) -> AnalyticsAdminServiceClient:
    """Needs the fixture `environment`, for the authority to trust."""
    credentials = Credentials(token=emulator.world.tokens.issue(Principal(SERVICE_ACCOUNT), [EDIT]))
    options = ClientOptions(api_endpoint=emulator.ga4_rest_endpoint)
    return AnalyticsAdminServiceClient(credentials=credentials, transport="rest", client_options=options)


@pytest.fixture
def analytics(emulator, world, environment) -> AnalyticsAdminServiceClient:
    return analytics_client(emulator)


@pytest.fixture
def names(ads_clients):
    """The names of the store's conversion actions that are not removed, through GAQL."""
    query = "SELECT conversion_action.name FROM conversion_action WHERE conversion_action.status != 'REMOVED'"

    def read() -> list[str]:
        service = ads_clients("v26").get_service("GoogleAdsService")
        return sorted(row.conversion_action.name for row in service.search(customer_id=STORE, query=query))

    return read


@pytest.fixture
def create(ads_clients):
    def make(name: str) -> str:
        client = ads_clients("v26")
        operation = client.get_type("ConversionActionOperation")
        operation.create.name = name
        operation.create.type_ = client.enums.ConversionActionTypeEnum.WEBPAGE
        service = client.get_service("ConversionActionService")
        return service.mutate_conversion_actions(customer_id=STORE, operations=[operation]).results[0].resource_name

    return make


class TestState:
    def test_reset_goes_back_to_the_first_seed(self, emulator, control, names, create, seed):
        create("mv_new")
        control.add_fault(Fault("google_ads", "*", nth=9))
        assert control.reset() >= datetime.fromisoformat(str(seed["now"]))
        assert "mv_new" not in names()
        assert "Purchase" in names()
        assert emulator.world.ga4.accounts == {}  # the session's seed has no ga4 section, the one of these tests had
        assert control.faults() == []
        assert [one.method for one in control.requests()] == ["GoogleAdsService.Search"] * 2

    def test_load_and_dump(self, control, world, names, create):
        create("mv_new")
        dumped = control.dump_seed()
        assert dumped == {**world.dump(), "now": dumped["now"]}
        small = {"version": 1, "now": "2027-01-01T00:00:00+00:00", "google_ads": {"customers": [{"id": STORE}]}}
        assert control.load_seed(small) - datetime.fromisoformat(small["now"]) < timedelta(minutes=1)
        assert names() == []
        control.load_seed(dumped)
        assert "mv_new" in names()
        assert world.dump()["google_ads"] == dumped["google_ads"]

    def test_a_seed_that_is_refused_changes_nothing(self, control, world, names):
        before = names()
        with pytest.raises(
            ControlError, match=r"^the seed was refused: google_ads.customers\[0\].id: is missing$"
        ) as e:
            control.load_seed({"version": 1, "google_ads": {"customers": [{}]}})
        assert e.value.status == 400
        assert names() == before

    def test_snapshots(self, control, world, analytics, names, create):
        before = names()
        history = len(world.ga4.changes)
        control.take_snapshot("fresh")
        create("mv_new")
        analytics.create_key_event(parent=PARENT, key_event={"event_name": "mv_new", "counting_method": 1})
        control.set_policies(hidden_by_api="allowed")
        control.advance(timedelta(days=3))
        later = control.now()
        control.take_snapshot("later")

        for _ in range(2):
            assert later - control.restore_snapshot("fresh") > timedelta(days=2)
            assert names() == before
            assert "mv_new" not in [one.event_name for one in analytics.list_key_events(parent=PARENT)]
            assert (world.policies["hidden_by_api"], len(world.ga4.changes)) == ("refused", history)
            create("mv_other")  # does not get into the snapshot
            control.add_fault(Fault("google_ads", "*", nth=99))
        assert control.restore_snapshot("later") >= later
        assert (control.faults(), control.requests()) == ([], ())
        assert sorted([*before, "mv_new"]) == names()
        assert world.policies["hidden_by_api"] == "allowed"
        assert {"fresh", "later"} <= control.snapshots().keys()
        for name in ("fresh", "later"):
            control.drop_snapshot(name)
        with pytest.raises(ControlError, match=r"^there is no snapshot 'fresh'$") as refusal:
            control.restore_snapshot("fresh")
        assert refusal.value.status == 404

    def test_ids_are_not_given_twice_after_a_restore(self, control, create):
        control.take_snapshot("s")
        first = create("mv_a")
        control.restore_snapshot("s")
        assert create("mv_b") == first  # the state is the same, so the same id comes next
        control.drop_snapshot("s")


class TestClockAndTokens:
    def test_the_clock_moves_and_running_clients_go_on(self, control, world, names):
        names()
        before = control.now()
        assert timedelta(days=30) <= control.advance(timedelta(days=30)) - before < timedelta(days=31)
        assert world.clock.now() - before >= timedelta(days=30)
        names()  # no token became too old

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({"days": -1}, "a clock cannot be moved backwards"),
            ({"years": 1}, "'years' is unknown; there are: days, hours, minutes, seconds"),
            ({"days": "1"}, "days must be a number, not '1'"),
            ({"days": 1e30}, "Python int too large to convert to C int"),
            ([1], "the body must be a JSON object"),
        ],
    )
    def test_a_move_that_is_refused(self, control, body, message):
        before = control.now()
        with pytest.raises(ControlError) as refusal:
            control._call("POST", "/clock/advance", body)
        assert (refusal.value.status, str(refusal.value)) == (400, message)
        assert control.now() - before < timedelta(minutes=1)

    def test_expired_tokens(self, content, environment):
        with Emulator(content) as own:  # the other tests' clients go on with their tokens
            client = analytics_client(own)
            client.list_key_events(parent=PARENT)
            own.control.expire_tokens()
            with pytest.raises(RefreshError):  # what the client's library makes of 401 when it has a token only
                client.list_key_events(parent=PARENT)
            assert [one.status for one in own.control.requests()] == ["OK", "UNAUTHENTICATED"]


class TestRequests:
    def test_read_and_clear(self, control, world, analytics, names, create):
        control.clear_requests()
        names()
        create("mv_new")
        analytics.list_key_events(parent=PARENT)
        assert control.requests() == world.log.entries
        assert [(one.method, one.account, one.status) for one in control.requests(write=True)] == [
            ("ConversionActionService.MutateConversionActions", STORE, "OK")
        ]
        assert [one.method for one in control.requests(api="ga4", write=False)] == [
            "AnalyticsAdminService.ListKeyEvents"
        ]
        assert len(control.requests(method="GoogleAdsService.Search")) == 1
        control.clear_requests()
        assert control.requests() == ()


class TestPolicies:
    @pytest.fixture(autouse=True)
    def _defaults(self, world):
        world.policies.reset()

    def test_each_is_listed_with_its_source(self, control, world):
        listed = control.policies()
        assert set(listed) == set(world.policies)
        assert listed["ga4_import_lag_hours"]["allowed"] == "int"
        assert listed["hidden_by_api"]["allowed"] == ["refused", "allowed"]
        for one in listed.values():
            assert one["value"] == one["default"]
            assert one["source"]
            assert one["doc"]

    def test_set_and_reset(self, control, world):
        control.set_policies(hidden_by_api="allowed", key_event_limit_standard=2)
        assert world.policies.changed() == {"hidden_by_api": "allowed", "key_event_limit_standard": 2}
        control.reset_policies()
        assert world.policies.changed() == {}

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("colour", 1, "there is no policy 'colour'; docs/emulator-coverage.md of microconv lists them"),
            ("hidden_by_api", 1, "policy 'hidden_by_api' cannot be 1; it takes one of 'refused', 'allowed'"),
        ],
    )
    def test_one_that_is_refused_refuses_all(self, control, world, name, value, message):
        with pytest.raises(ControlError) as refusal:
            control.set_policies(**{"key_event_limit_standard": 2, name: value})
        assert (refusal.value.status, str(refusal.value)) == (400, message)
        assert world.policies.changed() == {}


class TestFaults:
    def test_the_nth_call_with_an_error_code(self, control, names):
        control.add_fault(
            Fault("google_ads", "Search", nth=2, status="INTERNAL", error=("internal_error", "TRANSIENT_ERROR"))
        )
        names()
        with pytest.raises(InternalServerError) as failure:
            names()
        (detail,) = failure.value.details
        (one,) = GoogleAdsFailure.deserialize(detail.value).errors
        assert one.error_code.internal_error.name == "TRANSIENT_ERROR"
        names()
        (armed,) = control.faults()
        assert (armed["calls"], armed["hits"], armed["error"]) == (3, 1, "internal_error.TRANSIENT_ERROR")

    def test_any_error_code(self, control, names):
        error = ("query_error", "BAD_FIELD_NAME")
        control.add_fault(Fault("google_ads", "*", status="INVALID_ARGUMENT", error=error, message="No."))
        with pytest.raises(GoogleAdsException) as failure:
            names()
        (one,) = failure.value.failure.errors
        assert (one.error_code.query_error.name, one.message) == ("BAD_FIELD_NAME", "No.")

    def test_failure_after_commit(self, control, analytics):
        control.add_fault(Fault("ga4", "CreateKeyEvent", after_commit=True, message="Lost."))
        with pytest.raises(ServiceUnavailable, match="Lost"):
            analytics.create_key_event(parent=PARENT, key_event={"event_name": "mv_new", "counting_method": 1})
        assert "mv_new" in [one.event_name for one in analytics.list_key_events(parent=PARENT)]

    def test_failure_after_commit_of_google_ads(self, control, names, create):
        control.add_fault(Fault("google_ads", "MutateConversionActions", after_commit=True))
        with pytest.raises(ServiceUnavailable, match="currently unavailable"):
            create("mv_new")
        assert "mv_new" in names()

    def test_connection_reset(self, control, analytics):
        control.add_fault(Fault("ga4", "CreateKeyEvent", drop=True))
        with pytest.raises(requests.ConnectionError):
            analytics.create_key_event(parent=PARENT, key_event={"event_name": "mv_new", "counting_method": 1})
        assert "mv_new" not in [one.event_name for one in analytics.list_key_events(parent=PARENT)]

    def test_latency(self, control, analytics):
        control.add_fault(Fault("ga4", "ListKeyEvents", status="OK", latency_s=0.2))
        before = time.monotonic()
        analytics.list_key_events(parent=PARENT)
        assert time.monotonic() - before >= 0.2

    def test_by_chance_but_the_same_again(self, control, analytics):
        def outcomes(seed: int) -> str:
            control.clear_faults()
            control.add_fault(
                Fault("ga4", "ListKeyEvents", nth=0, status="RESOURCE_EXHAUSTED", probability=0.5, seed=seed)
            )
            seen = ""
            for _ in range(24):
                try:
                    analytics.list_key_events(parent=PARENT)
                    seen += "."
                except TooManyRequests:
                    seen += "x"
            return seen

        first = outcomes(1)
        assert 4 <= first.count("x") <= 20
        assert outcomes(1) == first
        assert outcomes(2) != first

    @pytest.mark.parametrize(("probability", "hits"), [(0.0, 0), (0.1, 100), (0.9, 900), (1.0, 1000)])
    def test_the_share_of_hits(self, probability, hits):
        fault = Fault("ga4", "*", nth=0, probability=probability)
        assert abs(sum(fault.hits(call) for call in range(1, 1001)) - hits) <= (40 if 0 < probability < 1 else 0)

    def test_remove_one_and_all(self, control, analytics):
        first = control.add_fault(Fault("ga4", "*", nth=0))
        second = control.add_fault(Fault("ga4", "*", nth=0, status="ABORTED"))
        control.remove_fault(first)
        assert [one["id"] for one in control.faults()] == [second]
        with pytest.raises(Conflict, match="currently unavailable"):
            analytics.list_key_events(parent=PARENT)
        control.clear_faults()
        analytics.list_key_events(parent=PARENT)
        with pytest.raises(ControlError, match=f"^there is no fault {first}$"):
            control.remove_fault(first)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"status": "NO"}, "a fault needs the name of a gRPC status, not 'NO'"),
            ({"api": "gtm"}, "api must be one of google_ads, ga4, tag_manager, oauth, not 'gtm'"),
            ({"probability": 2}, "a fault needs a probability from 0 to 1"),
            ({"nth": "2"}, "nth must be int, not '2'"),
            ({"nth": True}, "nth must be int, not True"),
            ({"colour": 1}, "a fault has no 'colour'; it has: api, method, nth, status"),
            ({"error": "internal_error.NO"}, "the Google Ads API has no error 'internal_error.NO'"),
            ({"error": "no"}, "the Google Ads API has no error 'no'"),
            ({"api": "ga4", "error": "internal_error.TRANSIENT_ERROR"}, "only Google Ads answers with a GoogleAds"),
            ({"method": None}, "method must be str, not None"),
        ],
    )
    def test_one_that_is_refused(self, control, change, message):
        with pytest.raises(ControlError) as refusal:
            control._call("POST", "/faults", {"api": "google_ads", "method": "*", **change})
        assert refusal.value.status == 400
        assert str(refusal.value).startswith(message)
        assert control.faults() == []


class TestDoor:
    """Who gets in. Raw HTTP, as a web page or a stranger would send it."""

    @staticmethod
    def ask(control: Control, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, Any]:
        host, _, port = control.address.removeprefix("http://").partition(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        given = {"Authorization": f"Bearer {control._token}", **headers}
        connection.request(method, path, body, {name: value for name, value in given.items() if value})
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    def test_with_the_token(self, emulator, control):
        status, answer = self.ask(control, "GET", "/health")
        assert (status, answer["status"], answer["ga4_rest"]) == (200, "running", emulator.ga4_rest_endpoint)

    @pytest.mark.parametrize("given", ["", "Bearer wrong", "Bearer ", "Basic x", "Bearer \xe9"])
    def test_without_the_token(self, control, world, given):
        before = world.google_ads
        status, answer = self.ask(control, "POST", "/reset", Authorization=given)
        assert (status, answer["error"]["status"]) == (401, 401)
        assert answer["error"]["message"].startswith("the control plane needs its token")
        assert world.google_ads is before

    def test_by_a_foreign_name(self, control, world):
        before = world.google_ads
        status, answer = self.ask(control, "POST", "/reset", Host="evil.example")
        assert (status, answer["error"]["message"]) == (403, "the control plane is not 'evil.example'")
        assert world.google_ads is before

    @pytest.mark.parametrize(
        ("method", "path", "body", "status", "message"),
        [
            ("GET", "/nothing", b"", 404, "the control plane has no /nothing"),
            ("GET", "/reset", b"", 405, "/reset takes POST"),
            ("PATCH", "/seed", b"", 405, "/seed takes GET, PUT"),
            ("PUT", "/seed", b"{", 400, "the body is not JSON: "),
            ("PUT", "/seed", b"\xff", 400, "the body is not JSON: "),
            ("PUT", "/seed", b"[" * 100_000, 400, "the body is not JSON: "),
            ("PUT", "/seed", b'{"version": 1%s}' % (b"0" * 5000), 400, "the body is not JSON: "),
            ("PUT", "/seed", b'{"version": "\\ud800"}', 400, "the body is not JSON: "),
            ("PUT", "/seed", b"[]", 400, "the body must be a JSON object"),
            ("POST", "/reset", b'{"seed": 1}', 400, "this takes no arguments"),
            ("GET", "/requests?colour=1", b"", 400, "'colour' is unknown; there are: api, method, write"),
            ("GET", "/requests?write=1", b"", 400, "write must be true or false, not '1'"),
            ("PUT", "/snapshots/..%2Fx", b"", 400, "a snapshot's name is made of letters, digits"),
            ("DELETE", "/faults/77", b"", 404, "there is no fault 77"),
        ],
    )
    def test_what_it_does_not_understand(self, control, method, path, body, status, message):
        found, answer = self.ask(control, method, path, body)
        assert (found, answer["error"]["status"]) == (status, status)
        assert answer["error"]["message"].startswith(message)

    def test_the_token_is_in_a_file_of_the_owner(self, emulator, control):
        variables = emulator.control_environment()
        path = emulator.folder / "control-token"
        assert variables == {
            "MICROCONV_EMULATOR_CONTROL": control.address,
            "MICROCONV_EMULATOR_CONTROL_TOKEN_FILE": str(path),
        }
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert Control.from_environment(variables).health()["folder"] == str(emulator.folder)

    def test_no_control_plane(self, emulator, tmp_path):
        with pytest.raises(EmulatorError, match=r"^MICROCONV_EMULATOR_CONTROL is not set: source the emulator's env"):
            Control.from_environment({})
        variables = {**emulator.control_environment(), "MICROCONV_EMULATOR_CONTROL_TOKEN_FILE": str(tmp_path / "no")}
        with pytest.raises(EmulatorError, match=r"is not running \(its file .* is gone\): start it again"):
            Control.from_environment(variables)
        with pytest.raises(EmulatorError, match=r"^no emulator is running at http://127.0.0.1:9: "):
            Control("http://127.0.0.1:9", "x").health()

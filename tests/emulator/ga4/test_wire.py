"""Descriptions read out of the installed package, against the gRPC transport of the same package."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys

import grpc
import pytest

from microconv.emulator.ga4.api import Ga4Api
from microconv.emulator.ga4.methods import METHODS
from microconv.emulator.ga4.wire import load_wire
from microconv.emulator.http_rule import HttpRule


class RecordingChannel(grpc.Channel):
    """Notes what a transport asks its channel for."""

    def __init__(self):
        self.calls = {}

    def unary_unary(self, method, request_serializer=None, response_deserializer=None, **_):
        owner = [getattr(one, "__self__", None) for one in (request_serializer, response_deserializer)]
        self.calls[method] = [one.pb() if hasattr(one, "pb") else one for one in owner]
        return lambda *_, **__: None

    def close(self):
        pass

    subscribe = unsubscribe = unary_stream = stream_unary = stream_stream = None


RecordingChannel.__abstractmethods__ = frozenset()


@pytest.fixture(scope="module", params=["v1beta", "v1alpha"])
def version(request):
    return request.param


@pytest.fixture(scope="module")
def wire(version):
    return load_wire(f"google.analytics.admin_{version}", "AnalyticsAdminService")


def test_every_method_is_what_the_grpc_transport_calls(version, wire):
    package = f"google.analytics.admin_{version}"
    transports = importlib.import_module(f"{package}.services.analytics_admin_service.transports")
    channel = RecordingChannel()
    transport = transports.AnalyticsAdminServiceGrpcTransport(channel=channel)
    transport._logged_channel, transport._stubs = channel, {}
    for name, one in vars(type(transport)).items():
        if isinstance(one, property):
            getattr(transport, name)
    assert len(channel.calls) == {"v1beta": 54, "v1alpha": 156}[version]
    assert {rpc.path: [rpc.request, rpc.response] for rpc in wire.rpcs.values()} == channel.calls


def test_every_rule_leads_to_its_own_method_only(wire):
    for rpc in wire.rpcs.values():
        for rule in rpc.rules:
            path = re.sub(r"\{[a-z0-9_.]+=([^}]+)\}", lambda match: match[1].replace("*", "7"), rule.uri)
            found = [other.name for one, other in wire.by_verb[rule.verb] if one.match(path) is not None]
            assert found == [rpc.name], rule
            assert wire.route(rule.verb, path) == (rpc, rule, rule.match(path))


ONLY_IN_V1ALPHA = re.compile(
    r"(Get|List|Create|Update|Delete)EventCreateRules?|(Get|List|Create|Update|Delete|Reorder)EventEditRules?"
    r"|(Get|Update)EnhancedMeasurementSettings|GetGlobalSiteTag|GetAttributionSettings|GetGoogleSignalsSettings"
    r"|(Get|List|BatchGet)AccessBindings?|(Get|List|Create|Update|Delete)ReportingDataAnnotations?"
)


def test_every_method_of_the_table_is_in_its_versions(version, wire):
    missing = {name for name in METHODS if name not in wire.rpcs}
    older = {name for name in METHODS if ONLY_IN_V1ALPHA.fullmatch(name)}
    assert missing == (older if version == "v1beta" else set())


def test_writes_are_what_is_not_a_get(wire):
    for name, method in METHODS.items():
        verbs = {rule.verb for rule in wire.rpcs[name].rules} if name in wire.rpcs else set()
        if verbs:
            assert method.write is (verbs != {"GET"} and name != "SearchChangeHistoryEvents"), name


@pytest.mark.parametrize(
    ("uri", "path", "variables"),
    [
        ("/v1/{name=properties/*}", "/v1/properties/1", {"name": "properties/1"}),
        ("/v1/{name=properties/*}", "/v1/properties/1/keyEvents", None),
        ("/v1/{name=properties/*}", "/v1/properties/1:archive", None),
        ("/v1/{name=properties/*}", "/v1/properties/", None),
        ("/v1/{a.b=x/*/y/*}:do", "/v1/x/1/y/2:do", {"a.b": "x/1/y/2"}),
        ("/v1/{name=x/**}", "/v1/x/1/2/3", {"name": "x/1/2/3"}),
        ("/v1/{id}", "/v1/7", {"id": "7"}),
        ("/v1/a.b", "/v1/aXb", None),
    ],
)
def test_templates(uri, path, variables):
    assert HttpRule.parse("get", uri, None).match(path) == variables


def test_nothing_of_google_is_imported_before_the_first_request():
    code = """
import json, sys
from microconv.emulator.ga4.api import Ga4Api
from microconv.emulator.ga4.state import Ga4State
from microconv.emulator.ga4.policies import POLICIES
Ga4Api(None).grpc_handlers()
googles = ("google.analytics", "google.protobuf", "google.rpc")
print(json.dumps([name for name in sys.modules if name.startswith(googles)]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_a_version_is_loaded_when_it_is_asked_for(world):
    api = Ga4Api(world)
    first = api.service("v1beta")
    assert api.service("v1beta") is first
    assert first.wire.service == "google.analytics.admin.v1beta.AnalyticsAdminService"
    with pytest.raises(KeyError):
        api.service("v1")

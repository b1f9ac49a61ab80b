"""Official clients as a program has them: Application Default Credentials, nothing but the endpoint set."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from microconv.emulator import Emulator

PROGRAM = """
import json, sys
from google.analytics.admin import AnalyticsAdminServiceClient  # v1alpha, as Google's samples have it
from google.analytics.admin_v1beta import AnalyticsAdminServiceClient as Beta

transport, endpoint = sys.argv[1:]
options = {"api_endpoint": endpoint}
with AnalyticsAdminServiceClient(transport=transport, client_options=options) as client:
    client.create_key_event(parent="properties/345678901", key_event={"event_name": "mv_adc", "counting_method": 1})
    client.list_access_bindings(parent="properties/345678901")
with Beta(transport=transport, client_options=options) as client:
    print(json.dumps([one.event_name for one in client.list_key_events(parent="properties/345678901")]))
"""


@pytest.fixture(scope="module")
def own(content):
    """An emulator whose key file is in its own universe, so that google-auth asks nobody else about it."""
    with Emulator(content) as running:
        yield running


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_a_program_in_another_process(own, content, transport):
    own.world.reset(content)
    endpoint = own.ga4_grpc_endpoint if transport == "grpc" else own.ga4_rest_endpoint
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, transport, endpoint],
        env=os.environ | own.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["purchase", "mv_add_to_cart", "mv_adc"]
    assert own.world.ga4.property(345678901).key_event("mv_adc") is not None
    assert [(one.method, one.status, one.detail) for one in own.world.log.entries if one.api == "ga4"] == [
        ("AnalyticsAdminService.CreateKeyEvent", "OK", "v1alpha"),
        ("AnalyticsAdminService.ListAccessBindings", "OK", "v1alpha"),
        ("AnalyticsAdminService.ListKeyEvents", "OK", "v1beta"),
    ]

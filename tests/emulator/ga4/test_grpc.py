"""The gRPC transport below the official client."""

from __future__ import annotations

import grpc
import pytest
from google.analytics.admin_v1beta import types
from google.rpc.error_details_pb2 import BadRequest
from google.rpc.status_pb2 import Status

SERVICE = "google.analytics.admin.v1beta.AnalyticsAdminService"


@pytest.fixture
def send(ga4):
    """``send(path, body)``: a raw unary call with a token that may edit."""
    channel = ga4.channel(ga4.token())
    ga4.closing.callback(channel.close)
    return lambda path, body=b"": channel.unary_unary(path)(body)


def failure(send, path, body=b""):
    with pytest.raises(grpc.RpcError) as caught:
        send(path, body)
    return caught.value


def test_details_say_which_field(send):
    body = types.CreateKeyEventRequest.serialize(types.CreateKeyEventRequest(parent="properties/345678901"))
    error = failure(send, f"/{SERVICE}/CreateKeyEvent", body)
    status = Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    detail = BadRequest()
    assert status.details[0].Unpack(detail)
    assert (status.code, status.message) == (3, error.details()) == (3, "The event name is required.")
    assert [(one.field, one.description) for one in detail.field_violations] == [
        ("key_event.event_name", "The event name is required.")
    ]


def test_a_message_that_is_not_one(send, world):
    error = failure(send, f"/{SERVICE}/CreateKeyEvent", b"\xff\xff")
    assert (error.code(), error.details()) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "The request is not a valid protobuf message.",
    )
    assert [one.status for one in world.log.entries] == ["INVALID_ARGUMENT"]


def test_what_the_emulator_does_not_have_it_says(send, world):
    error = failure(send, f"/{SERVICE}/CreateCustomDimension")
    assert (error.code(), error.details()) == (
        grpc.StatusCode.UNIMPLEMENTED,
        f"The microconv emulator does not have the method {SERVICE}.CreateCustomDimension. "
        "What it has: docs/emulator-coverage.md of microconv.",
    )
    assert [(one.write, one.status) for one in world.log.entries] == [(True, "UNIMPLEMENTED")]


def test_what_nobody_has(send, world):
    error = failure(send, f"/{SERVICE}/CreateUnicorn")
    assert (error.code(), error.details()) == (grpc.StatusCode.UNIMPLEMENTED, "Method not found: CreateUnicorn")
    error = failure(send, "/google.analytics.admin.v1.AnalyticsAdminService/ListAccounts")
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED
    assert world.log.entries == ()


@pytest.mark.parametrize(
    "path", ["countingMethod", "defaultValue", "defaultValue.numericValue", "default_value.currencyCode"]
)
def test_masks_over_grpc_are_in_snake_case(ga4, refused, key_events, path):
    """The request documents it; lowerCamel is how JSON spells a mask, over REST."""
    before = key_events()
    with refused(400, f"The update mask has the unknown path '{path}'."):
        ga4.client("v1beta", "grpc").update_key_event(
            key_event={"name": "properties/345678901/keyEvents/12", "counting_method": 1},
            update_mask={"paths": [path]},
        )
    assert key_events() == before

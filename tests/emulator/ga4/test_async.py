"""The official asynchronous client (gRPC; there is none over REST)."""

from __future__ import annotations

import asyncio
import importlib

import grpc
import pytest
from google.api_core.exceptions import AlreadyExists
from google.protobuf.field_mask_pb2 import FieldMask

PARENT = "properties/345678901"


@pytest.mark.parametrize("version", ["v1beta", "v1alpha"])
def test_a_key_event_lives_and_goes(ga4, key_events, version):
    client_type = importlib.import_module(f"google.analytics.admin_{version}").AnalyticsAdminServiceAsyncClient

    async def run():
        channel = grpc.aio.secure_channel(ga4.emulator.ga4_grpc_endpoint, ga4.channel_credentials(ga4.token()))
        async with client_type(transport=client_type.get_transport_class("grpc_asyncio")(channel=channel)) as client:
            event = await client.create_key_event(parent=PARENT, key_event={"event_name": "mv_x", "counting_method": 1})
            with pytest.raises(AlreadyExists, match="Requested entity already exists"):
                await client.create_key_event(parent=PARENT, key_event={"event_name": "mv_x", "counting_method": 1})
            await client.update_key_event(
                key_event={"name": event.name, "counting_method": 2}, update_mask=FieldMask(paths=["counting_method"])
            )
            assert key_events()["mv_x"].counting_method == "ONCE_PER_SESSION"
            names = [one.event_name async for one in await client.list_key_events(parent=PARENT)]
            assert names == ["purchase", "mv_add_to_cart", "mv_x"]
            await client.delete_key_event(name=event.name)

    asyncio.run(run())
    assert set(key_events()) == {"purchase", "mv_add_to_cart"}
